"""A note goes with its event: hidden with it, shown with it, withdrawn with it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.access.models import Visibility
from app.events import service as events
from app.events.models import EventCreate
from app.kit.db import Database
from tests import make
from tests.callers import Caller
from tests.inbox.test_undertakings import MINISTRY

Json = dict[str, Any]
URY = "/states/URY/timeline"


def amend(expert: Caller, path: str, **members: Any) -> None:
    sent = {"params": {"reason": "Decided so."}, "headers": {"If-Match": "*"}}
    expert.request("PATCH", path, json=members, **sent).raise_for_status()


def accepted(organizer: Caller, expert: Caller, **members: Any) -> Json:
    return make.acceptance(expert, make.submission(organizer, next_steps=[MINISTRY], **members))


def told(caller: Caller, thing: str) -> list[str]:
    """What the feed tells somebody of a thing, in order."""
    return [item["action"] for item in caller.read("/changes", limit=1000)["items"] if item["id"] == thing]


@pytest.mark.F12
def test_whoever_follows_is_told_of_a_note_that_is_hidden_and_shown_with_its_event(
    client: Caller, rival: Caller, organizer: Caller, expert: Caller
) -> None:
    made = accepted(organizer, expert)
    event, note = f"/events/{made['event']}", f"/notes/{made['note']}"

    amend(expert, event, visibility="committee")
    hidden = [who.get(note).status_code for who in (client, rival, organizer, expert)]
    amend(expert, event, visibility="public")

    outsiders = ["published", "removed", "covered"]
    assert hidden == [404, 404, 200, 200]
    assert told(client, made["note"]) == told(rival, made["note"]) == outsiders
    assert told(expert, made["note"]) == told(organizer, made["note"]) == ["drafted", "published", *["covered"] * 2]
    assert [one["version"] for one in client.read(f"{note}/versions")["items"]] == [4]
    assert client.read(note)["visibility"] == "public"


def test_what_was_made_of_a_note_about_a_hidden_event_is_shown_with_the_event(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    event = make.event(expert, visibility="committee", states=["URY"])
    sent = make.submission(organizer, next_steps=[MINISTRY])
    made = make.acceptance(expert, sent, event=event["id"])
    draft = expert.make(f"/events/{event['id']}/notes", {"language": "en"})
    paths = [f"/notes/{made['note']}", f"/steps/{made['steps'][0]}", f"/notes/{draft['id']}"]
    hidden = [client.get(path).status_code for path in paths]

    amend(expert, f"/events/{event['id']}", visibility="public")

    assert hidden == [404, 404, 404]
    assert [client.get(path).status_code for path in paths] == [200, 200, 404]
    assert [one["kind"] for one in client.read(URY)["items"]] == ["event", "note"]
    assert expert.read(paths[2])["visibility"] == "committee"


def test_notes_and_open_steps_are_withdrawn_with_their_event_for_the_same_reason(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    made = accepted(organizer, expert)
    done = make.step(expert, states=["URY"], date="2019-05-15")
    draft = expert.make(f"/events/{made['event']}/notes", {"language": "en"})
    event = f"/events/{made['event']}"

    sent = {"params": {"reason": "It never took place."}, "headers": {"If-Match": "*"}}
    expert.request("DELETE", event, **sent).raise_for_status()

    paths = (event, f"/notes/{made['note']}", f"/steps/{made['steps'][0]}", f"/notes/{draft['id']}")
    gone = [expert.read(path) for path in paths]
    assert {one["reason"] for one in gone} == {"It never took place."}
    assert [one["withdrawn_at"] is None for one in gone] == [False] * 4
    assert expert.read("/notes")["items"] == []
    assert [one["kind"] for one in client.read(URY)["items"]] == ["national_report", "event", "letter", "event"]
    assert [one["id"] for one in client.read("/steps")["items"]] == [done["id"]]


def test_a_step_that_was_done_stays_done_when_its_event_is_withdrawn(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    made = accepted(organizer, expert)
    plan = make.entry(expert, kind="nap", date="2020", status="submitted", states=["URY"], title="Plan")
    step = f"/steps/{made['steps'][0]}"
    sent = {"params": {"reason": "Twice on record."}, "headers": {"If-Match": "*"}}
    expert.post(f"{step}/closure", json={"entry": plan["id"]}, headers={"If-Match": "*"}).raise_for_status()

    expert.request("DELETE", f"/events/{made['event']}", **sent).raise_for_status()

    assert client.read(step)["status"] == "closed"


def test_a_dry_run_that_would_hide_an_event_leaves_its_note_alone(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    made = accepted(organizer, expert)
    query = {"reason": "Not yet.", "dry_run": "true"}

    tried = expert.request(
        "PATCH", f"/events/{made['event']}", json={"visibility": "committee"}, params=query, headers={"If-Match": "*"}
    )

    assert tried.json()["visibility"] == "committee"
    assert client.read(f"/notes/{made['note']}")["version"] == 2


def test_what_is_written_without_a_request_has_its_consequences_too(
    client: Caller, organizer: Caller, expert: Caller, database: Database
) -> None:
    made = accepted(organizer, expert)
    with database.session(writes=True) as session:
        event = events.current(session, made["event"])
        known = expert.read(f"/events/{made['event']}")
        data = EventCreate.model_validate({name: known[name] for name in EventCreate.model_fields})
        hidden = data.model_copy(update={"visibility": Visibility.committee})
        events.change(session, event, hidden, reason="By hand.", by="somebody", now=datetime.now(UTC))

    assert client.get(f"/notes/{made['note']}").status_code == 404
    assert told(client, made["note"]) == ["published", "removed"]
