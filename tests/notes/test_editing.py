"""Notes edited: what changed makes a revision, what did not makes none, and nobody's text is lost."""

from typing import Any

import pytest

from app.kit.db import Database
from app.notes import projection
from tests import make
from tests.callers import Caller
from tests.notes.edits import address, edited, put, reworded, tag
from tests.notes.test_routes import compose, published, section
from tests.remaking import remade

Json = dict[str, Any]


@pytest.fixture
def draft(expert: Caller) -> Json:
    make.entry(expert, date="2004-09-10")
    return compose(expert, make.event(expert))


@pytest.mark.C6
def test_a_save_that_changes_something_makes_a_revision_and_an_unchanged_one_none(expert: Caller, draft: Json) -> None:
    same = put(expert, draft, draft)
    saved = edited(expert, draft, "A better sentence.")

    assert (same.status_code, same.json()) == (200, draft)
    assert (saved["revision"], saved["version"], saved["status"]) == (2, 2, "draft")
    assert section(saved, "background")[0]["text"] == "A better sentence."
    assert expert.read(address(draft)) == saved
    assert put(expert, saved, saved).json() == saved
    assert len(expert.read(f"{address(draft)}/revisions")["items"]) == 2


def test_a_note_calls_its_event_in_its_own_language(expert: Caller) -> None:
    draft = compose(expert, make.event(expert, title="Workshop on the plan"), "fr")

    saved = put(expert, draft, draft | {"title": "Atelier sur le plan"}).json()

    assert draft["title"] != "Atelier sur le plan"
    assert (saved["title"], saved["revision"]) == ("Atelier sur le plan", 2)
    assert "Manifestation\u00a0: Atelier sur le plan" in expert.get(f"{address(draft)}.txt").text
    assert expert.read(f"/events/{draft['event']}")["title"] == "Workshop on the plan"
    assert put(expert, saved, {"sections": saved["sections"]}).json()["title"] == "Atelier sur le plan"


@pytest.mark.C6
def test_items_keep_their_ids_and_new_ones_are_given_one(expert: Caller, draft: Json) -> None:
    known = section(draft, "background")
    items = [{"text": "New."}, known[1], known[0]]

    saved = expert.request(
        "PATCH", address(draft), json={"sections": [{"name": "background", "items": items}]}, headers=tag(expert, draft)
    ).json()

    new, *kept = section(saved, "background")
    assert kept == [known[1], known[0]]
    assert (new["text"], new["entries"], len(new["id"])) == ("New.", [], 36)
    assert [len(section(saved, name)) for name in ("objectives", "highlights", "comments")] == [0, 0, 0]
    assert expert.read(address(draft)) == saved


@pytest.mark.C8
def test_the_second_of_two_writers_is_shown_both_texts(expert: Caller, draft: Json) -> None:
    before = tag(expert, draft)
    first = edited(expert, draft, "The text of the first.")

    put_late = put(expert, draft, reworded(draft, "The text of the second."), headers=before)
    sections = reworded(draft, "The text of the second.")["sections"]
    patched_late = expert.request("PATCH", address(draft), json={"sections": sections}, headers=before)
    restored_late = expert.post(f"{address(draft)}/restore", json={"revision": 1}, headers=before)

    for late in (put_late, patched_late):
        assert (late.status_code, late.json()["type"]) == (412, "/problems/precondition-failed")
        assert late.json()["current"] == first
        (told,) = late.json()["differences"]
        (item,) = told["items"]
        assert (told["name"], item["change"]) == ("background", "changed")
        assert (item["before"], item["after"]) == ("The text of the first.", "The text of the second.")
        assert [(one["change"], one["text"]) for one in item["words"]] == [
            ("same", "The text of the "), ("removed", "first"), ("added", "second"), ("same", "."),
        ]  # fmt: skip
    assert (restored_late.status_code, restored_late.json()["current"]) == (412, first)
    assert expert.read(address(draft)) == first


def test_a_save_names_the_note_that_it_is_based_on_and_changes_no_member_of_the_servers(
    expert: Caller, draft: Json
) -> None:
    blind = [
        put(expert, draft, draft, headers={}),
        expert.request("PATCH", address(draft), json={}),
        expert.post(f"{address(draft)}/restore", json={"revision": 1}),
    ]
    forged = put(expert, draft, draft | {"status": "published", "mine": 1})
    patched = expert.request("PATCH", address(draft), json={"disclaimer": "None."}, headers=tag(expert, draft))

    assert [one.status_code for one in blind] == [428] * 3
    assert forged.status_code == patched.status_code == 422
    assert [(one["pointer"], one["code"]) for one in forged.json()["errors"]] == [
        ("/status", "read_only"), ("/mine", "unknown_field"),
    ]  # fmt: skip
    assert [(one["pointer"], one["code"]) for one in patched.json()["errors"]] == [("/disclaimer", "read_only")]
    assert expert.read(address(draft)) == draft


