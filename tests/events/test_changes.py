"""Events that are put, amended, withdrawn, and known as they were. All facts are invented."""

import pytest

from app.events import projection
from app.kit.db import Database
from tests import make
from tests.callers import Caller
from tests.events.edits import amend, amended, tag, withdrawn
from tests.remaking import remade

MINE = "0193a5b2-7c3d-7e4f-8a9b-0c1d2e3f4a5b"
BODY = {
    "title": "Meeting", "type": "workshop", "starts_on": "2018-01-22", "ends_on": "2018-01-23", "states": ["TKM"],
    "venues": [{"city": "Ashgabat", "country": "TKM"}],
}  # fmt: skip


def entries(caller: Caller, state: str = "TKM", **asked: str) -> list[make.Json]:
    items: list[make.Json] = caller.read(f"/states/{state}/timeline", **asked)["items"]
    return items


@pytest.mark.F2
def test_an_event_is_put_under_an_id_of_the_caller_and_what_is_read_can_be_put_back(
    client: Caller, expert: Caller
) -> None:
    path = f"/events/{MINE}"
    made = expert.put(path, json=BODY)
    read = client.read(path)

    unchanged = expert.put(path, json=read, headers=tag(client, path), params={"reason": "Nothing"})
    changed = expert.put(
        path, json=read | {"title": "Workshop"}, headers=tag(client, path), params={"reason": "As printed"}
    )

    assert (made.status_code, made.headers["location"], read["id"]) == (201, f"/api/v1{path}", MINE)
    assert (unchanged.status_code, unchanged.json()) == (200, read)
    assert (changed.status_code, changed.json()["version"], changed.json()["reason"]) == (200, 2, "As printed")
    assert [(one["title"], one["version"]) for one in entries(client)] == [("Workshop", 2)]


@pytest.mark.F2
@pytest.mark.parametrize(
    ("headers", "reason", "status"),
    [
        ({}, "Why", 428),
        ({"If-Match": '"stale"'}, "Why", 412),
        ({"If-None-Match": "*"}, "Why", 412),
        ({"If-Match": "*"}, None, 422),
        ({"If-Match": "*"}, "Why", 200),
    ],
)
def test_an_event_on_record_is_replaced_only_by_who_knows_it_and_says_why(
    client: Caller, expert: Caller, headers: dict[str, str], reason: str | None, status: int
) -> None:
    expert.put(f"/events/{MINE}", json=BODY)

    answer = expert.put(
        f"/events/{MINE}", json=BODY | {"title": "Other"}, headers=headers, params=reason and {"reason": reason}
    )

    assert answer.status_code == status
    assert client.read(f"/events/{MINE}")["title"] == ("Other" if status == 200 else "Meeting")
    assert answer.json().get("current", {"title": "Meeting"})["title"] == "Meeting"


def test_nothing_is_shown_to_more_people_by_leaving_a_member_out(client: Caller, expert: Caller) -> None:
    for hidden in ({"status": "draft"}, {"visibility": "committee"}):
        path = f"/events/{make.event(expert, **hidden)['id']}"

        answer = expert.put(
            path, json=BODY, headers=tag(expert, path), params={"reason": "r", "allow_duplicate": "true"}
        )

        assert {name: answer.json()[name] for name in hidden} == hidden
        assert client.get(path).status_code == 404


def test_an_event_that_is_not_there_cannot_be_based_on(client: Caller, expert: Caller) -> None:
    path = f"/events/{MINE}"

    assert expert.put(path, json=BODY, headers={"If-Match": '"x"'}).status_code == 412
    assert expert.put(path, json=BODY | {"version": 7}).json()["errors"][0]["code"] == "read_only"
    assert expert.put(path, json=BODY | {"x": 7}).json()["errors"][0]["code"] == "unknown_field"
    assert client.get(path).status_code == 404
    assert expert.put(path, json=BODY, headers={"If-None-Match": "*"}).status_code == 201


