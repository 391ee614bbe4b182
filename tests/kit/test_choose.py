"""Choosing what comes back."""

import pytest

from app.kit.errors import field
from tests import make
from tests.callers import Caller


@pytest.mark.F19
def test_fields_leaves_out_exactly_what_is_not_named(client: Caller, expert: Caller) -> None:
    entry = make.entry(expert)
    path = f"/entries/{entry['id']}"

    assert client.read(path, fields="title,date") == {name: entry[name] for name in ("id", "title", "date")}
    assert client.read("/states/TKM/timeline", fields="kind") == {
        "items": [{"id": entry["id"], "kind": entry["kind"]}], "next": None, "total": 1,
    }  # fmt: skip


def test_the_entity_tag_is_that_of_what_is_sent(client: Caller, expert: Caller) -> None:
    path = f"/entries/{make.entry(expert)['id']}"
    whole, chosen = client.get(path), client.get(path, params={"fields": "title"})

    assert whole.headers["etag"] != chosen.headers["etag"]
    again = client.get(path, params={"fields": "title"}, headers={"If-None-Match": chosen.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_next_page_is_chosen_alike(client: Caller, expert: Caller) -> None:
    for year in ("2004", "2005"):
        make.entry(expert, date=year)

    first = client.read("/states/TKM/timeline", fields="date", limit=1)
    second = client.read(first["next"])

    assert [set(item) for item in (*first["items"], *second["items"])] == [{"id", "date"}, {"id", "date"}]


def test_a_member_that_is_not_there_is_refused_with_those_that_are(client: Caller) -> None:
    answer = client.get("/event-types", params={"fields": "type,colour"})
    other = client.get("/event-types", params={"expand": "event"})

    assert answer.json()["errors"] == [field("/query/fields", "unknown_value", "Known here: entry_kind, type.")]
    assert other.json()["errors"] == [field("/query/expand", "unknown_value", "Nothing can be chosen here.")]


def test_only_json_can_be_chosen_from(client: Caller, expert: Caller) -> None:
    note = expert.make(f"/events/{make.event(expert)['id']}/notes", {"language": "en"})

    answer = expert.get(f"/notes/{note['id']}.pdf", params={"fields": "status"})

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/nothing-to-choose")
    assert expert.read(f"/notes/{note['id']}.json", fields="status") == {"id": note["id"], "status": "draft"}


def test_what_is_no_record_offers_no_choice(organizer: Caller) -> None:
    sent = make.submission(organizer)

    answer = organizer.get(f"/submissions/{sent['id']}/file", params={"fields": "id"})

    assert answer.json()["errors"][0]["code"] == "unknown_parameter"
