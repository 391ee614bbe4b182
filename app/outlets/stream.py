"""The change feed as it happens: Server-Sent Events (HTML Living Standard, section 9.2).

One question a second to the ledger serves all streams of a process; a stream asks for itself only where there is news,
and holds no connection to the database in between.
"""

import asyncio
import signal
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, ClassVar

import orjson
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import format_sse_event
from sqlalchemy.exc import DBAPIError

from app.access import service as access
from app.access.service import Principal
from app.kit.db import Database
from app.kit.errors import Problem, Unauthorized
from app.ledger import feed
from app.ledger import service as ledger
from app.outlets.followers import follower

PAUSE_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 3600
AT_ONCE = 500
MOST_OF_A_TOKEN, MOST_OF_EVERYBODY = 5, 200
EVERYBODY = "everybody"
HEARTBEAT = b": still here\n\n"


class TooManyStreams(Problem):
    """Too many streams of this token are open, or of all who send none. Close one, or ask `/changes` every minute."""

    status, slug, title = 429, "too-many-streams", "Too many streams are open"
    headers: ClassVar = {"Retry-After": "30"}


class Streams:
    """The streams of a process, and the one watch over the ledger that wakes them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.open: Counter[str] = Counter()
        self.seq = 0
        self.over = False
        self.news = asyncio.Condition()
        self.watch: asyncio.Task[None] | None = None

    def insist_on_room(self, principal: Principal) -> None:
        """Insist that one more stream may be opened. Raises TooManyStreams."""
        if not self._has_room(principal):
            raise TooManyStreams(f"At most {_most(principal)} streams may be open at once.")

    def _has_room(self, principal: Principal) -> bool:
        return self.open[principal.token or EVERYBODY] < _most(principal)

    async def follow(self, principal: Principal, *, after: int, seconds: int) -> AsyncIterator[bytes]:
        """Events from the first change after `after` on, until time is up, or the token is no good any more.

        Where many were let in before the first of them began, those for whom there is no room end at once.
        """
        if not self._has_room(principal):
            return
        end = time.monotonic() + seconds
        with self._attending(principal.token or EVERYBODY), suppress(DBAPIError, Unauthorized):
            while not self.over:
                head, events, after = await run_in_threadpool(self._read, principal, after)
                for event in events:
                    yield event
                left = end - time.monotonic()
                if not events and left <= 0:
                    return
                if not events and not await self._wait(head, min(left, HEARTBEAT_SECONDS)):
                    yield HEARTBEAT

    @contextmanager
    def _attending(self, whose: str) -> Iterator[None]:
        self.open[whose] += 1
        if self.watch is None or self.watch.done():
            self.watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self.open[whose] -= 1

    def _read(self, principal: Principal, after: int) -> tuple[int, list[bytes], int]:
        """The head of the ledger, the next events, and the number up to which they tell everything."""
        who = follower(principal)
        with self.database.session() as session:
            access.insist(session, principal, now=datetime.now(UTC))
            head = ledger.head(session).seq
            rows = feed.read(session, who, after=after, limit=AT_ONCE)
            if not rows:
                return head, [], after
            last = rows[-1]["seq"]
            total = {"seq": last, "digest": feed.digest(session, who, upto=last)}
        events = [_event("change", row["seq"], row) for row in rows]
        return head, [*events, _event("digest", last, total)], last

    async def _wait(self, head: int, seconds: float) -> bool:
        """Wait until the ledger is beyond a number; False where nothing came for a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self.news:
                await self.news.wait_for(lambda: self.seq > head or self.over)
                return True
        return False

    async def _watch(self) -> None:
        while self.open.total() and not self.over:
            with suppress(DBAPIError):  # a database that is gone may come back
                self.seq = await run_in_threadpool(self._head)
            await self._tell()
            await asyncio.sleep(PAUSE_SECONDS)

    def _head(self) -> int:
        with self.database.session() as session:
            return ledger.head(session).seq

    async def _tell(self) -> None:
        async with self.news:
            self.news.notify_all()

    @contextmanager
    def ended_on_exit(self) -> Iterator[None]:
        """End every stream as soon as the process is told to stop: the server waits for every answer to end."""
        loop = asyncio.get_running_loop()
        before: dict[int, Any] = {}

        def stop(number: int, frame: Any) -> None:
            self.over = True
            loop.call_soon_threadsafe(lambda: loop.create_task(self._tell()))
            before[number](number, frame)

        if threading.current_thread() is threading.main_thread():  # signals reach no other one
            for number in map(int, (signal.SIGINT, signal.SIGTERM)):
                if callable(known := signal.getsignal(number)):
                    before[number] = known
                    signal.signal(number, stop)
        yield
        for number, handler in before.items():
            signal.signal(number, handler)


def _most(principal: Principal) -> int:
    return MOST_OF_A_TOKEN if principal.token else MOST_OF_EVERYBODY


def _event(name: str, seq: int, data: Any) -> bytes:
    return format_sse_event(data_str=orjson.dumps(data).decode(), event=name, id=str(seq))