@pytest.mark.F2
def test_only_experts_write_events(client: Caller, reader: Caller, organizer: Caller, expert: Caller) -> None:
    event = make.event(expert)
    path = f"/events/{event['id']}"
    calls = [("PUT", path), ("PATCH", path), ("DELETE", path), ("POST", "/events"), ("POST", "/events/bulk")]

    for caller, status in ((client, 401), (reader, 403), (organizer, 403)):
        assert {caller.request(method, at, json=BODY).status_code for method, at in calls} == {status}
    assert client.read(path) == event


@pytest.mark.F2
def test_a_patch_changes_what_it_names(client: Caller, expert: Caller) -> None:
    event = make.event(expert, languages=["en"])

    changed = amended(expert, event, ends_on=None, languages=["en", "ru"], reason="One day only")

    kept = event | {"ends_on": None, "languages": ["en", "ru"], "date": "2018-01-22", "version": 2, "supersedes": 1}
    assert changed == kept | {"reason": "One day only", "recorded_at": changed["recorded_at"]}
    assert amend(expert, event, version=9).json()["errors"][0]["code"] == "read_only"
    assert amend(expert, event, states=["ZZZ"]).json()["errors"][0]["pointer"] == "/states/0"
    assert amend(expert, event, type="party").json()["errors"][0]["pointer"] == "/type"


def test_the_entry_follows_its_event(client: Caller, expert: Caller) -> None:
    event = make.event(expert, states=["TKM", "KGZ"])

    amended(
        expert, event, reason="Moved", title="Other", type="peer_review", starts_on="2018-02-01", ends_on=None,
        states=["TKM", "UZB"], participants=[{"name": "Japan", "kind": "state", "state": "JPN"}],
    )  # fmt: skip

    (entry,) = entries(client)
    assert {name: entry[name] for name in ("id", "kind", "title", "date", "states", "version", "reason")} == {
        "id": event["entry"], "kind": "peer_review", "title": "Other", "date": "2018-02-01",
        "states": ["JPN", "TKM", "UZB"], "version": 2, "reason": "Moved",
    }  # fmt: skip
    assert [len(entries(client, state)) for state in ("JPN", "UZB", "KGZ")] == [1, 1, 0]


def test_what_was_corrected_on_the_entry_by_hand_stays(client: Caller, expert: Caller) -> None:
    event = make.event(expert, states=["TKM", "KGZ"])
    path = f"/entries/{event['entry']}"
    by_hand = expert.read(path) | {"title": "As the report has it", "states": ["TKM"]}
    expert.put(path, json=by_hand, headers=tag(expert, path), params={"reason": "r"}).raise_for_status()

    amended(expert, event, title="Other", states=["TKM", "KGZ", "UZB"], starts_on="2018-01-21")

    (entry,) = entries(client)
    assert (entry["title"], entry["states"], entry["date"]) == (
        "As the report has it", ["TKM", "UZB"], "2018-01-21/2018-01-23",
    )  # fmt: skip


def test_an_event_that_is_about_no_state_any_more_leaves_the_timelines_and_can_come_back(
    client: Caller, expert: Caller
) -> None:
    event = make.event(expert)

    without = amended(expert, event, states=[])
    assert (without["entry"], entries(client)) == (None, [])

    back = amended(expert, event, states=["UZB"])
    assert [one["id"] for one in entries(client, "UZB")] == [back["entry"]]
    assert back["entry"] != event["entry"]


def test_a_withdrawn_entry_stays_withdrawn_when_its_event_changes(client: Caller, expert: Caller) -> None:
    event = make.event(expert)
    path = f"/entries/{event['entry']}"
    expert.post(f"{path}/withdrawal", params={"reason": "r"}, headers=tag(expert, path)).raise_for_status()

    amended(expert, event, title="Other")

    assert entries(client) == []


