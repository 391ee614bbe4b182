"""Two organizations that turn out to be one: nothing is rewritten, nothing doubled, nothing lost. All are invented."""

from typing import Any

import pytest

from tests import make
from tests.callers import API, Caller
from tests.organizations.changes import change, merge, separate, tag

Json = dict[str, Any]


def names(found: Json) -> list[str]:
    assert found["total"] == len(found["items"])
    return [one["name"] for one in found["items"]]


@pytest.fixture
def old(expert: Caller) -> Json:
    return make.organization(expert, name="Zed Bureau", acronym="ZDB", aliases=["The Bureau"])


@pytest.fixture
def new(expert: Caller) -> Json:
    return make.organization(expert, name="Zed Institute", acronym="ZDI")


@pytest.mark.B2
def test_the_address_of_a_merged_organization_leads_on(client: Caller, expert: Caller, old: Json, new: Json) -> None:
    assert merge(expert, old, new).json()["merged_into"] == new["id"]

    moved = client.get(f"/organizations/{old['id']}", params={"lang": "fr"})

    assert (moved.status_code, moved.headers["location"]) == (308, f"{API}/organizations/{new['id']}?lang=fr")
    assert client.get(f"/organizations/{old['id']}").headers["location"] == f"{API}/organizations/{new['id']}"
    assert client.read(moved.headers["location"]) == new
    assert client.read(f"/organizations/{old['id']}", include="merged")["name"] == "Zed Bureau"


@pytest.mark.B2
@pytest.mark.parametrize("words", ["Zed Bureau", "ZDB", "the bureau", "ZDI"])
def test_one_organization_is_found_under_the_names_of_both(
    client: Caller, expert: Caller, old: Json, new: Json, words: str
) -> None:
    merge(expert, old, new)

    assert client.read("/organizations", q=words)["items"] == [new]
    assert client.read("/organizations/suggestions", q="Zed Bureaux")["items"] == [
        {"id": new["id"], "name": "Zed Institute", "acronym": "ZDI", "score": 0.95}
    ]
    taken = expert.post("/organizations", json={"name": words, "kind": "ngo"})
    assert (taken.status_code, taken.json()["organization"]) == (409, new["id"])


@pytest.mark.B2
def test_lists_show_both_only_to_those_who_ask(client: Caller, expert: Caller, old: Json, new: Json) -> None:
    merge(expert, old, new)

    assert names(client.read("/organizations", q="zed")) == ["Zed Institute"]
    assert names(client.read("/organizations", q="zed", include="merged")) == ["Zed Bureau", "Zed Institute"]
    assert names(client.read("/organizations", q="ZDB", include="merged")) == ["Zed Bureau", "Zed Institute"]


@pytest.mark.B2
def test_before_the_merger_both_were_known(client: Caller, expert: Caller, old: Json, new: Json) -> None:
    then = {"known_at": make.just_before(merge(expert, old, new).json()["recorded_at"])}

    assert client.read(f"/organizations/{old['id']}", **then) == old
    assert names(client.read("/organizations", q="zed", **then)) == ["Zed Bureau", "Zed Institute"]
    assert names(client.read("/organizations", q="ZDB", **then)) == ["Zed Bureau"]


def events(caller: Caller, organization: Json) -> list[str]:
    found = caller.read("/events", organizer=organization["id"])
    assert found["total"] == len(found["items"])
    return sorted(one["title"] for one in found["items"])


@pytest.mark.B2
def test_a_merger_doubles_no_event_and_loses_none(client: Caller, expert: Caller, old: Json, new: Json) -> None:
    def held_by(title: str, *organizations: Json) -> Json:
        organizers = [{"name": one["name"], "organization": one["id"]} for one in organizations]
        return make.event(expert, title=title, organizers=organizers)

    of_old, _, of_both = held_by("A", old), held_by("B", new), held_by("C", old, new)
    merge(expert, old, new)
    held_by("D", old)

    assert events(client, new) == events(client, old) == ["A", "B", "C", "D"]
    assert client.read(f"/events/{of_old['id']}") == of_old
    assert client.read(f"/events/{of_both['id']}") == of_both
    separate(expert, old)
    assert (events(client, old), events(client, new)) == (["A", "C", "D"], ["B", "C"])


def test_an_event_is_read_with_the_organization_that_its_organizer_is(
    client: Caller, expert: Caller, old: Json, new: Json
) -> None:
    organizers = [{"name": "Zed Bureau", "organization": old["id"]}, {"name": "Zed House"}]
    event = make.event(expert, organizers=organizers)
    merge(expert, old, new)

    read = client.read(f"/events/{event['id']}", expand="organizers.organization")

    assert [(one["name"], one["organization"]) for one in read["organizers"]] == [
        ("Zed Bureau", new), ("Zed House", None),
    ]  # fmt: skip


