"""Tables that are emptied and made again from the ledger."""

from types import ModuleType
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session

from app.kit.db import Database
from app.ledger import service as ledger

Rows = dict[str, list[tuple[Any, ...]]]


def rows(session: Session, projection: ModuleType) -> Rows:
    """All that stands in a projection's tables."""
    tables = [table.__table__ for table in projection.TABLES]
    return {table.name: sorted((tuple(row) for row in session.execute(select(table))), key=str) for table in tables}


def remade(database: Database, projection: ModuleType) -> tuple[Rows, Rows]:
    """What stood in a projection's tables, and what stands there once they are made again."""
    with database.session(writes=True) as session:
        before = rows(session, projection)
        for table in projection.TABLES:
            session.execute(delete(table))
        for change in ledger.changes(session):
            if change.kind in projection.KINDS:
                projection.apply(session, change)
        return before, rows(session, projection)