@pytest.mark.A9
def test_an_edit_that_makes_an_event_like_another_asks_too(expert: Caller) -> None:
    first, second = make.event(expert), make.event(expert, title="Quite another", states=["KGZ"])
    third = make.event(expert, title="Old twin")

    refused = amend(expert, second, states=["TKM"])

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/duplicate")
    assert [one["id"] for one in refused.json()["candidates"]] == [first["id"], third["id"]]
    assert amend(expert, third, resolutions=["1540 (2004)"]).status_code == 200  # they were alike before


@pytest.mark.A5
@pytest.mark.parametrize(
    ("path", "entry"),
    [
        (["planned", "held"], [None]),
        (["planned", "postponed", "planned", "held"], [None]),
        (["planned", "cancelled"], ["cancelled"]),
        (["planned", "cancelled", "planned"], ["planned"]),
        (["planned", "postponed"], ["planned"]),
    ],
)
def test_an_event_goes_through_its_life_and_its_entry_with_it(
    client: Caller, expert: Caller, path: list[str], entry: list[str | None]
) -> None:
    event = make.event(expert, status=path[0])

    for status in path[1:]:
        event = amended(expert, event, status=status, reason=f"Now {status}")

    assert (event["status"], event["status_reason"]) == (path[-1], f"Now {path[-1]}")
    assert [one["status"] for one in entries(client)] == entry
    assert amended(expert, event, title="Other", reason="Typo")["status_reason"] == f"Now {path[-1]}"


@pytest.mark.A5
def test_a_cancelled_event_stays_in_the_list(client: Caller, expert: Caller) -> None:
    event = make.event(expert, status="planned")

    amended(expert, event, status="cancelled", reason="The host withdrew")

    listed = {status: client.read("/events", status=status)["total"] for status in ("planned", "cancelled")}
    assert listed == {"planned": 0, "cancelled": 1}


@pytest.mark.A5
@pytest.mark.parametrize(
    ("now", "then", "allowed"),
    [
        ("held", "draft", ["planned", "postponed", "cancelled"]),
        ("planned", "draft", ["held", "postponed", "cancelled"]),
        ("cancelled", "held", ["planned"]),
        ("draft", "postponed", ["planned", "held", "cancelled"]),
    ],
)
def test_a_status_that_cannot_follow_is_refused(expert: Caller, now: str, then: str, allowed: list[str]) -> None:
    event = make.event(expert, status=now)

    answer = amend(expert, event, status=then)

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/status-not-reachable")
    assert answer.json()["allowed"] == allowed


@pytest.mark.A5
def test_a_draft_becomes_public_with_its_entry_and_leaves_no_trace_of_what_it_was(
    client: Caller, expert: Caller
) -> None:
    draft = make.event(expert, status="draft", title="Secret title")
    assert (client.read("/events")["total"], entries(client)) == (0, [])

    event = amended(expert, draft, status="planned", title="Announced", reason="Announced")

    assert client.read("/events")["items"] == [event]
    assert [(one["title"], one["status"]) for one in entries(client)] == [("Announced", "planned")]
    seen = [client.get(f"/{path}/versions").text for path in (f"events/{event['id']}", f"entries/{event['entry']}")]
    assert [text.count("Secret title") for text in seen] == [0, 0]
    before = make.just_before(event["recorded_at"])
    assert client.get(f"/events/{event['id']}", params={"known_at": before}).status_code == 404
    assert (client.read("/events", known_at=before)["total"], entries(client, known_at=before)) == (0, [])
    assert expert.read("/events", known_at=before)["items"] == [draft]


def test_an_event_that_becomes_the_committees_own_takes_its_past_along(client: Caller, expert: Caller) -> None:
    event = make.event(expert)

    amended(expert, event, visibility="committee", reason="Asked by the host")

    assert client.get(f"/events/{event['id']}").status_code == 404
    assert client.get(f"/events/{event['id']}", params={"known_at": event["recorded_at"]}).status_code == 404
    assert client.get(f"/entries/{event['entry']}").status_code == 404
    assert entries(client, known_at=event["recorded_at"]) == []
    assert expert.read(f"/events/{event['id']}")["version"] == 2