def test_a_merger_follows_mergers_to_the_end(client: Caller, expert: Caller, old: Json, new: Json) -> None:
    last = make.organization(expert, name="Zed Academy")
    oldest = make.organization(expert, name="Zed Office")
    merge(expert, old, new)
    merge(expert, new, last)

    assert merge(expert, oldest, old).json()["merged_into"] == last["id"]
    for one in (oldest, old, new):
        assert client.get(f"/organizations/{one['id']}").headers["location"] == f"{API}/organizations/{last['id']}"
    assert names(client.read("/organizations", q="ZDB")) == ["Zed Academy"]
    separate(expert, new)
    assert names(client.read("/organizations", q="ZDB")) == ["Zed Institute"]
    assert names(client.read("/organizations", q="Zed Office")) == ["Zed Academy"]


def test_a_merger_is_taken_back(client: Caller, expert: Caller, old: Json, new: Json) -> None:
    merge(expert, old, new)

    apart = separate(expert, old).json()

    assert client.read(f"/organizations/{old['id']}") == apart
    assert apart == old | {name: apart[name] for name in ("version", "recorded_at", "reason")}
    versions = client.read(f"/organizations/{old['id']}/versions")["items"]
    assert [(one["merged_into"], one["reason"]) for one in versions] == [
        (None, None), (new["id"], "The same body under two names"), (None, "They were two after all"),
    ]  # fmt: skip
    assert separate(expert, old).json()["type"] == "/problems/not-merged"


def test_what_is_merged_is_not_changed_by_itself(expert: Caller, old: Json, new: Json) -> None:
    merge(expert, old, new)

    answers = [change(expert, old, kind="igo"), merge(expert, old, make.organization(expert))]

    assert [(one.status_code, one.json()["type"], one.json()["organization"]) for one in answers] == [
        (409, "/problems/organization-merged", new["id"])
    ] * 2


def test_an_organization_is_not_merged_into_itself_or_into_a_part_of_it(expert: Caller, old: Json, new: Json) -> None:
    part = make.organization(expert, name="Zed part", parent=old["id"])
    merge(expert, new, old)

    answers = [merge(expert, old, one) for one in (old, new, part)]

    assert [(one.status_code, one.json()["type"]) for one in answers] == [(409, "/problems/part-of-itself")] * 3
    assert merge(expert, part, old).status_code == 200


def test_nothing_is_merged_into_what_is_not_there(expert: Caller, old: Json) -> None:
    answer = merge(expert, old, {"id": "00000000-0000-7000-8000-000000000000"})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/into")


def test_names_that_were_given_away_meanwhile_stay_with_one_of_the_two(expert: Caller, old: Json, new: Json) -> None:
    merge(expert, old, new)
    change(expert, new, aliases=["ZDB"])

    answer = separate(expert, old)

    assert (answer.status_code, answer.json()["organization"]) == (409, new["id"])
    change(expert, new, aliases=[])
    assert separate(expert, old).status_code == 200


def test_a_part_of_a_merged_organization_is_a_part_of_the_other(
    client: Caller, expert: Caller, old: Json, new: Json
) -> None:
    part = make.organization(expert, name="Part", parent=old["id"])
    merge(expert, old, new)

    read = client.read(f"/organizations/{part['id']}")

    assert (read["parent"], read["parents"]) == (old["id"], [{"id": new["id"], "name": "Zed Institute"}])
    assert client.read("/organizations", parent=new["id"])["items"] == [read]
    assert client.read("/organizations", parent=old["id"])["items"] == [read]


def test_a_separation_makes_no_ring(expert: Caller, old: Json, new: Json) -> None:
    over = make.organization(expert, name="Over")
    change(expert, old, parent=over["id"])
    merge(expert, old, new)
    assert change(expert, over, parent=old["id"]).status_code == 200

    assert separate(expert, old).json()["type"] == "/problems/part-of-itself"
    change(expert, over, parent=None)
    assert separate(expert, old).status_code == 200


def test_an_id_that_is_not_registered_is_met_with_what_may_be_meant(expert: Caller, new: Json) -> None:
    unknown = "00000000-0000-7000-8000-000000000000"
    organizers = [{"name": "Zed Institut", "organization": unknown}, {"name": "Zed Institute"}]
    body = {"title": "T", "type": "workshop", "starts_on": "2020", "states": [], "organizers": organizers}

    problem = expert.post("/events", json=body).json()

    assert problem["type"] == "/problems/unknown-organization"
    assert [one["pointer"] for one in problem["errors"]] == ["/organizers/0/organization"]
    assert problem["candidates"] == [
        {
            "pointer": "/organizers/0/organization",
            "organizations": [{"id": new["id"], "name": "Zed Institute", "acronym": "ZDI", "score": 0.96}],
        }
    ]


def test_an_entity_tag_from_before_a_merger_is_stale(expert: Caller, old: Json, new: Json) -> None:
    before = tag(expert, old)
    merge(expert, old, new)

    answer = expert.post(f"/organizations/{old['id']}/separation", params={"reason": "Why"}, headers=before)

    assert (answer.status_code, answer.json()["current"]["merged_into"]) == (412, new["id"])
