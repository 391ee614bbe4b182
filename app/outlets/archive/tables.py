"""The tables of a register as lines of JSON, the same on both engines, and back again.

They are read as the database has them, not as this release expects them, so that a copy can be made before an upgrade,
and be taken back by a later release.
"""

import base64
import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, MetaData, Select, Table, func, select, text
from sqlalchemy.exc import SAWarning
from sqlalchemy.schema import Column, sort_tables_and_constraints

REVISION = "alembic_version"
# Sign-ins end with the register that they are to: a copy is not to be entered with an old cookie.
LEFT_OUT = frozenset({REVISION, "page_session"})
CONTENT = "content"  # the column of a table that holds whole files
AT_ONCE = 1000


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection for which the register stands still, while others go on writing."""
    options: dict[str, Any] = {}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        yield connection


def found(connection: Connection) -> list[Table]:
    """The tables that are there, those that others point at first."""
    metadata = MetaData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # an index that cannot be described is of no concern here
        metadata.reflect(connection)
    tables = sorted((table for table in metadata.tables.values() if table.name not in LEFT_OUT), key=lambda t: t.name)
    ordered = sort_tables_and_constraints(tables)  # type: ignore[no-untyped-call]  # SQLAlchemy left it without types
    return [table for table, _ in ordered if table is not None]


def count(connection: Connection, table: Table) -> int:
    """The number of rows."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def lines(connection: Connection, table: Table) -> Generator[bytes]:
    """Each row as a line of JSON, by the primary key; for a file the name of its member stands."""
    names = [str(name) for name in table.columns.keys()]  # noqa: SIM118 (the columns are no dict)
    for row in _stream(connection, select(table).order_by(*_key(connection, table)), table):
        yield orjson.dumps(_plain(names, row), option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def files(connection: Connection, table: Table) -> Iterator[tuple[str, bytes]]:
    """The files that a table holds, each with the name of its member."""
    if CONTENT in table.columns:
        wanted = select(table.c[CONTENT]).order_by(*_key(connection, table))
        for row in _stream(connection, wanted, table):
            yield member(row[0]), row[0]


def member(content: bytes) -> str:
    """The name of the member that holds a file: equal files are held once."""
    return f"files/{sha256(content).hexdigest()}"


def values(table: Table, line: bytes) -> dict[str, Any]:
    """The values of a row from its line. Raises ValueError, TypeError or KeyError where it is none of this table."""
    row = orjson.loads(line)
    return {column.name: _value(column, row[column.name]) for column in table.columns}


@contextmanager
def in_any_order(connection: Connection, tables: list[Table]) -> Iterator[None]:
    """Let rows come before those that they point at; at the end all of them must be there. Raises IntegrityError."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))  # until the commit
        yield
        return
    keys = [(table.name, key) for table in tables for key in table.foreign_key_constraints]
    references = [(table, key.name) for table, key in keys if not key.deferrable]  # the others wait by themselves
    _alter(connection, references, "DEFERRABLE INITIALLY DEFERRED")
    yield
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    _alter(connection, references, "NOT DEFERRABLE")


def _alter(connection: Connection, references: list[tuple[str, Any]], how: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    for table, name in references:
        connection.execute(text(f"ALTER TABLE {quote(table)} ALTER CONSTRAINT {quote(name)} {how}"))


def _stream(connection: Connection, wanted: Select[Any], table: Table) -> Iterator[Any]:
    # Rows with files come one by one: a thousand of them may not fit into memory.
    many = 1 if CONTENT in table.columns else AT_ONCE
    with connection.execute(wanted, execution_options={"yield_per": many}) as result:
        yield from result


def _key(connection: Connection, table: Table) -> list[Any]:
    """The order of rows: by bytes, on both engines."""
    columns = list(table.primary_key.columns)
    if connection.dialect.name == "sqlite":
        return columns
    return [column.collate("C") if column.type.python_type is str else column for column in columns]


def _plain(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return {
        name: _text(name, value) if isinstance(value, bytes) else value for name, value in zip(names, row, strict=True)
    }


def _text(name: str, value: bytes) -> str:
    return member(value) if name == CONTENT else base64.b64encode(value).decode()


def _value(column: Column[Any], value: Any) -> Any:
    kind = column.type.python_type
    if value is None or column.name == CONTENT:
        return value
    if kind is bytes:
        return base64.b64decode(value, validate=True)
    return date.fromisoformat(value) if kind is date else value
