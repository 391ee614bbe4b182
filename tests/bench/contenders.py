"""What the product is measured against: the least that a server can do, and what a tutorial would do."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import orjson
from fastapi import Depends, FastAPI
from sqlalchemy import Engine
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select
from starlette.types import Message, Receive, Scope, Send

from app.kit.db import open_engine

FOLDER = "OUTREACH_BENCH"
NOT_MODIFIED = "/304"


def keep(folder: Path, headers: list[tuple[str, str]], body: bytes) -> None:
    """Keep an answer of the product, for `bare` to give."""
    (folder / "headers.json").write_bytes(orjson.dumps(headers))
    (folder / "answer.json").write_bytes(body)


@lru_cache
def answer(path: str) -> tuple[Message, Message]:
    """The product's answer as it was kept, whole or as 304."""
    folder = Path(os.environ[FOLDER])
    headers = [(name.encode(), value.encode()) for name, value in orjson.loads((folder / "headers.json").read_bytes())]
    body = (folder / "answer.json").read_bytes()
    if path == NOT_MODIFIED:
        headers, body = [one for one in headers if not one[0].startswith(b"content-")], b""
    status = 304 if path == NOT_MODIFIED else 200
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": body}


async def bare(scope: Scope, receive: Receive, send: Send) -> None:
    """The same bytes from memory, with no framework at all: the ceiling of this server."""
    if scope["type"] == "http":
        for message in answer(scope["path"]):
            await send(message)


class Shown(SQLModel):
    """An entry as a tutorial would keep and show it."""

    id: str = Field(primary_key=True)
    version: int
    kind: str
    date: str
    earliest: str | None
    latest: str | None
    precision: str
    certain: bool
    date_basis: str | None
    status: str | None
    title: str
    states: list[str] = Field(sa_column=Column(JSON))
    identifiers: list[dict[str, Any]] = Field(sa_column=Column(JSON))
    sources: list[dict[str, Any]] = Field(sa_column=Column(JSON))
    event: str | None
    note: str | None
    findings: list[dict[str, Any]] = Field(sa_column=Column(JSON))
    contested: bool
    visibility: str
    recorded_at: str
    recorded_by: str
    supersedes: int | None
    withdrawn_at: str | None
    reason: str | None


class Plain(Shown, table=True):
    """The same entries in one plain table with an index that suits the question."""

    state: str = Field(index=True)


class PlainEvent(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    starts_on: str
    ends_on: str
    city: str
    body: str


class PlainPart(SQLModel, table=True):
    """An organizer, a participant, a State, a line of the log, or the words of the search of an event."""

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="plainevent.id", index=True)
    what: str
    name: str


PLAIN = [SQLModel.metadata.tables[name] for name in ("plain", "plainevent", "plainpart")]


@lru_cache
def engine() -> Engine:
    return open_engine(f"sqlite:///{Path(os.environ[FOLDER]) / 'plain.db'}")


def get_session() -> Iterator[Session]:
    with Session(engine()) as session:
        yield session


Db = Annotated[Session, Depends(get_session)]


def tutorial() -> FastAPI:
    """Plain SQLModel routes as tutorials write them: ORM rows, a response model, a session a request."""
    app = FastAPI()

    @app.get("/states/{state}/timeline", response_model=list[Shown])
    def read(state: str, session: Db) -> Any:
        query = (
            select(Plain).where(Plain.state == state).order_by(col(Plain.earliest), col(Plain.latest), col(Plain.id))
        )
        return session.exec(query.limit(50)).all()

    @app.post("/events", status_code=201, response_model=PlainEvent)
    def write(data: dict[str, Any], session: Db) -> Any:
        venue = data["venues"][0]
        event = PlainEvent(
            title=data["title"], starts_on=data["starts_on"], ends_on=data["ends_on"], city=venue["city"],
            body=orjson.dumps(data).decode(),
        )  # fmt: skip
        session.add(event)
        session.flush()
        assert event.id
        for what in ("organizers", "participants"):
            session.add_all(PlainPart(event_id=event.id, what=what, name=one["name"]) for one in data[what])
        for what in ("state", "log", "search"):
            session.add(PlainPart(event_id=event.id, what=what, name=data["title"]))
        session.commit()
        session.refresh(event)
        return event

    return app
