"""Who sees an entry, in the present and in the past."""

from tests import make
from tests.callers import Caller
from tests.timeline.test_routes import correct


def titles(caller: Caller, **asked: str) -> list[str]:
    return [entry["title"] for entry in caller.read("/states/TKM/timeline", **asked)["items"]]


def test_what_was_the_committees_own_stays_so_when_the_entry_becomes_public(client: Caller, expert: Caller) -> None:
    first = make.entry(expert, title="Words for the committee", visibility="committee")
    correct(expert, first, title="Words for all", visibility="public")

    seen = [version["title"] for version in client.read(f"/entries/{first['id']}/versions")["items"]]

    assert seen == titles(client) == ["Words for all"]
    assert titles(client, known_at=first["recorded_at"]) == []
    assert titles(expert, known_at=first["recorded_at"]) == ["Words for the committee"]


def test_an_entry_that_is_made_the_committees_own_is_gone_from_the_past_too(client: Caller, expert: Caller) -> None:
    first = make.entry(expert, title="Said too early")
    correct(expert, first, visibility="committee")

    assert (titles(client), titles(client, known_at=first["recorded_at"])) == ([], [])
    assert client.get(f"/entries/{first['id']}/versions").status_code == 404
    assert len(expert.read(f"/entries/{first['id']}/versions")["items"]) == 2
    assert titles(expert, known_at=first["recorded_at"]) == ["Said too early"]
    assert client.read("/states/TKM")["status"]["first_report"]["answer"] == "unknown"


def test_an_entry_is_never_seen_by_more_people_than_its_event(client: Caller, expert: Caller) -> None:
    make.event(expert, title="Closed meeting", visibility="committee")
    make.event(expert, title="Not announced yet", status="draft", starts_on="2019", ends_on=None)
    for entry in expert.read("/states/TKM/timeline")["items"]:
        correct(expert, entry, visibility="public")

    assert titles(expert) == ["Closed meeting", "Not announced yet"]
    assert titles(client) == []


def test_named_lists_of_readers_are_not_offered_before_they_exist(expert: Caller) -> None:
    entry = {"kind": "nap", "date": "2014", "title": "Plan", "states": ["TKM"], "visibility": "restricted"}

    answer = expert.post("/entries", json=entry)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/visibility")


def test_an_event_that_was_put_off_does_not_count_as_held(client: Caller, expert: Caller) -> None:
    for status in ("postponed", "planned", "cancelled", "draft"):
        make.event(expert, status=status)

    assert expert.read("/states/TKM")["status"]["last_event"] is None
    assert client.read("/figures/reporting")["events"]["total"] == 0
