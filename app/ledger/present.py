"""The present place of the ledger and the day, asked before every answer from memory, so that none is ever stale."""

import asyncio
from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from app.kit.front import Moment, Present
from app.kit.raw import FileReader, Gone, Reader, Rows
from app.ledger.models import LedgerHead

HEAD = str(select(col(LedgerHead.seq), col(LedgerHead.at)))


def present(reader: Reader, *, today: Callable[[], date]) -> Present:
    """Who tells the present place of the database that `reader` asks, and the day."""
    return OfFile(reader, today) if isinstance(reader, FileReader) else OfServer(reader, today)


class OfFile:
    """SQLite: its `data_version` (4 microseconds) moves with every commit of another connection; this one has none.

    It is asked once in a turn of the event loop, for all requests that were waiting by then.
    """

    def __init__(self, reader: FileReader, today: Callable[[], date]) -> None:
        self.reader = reader
        self.today = today
        self.version: object = None
        self.last: Moment | None = None
        self.now: Moment | None = None

    async def ask(self) -> Moment | None:
        # The loop calls in order: this before everything that nobody had asked for when the database was asked.
        asyncio.get_running_loop().call_soon(self._forget)
        try:
            version = self.reader.ask("PRAGMA data_version"), self.reader.connection
            if version != self.version:
                self.last = _place(self.reader.ask(HEAD))
                self.version = version
        except Gone:
            return None
        self.now = self.last and (*self.last, self.today())
        return self.now

    def _forget(self) -> None:
        self.now = None


class OfServer:
    """PostgreSQL: those who come while a question is under way share the next one, which is asked after they came."""

    now = None

    def __init__(self, reader: Reader, today: Callable[[], date]) -> None:
        self.reader = reader
        self.today = today
        self.running: asyncio.Future[Moment | None] | None = None
        self.next: asyncio.Future[Moment | None] | None = None

    async def ask(self) -> Moment | None:
        if self.next is None:
            self.next = asyncio.ensure_future(self._after(self.running))
        return await asyncio.shield(self.next)  # others wait for it too

    async def _after(self, running: "asyncio.Future[Moment | None] | None") -> Moment | None:
        if running:
            await asyncio.wait([running])
        self.running, self.next = self.next, None
        try:
            place = _place(await self.reader.rows(HEAD, {}))
        except Gone:
            return None
        return place and (*place, self.today())


def _place(rows: Rows) -> Moment | None:
    return tuple(rows[0]) if rows else None
