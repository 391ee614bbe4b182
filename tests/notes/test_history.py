"""Notes on any day, as known at any instant: what a reader saw then is what the register answers now."""

from typing import Any

import pytest

from tests import make
from tests.callers import Caller
from tests.notes.test_routes import compose, published, section

Json = dict[str, Any]


def correct(expert: Caller, entry: str) -> None:
    now = expert.get(f"/entries/{entry}")
    expert.put(
        f"/entries/{entry}", json=now.json() | {"title": "Corrected"}, params={"reason": "A slip."},
        headers={"If-Match": now.headers["etag"]},
    )  # fmt: skip


@pytest.mark.D5
def test_a_note_is_answered_as_it_was_known_at_an_instant(client: Caller, organizer: Caller, expert: Caller) -> None:
    note = published(organizer, expert)
    correct(expert, section(note, "background")[0]["entries"][0]["id"])
    place = f"/notes/{note['id']}"

    then = client.read(place, known_at=note["recorded_at"])

    assert (then, client.read(place)) == (note, note | {"stale": True})
    assert client.read("/notes", known_at=note["recorded_at"])["items"] == [note]
    assert client.get(place, params={"known_at": make.just_before(note["recorded_at"])}).status_code == 404
    assert client.read("/notes", known_at=make.just_before(note["recorded_at"]))["total"] == 0


@pytest.mark.D5
def test_a_rendition_is_that_of_the_note_and_its_event_as_known_then(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    before = {suffix: client.get(f"/notes/{note['id']}.{suffix}").content for suffix in ("txt", "pdf", "json")}
    event = expert.get(f"/events/{note['event']}")
    body = event.json() | {"title": "Another title", "mode": "virtual"}
    changed = expert.put(
        f"/events/{note['event']}", json=body, params={"reason": "A slip."},
        headers={"If-Match": event.headers["etag"]},
    )  # fmt: skip

    then = {
        suffix: client.get(f"/notes/{note['id']}.{suffix}", params={"known_at": note["recorded_at"]}).content
        for suffix in before
    }

    assert changed.status_code == 200
    assert then == before
    now = client.get(f"/notes/{note['id']}.txt").text
    assert ("virtual meeting" in now, note["title"] in now, "Another title" in now) == (True, True, False)


def test_notes_of_a_day_are_those_that_were_published_by_then(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    compose(expert, {"id": note["event"]})
    (printed,) = [one for one in client.read("/states/URY/timeline")["items"] if one["kind"] == "note"]

    days = (note["published_on"], "2019-05-15", "9999-12-31")

    assert [expert.read("/notes", as_of=day)["total"] for day in days] == [1, 0, 1]
    assert (note["published_on"], note["published_at"][:10]) == (printed["date"], note["published_on"])


def test_every_version_of_a_note_is_shown_with_what_it_changed_to_those_who_might_see_it(
    client: Caller, rival: Caller, organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    place = f"/notes/{note['id']}/versions"

    draft, last = expert.read(place)["items"]

    assert last == note | {"changes": last["changes"]}
    assert [(one["pointer"], one["before"], one["after"]) for one in last["changes"]] == [
        ("/published_at", None, note["published_at"]), ("/published_on", None, note["published_on"]),
        ("/status", "draft", "published"), ("/visibility", "committee", "public"),
    ]  # fmt: skip
    assert (draft["version"], draft["status"], draft["changes"]) == (1, "draft", [])
    assert [len(who.read(place)["items"]) for who in (client, rival, organizer)] == [1, 1, 2]
    assert client.read(place)["items"] == [note | {"changes": []}]
    assert client.get("/notes/01900000-0000-7000-8000-000000000000/versions").status_code == 404


def test_the_versions_of_a_note_name_no_entry_that_became_hidden(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    cited = section(note, "background")[0]["entries"][0]["id"]
    now = expert.get(f"/entries/{cited}")
    expert.put(
        f"/entries/{cited}", json=now.json() | {"visibility": "committee"}, params={"reason": "Not for everybody."},
        headers={"If-Match": now.headers["etag"]},
    )  # fmt: skip

    place = f"/notes/{note['id']}"
    answers = (client.get(f"{place}/versions"), client.get(place, params={"known_at": note["recorded_at"]}))

    assert [cited in answer.text for answer in answers] == [False, False]
    assert cited in expert.get(f"{place}/versions").text


def test_a_note_is_not_for_those_who_may_not_see_its_event_any_more(
    client: Caller, rival: Caller, organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    event = expert.get(f"/events/{note['event']}")
    hidden = expert.put(
        f"/events/{note['event']}", json=event.json() | {"visibility": "committee"}, params={"reason": "Not yet."},
        headers={"If-Match": event.headers["etag"]},
    )  # fmt: skip

    place = f"/notes/{note['id']}"
    paths = (place, f"{place}.txt", f"{place}/versions")
    asked = [[who.get(path).status_code for path in paths] for who in (client, rival, organizer, expert)]

    assert hidden.status_code == 200
    assert asked == [[404] * 3, [404] * 3, [200] * 3, [200] * 3]  # the organizer sent it
    assert [who.read("/notes")["total"] for who in (client, rival, organizer, expert)] == [0, 0, 1, 1]
    assert client.get(place, params={"known_at": note["recorded_at"]}).status_code == 404
