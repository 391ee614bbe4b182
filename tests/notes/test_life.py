"""The life of a note over HTTP: each step in its order, by those who may; a wrong one is told which are possible."""

from typing import Any

import pytest

from app.kit.db import Database
from app.notes import projection
from tests import make
from tests.callers import Caller
from tests.notes.edits import address, approved, edited, put, reworded, step, stepped, tag
from tests.notes.test_routes import compose, published
from tests.remaking import remade

Json = dict[str, Any]
BODIES: dict[str, Json] = {"return": {"reason": "Unclear."}, "withdrawal": {"reason": "Twice."}}
TURKMENISTAN = {"state": "TKM", "by": "Ministry of Foreign Affairs", "on": "2018-02"}


@pytest.fixture
def draft(expert: Caller) -> Json:
    make.entry(expert, date="2004-09-10")
    return compose(expert, make.event(expert))


@pytest.mark.C9
def test_a_note_is_reviewed_approved_and_published(
    client: Caller, expert: Caller, reviewer: Caller, draft: Json
) -> None:
    in_review = stepped(expert, draft, "review")
    taken = stepped(reviewer, draft, "approval")
    hidden = client.get(address(draft)).status_code
    note = stepped(reviewer, draft, "publication")

    assert [one["status"] for one in (in_review, taken, note)] == ["in_review", "approved", "published"]
    assert [one["version"] for one in (in_review, taken, note)] == [2, 3, 4]
    assert (hidden, note["revision"], note["visibility"]) == (404, 1, "public")
    assert client.read(address(note)) == note
    (entry,) = [one for one in client.read("/states/TKM/timeline")["items"] if one["kind"] == "note"]
    assert (entry["note"], entry["date"]) == (note["id"], note["published_on"])


@pytest.mark.C9
def test_a_note_is_returned_with_a_reason_and_never_without(expert: Caller, reviewer: Caller, draft: Json) -> None:
    stepped(expert, draft, "review")

    bare = [step(reviewer, draft, "return", body) for body in ({}, {"reason": " "})]
    returned = stepped(reviewer, draft, "return", {"reason": "The date is missing."})
    again = stepped(expert, draft, "review")

    assert [(one.status_code, one.json()["errors"][0]["pointer"]) for one in bare] == [(422, "/reason")] * 2
    assert (returned["status"], returned["reason"]) == ("draft", "The date is missing.")
    assert (again["status"], again["reason"]) == ("in_review", None)


@pytest.mark.C9
def test_nobody_approves_a_text_of_their_own(organizer: Caller, expert: Caller, reviewer: Caller, draft: Json) -> None:
    edited(expert, draft, "Of the expert's.")
    stepped(reviewer, draft, "review")
    by_sender = step(reviewer, draft, "approval")
    stepped(reviewer, draft, "return", {"reason": "Another shall send it."})
    edited(reviewer, draft, "Of the reviewer's.")
    stepped(expert, draft, "review")
    by_writer = step(reviewer, draft, "approval")
    sent = make.submission(expert)
    note = make.acceptance(reviewer, sent, publish=False, allow_duplicate=True)["note"]
    stepped(reviewer, {"id": note}, "review")
    by_author = step(expert, {"id": note}, "approval")

    refused = (by_sender, by_writer, by_author)
    assert [(one.status_code, one.json()["type"]) for one in refused] == [(403, "/problems/own-note")] * 3
    assert expert.read(address(draft))["status"] == "in_review"


@pytest.mark.C9
@pytest.mark.parametrize(
    ("before", "possible"),
    [
        ([], ["review", "state-approvals", "withdrawal"]),
        (["review"], ["approval", "return", "state-approvals", "withdrawal"]),
        (["review", "approval"], ["return", "publication", "state-approvals", "withdrawal"]),
        (["review", "approval", "publication"], ["withdrawal"]),
        (["withdrawal"], []),
    ],
)
def test_a_step_out_of_order_is_refused_with_those_that_are_possible(
    expert: Caller, reviewer: Caller, draft: Json, before: list[str], possible: list[str]
) -> None:
    for one in before:
        stepped(reviewer if one == "approval" else expert, draft, one, BODIES.get(one))
    every = ("review", "approval", "return", "publication", "state-approvals", "withdrawal")
    bodies = BODIES | {"state-approvals": TURKMENISTAN}
    known = reviewer.read(address(draft))

    refused = {
        one: step(reviewer, draft, one, bodies.get(one)) for one in every if one not in possible
    }  # fmt: skip

    assert {one: (answer.status_code, answer.json().get("possible")) for one, answer in refused.items()} == (
        dict.fromkeys(refused, (409, possible))
    )
    assert {answer.json()["type"] for answer in refused.values()} == {"/problems/note-step-not-possible"}
    assert reviewer.read(address(draft)) == known


