"""An acceptance undone: what it made is withdrawn, what others have built on stays, and nothing is lost."""

from typing import Any

import pytest

from app.kit.db import Database
from app.ledger import service as ledger
from tests import make
from tests.callers import Caller
from tests.inbox.test_acceptance import FACTS, REVIEW, URY, dated
from tests.inbox.test_claims import WORKSHOP, link, workshop
from tests.inbox.test_undertakings import MINISTRY

Json = dict[str, Any]
WHY = "The organizer sent the draft by mistake."
NOWHERE = "/submissions/01900000-0000-7000-8000-000000000000"


def undo(who: Caller, submission: Json, **params: str) -> Any:
    return who.post(f"/submissions/{submission['id']}/acceptance/undo", params={"reason": WHY} | params)


def undone(expert: Caller, submission: Json) -> Json:
    answer = undo(expert, submission)
    assert answer.status_code == 200, answer.text
    seen: Json = answer.json()
    return seen


def edit(expert: Caller, path: str, **members: Any) -> Json:
    """A record as somebody corrects it by hand."""
    now = expert.get(path)
    answer = expert.put(
        path, json=now.json() | members, params={"reason": "By hand."}, headers={"If-Match": now.headers["etag"]}
    )
    assert answer.status_code == 200, answer.text
    seen: Json = answer.json()
    return seen


