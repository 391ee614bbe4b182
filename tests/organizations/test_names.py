"""Organizations under all their names: in languages, over time, as printed. The organizations are invented."""

from typing import Any

import pytest

from app.kit.db import Database
from app.organizations import projection
from tests import make
from tests.callers import Caller
from tests.organizations.changes import change, merge, separate, tag
from tests.remaking import remade

RENAMED: dict[str, Any] = {
    "name": "Institute for Peace in the North", "acronym": "IPN", "kind": "academia",
    "names": {"fr": "Institut pour la paix dans le Nord"}, "aliases": ["Northern Peace House"],
    "former_names": [
        {"name": "Northern Bureau", "names": {"fr": "Bureau du Nord"}, "until": "2005"},
        {"name": "Northern Centre", "names": {}, "until": "2012-03-01"},
    ],
}  # fmt: skip


@pytest.mark.B1
@pytest.mark.N17
@pytest.mark.parametrize(
    "words",
    [
        "IPN", "ipn", "Institute for Peace in the North", "institut pour la paix", "northern peace house",
        "Northern Bureau", "bureau du nord", "NORTHERN CENTRE",
    ],
)  # fmt: skip
def test_an_organization_is_found_under_every_name_that_it_ever_had(client: Caller, expert: Caller, words: str) -> None:
    made = make.organization(expert, **RENAMED)
    make.organization(expert)

    assert client.read("/organizations", q=words)["items"] == [made]


@pytest.mark.N17
@pytest.mark.parametrize(
    ("on", "lang", "called"),
    [
        (None, None, "Institute for Peace in the North"),
        (None, "fr", "Institut pour la paix dans le Nord"),
        (None, "ru", "Institute for Peace in the North"),
        ("2004-12-31", None, "Northern Bureau"),
        ("2004-12-31", "fr", "Bureau du Nord"),
        ("2005-01-01", "fr", "Northern Centre"),
        ("2012-02-29", None, "Northern Centre"),
        ("2012-03-01", "en", "Institute for Peace in the North"),
    ],
)
def test_an_organization_is_called_by_the_name_of_the_day(
    client: Caller, expert: Caller, on: str | None, lang: str | None, called: str
) -> None:
    made = make.organization(expert, **RENAMED)
    asked = {name: value for name, value in (("on", on), ("lang", lang)) if value}

    one = client.read(f"/organizations/{made['id']}", **asked)
    (listed,) = client.read("/organizations", q="IPN", **asked)["items"]

    assert (one["called"], one["name"]) == (called, made["name"])
    assert listed == one


def test_a_name_over_time_is_taken_once_too(expert: Caller) -> None:
    made = make.organization(expert, **RENAMED)

    for name in ("Northern bureau", "BUREAU DU NORD", "Northern Centre (NC)"):
        answer = expert.post("/organizations", json={"name": name, "kind": "ngo"})
        assert (answer.status_code, answer.json()["organization"]) == (409, made["id"])


@pytest.mark.parametrize("until", ["XXXX-03", "2010/2012", "soon", "01.03.2012"])
def test_the_end_of_a_name_is_one_point_in_a_known_year(expert: Caller, until: str) -> None:
    former = [{"name": "Northern Centre", "until": until}]

    answer = expert.post("/organizations", json=RENAMED | {"former_names": former})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/former_names/0/until")


@pytest.mark.B1
def test_the_organization_called_exactly_so_comes_first(client: Caller, expert: Caller) -> None:
    for name in ("Arms Control House of Zed", "House of Zed and Friends", "House of Zed"):
        make.organization(expert, name=name)

    found = client.read("/organizations", q="house of zed", limit=1)
    names = [found["items"][0]["name"]]
    while found["next"]:
        found = client.read(found["next"])
        names += [found["items"][0]["name"]]

    assert names == ["House of Zed", "Arms Control House of Zed", "House of Zed and Friends"]
    assert found["total"] == 3


def test_organizations_are_listed_by_kind_and_by_what_they_are_a_part_of(client: Caller, expert: Caller) -> None:
    whole = make.organization(expert, name="Whole")
    part = make.organization(expert, name="Part", kind="academia", parent=whole["id"])
    small = make.organization(expert, name="Small part", kind="academia", parent=part["id"])

    assert client.read("/organizations", parent=whole["id"])["items"] == [part]
    assert client.read("/organizations", parent=part["id"])["items"] == [small]
    assert client.read("/organizations", kind="academia", q="part")["items"] == [part, small]
    assert small["parents"] == [
        {"id": part["id"], "name": "Part"}, {"id": whole["id"], "name": "Whole"},
    ]  # fmt: skip


def test_a_list_costs_the_same_with_one_and_with_many(client: Caller, expert: Caller, statements: list[str]) -> None:
    whole = make.organization(expert, name="Zed whole")
    costs = []
    for number in range(3):
        whole = make.organization(expert, name=f"Zed {number}", parent=whole["id"])
        statements.clear()
        assert client.read("/organizations", q="zed ", parent=whole["parent"])["total"] == 1
        assert client.read("/organizations", q="zed")["total"] == number + 2
        costs.append(len(statements))

    assert costs == [costs[0]] * 3


