"""What the product is measured against: the least that a server can do, and what a tutorial would do."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine
from sqlmodel import JSON, Column, Field, SQLModel
from starlette.types import Message, Receive, Scope, Send

from app.kit.db import open_engine

FOLDER, TABLES = "OUTREACH_BENCH", "OUTREACH_BENCH_TABLES"
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


@lru_cache
def engine() -> Engine:
    return open_engine(os.environ[TABLES])
