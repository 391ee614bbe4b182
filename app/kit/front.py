"""Answers from memory: a repeated anonymous read is given again while the register stands as it stood.

What everybody may read depends on the record, the day, and what the request says. So an answer holds for as long as
the present place of the ledger and the day are those at which it was made, and both are asked before each answer.
`Front` stands before everything else and gives what is kept; `Keeper` stands behind the observer and keeps it.
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils import uuid7

from app.kit import etags, observe

Headers = list[tuple[bytes, bytes]]
Question = tuple[object, ...]
Moment = tuple[object, ...]
UNDER = "/api/"
# A request with one of these is not everybody's, or has a body: the application alone answers it.
APART = frozenset({b"authorization", b"cookie", b"content-length", b"transfer-encoding"})
# Of these an answer may depend; on anything else that Vary names it may not.
VARYING = frozenset({b"accept", b"accept-language"})
WEIGHED = frozenset({*APART, *VARYING, b"origin", b"if-none-match"})
METHODS = frozenset({"GET", "HEAD"})
UNDERSTOOD = frozenset({b"authorization", b"cookie", b"origin", *VARYING})
ABOUT_A_BODY = frozenset({b"content-length", b"content-type"})
OVERHEAD = 2048  # bytes that an answer takes beside its body, more or less
ASKED = "outreach.asked"  # in the scope of a request whose answer may be kept: when it was asked, and what
START, BODY = "http.response.start", "http.response.body"
NOTHING: Message = {"type": BODY, "body": b""}


class Present(Protocol):
    """Tells the present moment of the register: the place of its ledger, and the day."""

    @property
    def now(self) -> Moment | None:
        """The present moment, where it is known without asking."""

    async def ask(self) -> Moment | None:
        """The moment that was the present one some time after this was called; None where nobody can say."""


@dataclass(frozen=True, slots=True)
class Ready:
    """All that is sent of an answer but the name of its request, and as what it is counted."""

    status: int
    headers: Headers
    body: Message
    kind: observe.Kind


class Kept:
    """An answer 200 as the application gave it, and what is left of it for HEAD and for 304."""

    def __init__(self, tag: str, headers: Headers, body: bytes, route: object) -> None:
        self.tag = tag
        self.headers = headers
        self.body = body
        self.route = route
        self.size = len(body) + OVERHEAD
        self.ready: dict[tuple[str, bool], Ready] = {}

    def to(self, method: str, known: str | None) -> Ready:
        """The answer to who has the representations with these tags already; made when it is first given."""
        key = method, known is not None and (known == self.tag or etags.has(known, self.tag))
        return self.ready.get(key) or self.ready.setdefault(key, self._made(*key))

    def _made(self, method: str, known: bool) -> Ready:
        headers, status = [*self.headers, *observe.HEADERS], 200
        if known:
            headers, status = _bare(headers), 304
        body = {"type": BODY, "body": self.body} if method == "GET" and not known else NOTHING
        return Ready(status, headers, body, observe.ANSWERED.kind(method, self.route, status))


# Makes the answer to some requests past the application; None for the others.
Read = Callable[[Scope], Awaitable[Kept | None]]


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
    """Pure ASGI, before everything else: gives a kept answer, or one that `read` makes, or hands the request on."""

    def __init__(self, app: ASGIApp, *, present: Present, memory: Memory, read: Read) -> None:
        self.app = app
        self.present = present
        self.memory = memory
        self.read = read

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        question, known = _question(scope) if scope["type"] == "http" else (None, None)
        moment = (self.present.now or await self.present.ask()) if question else None
        if question is None or moment is None:
            await self.app(scope, receive, send)
            return
        kept = self.memory.find(moment, question)
        observe.ANSWERED.from_memory += kept is not None
        kept = kept or await self._read(moment, question, scope)
        if kept is None:
            scope[ASKED] = moment, question, known
            await self.app(scope, receive, send)
            return
        answer, request_id = kept.to(scope["method"], known), str(uuid7())
        headers = [*answer.headers, (b"x-request-id", request_id.encode())]
        await send({"type": START, "status": answer.status, "headers": headers})
        await send(answer.body)
        observe.ANSWERED.note(answer.kind, time.perf_counter() - started, request_id)

    async def _read(self, moment: Moment, question: Question, scope: Scope) -> Kept | None:
        kept = await self.read(scope)
        if kept:
            await _keep(self.memory, self.present, moment, question, kept)
        return kept


async def _keep(memory: Memory, present: Present, moment: Moment, question: Question, answer: Kept) -> None:
    # Asked again: what was committed while the answer was made may be in it, or not.
    if moment == (present.now or await present.ask()):
        memory.keep(moment, question, answer)


class Keeper:
    """Pure ASGI: lets the application answer, and keeps what may be given again."""

    def __init__(self, app: ASGIApp, *, present: Present, memory: Memory) -> None:
        self.app = app
        self.present = present
        self.memory = memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if ASKED not in scope or scope["method"] == "HEAD":
            await self.app(scope, receive, send)
            return
        moment, question, known = scope[ASKED]
        headers, given = scope["headers"], Given(send, known=known)
        # The application answers in full, so that it can be kept even where the caller has it already.
        scope["headers"] = [header for header in headers if header[0] != b"if-none-match"]
        try:
            await self.app(scope, receive, given.send)
        finally:
            scope["headers"] = headers
        answer = given.kept(scope)
        if answer:
            await _keep(self.memory, self.present, moment, question, answer)


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
        if message["type"] == START:
            message = self._started(message)
        elif message["type"] == BODY:
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
        return Kept(self.tag, self.headers, b"".join(self.parts), scope.get("route"))


def _question(scope: Scope) -> tuple[Question | None, str | None]:
    """What the answer may depend on (None where the application alone may answer), and the tags that the caller has."""
    if not scope["path"].startswith(UNDER) or scope["method"] not in METHODS:
        return None, None
    said, known = [scope["path"], scope["query_string"]], None
    for header in scope["headers"]:
        name = header[0]
        if name not in WEIGHED:
            continue
        if name in APART:
            return None, None
        if name in VARYING:
            said.append(header)
        elif name == b"origin":
            said.append(name)
        else:
            known = known or header[1].decode("latin-1")
    return tuple(said), known


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
    return {"type": START, "status": int(HTTPStatus.NOT_MODIFIED), "headers": _bare(headers)}
