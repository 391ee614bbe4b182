"""What the timeline read is measured against: the least that a server can do, and what a tutorial would do."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from sqlalchemy import Engine
from sqlmodel import JSON, Column, Field, Session, SQLModel, col, select
from starlette.types import Receive, Scope, Send

from app.kit.db import open_engine

FOLDER = "OUTREACH_BENCH"


@lru_cache
def answer() -> bytes:
    """The bytes that the product answers, kept in a file."""
    return (Path(os.environ[FOLDER]) / "answer.json").read_bytes()


async def bare(scope: Scope, receive: Receive, send: Send) -> None:
    """The same bytes from memory, with no framework at all: the ceiling of this server."""
    if scope["type"] == "lifespan":
        return
    body = answer()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Shown(SQLModel):
    """An entry as the contract shows it."""

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


@lru_cache
def engine() -> Engine:
    return open_engine(f"sqlite:///{Path(os.environ[FOLDER]) / 'outreach.db'}")


def get_session() -> Iterator[Session]:
    with Session(engine()) as session:
        yield session


def tutorial() -> FastAPI:
    """A plain SQLModel route as tutorials write it: ORM rows, a response model, a session a request."""
    app = FastAPI()

    @app.get("/states/{state}/timeline", response_model=list[Shown])
    def read(state: str, session: Annotated[Session, Depends(get_session)]) -> Any:
        query = (
            select(Plain).where(Plain.state == state).order_by(col(Plain.earliest), col(Plain.latest), col(Plain.id))
        )
        return session.exec(query.limit(50)).all()

    return app
