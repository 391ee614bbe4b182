"""Dry runs: the answer and the errors of a write, and nothing written."""

from typing import Any

from sqlmodel import SQLModel, func, select

from app.kit.db import Database
from tests.callers import Caller

ENTRY = {"kind": "nap", "date": "2014", "title": "Plan", "states": ["TKM"]}


def written(database: Database) -> dict[str, Any]:
    """What is in the database: the number of rows of each table, and all of the ledger's head."""
    with database.session() as session:
        counts = {
            name: session.connection().execute(select(func.count()).select_from(table)).scalar()
            for name, table in SQLModel.metadata.tables.items()
        }
        head = session.connection().execute(SQLModel.metadata.tables["ledger_head"].select()).all()
    return counts | {"head": [tuple(row) for row in head]}


def test_a_dry_run_answers_as_the_write_would_without_ids_and_writes_nothing(
    expert: Caller, database: Database
) -> None:
    before = written(database)

    answer = expert.post("/entries?dry_run=true", json=ENTRY)

    made = expert.make("/entries", ENTRY)
    told = answer.json()
    assert (answer.status_code, told["id"], "location" in answer.headers, "etag" in answer.headers) == (
        200, None, False, False,
    )  # fmt: skip
    ours = ("id", "recorded_at")
    assert {name: value for name, value in told.items() if name not in ours} == {
        name: value for name, value in made.items() if name not in ours
    }
    assert before["ledger"] + 1 == written(database)["ledger"]
