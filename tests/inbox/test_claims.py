"""Two notes that give different dates for one happening: both are kept, and one is chosen, by whom and why."""

from typing import Any

import pytest

from tests import make
from tests.callers import Caller
from tests.inbox.test_acceptance import URY

Json = dict[str, Any]
WORKSHOP = "A workshop on the implementation of resolution 1540 (2004) was held."
SEEN = ("value", "chosen", "claimed_by")


def workshop(sender: Caller, year: str, **members: Any) -> Json:
    """A note, sent, whose only fact is a workshop in some year."""
    return make.submission(sender, entries=[make.fact(year, "event", WORKSHOP, "note.background[1]")], **members)


def link(expert: Caller, submission: Json, entry: str) -> Json:
    choice = {"at": "note.background[1]", "action": "link", "entry": entry}
    return make.acceptance(expert, submission, entries=[choice], allow_duplicate=True)


@pytest.mark.D10
@pytest.mark.N5
def test_two_notes_with_different_years_for_one_workshop_are_both_kept_and_one_is_chosen(
    client: Caller, organizer: Caller, rival: Caller, expert: Caller
) -> None:
    first, second = workshop(organizer, "2014"), workshop(rival, "2015", language="fr")
    (entry,) = make.acceptance(expert, first)["created"]

    made = link(expert, second, entry)

    contested = client.read(f"/entries/{entry}")
    claims = client.read(f"/entries/{entry}/claims")["items"]
    me = claims[1]["claimed_by"]
    assert (made["created"], made["linked"]) == ([], [entry])
    assert (contested["date"], contested["contested"]) == ("2014", True)
    assert [tuple(one[name] for name in SEEN) for one in claims] == [("2014", True, me), ("2015", False, me)]
    assert [[source["submission"] for source in one["sources"]] for one in claims] == [
        [first["id"], second["id"]], [second["id"]],
    ]  # fmt: skip
    place = f"/entries/{entry}/claims/{claims[1]['id']}/choice"
    chosen = expert.post(place, params={"reason": "The organizer's own list says 2015."}, headers={"If-Match": "*"})
    now = client.read(f"/entries/{entry}")
    assert (chosen.status_code, now["date"], now["reason"]) == (200, "2015", "The organizer's own list says 2015.")
    last = client.read(f"/entries/{entry}/claims")["items"]
    assert [(one["value"], one["chosen"], one["chosen_by"]) for one in last] == [
        ("2014", False, None), ("2015", True, me),
    ]  # fmt: skip


def test_a_note_cites_the_entry_as_it_stands_once_its_date_is_kept(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    entry = make.entry(expert, kind="event", date="2014", states=["URY"], title="Workshop")

    made = link(expert, workshop(organizer, "2014-06"), entry["id"])

    note = client.read(f"/notes/{made['note']}")
    cited = [one for part in note["sections"] for item in part["items"] for one in item["entries"]]
    assert cited == [{"id": entry["id"], "version": client.read(f"/entries/{entry['id']}")["version"]}]
    assert note["stale"] is False


@pytest.mark.parametrize("date", ["2014-06", "2014", "2014/2015", "XXXX"])
def test_the_same_date_and_a_less_precise_one_are_no_claim(
    client: Caller, organizer: Caller, expert: Caller, date: str
) -> None:
    entry = make.entry(expert, kind="event", date="2014-06", states=["URY"], title="Workshop")

    link(expert, workshop(organizer, date), entry["id"])

    assert client.read(f"/entries/{entry['id']}")["contested"] is False
    assert client.read(f"/entries/{entry['id']}/claims")["items"] == []


def test_what_a_note_about_a_hidden_event_says_is_kept_from_others(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    event = make.event(expert, visibility="committee", states=["URY"])
    entry = make.entry(expert, kind="event", date="2014", states=["URY"], title="Workshop")
    choice = {"at": "note.background[1]", "action": "link", "entry": entry["id"]}

    make.acceptance(expert, workshop(organizer, "2015"), entries=[choice], event=event["id"])

    assert [one["value"] for one in expert.read(f"/entries/{entry['id']}/claims")["items"]] == ["2014", "2015"]
    assert client.read(f"/entries/{entry['id']}/claims")["items"] == []
    assert (client.read(URY)["items"][0]["contested"], "2015" in client.get(URY).text) == (False, False)
