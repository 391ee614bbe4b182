"""The registry of organizations over HTTP."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, col, func, select, update

from app.kit import paging
from app.kit.folding import fold
from app.organizations import registry, service
from app.organizations.models import Organization
from tests import make
from tests.callers import Caller


def test_the_starting_list_is_registered_with_parents(client: Caller) -> None:
    everything = client.read("/organizations", limit=200)
    (centre,) = client.read("/organizations", q="OSCE Centre in Ashgabat")["items"]

    assert everything["total"] == len(registry.all_known())
    assert client.read(f"/organizations/{centre['parent']}")["acronym"] == "OSCE"


@pytest.mark.parametrize("words", ["UNRCPD", "unrcpd", "regional centre for peace and disarmament in asia"])
def test_an_organization_is_found_under_any_of_its_names(client: Caller, words: str) -> None:
    found = client.read("/organizations", q=words)

    assert [organization["acronym"] for organization in found["items"]] == ["UNRCPD"]
    assert found["total"] == 1


def test_organizations_come_in_the_order_of_their_names_page_by_page(client: Caller) -> None:
    page = client.read("/organizations", limit=20)
    names = [organization["name"] for organization in page["items"]]
    while page["next"]:
        page = client.read(page["next"])
        names += [organization["name"] for organization in page["items"]]

    assert len(names) == len(set(names)) == len(registry.all_known())
    assert names == sorted(names, key=fold)
    assert client.get("/organizations", params={"cursor": "WzEsbnVsbF0"}).status_code == 422


def test_a_new_organization_is_found_by_name_acronym_and_alias(client: Caller, expert: Caller) -> None:
    made = make.organization(expert, acronym="IIS", aliases=["The Invented"], names={"fr": "Institut inventé"})

    found = [client.read("/organizations", q=words)["items"] for words in ("IIS", "the invented", "institut invente")]

    assert found == [[made], [made], [made]]


def test_a_name_is_taken_once(expert: Caller) -> None:
    first = make.organization(expert)

    answer = expert.post("/organizations", json={"name": "INSTITUTE for invented studies", "kind": "ngo"})

    assert (answer.status_code, answer.json()["type"], answer.json()["organization"]) == (
        409, "/problems/name-taken", first["id"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "members",
    [
        {"name": "Another", "acronym": "osce"},
        {"name": "Another", "aliases": ["Something", "ОБСЕ"]},
        {"name": "Another", "names": {"fr": "OSCE"}},
        {"name": "OSCE"},
        {"name": "Organization for Security and Co-operation in Europe (OSCE)"},
    ],
)
def test_no_name_acronym_or_alias_is_given_twice(client: Caller, expert: Caller, members: dict[str, object]) -> None:
    (known,) = [one for one in client.read("/organizations", q="OSCE")["items"] if one["acronym"] == "OSCE"]

    answer = expert.post("/organizations", json={"kind": "igo"} | members)

    assert (answer.status_code, answer.json()["organization"]) == (409, known["id"])
    assert "errors" not in answer.json()


def test_no_two_organizations_of_the_starting_list_share_a_name() -> None:
    names = [
        name
        for known in registry.all_known()
        for name in {fold(one) for one in (known.name, known.acronym or known.name, *known.names.values())}
        | {fold(alias) for alias in known.aliases}
    ]

    assert len(names) == len(set(names))


def test_an_unknown_parent_is_refused_by_its_place(expert: Caller, client: Caller) -> None:
    parent = "00000000-0000-7000-8000-000000000000"

    answer = expert.post("/organizations", json={"name": "New", "kind": "ngo", "parent": parent})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/parent")
    assert client.get(f"/organizations/{parent}").status_code == 404
    assert client.read("/organizations", q="New")["total"] == client.read("/organizations", q="new")["total"] == 0


@pytest.mark.parametrize("room", ["organizations", "events"])
@pytest.mark.parametrize("words", ["%00", "a%0bb", "%EF%BF%BF"])
def test_words_that_no_text_holds_are_refused_by_name(client: Caller, room: str, words: str) -> None:
    answer = client.get(f"/{room}?q={words}")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/q")


@pytest.mark.parametrize("after", [[1, 2], [[1], "x"], ["a"], ["\x00", "a"], ["a", None], [True, "a"]])
def test_a_cursor_of_another_shape_is_refused(client: Caller, after: list[object]) -> None:
    answer = client.get("/organizations", params={"cursor": paging.encode(after, None)})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "bad_cursor")


@pytest.mark.parametrize(
    ("printed", "acronym"),
    [
        ("United Nations Office for Disarmament Affairs (UNODA)", "UNODA"),
        ("united nations office for disarmament affairs", "UNODA"),
        ("ОБСЕ", "OSCE"),
        ("Office of Nothing", None),
    ],
)
def test_a_printed_name_is_linked_only_when_it_is_exactly_known(
    session: Session, printed: str, acronym: str | None
) -> None:
    known = registry.find(acronym) if acronym else None
    found = service.find(session, printed)

    assert (found and found.name) == (known and known.name)


def test_an_organization_that_somebody_registered_before_the_list_had_it_is_that_one(session: Session) -> None:
    session.execute(update(Organization).where(col(Organization.key) == "osce").values(key=None))

    service.synchronize(session, now=datetime.now(UTC), by="system")

    assert session.scalars(select(func.count()).select_from(Organization)).one() == len(registry.all_known())


def test_preparing_twice_changes_nothing(session: Session) -> None:
    service.synchronize(session, now=datetime.now(UTC), by="system")

    assert session.new == session.dirty
