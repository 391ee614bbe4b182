"""Answers from memory: a repeated anonymous read is given again while the register stands as it stood.

What everybody may read depends on the record, the day, and what the request says. So an answer holds for as long as
the present place of the ledger and the day are those at which it was made, and both are asked before each answer.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from prometheus_client import Counter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit import etags
from app.kit.observe import REGISTRY

FROM_MEMORY = Counter("outreach_from_memory", "Requests answered from memory.", registry=REGISTRY)
Headers = list[tuple[bytes, bytes]]
Question = tuple[object, ...]
Moment = tuple[object, ...]
UNDER = "/api/"
# A request with one of these is not everybody's, or has a body: the application alone answers it.
APART = frozenset({b"authorization", b"cookie", b"content-length", b"transfer-encoding"})
# Of these an answer may depend; on anything else that Vary names it may not.
VARYING = frozenset({b"accept", b"accept-language"})
UNDERSTOOD = frozenset({b"authorization", b"cookie", b"origin", *VARYING})
ABOUT_A_BODY = frozenset({b"content-length", b"content-type"})
OVERHEAD = 2048  # bytes that an answer takes beside its body, more or less


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer 200 as the application gave it, and what is left of it for 304."""

    tag: str
    headers: Headers
    bare: Headers
    body: bytes
    route: Any

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD


class Memory:
    """The answers of one moment, those last asked for; a new moment empties it."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.taken = 0
        self.moment: Moment | None = None
        self.kept: OrderedDict[Question, Kept] = OrderedDict()

    def find(self, moment: Moment, question: Question) -> Kept | None:
        """The answer to a question, if one was given at this moment."""
        if moment != self.moment:
            self.moment, self.taken = moment, 0
            self.kept.clear()
        found = self.kept.get(question)
        if found:
            self.kept.move_to_end(question)
        return found

    def keep(self, moment: Moment, question: Question, answer: Kept) -> None:
        """Keep an answer that was made at this moment; the one that nobody asked for longest makes room."""
        if moment != self.moment or answer.size > self.room or question in self.kept:
            return
        self.kept[question] = answer
        self.taken += answer.size
        while self.taken > self.room:
            _, oldest = self.kept.popitem(last=False)
            self.taken -= oldest.size


class Front:
    """Pure ASGI: gives a kept answer, or lets the application answer and keeps what may be given again.

    `place` tells the present place of the ledger (None: nobody can say), `today` the present day.
    """

    def __init__(
        self, app: ASGIApp, *, place: Callable[[], Awaitable[object]], today: Callable[[], date], room: int
    ) -> None:
        self.app = app
        self.place = place
        self.today = today
        self.memory = Memory(room)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        question = _question(scope) if scope["type"] == "http" else None
        moment = await self._moment() if question else None
        if question is None or moment is None:
            await self.app(scope, receive, send)
            return
        kept = self.memory.find(moment, question)
        if kept:
            scope["route"] = kept.route
            FROM_MEMORY.inc()
            await _give(kept, scope, send)
        elif scope["method"] == "HEAD":
            await self.app(scope, receive, send)
        else:
            await self._ask(moment, question, scope, receive, send)

    async def _moment(self) -> Moment | None:
        place = await self.place()
        return (place, self.today()) if place else None

    async def _ask(self, moment: Moment, question: Question, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer in full, so that it can be kept even where the caller has it already."""
        given = Given(send, known=_known(scope))
        headers = scope["headers"]
        scope["headers"] = [(name, value) for name, value in headers if name != b"if-none-match"]
        try:
            await self.app(scope, receive, given.send)
        finally:
            scope["headers"] = headers
        answer = given.kept(scope)
        # Asked again: what was committed while the application worked may be in the answer, or not.
        if answer and moment == await self._moment():
            self.memory.keep(moment, question, answer)


class Given:
    """An answer on its way out: sent as it comes, and remembered if it may be."""

    def __init__(self, send: Send, *, known: str | None) -> None:
        self.onward = send
        self.known = known
        self.headers: Headers | None = None
        self.tag = ""
        self.parts: list[bytes] = []
        self.unchanged = False
        self.whole = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message = self._started(message)
        elif message["type"] == "http.response.body":
            message = self._continued(message)
        await self.onward(message)

    def _started(self, message: Message) -> Message:
        found = dict(message["headers"])
        self.tag = found.get(b"etag", b"").decode("latin-1")
        if message["status"] != HTTPStatus.OK or not self.tag:
            return message
        if _lasting(found):
            self.headers = list(message["headers"])
        self.unchanged = etags.has(self.known, self.tag)
        return _not_modified(message["headers"]) if self.unchanged else message

    def _continued(self, message: Message) -> Message:
        if self.headers is not None:
            self.parts.append(message.get("body", b""))
            self.whole = not message.get("more_body", False)
        return {**message, "body": b""} if self.unchanged else message

    def kept(self, scope: Scope) -> Kept | None:
        """The answer, if it may be given again: whole, and marked by the room that made it."""
        if self.headers is None or not self.whole or not scope.get(etags.LASTING):
            return None
        return Kept(self.tag, self.headers, _bare(self.headers), b"".join(self.parts), scope.get("route"))


def _question(scope: Scope) -> Question | None:
    """What the answer may depend on; None where the application alone may answer."""
    if not scope["path"].startswith(UNDER) or scope["method"] not in {"GET", "HEAD"}:
        return None
    said: list[object] = [scope["path"], scope["query_string"]]
    for header in scope["headers"]:
        name = header[0]
        if name in APART:
            return None
        if name in VARYING:
            said.append(header)
        elif name == b"origin":
            said.append(name)
    return tuple(said)


def _known(scope: Scope) -> str | None:
    """The entity tags that the caller has."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"if-none-match"), None)


def _lasting(headers: dict[bytes, bytes]) -> bool:
    """Whether the headers allow to give an answer again: a strong tag, everybody's, and dependent on what we know."""
    varies = {part.strip() for part in headers.get(b"vary", b"").lower().split(b",") if part.strip()}
    return (
        headers[b"etag"].startswith(b'"')
        and headers.get(b"cache-control") == etags.REVALIDATE.encode()
        and b"set-cookie" not in headers
        and varies <= UNDERSTOOD
    )


def _bare(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    return [header for header in headers if header[0] not in ABOUT_A_BODY]


def _not_modified(headers: Iterable[tuple[bytes, bytes]]) -> Message:
    return {"type": "http.response.start", "status": int(HTTPStatus.NOT_MODIFIED), "headers": _bare(headers)}


async def _give(kept: Kept, scope: Scope, send: Send) -> None:
    """The kept answer to this request: whole, without its body for HEAD, or 304 for who has it."""
    if etags.has(_known(scope), kept.tag):
        await send({"type": "http.response.start", "status": 304, "headers": kept.bare})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
    await send({"type": "http.response.body", "body": kept.body if scope["method"] == "GET" else b""})
