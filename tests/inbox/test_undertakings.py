"""What a note says that somebody shall do becomes a next step when the note is accepted."""

from pathlib import Path
from typing import Any

import pytest

from tests import make
from tests.callers import Caller

Json = dict[str, Any]
FIRST = Path(__file__).parents[3] / "shared" / "notes" / "00.txt"
MINISTRY = {
    "actor": "Ministry of Foreign Affairs", "action": "shall submit the plan to the Committee", "due": "2020",
    "at": "note.highlights[1]",
}  # fmt: skip


def undertaken(**members: Any) -> Json:
    return MINISTRY | members


@pytest.mark.N4
def test_the_next_step_of_a_note_is_open_from_its_acceptance_on(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    sent = make.submission(organizer, next_steps=[MINISTRY])

    made = make.acceptance(expert, sent)

    (step,) = client.read("/steps", state="URY", status="open")["items"]
    assert made["steps"] == [step["id"]]
    assert (step["actor"], step["action"], step["due"], step["date"], step["states"], step["expects"]) == (
        "Ministry of Foreign Affairs", "shall submit the plan to the Committee", "2020", "2019-05-14/2019-05-15",
        ["URY"], {"kind": "nap", "status": None},
    )  # fmt: skip
    assert (step["event"], step["note"]) == (made["event"], made["note"])
    (source,) = step["sources"]
    assert (source["submission"], source["place"]) == (sent["id"], "note.highlights[1]")
    assert client.read("/steps", event=made["event"])["total"] == 1


@pytest.mark.N4
def test_recording_a_submitted_plan_proposes_to_close_the_step_of_the_note(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    (step,) = make.acceptance(expert, make.submission(organizer, next_steps=[MINISTRY]))["steps"]

    plan = make.entry(expert, kind="nap", status="submitted", date="2019-09-30", title="Action plan", states=["URY"])

    assert client.read(f"/steps/{step}")["proposals"] == [plan["id"]]
    assert client.read(f"/steps/{step}")["status"] == "open"


def test_a_step_of_a_named_state_is_that_states_own(client: Caller, organizer: Caller, expert: Caller) -> None:
    named = undertaken(actor="Paraguay", action="will host a workshop", due=None)

    make.acceptance(expert, make.submission(organizer, next_steps=[named]))

    (step,) = client.read("/steps")["items"]
    assert (step["states"], step["expects"]) == (["PRY"], {"kind": "event", "status": None})


def test_steps_of_an_event_are_seen_by_those_who_may_see_the_event_as_it_is_now(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    made = make.acceptance(expert, make.submission(organizer, next_steps=[MINISTRY, undertaken(action="will report")]))
    first, second = made["steps"]
    expert.post(f"/steps/{second}/withdrawal?reason=x", headers={"If-Match": "*"})

    def hide(visibility: str) -> None:
        answer = expert.request(
            "PATCH", f"/events/{made['event']}?reason=x", json={"visibility": visibility}, headers={"If-Match": "*"}
        )
        assert answer.status_code == 200, answer.text

    hide("committee")
    assert [[who.get(f"/steps/{step}").status_code for step in (first, second)] for who in (client, expert)] == [
        [404, 404], [200, 200],
    ]  # fmt: skip
    assert client.read("/steps", known_at="2030-01-01T00:00:00Z")["total"] == 0
    hide("public")
    assert [client.get(f"/steps/{step}").status_code for step in (first, second)] == [200, 200]


def test_words_that_tell_no_kind_of_entry_expect_none(client: Caller, organizer: Caller, expert: Caller) -> None:
    make.acceptance(expert, make.submission(organizer, next_steps=[undertaken(action="will think about it")]))

    assert client.read("/steps")["items"][0]["expects"] is None


def test_a_step_said_twice_is_one(client: Caller, organizer: Caller, rival: Caller, expert: Caller) -> None:
    twice = [MINISTRY, undertaken(actor="MINISTRY of Foreign Affairs", at="note.comments[0]")]
    first = make.acceptance(expert, make.submission(organizer, next_steps=twice))
    again = make.submission(rival, next_steps=[MINISTRY], language="en", file=make.reading()["file"] | {"bytes": 2})

    second = expert.make(f"/submissions/{again['id']}/acceptance", {"event": first["event"]})

    (step,) = client.read("/steps")["items"]
    assert first["steps"] == second["steps"] == [step["id"]]
    assert [(one["submission"] == again["id"], one["place"]) for one in step["sources"]] == [
        (False, "note.highlights[1]"), (False, "note.comments[0]"), (True, "note.highlights[1]"),
    ]  # fmt: skip


def test_a_step_that_cannot_be_recorded_is_named_and_nothing_is_accepted(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    sent = make.submission(organizer, next_steps=[MINISTRY, undertaken(due="30/09/2019")])

    answer = expert.post(f"/submissions/{sent['id']}/acceptance", json={})

    assert (answer.status_code, [(one["pointer"], one["code"]) for one in answer.json()["errors"]]) == (
        422, [("/reading/next_steps/1/due", "invalid_value")],
    )  # fmt: skip
    assert (client.read("/steps")["total"], client.read("/events")["total"]) == (0, 0)


@pytest.mark.N4
@pytest.mark.skipif(not FIRST.exists(), reason="a note of the Committee that is not at hand")
def test_the_draft_plan_of_the_first_note_is_an_open_step(client: Caller, organizer: Caller, expert: Caller) -> None:
    sent = organizer.post("/submissions", files={"file": ("00.txt", FIRST.read_bytes())}).json()
    make.acceptance(expert, sent)

    (step,) = client.read("/steps", state="TKM", status="open", actor="Ministry of Foreign Affairs")["items"]
    plan = make.entry(expert, kind="nap", status="submitted", date="2018-06-11", title="Action plan")

    assert step["action"] == "shall submit a draft NAP to the Office of the Government of Turkmenistan for approval"
    assert (step["date"], step["due"], step["sources"][0]["place"]) == (
        "2018-01-22/2018-01-23", None, "note.highlights[3]",
    )  # fmt: skip
    assert client.read("/states/TKM")["status"]["open_steps"] == 1
    assert client.read("/steps", status="open", older_than="P12M")["total"] == 1
    assert client.read(f"/steps/{step['id']}")["proposals"] == [plan["id"]]
