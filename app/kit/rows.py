"""Rows read and written on the hot paths, by statements whose text is made once and which go straight to the driver.

Putting a statement together costs ten times what the database takes for it, and running one by way of the ORM or the
engine again as much.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ClauseElement, Dialect, Table, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import class_mapper
from sqlmodel import Session, SQLModel

M = TypeVar("M", bound=SQLModel)
Row = Mapping[str, Any]


class Statement:
    """A statement of SQLAlchemy's that is run often; lists of values (`in_`) are beyond it."""

    def __init__(self, statement: ClauseElement) -> None:
        self.statement = statement
        self.texts: dict[str, _Text] = {}

    def ask(self, session: Session, **values: Any) -> list[Row]:
        """All rows that it finds, of values as the driver gives them: a date or a truth is another on each engine."""
        cursor = self._run(session, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, found, strict=True)) for found in cursor.fetchall()]

    def run(self, session: Session, rows: Row | Sequence[Row]) -> None:
        """Run it once, or once for each of several rows.

        What was added to the session as an object is not written before it: flush that first where these rows need it.
        """
        self._run(session, rows)

    def _run(self, session: Session, rows: Row | Sequence[Row]) -> Any:
        connection = session.connection()
        dialect = connection.dialect
        text = self.texts.get(dialect.name) or self.texts.setdefault(dialect.name, _Text(self.statement, dialect))
        cursor = connection.connection.cursor()
        try:
            if isinstance(rows, Mapping):
                cursor.execute(text.sql, text.values(rows))
            else:
                cursor.executemany(text.sql, [text.values(row) for row in rows])
        except text.error as error:  # as SQLAlchemy itself tells of it
            raise DBAPIError.instance(text.sql, None, error, text.error, dialect=dialect) from error
        return cursor


class _Text:
    """What one kind of database is sent."""

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self.sql: str = compiled.string
        self.error: type[Exception] = dialect.loaded_dbapi.Error
        self.order: Sequence[str] | None = compiled.positiontup
        self.fixed: Row = compiled.params
        kinds = {name: one.type.dialect_impl(dialect) for name, one in compiled.binds.items()}
        made = {name: kind.bind_processor(dialect) for name, kind in kinds.items()}
        self.made = [(name, make) for name, make in made.items() if make]

    def values(self, row: Row) -> Any:
        """The values of a row in the form, and the order, that the driver takes."""
        given = {**self.fixed, **row}
        for name, make in self.made:
            given[name] = make(given[name])
        return given if self.order is None else [given[name] for name in self.order]


def table(model: type[SQLModel]) -> Table:
    """The table of a class."""
    found: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    return found


def made(model: type[M], row: Row) -> M:
    """A row as an object that belongs to no session, without what a constructor does for every column."""
    one: M = class_mapper(model).class_manager.new_instance()
    one.__dict__.update(row)
    return one


@lru_cache
def _insertion(model: type[SQLModel]) -> Statement:
    return Statement(insert(table(model)))


def put(session: Session, model: type[SQLModel], rows: Row | Sequence[Row]) -> None:
    """Add one row, or several, to the table of a class; a column that is not named is null.

    What was added to the session as an object is not written before it: flush that first where these rows need it.
    """
    if rows:
        _insertion(model).run(session, rows)
