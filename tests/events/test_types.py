"""Types of events as data."""

import pytest

from app.kit.languages import Language
from tests import make
from tests.callers import Caller
from tests.events.edits import amended, tag

SIMULATION = {"type": "simulation", "entry_kind": "event", "labels": {"en": "Table-top exercise"}}


def retire(expert: Caller, name: str) -> None:
    path = f"/event-types/{name}"
    answer = expert.request(
        "PATCH", path, json={"active": False}, headers=tag(expert, path), params={"reason": "No longer used"}
    )
    assert answer.status_code == 200, answer.text


@pytest.mark.A1
def test_an_event_takes_a_type_that_was_added_and_no_other(client: Caller, expert: Caller) -> None:
    refused = expert.post("/events", json=event_of("simulation"))
    made = expert.make("/event-types", SIMULATION | {"entry_kind": "visit"})
    event = expert.make("/events", event_of("simulation"))

    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["pointer"], error["code"]) == (422, "/type", "unknown_value")
    assert error["detail"].startswith("Use one of academic_event, industry_outreach, ")
    assert client.read("/event-types/simulation") == made
    assert client.read("/events", type="simulation")["items"] == [event]
    assert client.read("/states/TKM/timeline")["items"][0]["kind"] == "visit"


def event_of(kind: str) -> make.Json:
    return {"title": "Exercise", "type": kind, "starts_on": "2019-01-22", "states": ["TKM"]}


@pytest.mark.A1
def test_the_contracts_types_are_there_from_the_start(client: Caller) -> None:
    found = client.read("/event-types")

    kinds = {one["type"]: one["entry_kind"] for one in found["items"]}
    assert (found["total"], found["next"], len(kinds)) == (15, None, 15)
    assert {kind for kind in kinds if kinds[kind] != "event"} == {"peer_review", "state_visit"}
    assert {one["labels"]["en"] for one in found["items"]} >= {"Visit to a State", "Workshop"}
    for language in Language:
        assert len({one["labels"][language] for one in found["items"]}) == 15


@pytest.mark.A1
def test_a_retired_type_stays_with_its_events_and_goes_to_no_other(client: Caller, expert: Caller) -> None:
    event = make.event(expert, type="workshop", starts_on="2018-01-22", ends_on=None)
    labels = client.read("/event-types/workshop")["labels"]

    retire(expert, "workshop")

    refused = expert.post("/events", json=event_of("workshop"))
    assert refused.json()["errors"][0]["code"] == "retired_value"
    assert "workshop" not in refused.json()["errors"][0]["detail"]
    assert amended(expert, event, title="Another title")["type"] == "workshop"
    assert client.read("/event-types/workshop") | {"recorded_at": "", "recorded_by": ""} == {
        "type": "workshop", "version": 2, "entry_kind": "event", "labels": labels, "active": False,
        "recorded_at": "", "recorded_by": "", "reason": "No longer used",
    }  # fmt: skip


def test_a_type_is_renamed_with_a_reason_and_keeps_its_key_and_kind(client: Caller, expert: Caller) -> None:
    path = "/event-types/workshop"
    sent = client.read(path) | {"labels": {"en": "Workshop", "fr": "Atelier de travail"}}

    def put(why: str | None, **members: object) -> tuple[int, str]:
        asked = {"reason": why} if why else None
        answer = expert.put(path, json=sent | members, params=asked, headers=tag(client, path))
        body = answer.json()
        return answer.status_code, body["errors"][0]["pointer"] if "errors" in body else body["labels"].get("fr", "")

    assert put(None) == (422, "/query/reason")
    assert put("French", entry_kind="visit") == (422, "/entry_kind")
    assert put("French") == (200, "Atelier de travail")
    assert put("French", **client.read(path)) == (200, "Atelier de travail")
    assert client.read(path)["version"] == 2


@pytest.mark.parametrize(
    ("body", "status", "what"),
    [
        ({"type": "workshop"}, 409, "/problems/type-taken"),
        ({"type": "Work shop"}, 422, "/problems/invalid"),
        ({"labels": {}}, 422, "/problems/invalid"),
        ({"entry_kind": "nap"}, 422, "/problems/invalid"),
    ],
)
def test_a_type_that_cannot_be_is_refused(expert: Caller, body: make.Json, status: int, what: str) -> None:
    answer = expert.post("/event-types", json=SIMULATION | body)

    assert (answer.status_code, answer.json()["type"]) == (status, what)


def test_only_experts_change_types_and_an_unknown_one_is_not_there(client: Caller, organizer: Caller) -> None:
    assert client.post("/event-types", json=SIMULATION).status_code == 401
    assert organizer.post("/event-types", json=SIMULATION).status_code == 403
    assert client.get("/event-types/simulation").status_code == 404
    assert client.get("/events?type=workshop&type=simulation").json()["errors"][0]["pointer"] == "/query/type/1"


def test_types_come_in_pages_where_they_are_asked_for(client: Caller) -> None:
    whole = client.read("/event-types")
    first = client.read("/event-types", limit=10)
    second = client.http.get(first["next"]).json()

    assert whole["items"] == first["items"] + second["items"]
    assert [page["total"] for page in (whole, first, second)] == [15] * 3
    assert [whole["next"], second["next"]] == [None, None]