def withdraw(expert: Caller, path: str, method: str = "POST") -> None:
    answer = expert.request(method, path, params={"reason": "By hand."}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


@pytest.mark.D6
def test_what_an_acceptance_made_is_withdrawn_and_the_submission_is_in_review_as_it_was_sent(
    client: Caller, organizer: Caller, expert: Caller, database: Database
) -> None:
    sent = make.submission(organizer, next_steps=[MINISTRY])
    corrected = sent["reading"] | {"event": sent["reading"]["event"] | {"title": "A better title"}}
    made = make.acceptance(expert, sent, reading=corrected)

    seen = undone(expert, sent)

    assert (seen["status"], seen["note"], seen["event"], seen["reading"], seen["reviewer"]) == (
        "in_review", None, None, sent["reading"], seen["recorded_by"],
    )  # fmt: skip
    assert seen["remarks"] == [{"at": seen["recorded_at"], "action": "in_review", "text": WHY}]
    assert (client.read(URY)["items"], client.read("/events")["total"], client.read("/notes")["total"]) == ([], 0, 0)
    paths = [f"/events/{made['event']}", f"/notes/{made['note']}", f"/steps/{made['steps'][0]}"]
    paths += [f"/entries/{entry}" for entry in made["created"]]
    gone = [client.read(path) for path in paths]
    assert [(one["reason"], one["withdrawn_at"] is None) for one in gone] == [(WHY, False)] * len(paths)
    assert (gone[1]["status"], client.read("/notes", include="withdrawn")["items"]) == ("withdrawn", [gone[1]])
    assert client.read("/notes", status="withdrawn")["total"] == 1
    assert client.get(f"/notes/{made['note']}.txt").text.startswith("[WITHDRAWN]")
    with database.session() as session:
        actions = [change.action for change in ledger.changes(session, thing=f"submission/{sent['id']}")]
    assert actions == ["received", "accepted", "undone"]


def test_what_was_undone_can_be_accepted_again(client: Caller, organizer: Caller, expert: Caller) -> None:
    sent = make.submission(organizer)
    first = make.acceptance(expert, sent)
    undone(expert, sent)

    second = make.acceptance(expert, sent)

    assert dated(client.read(URY))[:-2] == FACTS
    assert (len(second["created"]), set(first["created"]) & set(second["created"])) == (4, set())
    assert undone(expert, sent)["status"] == "in_review"
    assert client.read(URY)["items"] == []


def test_what_another_note_rests_on_stays_until_that_one_is_undone_too(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    first, second = (make.submission(organizer, language=one, next_steps=[MINISTRY]) for one in ("en", "fr"))
    made, more = make.acceptance(expert, first), make.acceptance(expert, second)

    undone(expert, first)

    entries = client.read(URY)["items"]
    assert dated({"items": entries})[:-2] == FACTS
    assert {source["submission"] for entry in entries for source in entry["sources"]} == {second["id"]}
    assert (more["event"], client.read(f"/events/{made['event']}")["withdrawn_at"]) == (made["event"], None)
    assert [source["submission"] for source in client.read("/steps")["items"][0]["sources"]] == [second["id"]]
    undone(expert, second)
    assert (client.read(URY)["items"], client.read("/events")["total"], client.read("/steps")["total"]) == ([], 0, 0)


def test_what_was_on_record_before_stays_without_the_source_and_what_it_claimed(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    event = make.event(expert, **REVIEW)
    entry = make.entry(expert, kind="event", date="2014", states=["URY"], title="Workshop")
    sent = workshop(organizer, "2015")
    choice = {"at": "note.background[1]", "action": "link", "entry": entry["id"]}
    make.acceptance(expert, sent, entries=[choice], event=event["id"])
    before = client.read(f"/entries/{entry['id']}")

    undone(expert, sent)

    after = client.read(f"/entries/{entry['id']}")
    assert (before["contested"], len(before["sources"])) == (True, 1)
    assert (after["date"], after["contested"], after["sources"], after["withdrawn_at"]) == ("2014", False, [], None)
    (own,) = [one for one in client.read(URY)["items"] if one["event"] == event["id"]]
    assert own["sources"] == []


def test_a_claim_that_somebody_chose_stays(client: Caller, organizer: Caller, rival: Caller, expert: Caller) -> None:
    first, second = workshop(organizer, "2014"), workshop(rival, "2015", language="fr")
    (entry,) = make.acceptance(expert, first)["created"]
    link(expert, second, entry)
    claims = client.read(f"/entries/{entry}/claims")["items"]
    place = f"/entries/{entry}/claims/{claims[1]['id']}/choice"
    expert.post(place, params={"reason": "So it was."}, headers={"If-Match": "*"})

    undone(expert, second)

    seen = client.read(f"/entries/{entry}")
    assert (seen["date"], [source["submission"] for source in seen["sources"]]) == ("2015", [first["id"]])
    assert [one["withdrawn_at"] for one in client.read(f"/entries/{entry}/claims")["items"]] == [None, None]


def test_what_somebody_changed_by_hand_meanwhile_is_left_as_they_left_it(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    facts = [make.fact("2014", "event", WORKSHOP, "note.background[1]"), make.reading()["entries"][0]]
    host = MINISTRY | {"action": "will host a workshop"}
    sent = make.submission(organizer, entries=facts, next_steps=[MINISTRY, host])
    made = make.acceptance(expert, sent)
    (gone, kept), (left, own) = made["created"], made["steps"]
    for path in (f"/entries/{gone}/withdrawal", f"/steps/{left}/withdrawal"):
        withdraw(expert, path)
    mine = [{"text": "The archive"}]
    edit(expert, f"/entries/{kept}", sources=mine)
    edit(expert, f"/steps/{own}", sources=mine)

    undone(expert, sent)

    seen = [client.read(path) for path in (f"/entries/{gone}", f"/entries/{kept}", f"/steps/{left}", f"/steps/{own}")]
    assert [one["reason"] for one in seen] == ["By hand."] * 4
    assert [one["withdrawn_at"] is None for one in seen] == [False, True, False, True]
    assert client.read(f"/events/{made['event']}")["withdrawn_at"] is None  # the step was agreed there


def test_what_was_withdrawn_with_its_event_meanwhile_is_left_so(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    sent = make.submission(organizer, next_steps=[MINISTRY])
    made = make.acceptance(expert, sent)
    withdraw(expert, f"/events/{made['event']}", "DELETE")

    assert undone(expert, sent)["status"] == "in_review"

    paths = (f"/events/{made['event']}", f"/notes/{made['note']}", f"/steps/{made['steps'][0]}")
    assert [client.read(path)["reason"] for path in paths] == ["By hand."] * 3


def test_an_event_about_no_state_stays_for_the_other_note_about_it(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    about = make.reading()["event"] | {"states": [], "type": "industry_outreach"}
    first, second = (
        make.submission(organizer, event=about, entries=[], participants=[], language=language)
        for language in ("en", "fr")
    )
    made = make.acceptance(expert, first)
    make.acceptance(expert, second, event=made["event"])

    undone(expert, second)

    assert client.read("/notes")["items"] == [client.read(f"/notes/{made['note']}")]
    assert client.read(f"/events/{made['event']}")["withdrawn_at"] is None


def test_only_an_acceptance_is_undone_with_a_reason_by_an_expert_who_did_not_send_it(
    client: Caller, organizer: Caller, rival: Caller, expert: Caller, auditor: Caller
) -> None:
    waiting, accepted = make.submission(organizer), make.submission(organizer, language="fr")
    make.acceptance(expert, accepted)
    seen = expert.read(f"/submissions/{accepted['id']}")

    early, silent = undo(expert, waiting), undo(expert, accepted, reason="")

    assert (early.status_code, early.json()["type"]) == (409, "/problems/not-accepted")
    assert (silent.status_code, silent.json()["errors"][0]["pointer"]) == (422, "/query/reason")
    assert [undo(who, accepted).status_code for who in (client, organizer, rival, auditor)] == [401, 403, 403, 403]
    assert undo(expert, {"id": NOWHERE.rpartition("/")[2]}).status_code == 404
    assert undo(expert, accepted, dry_run="true").json()["status"] == "in_review"
    assert expert.read(f"/submissions/{accepted['id']}") == seen