@pytest.mark.C9
def test_an_edit_of_a_text_in_review_or_approved_makes_it_a_draft_again(
    expert: Caller, reviewer: Caller, draft: Json
) -> None:
    stepped(expert, draft, "review")
    same = put(expert, draft, expert.read(address(draft))).json()
    first = edited(reviewer, draft, "Another text.")
    third = "A third text."
    stepped(reviewer, draft, "review")
    stepped(expert, draft, "return", {"reason": "Not yet."})
    second = edited(expert, draft, third)

    assert [(one["status"], one["revision"]) for one in (same, first, second)] == [
        ("in_review", 1), ("draft", 2), ("draft", 3),
    ]  # fmt: skip


@pytest.mark.C9
def test_the_next_revision_of_a_published_note_goes_through_review_and_takes_its_place(
    client: Caller, organizer: Caller, expert: Caller, reviewer: Caller
) -> None:
    note = published(organizer, expert)
    before = client.read(f"{address(note)}/revisions/1")
    beside = edited(expert, note, "A correction.")
    approved(expert, reviewer, beside)
    untouched = client.read(address(note))

    now = stepped(expert, beside, "publication")

    assert untouched == note
    assert (now["id"], now["revision"], now["status"], now["version"]) == (note["id"], 2, "published", 3)
    assert (now["published_at"], now["under_way"], now["sections"]) == (note["published_at"], None, beside["sections"])
    assert client.read(address(note)) == now
    gone = expert.read(address(beside))
    assert (gone["status"], gone["reason"]) == ("withdrawn", "Published as revision 2.")
    assert [who.read("/notes")["total"] for who in (client, expert)] == [1, 1]
    assert client.read(f"{address(note)}/revisions/1") == before
    first, second = client.read(f"{address(note)}/revisions")["items"]
    assert (first["published_at"], second["published_at"]) == (note["published_at"], now["recorded_at"])
    kinds = [one["kind"] for one in client.read("/states/URY/timeline")["items"]]
    assert kinds.count("note") == 1


@pytest.mark.C17
def test_what_a_revision_says_is_the_same_before_and_after_its_publication(
    client: Caller, organizer: Caller, expert: Caller, reviewer: Caller
) -> None:
    note = published(organizer, expert)
    beside = edited(expert, note, "A correction.")
    place = f"{address(note)}/revisions/2"
    before = expert.get(place).content
    approved(expert, reviewer, beside)
    stepped(expert, beside, "publication")
    edited(expert, note, "A third text.")

    assert client.get(place).content == expert.get(place).content == before


def test_the_address_of_a_published_note_serves_for_the_life_of_its_next_revision(
    organizer: Caller, expert: Caller, reviewer: Caller
) -> None:
    note = published(organizer, expert)
    place, beside = address(note), edited(expert, note, "A correction.")

    for caller, name in ((expert, "review"), (reviewer, "approval"), (reviewer, "publication")):
        stale = caller.post(f"{place}/{name}", headers=tag(caller, note))
        taken = caller.post(f"{place}/{name}", headers=tag(caller, beside))
        assert (stale.status_code, taken.status_code) == (412, 200)

    assert taken.json()["revision"] == expert.read(place)["revision"] == 2
    assert taken.headers["content-location"] == f"/api/v1{place}"