def test_whatever_belongs_to_an_event_goes_into_hiding_with_it_and_comes_out_again(
    client: Caller, reader: Caller, expert: Caller, organizer: Caller
) -> None:
    event_id = make.acceptance(expert, make.submission(organizer))["event"]
    event, second = expert.read(f"/events/{event_id}"), make.event(expert, title="Secret title")
    path = f"/entries/{second['entry']}"
    expert.post(f"{path}/withdrawal", params={"reason": "r"}, headers=tag(expert, path)).raise_for_status()

    def seen(caller: Caller) -> tuple[set[str], int]:
        listed = caller.read("/states/URY/timeline", include="withdrawn")["items"]
        return {one["kind"] for one in listed if one["event"] == event_id}, caller.get(path).status_code

    before = seen(client)
    for one in (event, second):
        amended(expert, one, visibility="committee", reason="Asked by the host")
    hidden = seen(client), seen(reader)
    for one in (event, second):
        amended(expert, one, visibility="public", reason="Agreed")

    assert (before, hidden) == (({"event", "note"}, 200), ((set(), 404), (set(), 404)))
    gone = expert.read(f"{path}/versions")["items"][1]["withdrawn_at"]
    assert (seen(client), client.read(path)["withdrawn_at"]) == (before, gone)


def test_a_withdrawn_event_is_gone_from_lists_and_timelines_and_tells_why(client: Caller, expert: Caller) -> None:
    event, other = make.event(expert, title="Never held"), make.event(expert)

    gone = withdrawn(expert, f"/events/{event['id']}")

    assert client.read("/events")["items"] == [other]
    assert [one["event"] for one in entries(client)] == [other["id"]]
    assert [one["id"] for one in client.read("/events", include="withdrawn", order="asc")["items"]] == [
        event["id"], other["id"],
    ]  # fmt: skip
    assert client.read(f"/events/{event['id']}") == gone
    assert (gone["reason"], gone["withdrawn_at"]) == ("Recorded by mistake", gone["recorded_at"])
    assert amend(expert, event, title="Other").json()["type"] == "/problems/event-withdrawn"
    told = client.read("/changes", limit=200)["items"]
    assert [(one["thing"], one["action"]) for one in told if one["id"] in {event["id"], event["entry"]}][-2:] == [
        ("entry", "withdrawn"), ("event", "withdrawn"),
    ]  # fmt: skip
    again = expert.request(
        "DELETE", f"/events/{event['id']}", headers=tag(expert, f"/events/{event['id']}"), params={"reason": "r"}
    )
    assert again.status_code == 409
    assert expert.make("/events", {name: event[name] for name in BODY}, allow_duplicate=True)["version"] == 1


@pytest.mark.D5
def test_events_are_read_as_they_were_known(client: Caller, expert: Caller) -> None:
    first = make.event(expert, venues=[{"city": "Mary", "country": "TKM"}], series="Old name")
    second = amended(expert, first, states=["KGZ"], venues=[{"city": "Osh", "country": "KGZ"}], series="New name")
    third = amended(expert, first, status="cancelled", reason="It never took place")
    made, changed = (one["recorded_at"] for one in (first, second))

    def seen(**asked: str) -> list[int]:
        return [one["version"] for one in client.read("/events", **asked)["items"]]

    assert [seen(known_at=at) for at in (make.just_before(made), made, changed)] == [[], [1], [2]]
    assert (seen(state="KGZ"), seen(state="TKM")) == ([3], [])
    assert (seen(state="TKM", known_at=made), seen(state="KGZ", known_at=made)) == ([1], [])
    assert (seen(venue_country="TKM", known_at=made), seen(city="OSH", known_at=made)) == ([1], [])
    assert (seen(series="old NAME", known_at=made), seen(series="Old name")) == ([1], [])
    assert client.read(f"/events/{first['id']}", known_at=changed) == second
    assert client.get(f"/events/{first['id']}", params={"known_at": make.just_before(made)}).status_code == 404
    assert client.read(f"/events/{first['id']}") == third