@pytest.mark.parametrize(
    ("sections", "pointer", "code"),
    [
        ([{"name": "comments", "items": []}] * 2, "/sections", "invalid_value"),
        ([{"name": "comments", "items": [{"id": "a", "text": "x"}] * 2}], "/sections", "invalid_value"),
        ([{"name": "verdict", "items": []}], "/sections/0/name", "unknown_value"),
        ([{"name": "comments", "items": [{"text": "x", "style": "b"}]}], "/sections/0/items/0/style", "unknown_field"),
    ],
)
def test_sections_and_items_that_cannot_be_are_refused(
    expert: Caller, draft: Json, sections: list[Json], pointer: str, code: str
) -> None:
    refused = put(expert, draft, {"sections": sections})

    assert refused.status_code == 422
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [(pointer, code)]


def test_a_sentence_cites_entries_that_its_writer_may_see_in_versions_that_there_are(
    expert: Caller, draft: Json
) -> None:
    entry = make.entry(expert, date="2005")
    nowhere = "01900000-0000-7000-8000-000000000000"
    cites = [{"id": entry["id"], "version": 1}, {"id": entry["id"], "version": 2}, {"id": nowhere, "version": 1}]

    def cite(entries: list[Json]) -> Any:
        return put(expert, draft, {"sections": [{"name": "comments", "items": [{"text": "x", "entries": entries}]}]})

    refused, taken = cite(cites), cite(cites[:1])

    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [
        ("/sections/0/items/0/entries/1", "unknown_entry"), ("/sections/0/items/0/entries/2", "unknown_entry"),
    ]  # fmt: skip
    assert section(taken.json(), "comments")[0]["entries"] == cites[:1]


@pytest.mark.C6
def test_an_edit_of_a_published_note_is_a_draft_beside_it(
    client: Caller, organizer: Caller, rival: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)

    answer = put(expert, note, reworded(note, "A correction."))

    beside = answer.json()
    under_way = {"id": beside["id"], "revision": 2, "status": "draft"}
    assert answer.headers["content-location"] == f"/api/v1{address(beside)}"
    assert (beside["revises"], beside["revision"], beside["version"]) == (note["id"], 2, 1)
    assert (beside["status"], beside["visibility"], beside["published_at"]) == ("draft", "committee", None)
    assert client.read(address(note)) == note
    assert expert.read(address(note)) == note | {"under_way": under_way}
    assert [who.get(address(beside)).status_code for who in (client, rival, organizer, expert)] == [404, 404, 200, 200]
    assert [who.read("/notes")["total"] for who in (client, rival, organizer, expert)] == [1, 1, 2, 2]


def test_there_is_one_revision_under_way_and_later_edits_are_of_it(organizer: Caller, expert: Caller) -> None:
    note = published(organizer, expert)
    before = tag(expert, note)
    first = put(expert, note, reworded(note, "A correction.")).json()

    late = put(expert, note, reworded(note, "Of another hand."), headers=before)
    second = put(expert, note, reworded(first, "A second correction."), headers=tag(expert, first)).json()

    assert (late.status_code, late.json()["current"]) == (412, first)
    assert (second["id"], second["revision"], second["version"]) == (first["id"], 3, 2)
    assert [one["revision"] for one in expert.read(f"{address(note)}/revisions")["items"]] == [1, 2, 3]


def test_only_experts_edit_notes_and_of_those_that_they_may_see(
    client: Caller, reader: Caller, organizer: Caller, expert: Caller, auditor: Caller
) -> None:
    note = published(organizer, expert)
    everybody = (client, reader, organizer, auditor)

    assert [put(who, note, note, headers={"If-Match": "*"}).status_code for who in everybody] == [401, 403, 403, 403]
    nowhere = {"id": "01900000-0000-7000-8000-000000000000"}
    assert put(expert, nowhere, {"sections": []}, headers={"If-Match": "*"}).status_code == 404


def test_a_withdrawn_note_is_not_edited(expert: Caller, draft: Json) -> None:
    sent = {"params": {"reason": "Twice."}, "headers": {"If-Match": "*"}}
    expert.request("DELETE", f"/events/{draft['event']}", **sent).raise_for_status()

    refused = put(expert, draft, {"sections": []})

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/note-withdrawn")


def test_revisions_under_way_are_made_again_from_the_ledger(
    organizer: Caller, expert: Caller, database: Database
) -> None:
    edited(expert, published(organizer, expert), "A correction.")

    before, after = remade(database, projection)

    assert after == before
    assert {table: len(found) for table, found in after.items()} == {"note": 3, "note_revision": 2}


def test_a_revision_under_way_is_withdrawn_with_its_note(organizer: Caller, expert: Caller) -> None:
    note = published(organizer, expert)
    beside = edited(expert, note, "A correction.")
    sent = {"params": {"reason": "It never took place."}, "headers": {"If-Match": "*"}}

    expert.request("DELETE", f"/events/{note['event']}", **sent).raise_for_status()

    gone = [expert.read(address(one)) for one in (note, beside)]
    assert [(one["status"], one["reason"], one["under_way"]) for one in gone] == [
        ("withdrawn", "It never took place.", None)
    ] * 2
