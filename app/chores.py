"""Work that is due without a request. Rooms tell what is due; each piece is done in a transaction of its own.

Of several processes that find the same piece one does it: under the lock of all writers it asks again what is due.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.kit.clock import present
from app.kit.db import Database
from app.notes import life as notes

PAUSE_SECONDS = 1.0


class Due(Protocol):
    """Tells what is due, by id."""

    def __call__(self, session: Session, *, now: datetime) -> Sequence[str]: ...


class Do(Protocol):
    """Does one piece of work, unless somebody was faster."""

    def __call__(self, session: Session, name: str, /, *, now: datetime, today: date) -> None: ...


@dataclass(frozen=True, slots=True)
class Chore:
    """A kind of work, as a room offers it."""

    due: Due
    do: Do


CHORES = (Chore(notes.due, notes.publish_due),)


class Chores:
    """All chores of a register, and the loop that does them as soon as they are due."""

    def __init__(
        self, database: Database, zone: ZoneInfo, *, clock: Callable[[], datetime] = present,
        chores: Sequence[Chore] = CHORES, pause: float = PAUSE_SECONDS,
    ) -> None:  # fmt: skip
        self.database = database
        self.zone = zone
        self.clock = clock
        self.chores = chores
        self.pause = pause

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Do what became due while nothing ran, and from then on whatever becomes due."""
        await self.round()
        over = asyncio.Event()
        loop = asyncio.create_task(self._until(over))
        try:
            yield
        finally:  # not cancelled, since a thread at work would go on without its database
            over.set()
            await loop

    async def _until(self, over: asyncio.Event) -> None:
        while not over.is_set():
            await self.round()
            with suppress(TimeoutError):
                async with asyncio.timeout(self.pause):
                    await over.wait()

    async def round(self) -> None:
        """Do once whatever is due. Writers of this process wait their turn meanwhile, as for any other."""
        with suppress(DBAPIError):  # a database that is gone may come back
            for chore, name in await run_in_threadpool(self.waiting):
                async with self.database.turn:
                    await run_in_threadpool(self.do, chore, name)

    def waiting(self) -> list[tuple[Chore, str]]:
        """All that is due now."""
        with self.database.session() as session:
            return [(chore, name) for chore in self.chores for name in chore.due(session, now=self.clock())]

    def do(self, chore: Chore, name: str) -> None:
        """Do one piece of work; what fails is logged, tried again in the next round, and holds up nothing else."""
        try:
            with self.database.session(writes=True) as session:
                now = self.clock()
                chore.do(session, name, now=now, today=now.astimezone(self.zone).date())
        except DBAPIError:
            raise
        except Exception:  # noqa: BLE001 (whatever it is: the next piece of work is to be done)
            structlog.get_logger().exception("chore_failed", about=name)
