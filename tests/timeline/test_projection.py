"""The tables of the timeline are made of the ledger alone: made again, they are the same."""

from random import Random
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlmodel import Session, col

from app.kit.db import Database
from app.ledger import service as ledger
from app.timeline import projection
from app.timeline.shelves import Shelved
from tests import make
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


def test_the_total_of_a_timeline_is_the_number_of_its_entries_whoever_asks(
    client: Caller, expert: Caller, organizer: Caller
) -> None:
    scribble(expert, Random(1540), 60)  # noqa: S311  (repeatable, not secret)
    make.acceptance(expert, make.submission(organizer))
    hidden = make.entry(expert, visibility="committee", title="Of the committee alone")
    totals = set()
    for caller in (client, expert, organizer):
        for asked in ({}, {"kind": "nap"}, {"kind": ["nap", "matrix", "national_report"]}, {"include": "withdrawn"}):
            for state in ("TKM", "KGZ", "URY"):
                page = caller.read(f"/states/{state}/timeline", limit=200, **asked)
                assert page["total"] == len(page["items"]), (asked, state)
                totals.add(page["total"])

    assert len(totals) > 5
    path = f"/states/{hidden['states'][0]}/timeline"
    assert expert.read(path)["total"] > client.read(path)["total"]


def test_the_texts_of_a_page_lie_side_by_side(client: Caller, expert: Caller, database: Database) -> None:
    for year in (2009, 2004, 2020):
        for state in ("URY", "TKM"):
            make.entry(expert, date=f"{year}-03", states=[state], title=f"{state} {year}")
    with database.session() as session:
        texts = session.execute(select(col(Shelved.body)).order_by(col(Shelved.place))).scalars()
        titles = [orjson.loads(text)["title"] for text in texts]

    assert titles == [f"{state} {year}" for state in ("TKM", "URY") for year in (2004, 2009, 2020)]