def test_withdrawing_a_note_takes_its_entry_and_the_revision_under_way_along(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    beside = edited(expert, note, "A correction.")

    withdrawn = stepped(expert, note, "withdrawal", {"reason": "It was another State."})

    assert client.read(address(note)) == withdrawn
    assert (withdrawn["status"], withdrawn["reason"]) == ("withdrawn", "It was another State.")
    assert expert.read(address(beside))["status"] == "withdrawn"
    assert "note" not in [one["kind"] for one in client.read("/states/URY/timeline")["items"]]
    assert put(expert, note, reworded(withdrawn, "x")).json()["type"] == "/problems/note-withdrawn"


def test_a_revision_under_way_is_withdrawn_by_itself_and_another_one_begins(organizer: Caller, expert: Caller) -> None:
    note = published(organizer, expert)
    beside = edited(expert, note, "A correction.")

    stepped(expert, beside, "withdrawal", {"reason": "It was right."})
    other = edited(expert, note, "Another correction.")

    assert (expert.read(address(note))["status"], other["revision"]) == ("published", 3)
    assert other["id"] not in {beside["id"], note["id"]}


@pytest.mark.parametrize("name", ["review", "approval", "return", "publication", "state-approvals", "withdrawal"])
def test_steps_are_for_experts_and_name_the_text_that_they_are_about(
    client: Caller, organizer: Caller, expert: Caller, auditor: Caller, draft: Json, name: str
) -> None:
    place, body = f"{address(draft)}/{name}", (BODIES | {"state-approvals": TURKMENISTAN}).get(name)

    assert [who.post(place, json=body).status_code for who in (client, organizer, auditor)] == [401, 403, 403]
    assert expert.post(place, json=body).status_code == 428
    assert expert.post(place, json=body, headers={"If-Match": '"older"'}).status_code == 412
    assert expert.read(address(draft)) == draft


@pytest.mark.C10
def test_a_note_that_speaks_for_a_state_is_published_once_the_state_has_approved_it(
    client: Caller, expert: Caller, reviewer: Caller, draft: Json
) -> None:
    required = {"state_approval": ["TKM", "KGZ"]}
    expert.request("PATCH", address(draft), json=required, headers=tag(expert, draft)).raise_for_status()
    approved(expert, reviewer, draft)

    alone = step(expert, draft, "publication")
    stepped(expert, draft, "state-approvals", TURKMENISTAN)
    one_missing = step(expert, draft, "publication", {"publish_at": "2999-01-01T00:00:00Z"})
    told = stepped(expert, draft, "state-approvals", TURKMENISTAN | {"state": "KGZ", "source": {"text": "A letter"}})
    hidden = [one for one in client.read("/states/TKM/timeline")["items"] if one["kind"] == "note"]
    note = stepped(expert, draft, "publication")

    assert [(one.status_code, one.json()["missing"]) for one in (alone, one_missing)] == [
        (409, ["KGZ", "TKM"]), (409, ["KGZ"]),
    ]  # fmt: skip
    assert alone.json()["type"] == "/problems/state-approval-missing"
    assert [(one["state"], one["by"], one["on"], one["revision"]) for one in told["state_approvals"]] == [
        ("TKM", "Ministry of Foreign Affairs", "2018-02", 1), ("KGZ", "Ministry of Foreign Affairs", "2018-02", 1),
    ]  # fmt: skip
    assert (hidden, note["status"], note["revision"]) == ([], "published", 1)


@pytest.mark.C10
def test_the_approval_of_a_state_is_of_one_revision(expert: Caller, draft: Json) -> None:
    required = {"state_approval": ["TKM"]}
    asked = expert.request("PATCH", address(draft), json=required, headers=tag(expert, draft)).json()
    stepped(expert, draft, "state-approvals", TURKMENISTAN)

    rewritten = edited(expert, draft, "Another text.")

    assert (asked["revision"], asked["version"], asked["state_approval"]) == (1, 2, ["TKM"])
    assert (rewritten["state_approval"], rewritten["state_approvals"]) == (["TKM"], [])


@pytest.mark.parametrize(
    ("change", "pointer"), [({"state": "XXX"}, "/state"), ({"on": "23.1.2018"}, "/on"), ({"by": ""}, "/by")]
)
def test_an_approval_names_a_state_a_body_and_a_date(expert: Caller, draft: Json, change: Json, pointer: str) -> None:
    refused = step(expert, draft, "state-approvals", TURKMENISTAN | change)
    required = expert.request(
        "PATCH", address(draft), json={"state_approval": ["TKM", "XXX"]}, headers=tag(expert, draft)
    )

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (required.status_code, required.json()["errors"][0]["pointer"]) == (422, "/state_approval/1")


@pytest.mark.C11
def test_a_publication_at_a_time_is_announced_changed_and_called_off(
    client: Caller, expert: Caller, reviewer: Caller, draft: Json
) -> None:
    approved(expert, reviewer, draft)

    past = step(expert, draft, "publication", {"publish_at": "2020-01-01T00:00:00Z"})
    first = stepped(expert, draft, "publication", {"publish_at": "2999-01-01T00:00:00+02:00"})
    later = stepped(expert, draft, "publication", {"publish_at": "2999-02-01T00:00:00Z"})
    hidden = client.get(address(draft)).status_code
    returned = stepped(reviewer, draft, "return", {"reason": "Not yet."})
    approved(expert, reviewer, draft)
    stepped(expert, draft, "publication", {"publish_at": "2999-01-01T00:00:00Z"})
    rewritten = edited(expert, draft, "Another text.")

    assert (past.status_code, past.json()["errors"][0]["pointer"]) == (422, "/publish_at")
    assert [(one["status"], one["publish_at"]) for one in (first, later, returned, rewritten)] == [
        ("approved", "2998-12-31T22:00:00.000000Z"), ("approved", "2999-02-01T00:00:00.000000Z"),
        ("draft", None), ("draft", None),
    ]  # fmt: skip
    assert hidden == 404


def test_notes_of_every_status_are_made_again_from_the_ledger(
    organizer: Caller, expert: Caller, reviewer: Caller, draft: Json, database: Database
) -> None:
    note = published(organizer, expert)
    beside = edited(expert, note, "A correction.")
    approved(expert, reviewer, beside)
    stepped(expert, beside, "publication")
    approved(expert, reviewer, draft)
    stepped(expert, draft, "publication", {"publish_at": "2999-01-01T00:00:00Z"})

    before, after = remade(database, projection)

    assert after == before