def test_a_change_keeps_every_version_and_its_reason(client: Caller, expert: Caller) -> None:
    made = make.organization(expert)

    changed = change(expert, made, name="Institute of Inventions", acronym="II").json()
    versions = client.read(f"/organizations/{made['id']}/versions")["items"]

    assert [(one["version"], one["name"], one["reason"]) for one in versions] == [
        (1, made["name"], None), (2, "Institute of Inventions", "A letter of the organization"),
    ]  # fmt: skip
    assert changed == client.read(f"/organizations/{made['id']}")
    assert client.read("/organizations", q="invented studies")["total"] == 0


def test_what_was_known_at_an_instant_stays_as_it_was(client: Caller, expert: Caller) -> None:
    made = make.organization(expert)
    changed = change(expert, made, name="Institute of Inventions").json()
    then = {"known_at": make.just_before(changed["recorded_at"])}
    long_before = {"known_at": make.just_before(made["recorded_at"])}

    assert client.read(f"/organizations/{made['id']}", **then) == made
    assert client.read("/organizations", q="invented studies", **then)["items"] == [made]
    assert client.read("/organizations", q="Institute of Inventions", **then)["total"] == 0
    assert client.read("/organizations", q="invented studies", **long_before)["total"] == 0
    assert client.get(f"/organizations/{made['id']}", params=long_before).status_code == 404


def test_the_json_of_an_organization_can_be_put_back(expert: Caller) -> None:
    made = make.organization(expert)
    path, why = f"/organizations/{made['id']}", {"reason": "None"}

    same = expert.put(path, params=why, json=made, headers=tag(expert, made))
    edited = expert.put(path, params=why, json=made | {"kind": "igo"}, headers=tag(expert, made))
    forged = expert.put(path, params=why, json=edited.json() | {"version": 9}, headers=tag(expert, made))

    assert (same.status_code, same.json()) == (200, made)
    assert (edited.json()["kind"], edited.json()["version"]) == ("igo", 2)
    assert [one["code"] for one in forged.json()["errors"]] == ["read_only"]


def test_a_change_insists_on_a_reason_and_on_what_it_is_based_on(expert: Caller, organizer: Caller) -> None:
    made = make.organization(expert)
    path, based = f"/organizations/{made['id']}", tag(expert, made)
    change(expert, made, kind="igo")

    def answers(caller: Caller, reason: str | None, headers: dict[str, str]) -> list[int]:
        params = {"reason": reason} if reason else {}
        calls = [("PUT", path, made), ("PATCH", path, {"kind": "un"}), ("POST", f"{path}/merge", {"into": path[-36:]})]
        return [
            caller.request(method, address, params=params, headers=headers, json=body).status_code
            for method, address, body in calls
        ]

    assert answers(expert, None, tag(expert, made)) == [422] * 3
    assert answers(expert, "Why", {}) == [428] * 3
    assert answers(expert, "Why", based) == [412] * 3
    assert answers(organizer, "Why", tag(expert, made)) == [403] * 3
    assert expert.read(path)["version"] == 2


def test_nothing_becomes_a_part_of_itself(expert: Caller) -> None:
    top = make.organization(expert, name="Top")
    middle = make.organization(expert, name="Middle", parent=top["id"])
    low = make.organization(expert, name="Low", parent=middle["id"])

    answers = [change(expert, top, parent=one["id"]) for one in (top, middle, low)]

    assert [answer.json()["type"] for answer in answers] == ["/problems/part-of-itself"] * 3
    assert change(expert, low, parent=top["id"]).json()["parents"] == [{"id": top["id"], "name": "Top"}]
    assert change(expert, middle, parent=None).json()["parents"] == []


def test_a_new_name_must_be_free_too(expert: Caller) -> None:
    first, second = make.organization(expert), make.organization(expert, name="Second", acronym="S2")

    answer = change(expert, second, aliases=["institute for INVENTED studies"])

    assert (answer.status_code, answer.json()["organization"]) == (409, first["id"])
    assert change(expert, second, aliases=["s2"]).status_code == 200


@pytest.mark.B1
@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("OSCE Centre at Ashgabad", "OSCE Centre in Ashgabat"),
        ("Ashgabat Centre of OSCE", "OSCE Centre in Ashgabat"),
        ("World Custom Organization (WCO)", "World Customs Organization"),
        ("Norhtern Bureau", "Institute for Peace in the North"),
        ("OCSE", None),
        ("Ministry of Foreign Affairs and Fisheries of Nowhere", None),
    ],
)
def test_a_name_like_a_registered_one_is_offered_and_never_taken(
    client: Caller, expert: Caller, printed: str, meant: str | None
) -> None:
    make.organization(expert, **RENAMED)

    offered = client.read("/organizations/suggestions", q=printed)["items"]

    assert [one["name"] for one in offered[:1]] == ([meant] if meant else [])
    assert [0.75 <= one["score"] <= 1 for one in offered] == [True] * len(offered)
    assert client.read("/organizations", q=printed)["total"] == 0


def test_the_tables_that_are_emptied_are_made_again_from_the_ledger(expert: Caller, database: Database) -> None:
    made, other = make.organization(expert, **RENAMED), make.organization(expert)
    change(expert, made, aliases=[])
    merge(expert, other, made)
    separate(expert, other)
    merge(expert, made, other)

    before, after = remade(database, projection)

    assert after == before
    assert all(before.values())
