"""Events over HTTP. All facts are invented."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from app.kit import clock
from app.main import Outreach
from app.settings import Settings
from tests import make
from tests.callers import Caller

KYRGYZSTAN = {"name": "Kyrgyzstan", "kind": "state", "state": "KGZ"}


def test_an_event_shows_what_was_sent_and_its_date(client: Caller, expert: Caller) -> None:
    made = make.event(expert)

    seen = client.read(f"/events/{made['id']}")

    assert seen == made
    assert seen | {"id": "", "recorded_at": "", "recorded_by": ""} == {
        "id": "", "version": 1, "title": "Meeting on the national action plan", "type": "nap_final_review",
        "mode": "in_person", "status": "held", "status_reason": None, "date": "2018-01-22/2018-01-23", "certain": True,
        "starts_on": "2018-01-22", "ends_on": "2018-01-23", "sessions": [], "timezone": None, "times": [],
        "venues": [{"place": None, "city": "Ashgabat", "country": "TKM", "latitude": None, "longitude": None}],
        "states": ["TKM"], "organizers": [], "participants": [], "resolutions": [], "languages": [], "series": None,
        "follows": None, "identifiers": [], "sources": [],
        "entry": client.read("/states/TKM/timeline")["items"][0]["id"],
        "visibility": "public", "findings": [], "recorded_at": "", "recorded_by": "", "supersedes": None,
        "withdrawn_at": None, "reason": None,
    }  # fmt: skip


def test_an_event_stands_on_the_timeline_of_its_subjects_and_of_those_who_take_part(
    client: Caller, expert: Caller
) -> None:
    event = make.event(
        expert, title="Review of a plan", states=["UZB"], venues=[{"city": "Vienna", "country": "AUT"}],
        participants=[
            {"name": "Kyrgyzstan", "kind": "state", "state": "KGZ", "role": "peer"},
            {"name": "Japan", "kind": "state", "state": "JPN", "role": "donor"},
            {"name": "22 States", "kind": "count", "total": 22},
        ],
    )  # fmt: skip

    (entry,) = client.read("/states/UZB/timeline")["items"]
    held_at = {state: client.read(f"/states/{state}/timeline")["total"] for state in ("KGZ", "AUT", "JPN")}

    assert (entry["kind"], entry["date"], entry["date_basis"], entry["title"], entry["event"], entry["states"]) == (
        "event", "2018-01-22/2018-01-23", "held", "Review of a plan", event["id"], ["KGZ", "UZB"],
    )  # fmt: skip
    assert held_at == {"KGZ": 1, "AUT": 0, "JPN": 0}


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ({"starts_on": "2014", "ends_on": None}, "2014"),
        ({"starts_on": "2018-02-01", "ends_on": "2018-02-01"}, "2018-02-01"),
        ({"starts_on": "2014", "ends_on": "2015-12"}, "2014/2015-12"),
        ({"starts_on": "2020-12-01", "ends_on": "2020-12-08", "sessions": ["2020-12-01", "2020-12-08"]},
         "{2020-12-01,2020-12-08}"),
    ],
)  # fmt: skip
def test_an_event_has_the_date_that_is_known_and_no_more(expert: Caller, given: make.Json, date: str) -> None:
    assert make.event(expert, **given)["date"] == date


@pytest.mark.parametrize(
    ("kind", "entry"), [("state_visit", "visit"), ("peer_review", "peer_review"), ("workshop", "event")]
)
def test_the_type_of_an_event_gives_the_kind_of_its_entry(
    client: Caller, expert: Caller, kind: str, entry: str
) -> None:
    make.event(expert, type=kind)

    assert client.read("/states/TKM/timeline")["items"][0]["kind"] == entry
    kinds = {one["type"]: one["entry_kind"] for one in client.read("/event-types")["items"]}
    assert (kinds[kind], len(kinds)) == (entry, 15)


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"type": "party"}, "/type", "unknown_value"),
        ({"ends_on": "2018-01-21"}, "/ends_on", "invalid_value"),
        ({"ends_on": None, "sessions": ["2018-01-23"]}, "/sessions", "invalid_value"),
        ({"starts_on": "22 January 2018"}, "/starts_on", "invalid_value"),
        ({"starts_on": "2018-01-22/2018-01-23"}, "/starts_on", "invalid_value"),
        ({"starts_on": "{2018-01-22,2018-01-29}"}, "/starts_on", "invalid_value"),
        ({"states": ["ZZZ"]}, "/states/0", "unknown_state"),
        ({"venues": [{"country": "ZZZ"}]}, "/venues/0/country", "unknown_state"),
        ({"participants": [{"name": "x", "kind": "state", "state": "ZZZ"}]}, "/participants/0/state", "unknown_state"),
        ({"organizers": [{"name": "x", "organization": "00000000-0000-7000-8000-000000000000"}]},
         "/organizers/0/organization", "unknown_organization"),
        ({"organizers": [{"name": "x", "role": "boss"}]}, "/organizers/0/role", "unknown_value"),
        ({"follows": "00000000-0000-7000-8000-000000000000"}, "/follows", "unknown_event"),
        ({"resolutions": ["1540"]}, "/resolutions/0", "string_pattern_mismatch"),
        ({"participants": [{"name": "x", "kind": "count", "total": -1}]},
         "/participants/0/total", "greater_than_equal"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_and_nothing_is_recorded(
    client: Caller, expert: Caller, wrong: make.Json, pointer: str, code: str
) -> None:
    body = {"title": "Meeting", "type": "workshop", "starts_on": "2018-01-22", "states": ["TKM"]} | wrong

    answer = expert.post("/events", json=body)

    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]
    assert (client.read("/events")["total"], client.read("/states/TKM/timeline")["total"]) == (0, 0)


@pytest.mark.A9
@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({"title": "Quite another title"}, 409),
        ({"title": "National action plan meeting", "starts_on": "2018-01-23", "ends_on": None}, 409),
        ({"title": "Quite another title", "starts_on": "2018-01-23", "ends_on": None, "venues": []}, 201),
        ({"states": ["KGZ"]}, 201),
        ({"starts_on": "2019-01-22", "ends_on": "2019-01-23"}, 201),
        ({"type": "peer_review", "title": "Quite another title", "venues": []}, 201),
    ],
)
def test_an_event_that_may_be_on_record_already_is_offered(expert: Caller, other: make.Json, status: int) -> None:
    first = make.event(expert)
    members = ("title", "type", "starts_on", "ends_on", "venues", "states")

    answer = expert.post("/events", json={name: first[name] for name in members} | other)

    assert answer.status_code == status
    candidates = answer.json().get("candidates", [])
    assert [one["id"] for one in candidates] == ([first["id"]] if status == 409 else [])


@pytest.mark.A9
@pytest.mark.parametrize(
    ("other", "status"),
    [
        ({}, 409),
        ({"title": "Quite another title"}, 409),
        ({"title": "Quite another title", "venues": []}, 201),
        ({"starts_on": "2019-01-22", "ends_on": None}, 201),
        ({"states": ["TKM"]}, 201),
        ({"participants": [{"name": "Japan", "kind": "state", "state": "JPN"}]}, 201),
        ({"title": "Quite another title", "venues": [], "participants": [KYRGYZSTAN]}, 201),
        ({"participants": [KYRGYZSTAN]}, 409),
    ],
)
def test_an_event_about_no_state_is_held_against_others_about_none(
    expert: Caller, other: make.Json, status: int
) -> None:
    first = make.event(expert, states=[])
    make.event(expert, states=[], participants=[KYRGYZSTAN])
    members = ("title", "type", "starts_on", "ends_on", "venues", "states")

    assert expert.post("/events", json={name: first[name] for name in members} | other).status_code == status


@pytest.mark.A9
def test_a_likely_duplicate_is_recorded_when_the_caller_insists(client: Caller, expert: Caller) -> None:
    make.event(expert)
    make.event(expert)

    assert client.read("/events")["total"] == 2


@pytest.fixture
def three(expert: Caller) -> dict[str, str]:
    """Three events that differ in all that a list is filtered by; answers their ids by title."""
    unrcpd = expert.read("/organizations", q="UNRCPD")["items"][0]["id"]
    events = [
        make.event(expert, title="Café in Ashgabat", starts_on="2014", ends_on=None, type="workshop",
                   organizers=[{"name": "UNRCPD", "organization": unrcpd}]),
        make.event(expert, title="Bishkek", states=["KGZ"], venues=[{"city": "Bishkek", "country": "KGZ"}],
                   status="planned", mode="hybrid"),
        make.event(expert, title="Unknown year", starts_on="XXXX-11-08", ends_on=None, states=[], type="side_event",
                   participants=[{"name": "Kyrgyzstan", "kind": "state", "state": "KGZ"}], venues=[]),
    ]  # fmt: skip
    return {event["title"]: event["id"] for event in events} | {"unrcpd": unrcpd}


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ["Bishkek", "Café in Ashgabat", "Unknown year"]),
        ({"q": "CAFE ashg"}, ["Café in Ashgabat"]),
        ({"q": "100%"}, []),
        ({"type": ["workshop", "side_event"]}, ["Café in Ashgabat", "Unknown year"]),
        ({"mode": "hybrid"}, ["Bishkek"]),
        ({"status": "planned"}, ["Bishkek"]),
        ({"state": "KGZ"}, ["Bishkek", "Unknown year"]),
        ({"organizer": "unrcpd"}, ["Café in Ashgabat"]),
        ({"venue_country": "TKM"}, ["Café in Ashgabat"]),
        ({"from": "2014-06-01", "to": "2014-06-30"}, ["Café in Ashgabat", "Unknown year"]),
        ({"from": "2018-01-23", "to": "2018-01-23"}, ["Bishkek", "Unknown year"]),
    ],
)
def test_events_are_filtered_newest_first(
    client: Caller, three: dict[str, str], asked: make.Json, titles: list[str]
) -> None:
    if "organizer" in asked:
        asked = {"organizer": three["unrcpd"]}

    found = client.read("/events", **asked)

    assert ([event["title"] for event in found["items"]], found["total"]) == (titles, len(titles))


def test_events_are_paged_without_gap_or_repetition(client: Caller, three: dict[str, str]) -> None:
    page = client.read("/events", limit=1)
    seen = page["items"]
    while page["next"]:
        page = client.read(page["next"])
        seen += page["items"]

    assert [event["title"] for event in seen] == ["Bishkek", "Café in Ashgabat", "Unknown year"]
    assert client.get("/events", params={"cursor": "WzEsbnVsbF0"}).status_code == 422


@pytest.mark.parametrize(
    ("zone", "days", "status"),
    [
        # Kiritimati is always a day ahead of Pago Pago.
        ("Pacific/Kiritimati", 0, "held"), ("Pacific/Kiritimati", 1, "planned"), ("Pacific/Pago_Pago", 0, "planned"),
        ("Pacific/Pago_Pago", -1, "held"),
    ],
)  # fmt: skip
def test_a_new_event_that_starts_after_today_is_planned(
    built: Outreach, settings: Settings, client: Caller, expert: Caller, zone: str, days: int, status: str
) -> None:
    built.state.settings = settings.model_copy(update={"timezone": zone})
    start = (clock.today(ZoneInfo("Pacific/Kiritimati")) + timedelta(days)).isoformat()
    body = make.event(expert, starts_on=start, ends_on=None)
    sent = {name: body[name] for name in ("title", "type", "starts_on", "states")}

    bulk = expert.post("/events/bulk?allow_duplicate=true", json={"items": [sent]}).json()["items"][0]
    put = expert.put(f"/events/{uuid4()}?allow_duplicate=true", json=sent)
    told = make.event(expert, starts_on=start, ends_on=None, status="held")

    assert [event["status"] for event in (body, bulk["body"], put.json(), told)] == [*[status] * 3, "held"]
    assert client.read(f"/entries/{body['entry']}")["status"] == {"held": None, "planned": "planned"}[status]


@pytest.mark.parametrize(("start", "status"), [("XXXX", "held"), ("2004", "held"), ("9998", "planned")])
def test_only_what_starts_later_for_certain_is_planned(expert: Caller, start: str, status: str) -> None:
    assert make.event(expert, starts_on=start, ends_on=None)["status"] == status


def test_a_draft_is_the_committees_own(client: Caller, reader: Caller, expert: Caller) -> None:
    draft = make.event(expert, status="draft", title="Not announced yet")

    def seen(caller: Caller) -> tuple[int, int, int]:
        timeline = caller.read("/states/TKM/timeline")["total"]
        return caller.get(f"/events/{draft['id']}").status_code, caller.read("/events")["total"], timeline

    assert [seen(caller) for caller in (client, reader, expert)] == [(404, 0, 0), (404, 0, 0), (200, 1, 1)]


def test_an_event_without_states_has_no_place_on_a_timeline(client: Caller, expert: Caller) -> None:
    event = make.event(expert, states=[])

    assert client.read(f"/events/{event['id']}")["states"] == []
    assert client.read("/states/TKM/timeline")["total"] == 0


@pytest.mark.parametrize("events", [1, 3])
def test_a_list_costs_the_same_statements_however_long(
    client: Caller, expert: Caller, statements: list[str], events: int
) -> None:
    for year in range(events):
        make.event(expert, starts_on=f"201{year}", ends_on=None)
    statements.clear()

    client.read("/events")

    assert len(statements) == 3
