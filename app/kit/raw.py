"""Raw connections for the few questions that nearly every request asks: no pool, no thread, no object in between.

They only read, each statement for itself, and never create what is not there.
"""

import asyncio
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol
from urllib.parse import quote

from sqlalchemy import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection

from app.kit.db import sqlite_module

Rows = Sequence[Sequence[Any]]
CONNECTIONS = 4
PATIENCE_SECONDS = 1.0  # between two attempts to reach a server that is gone


class Gone(Exception):
    """The database cannot be asked this way now: ask it in the ordinary way, which knows how to say so."""


class Reader(Protocol):
    """Asks one database, from the loop's own thread."""

    async def rows(self, statement: str, parameters: Mapping[str, Any]) -> Rows:
        """The rows of one SELECT. Raises Gone."""

    async def close(self) -> None:
        """Let go of every connection; a later question opens them again."""


class FileReader:
    """Asks a SQLite file on the loop's thread: what takes 50 microseconds is not worth a hop to another."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.driver = sqlite_module()
        self.connection: DBAPIConnection | None = None

    def ask(self, statement: str, parameters: Mapping[str, Any] | tuple[()] = ()) -> Rows:
        """As `rows`, at once. Raises Gone."""
        try:
            cursor = (self.connection or self._connected()).cursor()
            rows: Rows = cursor.execute(statement, parameters).fetchall()
        except self.driver.Error as error:
            self._let_go()
            raise Gone from error
        return rows

    async def rows(self, statement: str, parameters: Mapping[str, Any]) -> Rows:
        return self.ask(statement, parameters)

    async def close(self) -> None:
        self._let_go()

    def _connected(self) -> DBAPIConnection:
        # Read and write, though it never writes: a reader alone may not set up the files of the log.
        self.connection = self.driver.connect(f"file:{quote(self.path)}?mode=rw", uri=True, timeout=0)
        self.connection.cursor().execute("PRAGMA query_only=ON")
        return self.connection

    def _let_go(self) -> None:
        connection, self.connection = self.connection, None
        if connection:
            connection.close()


class ServerReader:
    """Asks PostgreSQL over a few asynchronous connections, opened as they are needed."""

    def __init__(self, url: str, connections: int = CONNECTIONS) -> None:
        self.url = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self.driver: Any = import_module("psycopg")  # an extra: there only where PostgreSQL is used
        self.places = asyncio.Semaphore(connections)
        self.idle: list[Any] = []
        self.not_before = 0.0

    async def rows(self, statement: str, parameters: Mapping[str, Any]) -> Rows:
        async with self.places:
            connection, answered = self.idle.pop() if self.idle else await self._connected(), False
            try:
                rows: Rows = await (await connection.execute(statement.encode(), parameters)).fetchall()
                answered = True
            except self.driver.Error as error:
                raise Gone from error
            finally:  # a connection on which a question failed, or was broken off, is not used again
                await self._give_back(connection, sound=answered)
            return rows

    async def close(self) -> None:
        while self.idle:
            await self.idle.pop().close()

    async def _connected(self) -> Any:
        now = asyncio.get_running_loop().time()
        if now < self.not_before:
            raise Gone
        try:
            return await self.driver.AsyncConnection.connect(self.url, autocommit=True, connect_timeout=2)
        except self.driver.Error as error:
            self.not_before = now + PATIENCE_SECONDS
            raise Gone from error

    async def _give_back(self, connection: Any, *, sound: bool) -> None:
        if sound:
            self.idle.append(connection)
        else:
            await connection.close()


def reader(url: str) -> Reader:
    """A reader of the database at a URL of SQLAlchemy."""
    path = make_url(url).database or ""
    return FileReader(path) if url.startswith("sqlite") else ServerReader(url)
