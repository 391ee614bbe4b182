"""Safe retries of POST (draft-ietf-httpapi-idempotency-key-header): the same key and request get the same answer.

The answer is kept in the transaction of the write, and looked up under the writers' lock once the caller is known, so
that a request and its retry never both write, whatever process they reach.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, ClassVar

import anyio
import orjson
from fastapi import Header, Request, Response
from sqlalchemy import LargeBinary, delete
from sqlmodel import Field, Session, col, select
from starlette.requests import ClientDisconnect

from app.kit import rehearsal
from app.kit.clock import instant
from app.kit.db import Table
from app.kit.errors import Conflict, Invalid, Malformed, field
from app.kit.rows import put

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
# How long a retry waits for the request that it repeats: a write takes milliseconds, a long file seconds.
PATIENCE_SECONDS = 8
AT = f"/header/{HEADER}"


class KeyReused(Invalid):
    """This `Idempotency-Key` came with another request before. A key belongs to one request: make a new one."""

    slug, title = "idempotency-key-reused", "The key belongs to another request"


class KeyUsed(Conflict):
    """This `Idempotency-Key` was used, and the answer was not kept, since it holds a secret or a whole document.

    The first request was carried out. Where its answer is lost, ask again with a new key.
    """

    slug, title = "idempotency-key-used", "The key was used"


class RequestInFlight(Conflict):
    """The request that this one repeats is still being worked on. Try again after `Retry-After` seconds."""

    slug, title = "request-in-flight", "The first request is not finished"
    headers: ClassVar = {"Retry-After": "5"}


class KeptAnswer(Table, table=True):
    """What a key was answered; `body` is null where answers are not kept. No record of ours: it goes after a day."""

    key: str = Field(primary_key=True)
    fingerprint: str
    status: int
    headers: str
    body: bytes | None = Field(sa_type=LargeBinary)
    at: str = Field(index=True)


class Answered(Exception):  # an answer, not an error
    """The request was answered before: `response` is that answer again."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


@dataclass(slots=True)
class Attempt:
    """A request that bears a key: what it asks for, and once its caller is known, the row that it will leave."""

    key: str
    fingerprint: str
    keeps: bool
    place: str | None = None
    now: str = ""


async def key(
    idempotency_key: Annotated[
        str | None,
        Header(
            alias=HEADER,
            min_length=1,
            max_length=255,
            pattern=r"^[\x21-\x7e]+$",
            description="A name for this request, such as a UUID: a retry with it gets the first answer again.",
        ),
    ] = None,
) -> None:
    """Declares the header; `attempt` reads it, before the framework takes the body apart."""


async def attempt(request: Request, *, keeps: bool) -> Attempt | None:
    """The attempt that a request is, or None without a key. Raises Invalid, Malformed."""
    keys = request.headers.getlist(HEADER)
    if len(keys) > 1:
        detail = "Send one key."
        raise Invalid(detail, errors=[field(AT, "repeated", detail)])
    return Attempt(keys[0], await _fingerprint(request), keeps) if keys else None


async def _fingerprint(request: Request) -> str:
    """The digest of path, query and body; what separates the parts of a form is chosen anew by every client."""
    try:
        body = await request.body()
    except ClientDisconnect as gone:
        raise Malformed("The body did not arrive whole.") from gone
    kind, _, boundary = request.headers.get("content-type", "").partition("boundary=")
    if boundary and kind.startswith("multipart/"):
        body = body.replace(b"--" + boundary.split(";")[0].strip(' "').encode(), b"--")
    asked = orjson.dumps([request.url.path, request.url.query])
    return sha256(asked + b"\n" + body).hexdigest()


def recall(session: Session, request: Request, *, who: str, now: datetime) -> None:
    """Answer a request that was answered before; `who` is its token's id.

    Call it under the writers' lock, once the caller is known and allowed. Raises Answered, KeyReused, KeyUsed.
    """
    trial: Attempt | None = getattr(request.state, "attempt", None)
    if trial is None or rehearsal.on(request):
        return
    name = orjson.dumps([who, request.scope["route"].name, trial.key])
    trial.place, trial.now = sha256(name).hexdigest(), instant(now)
    oldest = instant(now - KEPT_FOR)
    session.execute(delete(KeptAnswer).where(col(KeptAnswer.at) <= oldest))
    kept = session.exec(select(KeptAnswer).where(KeptAnswer.key == trial.place)).first()
    if kept:
        raise Answered(_again(kept, trial))


def _again(kept: KeptAnswer, trial: Attempt) -> Response:
    if kept.body is None:
        raise KeyUsed("This key was used, and the answer to it was not kept. Ask again with a new key.")
    if kept.fingerprint != trial.fingerprint:
        detail = "This key was sent with another request. Make a new key for a new request."
        raise KeyReused(detail, errors=[field(AT, "reused", detail)])
    response = Response(kept.body, kept.status)
    response.raw_headers += [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in orjson.loads(kept.headers)
    ]
    response.headers["Idempotency-Replayed"] = "true"
    return response


def keep(session: Session, trial: Attempt, response: Response) -> None:
    """Keep the answer to a request that succeeded, in the transaction of what it wrote."""
    if trial.place is None or response.status_code >= HTTPStatus.BAD_REQUEST:
        return
    headers = [(name, value) for name, value in response.headers.items() if name != "content-length"]
    row = {
        "key": trial.place, "at": trial.now, "status": response.status_code,
        "fingerprint": trial.fingerprint if trial.keeps else "",
        "headers": orjson.dumps(headers).decode() if trial.keeps else "[]",
        "body": bytes(response.body) if trial.keeps else None,
    }  # fmt: skip
    put(session, KeptAnswer, row)


Flights = dict[str, anyio.Event]


@asynccontextmanager
async def flight(request: Request, trial: Attempt | None) -> AsyncIterator[None]:
    """Let a retry wait until the request that it repeats is answered, outside the writers' queue and every thread.

    Only of use in one process; between processes the writers' lock does it. Raises RequestInFlight.
    """
    if trial is None:
        yield
        return
    flights: Flights = request.app.state.database.flights
    caller = request.headers.get("authorization", "")
    name = sha256(orjson.dumps([caller, request.scope["route"].name, trial.key])).hexdigest()
    if name in flights:
        await _land(flights[name])
        yield
        return
    landed = flights[name] = anyio.Event()
    try:
        yield
    finally:
        del flights[name]
        landed.set()


async def _land(landed: anyio.Event) -> None:
    with anyio.move_on_after(PATIENCE_SECONDS) as waiting:
        await landed.wait()
    if waiting.cancelled_caught:
        raise RequestInFlight("The first request with this key is still being worked on. Try again in a few seconds.")
