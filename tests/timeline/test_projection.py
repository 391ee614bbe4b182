"""The tables of the timeline are made of the ledger alone: made again, they are the same."""

from random import Random
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session

from app.kit.db import Database
from app.ledger import service as ledger
from app.timeline import projection
from tests.callers import Caller
from tests.proofs.test_history import scribble
from tests.timeline.test_states import said


def rows(session: Session) -> list[list[Any]]:
    return [sorted(map(tuple, session.execute(select(table.__table__))), key=str) for table in projection.TABLES]  # type: ignore[attr-defined]  # a table has one


def test_tables_that_are_emptied_are_made_again_from_the_ledger(expert: Caller, database: Database) -> None:
    scribble(expert, Random(6962), 40)  # noqa: S311  (repeatable, not secret)
    with database.session(writes=True) as session:
        said(session, reported=True)
        before = rows(session)
        for table in projection.TABLES:
            session.execute(delete(table))

        for change in ledger.changes(session):
            if change.kind in projection.KINDS:
                projection.apply(session, change)

        assert rows(session) == before
        assert all(before)
