"""The registry of organizations over HTTP."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from app.kit.folding import fold
from app.organizations import registry, service
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


@pytest.mark.parametrize("parent", ["00000000-0000-7000-8000-000000000000"])
def test_an_unknown_parent_is_refused(expert: Caller, client: Caller, parent: str) -> None:
    answer = expert.post("/organizations", json={"name": "New", "kind": "ngo", "parent": parent})

    assert answer.status_code == 404
    assert client.get(f"/organizations/{parent}").status_code == 404


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


def test_preparing_twice_changes_nothing(session: Session) -> None:
    service.synchronize(session, now=datetime.now(UTC), by="system")

    assert session.new == session.dirty
