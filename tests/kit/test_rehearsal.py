"""Dry runs: the answer and the errors of a write, and nothing written."""

from typing import Any

import pytest
from fastapi import Response
from sqlmodel import SQLModel, func, select

from app.kit.db import Database
from app.kit.rehearsal import answer
from tests import make
from tests.callers import Caller

ENTRY = {"kind": "nap", "date": "2014", "title": "Plan", "states": ["TKM"]}
DRY = {"dry_run": "true"}
# What differs between any two writes of the same thing.
OWN = {"id", "recorded_at"}


def state(database: Database) -> dict[str, Any]:
    """How much is in the database: the number of rows of each table, and the ledger's head."""
    with database.session() as session:
        tables = SQLModel.metadata.tables
        counts = {name: session.execute(select(func.count()).select_from(one)).scalar() for name, one in tables.items()}
        return counts | {"head": [tuple(row) for row in session.execute(tables["ledger_head"].select())]}


def others(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in OWN}


@pytest.mark.F9
def test_a_dry_run_answers_as_the_write_would_and_writes_nothing(expert: Caller, database: Database) -> None:
    before = state(database)

    told = expert.post("/entries", params=DRY, json=ENTRY)

    assert state(database) == before
    assert (told.status_code, told.json()["id"]) == (200, None)
    assert set(told.headers) & {"location", "etag"} == set()
    assert others(told.json()) == others(expert.make("/entries", ENTRY))


@pytest.mark.F9
def test_a_dry_run_of_a_change_answers_with_the_next_version(expert: Caller, database: Database) -> None:
    entry = make.entry(expert)
    path, tag = f"/entries/{entry['id']}", expert.get(f"/entries/{entry['id']}").headers["etag"]
    before = state(database)

    params = DRY | {"reason": "A misprint."}
    told = expert.put(path, params=params, json=entry | {"title": "Another"}, headers={"If-Match": tag})

    assert (told.status_code, told.json()["id"], told.json()["version"]) == (200, entry["id"], 2)
    assert state(database) == before
    assert expert.get(path).headers["etag"] == tag


@pytest.mark.F9
def test_a_dry_run_gives_the_errors_that_the_write_gives(expert: Caller, client: Caller, database: Database) -> None:
    entry = make.entry(expert)
    event = make.event(expert)
    alike = {name: event[name] for name in ("title", "type", "starts_on", "ends_on", "states", "venues")}
    before = state(database)
    asked: list[tuple[Caller, str, str, Any]] = [
        (expert, "POST", "/entries?", ENTRY | {"kind": "x", "states": ["ZZZ"]}),
        (expert, "POST", "/entries?", ENTRY | {"states": ["ZZZ"]}),
        (client, "POST", "/entries?", ENTRY),
        (expert, "POST", "/events?", alike),
        (expert, "PUT", f"/entries/{entry['id']}?reason=r&", entry),
        (expert, "POST", f"/entries/{entry['id']}/withdrawal?", None),
    ]

    for caller, method, path, body in asked:
        rehearsed = caller.request(method, path + "dry_run=true", json=body)
        meant = caller.request(method, path, json=body)
        assert meant.status_code >= 400
        assert (rehearsed.status_code, rehearsed.json()) == (meant.status_code, meant.json())
    assert state(database) == before


def test_a_dry_run_promises_no_receipt(organizer: Caller, database: Database) -> None:
    before = state(database)

    told = organizer.post("/submissions", params=DRY, json={"reading": make.reading()}).json()

    assert (told["id"], told["receipt"]) == (None, None)
    assert state(database) == before
    sent = make.submission(organizer)
    again = organizer.post("/submissions", params=DRY, json={"reading": make.reading()}).json()
    assert (again["id"], again["receipt"]) == (sent["id"], sent["receipt"])


def test_an_acceptance_can_be_tried_first(organizer: Caller, expert: Caller, database: Database) -> None:
    path = f"/submissions/{make.submission(organizer)['id']}/acceptance"
    before = state(database)

    told = expert.post(path, params=DRY, json={}).json()

    assert state(database) == before
    made = expert.make(path, {})
    assert (told["event"], told["note"], told["created"]) == (None, None, [None] * len(made["created"]))


def test_what_was_tried_is_then_written_for_good(expert: Caller, client: Caller) -> None:
    for _ in range(3):
        expert.post("/entries", params=DRY, json=ENTRY)
    entry = expert.make("/entries", ENTRY, dry_run="false")

    assert client.read("/states/TKM/timeline")["items"] == [entry]


def test_an_answer_without_a_body_is_null() -> None:
    assert answer(Response(status_code=204), set()).body == b"null"
