"""The one door to the database: a transaction per request, committed before the answer leaves."""

import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any

import anyio
import structlog
from fastapi import Depends, Request
from fastapi.concurrency import contextmanager_in_threadpool
from sqlalchemy import Connection, Engine, String, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import declared_attr
from sqlmodel import Session, SQLModel

from app.kit import rehearsal

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Releases up to 3.51.2 may corrupt a WAL database when two connections reset the log at once.
FIRST_SOUND_SQLITE = (3, 51, 3)
# Writers come one at a time on both engines: what a verb asks of the record still holds when it writes, and the clock,
# which is read after this, agrees with the order of the ledger. SQLite's BEGIN IMMEDIATE does the same.
ONE_WRITER = text("SELECT pg_advisory_xact_lock(1540)")
LOCK_TIMEOUT = "-c lock_timeout=10s"
# Text that is compared and sorted the same way on both engines: by its bytes.
BYTEWISE = String().with_variant(String(collation="C"), "postgresql")

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """Base of every table: its name is the class's name in snake case."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 (a declared_attr is called with the class)
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class Database:
    """An engine, the turn that writers of this process take one after another, and their requests that bear a key.

    `before_commit` does what is left to do at the end of each transaction that writes.
    """

    def __init__(self, url: str, *, before_commit: Callable[[Session], None] | None = None) -> None:
        self.engine = open_engine(url)
        self.writer = self.engine.execution_options(writes=True)
        self.before_commit = before_commit
        # Threads that fight over SQLite's busy timeout wait a hundred times longer than a queue.
        self.turn = anyio.Lock()
        self.flights: dict[str, anyio.Event] = {}

    @contextmanager
    def session(self, *, writes: bool = False) -> Iterator[Session]:
        """A transaction: committed at the end, rolled back when anything is raised."""
        with Session(self.writer if writes else self.engine) as session, session.begin():
            if writes:
                _take_lock(session)
            yield session
            if writes and self.before_commit and session.in_transaction():  # a dry run was taken back
                self.before_commit(session)

    def close(self) -> None:
        self.engine.dispose()


def open_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL, set up so that an acknowledged commit is on disk."""
    if not url.startswith("sqlite"):
        options = {"options": LOCK_TIMEOUT}
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=10, connect_args=options)
    engine = create_engine(url, module=sqlite_module())
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _take_lock(session: Session) -> None:
    if session.connection().dialect.name == "postgresql":  # on SQLite the connection itself begins with the lock
        session.execute(ONE_WRITER)


def sqlite_module() -> ModuleType:
    """The driver with the soundest SQLite at hand; one that may corrupt the file is warned of."""
    try:
        module = import_module("pysqlite3.dbapi2")
    except ImportError:
        module = sqlite3
    if module.sqlite_version_info < FIRST_SOUND_SQLITE:
        advice = "upgrade SQLite, or use PostgreSQL"
        structlog.get_logger().warning("sqlite_too_old", version=module.sqlite_version, advice=advice)
    return module


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    # The driver must not begin transactions of its own: _begin_sqlite does, with the right kind.
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "secure_delete=ON"):
        connection.cursor().execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a deferred transaction that turns writer fails when another one wrote.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


async def get_session(request: Request) -> AsyncIterator[Session]:
    """The request's transaction; that of a dry run is rolled back.

    Writers of this process come in one at a time, and hold no thread while they wait.
    """
    database: Database = request.app.state.database
    writes = request.method not in SAFE_METHODS
    turn, transaction = database.turn if writes else nullcontext(), _transaction(request, writes=writes)
    async with turn, contextmanager_in_threadpool(transaction) as session:
        request.state.session = session
        yield session


@contextmanager
def _transaction(request: Request, *, writes: bool) -> Iterator[Session]:
    with request.app.state.database.session(writes=writes) as session:
        yield session
        if rehearsal.on(request):
            session.flush()  # so that the database refuses what it would have refused
            session.rollback()


# scope="function" commits after the answer is made but before it is sent:
# a commit that fails reaches the caller as an error, never as a lost write.
Db = Annotated[Session, Depends(get_session, scope="function")]
