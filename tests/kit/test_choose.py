"""Choosing what comes back."""

import pytest
from fastapi import Request

from app.events.types import EventTypePublic
from app.kit.choose import Choice, made
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

    assert answer.json()["errors"] == [
        field("/query/fields", "unknown_value", f"Known here: {', '.join(sorted(EventTypePublic.model_fields))}.")
    ]
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


@pytest.mark.F19
def test_expand_puts_the_record_in_the_place_of_its_id(client: Caller, expert: Caller) -> None:
    event = make.event(expert)
    timeline = client.read("/states/TKM/timeline")["items"]

    expanded = client.read("/states/TKM/timeline", expand="event,note")["items"]

    assert expanded == [item | {"event": client.read(f"/events/{event['id']}")} for item in timeline]


@pytest.mark.F19
def test_expand_follows_a_path_through_lists(client: Caller, expert: Caller) -> None:
    body = client.read("/organizations", limit=1)["items"][0]
    organizers = [{"name": "A", "organization": body["id"]}, {"name": "B"}]
    event = make.event(expert, organizers=organizers)

    path = f"/events/{event['id']}"
    known = [one["organization"] for one in client.read(path, expand="organizers.organization,follows")["organizers"]]

    assert known == [body, None]
    assert client.read(path, expand="organizers.organization", fields="title") == {
        "id": event["id"], "title": event["title"],
    }  # fmt: skip


def test_what_the_caller_may_not_see_stays_an_id(client: Caller, expert: Caller) -> None:
    hidden = make.event(expert, title="Hidden", starts_on="2017-05-01", ends_on="2017-05-01", visibility="committee")
    seen = make.event(expert, follows=hidden["id"])
    path = f"/events/{seen['id']}"

    assert expert.read(path, expand="follows")["follows"]["title"] == "Hidden"
    answer = client.get(path, params={"expand": "follows"})
    assert answer.json()["follows"] == client.read(path)["follows"]
    assert "Hidden" not in answer.text


def test_one_question_expands_a_whole_page(client: Caller, expert: Caller, statements: list[str]) -> None:
    counts = []
    for number in range(3):
        make.event(expert, title=f"Meeting {number}", starts_on=f"201{number}", ends_on=f"201{number}")
        if number != 1:
            statements.clear()
            client.read("/states/TKM/timeline", expand="event")
            counts.append(len(statements))

    assert counts[0] == counts[1]


def test_records_are_expanded_as_they_now_are(client: Caller, expert: Caller) -> None:
    entry = make.entry(expert)

    answer = client.get("/states/TKM/timeline", params={"expand": "event", "known_at": entry["recorded_at"]})

    detail = "Records are expanded as they now are: leave expand or known_at out."
    assert answer.json()["errors"] == [field("/query/expand", "not_in_the_past", detail)]


def test_ids_in_a_list_are_expanded_each() -> None:
    scope = {"type": "http", "headers": [], "query_string": b"", "state": {}}
    request = Request(scope)
    request.state.session = request.state.principal = None
    request.state.choice = Choice(None, {"parts": lambda _session, ids, _seen_by: dict.fromkeys(ids, b"{}")}, False)

    assert (
        made(request, b'{"parts":["a",null,"b"],"other":1}', "application/json") == b'{"parts":[{},null,{}],"other":1}'
    )
