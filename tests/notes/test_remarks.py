"""Remarks on notes: of experts, and of the organization whose note it is; nobody else learns of them."""

from typing import Any

import pytest

from app.kit.db import Database
from app.notes import remarks_projection
from tests import make
from tests.callers import Caller
from tests.notes.edits import address, edited
from tests.notes.test_routes import compose, published, section
from tests.remaking import remade

Json = dict[str, Any]
SAID = "The figure is not the one that we gave."


def remark(caller: Caller, note: Json, text: str = SAID, item: str | None = None) -> Json:
    made: Json = caller.make(f"{address(note)}/remarks", {"text": text, "item": item})
    return made


def listed(caller: Caller, note: Json) -> list[Json]:
    items: list[Json] = caller.read(f"{address(note)}/remarks")["items"]
    return items


def place(made: Json) -> str:
    return f"/notes/{made['note']}/remarks/{made['id']}"


@pytest.mark.C12
def test_an_organization_and_the_experts_remark_on_its_note_and_read_each_other(
    organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    item = section(note, "background")[0]["id"]

    first, second = remark(organizer, note, item=item), remark(expert, note, "Looked into.")

    assert (first["note"], first["revision"], first["item"], first["text"]) == (note["id"], 1, item, SAID)
    assert (first["resolved_at"], first["visibility"], second["item"]) == (None, "committee", None)
    assert listed(organizer, note) == listed(expert, note) == [first, second]
    assert organizer.read(place(second)) == second


def test_nobody_else_reads_a_remark_on_a_published_note_nor_learns_of_it(
    client: Caller, rival: Caller, reader: Caller, organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    made = remark(organizer, note)

    for outsider in (client, rival, reader):
        assert listed(outsider, note) == []
        assert outsider.get(place(made)).status_code == 404
        assert made["id"] not in outsider.get("/changes?limit=1000").text
        assert SAID not in outsider.get(f"{address(note)}.txt").text
        assert outsider.read(address(note)) == note


def test_an_organization_remarks_on_no_note_of_others_nor_sees_their_drafts(
    client: Caller, rival: Caller, reader: Caller, auditor: Caller, organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    draft = compose(expert, make.event(expert))
    asked = [who.post(f"{address(note)}/remarks", json={"text": "x"}) for who in (client, reader, auditor, rival)]

    assert [one.status_code for one in asked] == [401, 403, 403, 403]
    assert asked[-1].json()["type"] == "/problems/note-of-others"
    assert organizer.post(f"{address(draft)}/remarks", json={"text": "x"}).status_code == 404
    assert listed(expert, note) == []


@pytest.mark.C12
def test_an_expert_resolves_a_remark_once_with_an_answer(organizer: Caller, expert: Caller) -> None:
    made = remark(organizer, published(organizer, expert))
    step, how = f"{place(made)}/resolution", {"headers": {"If-Match": expert.get(place(made)).headers["etag"]}}

    own = organizer.post(step, json={}, **how)
    blind = expert.post(step, json={})
    settled = expert.post(step, json={"answer": "Corrected."}, **how).json()
    again = expert.post(step, json={}, headers={"If-Match": "*"})

    assert (own.status_code, blind.status_code) == (403, 428)
    assert (settled["version"], settled["answer"], settled["resolved_by"]) == (2, "Corrected.", settled["recorded_by"])
    assert settled["resolved_at"] == settled["recorded_at"] > settled["remarked_at"]
    assert (again.status_code, again.json()["type"]) == (409, "/problems/remark-resolved")
    assert organizer.read(place(made)) == settled


def test_remarks_on_the_next_revision_are_those_on_the_note(organizer: Caller, expert: Caller) -> None:
    note = published(organizer, expert)
    beside = edited(expert, note, "A correction.")

    made = remark(organizer, beside)

    assert (made["note"], made["revision"]) == (note["id"], 2)
    assert listed(organizer, note) == listed(expert, beside) == [made]


def test_a_remark_names_an_item_of_the_note(expert: Caller) -> None:
    note = compose(expert, make.event(expert))

    refused = expert.post(f"{address(note)}/remarks", json={"text": "x", "item": "nowhere"})

    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "unknown_item")


def test_remarks_are_made_again_from_the_ledger(organizer: Caller, expert: Caller, database: Database) -> None:
    made = remark(organizer, published(organizer, expert))
    expert.post(f"{place(made)}/resolution", json={}, headers={"If-Match": "*"}).raise_for_status()

    before, after = remade(database, remarks_projection)

    assert after == before
    assert len(after["remark"]) == 2