@pytest.mark.D5
def test_events_that_had_not_begun_are_left_out_and_straddling_dates_are_not_certain(
    client: Caller, expert: Caller
) -> None:
    make.event(expert, title="In 2014", starts_on="2014", ends_on=None)
    make.event(expert, title="In 2018")

    def seen(day: str) -> list[tuple[str, bool]]:
        return [(one["title"], one["certain"]) for one in client.read("/events", as_of=day)["items"]]

    assert seen("2013-12-31") == []
    assert seen("2014-06-30") == [("In 2014", False)]
    assert seen("2018-01-22") == [("In 2018", False), ("In 2014", True)]
    assert seen("2018-01-23") == [("In 2018", True), ("In 2014", True)]


def test_versions_tell_what_was_changed(client: Caller, expert: Caller) -> None:
    event = make.event(expert)
    amended(expert, event, title="Other", venues=[{"city": "Mary", "country": "TKM"}])

    first, second = client.read(f"/events/{event['id']}/versions")["items"]

    assert {name: first[name] for name in event} == event
    assert first["changes"] == []
    assert second["changes"] == [
        {"pointer": "/title", "before": "Meeting on the national action plan", "after": "Other"},
        {"pointer": "/venues/0/city", "before": "Ashgabat", "after": "Mary"},
    ]


def test_the_tables_of_events_are_made_again_from_the_ledger(
    client: Caller, expert: Caller, database: Database
) -> None:
    event = make.event(
        expert, organizers=[{"name": "A", "organization": client.read("/organizations", limit=1)["items"][0]["id"]}]
    )
    amended(expert, event, status="cancelled", visibility="committee")
    withdrawn(expert, f"/events/{make.event(expert)['id']}")
    expert.post(
        f"/events/{event['id']}/attachments", data={"kind": "programme"}, files={"file": ("a.txt", b"10:00 Opening")}
    ).raise_for_status()

    before, after = remade(database, projection)

    assert after == before
    assert {table: len(found) for table, found in after.items()} == {
        "event_person": 0, "event_venue": 4, "event_organizer": 2, "event_state": 4, "event": 4, "attachment": 1,
        "type_of_event": 15,
    }  # fmt: skip


@pytest.mark.F8
def test_many_events_are_written_at_once_each_with_its_status(client: Caller, expert: Caller) -> None:
    items = [
        BODY | {"title": f"Meeting {number}", "starts_on": f"19{number:02}", "ends_on": None} for number in range(100)
    ]
    items[6] = items[6] | {"states": ["ZZZ"]}
    items[41] = items[40]

    answer = expert.post("/events/bulk", json={"items": items})

    told = answer.json()["items"]
    assert (answer.status_code, len(told)) == (200, 100)
    assert {place: one["status"] for place, one in enumerate(told) if one["status"] != 201} == {6: 422, 41: 409}
    assert told[6]["problem"]["errors"][0]["pointer"] == "/states/0"
    assert told[41]["problem"]["candidates"][0]["id"] == told[40]["id"]
    assert client.read("/events")["total"] == 98
    assert client.read(f"/events/{told[99]['id']}") == told[99]["body"]


@pytest.mark.F9
def test_a_dry_run_shows_the_candidates_and_writes_nothing(client: Caller, expert: Caller) -> None:
    event = make.event(expert)
    twin = {name: event[name] for name in BODY}

    refused = expert.post("/events", json=twin, params={"dry_run": "true"})
    fine = expert.post("/events", json=twin, params={"dry_run": "true", "allow_duplicate": "true"})

    assert (refused.status_code, [one["id"] for one in refused.json()["candidates"]]) == (409, [event["id"]])
    assert (fine.status_code, fine.json()["id"], fine.json()["entry"]) == (200, None, None)
    assert client.read("/events")["total"] == 1
