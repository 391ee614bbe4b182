"""The present place of the ledger, asked before every answer from memory, so that none is ever stale."""

import asyncio
from typing import Protocol

from sqlalchemy import select
from sqlmodel import col

from app.kit.raw import FileReader, Gone, Reader, Rows
from app.ledger.models import LedgerHead

HEAD = str(select(col(LedgerHead.seq), col(LedgerHead.at)))
Place = tuple[int, str]


class Present(Protocol):
    """Tells the present place: its number and its instant."""

    async def place(self) -> Place | None:
        """The place that was the present one at some moment after this was called; None where nobody can say."""


def present(reader: Reader) -> Present:
    """Who tells the present place of the database that `reader` asks."""
    return OfFile(reader) if isinstance(reader, FileReader) else OfServer(reader)


class OfFile:
    """SQLite: its `data_version` (4 microseconds) moves with every commit of another connection; this one has none."""

    def __init__(self, reader: FileReader) -> None:
        self.reader = reader
        self.version: object = None
        self.last: Place | None = None

    async def place(self) -> Place | None:
        try:
            version = self.reader.ask("PRAGMA data_version"), self.reader.connection
            if version != self.version:
                self.last = _place(self.reader.ask(HEAD))
                self.version = version
        except Gone:
            return None
        return self.last


class OfServer:
    """PostgreSQL: those who come while a question is under way share the next one, which is asked after they came."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.running: asyncio.Future[Place | None] | None = None
        self.next: asyncio.Future[Place | None] | None = None

    async def place(self) -> Place | None:
        if self.next is None:
            self.next = asyncio.ensure_future(self._after(self.running))
        return await asyncio.shield(self.next)  # others wait for it too

    async def _after(self, running: "asyncio.Future[Place | None] | None") -> Place | None:
        if running:
            await asyncio.wait([running])
        self.running, self.next = self.next, None
        try:
            return _place(await self.reader.rows(HEAD, {}))
        except Gone:
            return None


def _place(rows: Rows) -> Place | None:
    return (rows[0][0], rows[0][1]) if rows else None
