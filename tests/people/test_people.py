"""People who take part, apart from accounts and from what is public. All are invented."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import Session, col, select

from app.access import service as access
from app.access.models import Role
from app.kit.db import Database
from app.kit.idempotency import KeptAnswer
from app.ledger.models import Ledger, Payload
from app.people import service
from app.people.models import Individual, PersonBase
from tests import make
from tests.callers import API, Caller

Json = dict[str, Any]
NAME, CONTACT = "Aylin Zedova", "a.zedova@invented.example"


def person(keeper: Caller, **members: Any) -> Json:
    made: Json = keeper.make("/people", {"name": NAME, "contact": CONTACT} | members)
    return made


def change(keeper: Caller, method: str, one: Json, body: Any = None, *, below: str = "") -> Response:
    tag = keeper.get(f"/people/{one['id']}", params={"include": "merged"}).headers["etag"]
    return keeper.request(method, f"/people/{one['id']}{below}", headers={"If-Match": tag}, json=body)


def merge(keeper: Caller, one: Json, into: Json) -> Response:
    return change(keeper, "POST", one, {"into": into["id"]}, below="/merge")


def holder(database: Database, http: Caller, role: Role, *scopes: str) -> Caller:
    with database.session(writes=True) as session:
        day, now = timedelta(days=1), datetime.now(UTC)
        return Caller(http.http, access.issue(session, role=role, lifetime=day, now=now, scopes=frozenset(scopes)))


@pytest.mark.B3
def test_a_person_is_kept_without_an_account(expert: Caller, database: Database) -> None:
    made = person(expert, position="Adviser")

    assert expert.read(f"/people/{made['id']}") == made
    assert (made["name"], made["contact"], made["position"], made["version"]) == (NAME, CONTACT, "Adviser", 1)
    with database.session() as session:
        assert [one.person_id for one in access.list_tokens(session) if one.person_id == made["id"]] == []


@pytest.mark.B3
def test_one_person_in_three_events_is_one_id(expert: Caller, client: Caller) -> None:
    first, again = person(expert), person(expert, name="A. Zedova")

    def took_part(one: Json, year: str) -> Json:
        individual = {"name": "An adviser", "kind": "individual", "person": one["id"]}
        return make.event(expert, title=f"Meeting of {year}", starts_on=year, ends_on=None, participants=[individual])

    events = [took_part(one, year) for one, year in ((first, "2015"), (first, "2016"), (again, "2017"))]
    merge(expert, again, first)

    for one in (first, again):
        found = client.read("/events", person=one["id"])
        assert [event["id"] for event in found["items"]] == [event["id"] for event in reversed(events)]
    assert NAME not in str([client.read(f"/events/{event['id']}") for event in events])
    assert expert.read("/people")["total"] == 1


def test_only_somebody_who_is_kept_takes_part(expert: Caller) -> None:
    individual = {"name": "An adviser", "kind": "individual", "person": "00000000-0000-7000-8000-000000000000"}
    body = {"title": "T", "type": "workshop", "starts_on": "2020", "states": [], "participants": [individual]}

    answer = expert.post("/events", json=body)

    assert (answer.json()["type"], answer.json()["errors"][0]["pointer"]) == (
        "/problems/unknown-person", "/participants/0/person",
    )  # fmt: skip


@pytest.mark.B3
@pytest.mark.parametrize(
    ("role", "scopes", "read", "write"),
    [
        (Role.expert, (), 200, 201),
        (Role.administrator, (), 200, 201),
        (Role.expert, ("people:read",), 200, 403),
        (Role.expert, ("people:write",), 403, 201),
        (Role.expert, ("events:write", "committee:read"), 403, 403),
        (Role.auditor, (), 403, 403),
        (Role.organizer, (), 403, 403),
        (Role.reader, ("people:read",), 403, 403),
    ],
)
def test_only_those_who_keep_the_list_read_it(
    expert: Caller, client: Caller, database: Database, role: Role, scopes: tuple[str, ...], read: int, write: int
) -> None:
    made = person(expert)
    caller = holder(database, client, role, *scopes)

    answers = [caller.get("/people"), caller.get(f"/people/{made['id']}")]
    written = caller.post("/people", json={"name": "Somebody else"})

    assert [answer.status_code for answer in answers] == [read] * 2
    assert written.status_code == write
    assert [NAME in answer.text for answer in answers] == [read == 200] * 2


def test_nobody_without_a_token_learns_which_people_there_are(client: Caller, expert: Caller) -> None:
    made = person(expert)

    known, unknown = client.get(f"/people/{made['id']}"), client.get(f"/people/{made['id'][:-4]}0000")

    assert (known.status_code, unknown.status_code) == (401, 401)
    assert expert.get(f"/people/{made['id'][:-4]}0000").status_code == 404


@pytest.mark.B3
def test_no_name_is_in_the_ledger_or_in_anything_public(
    expert: Caller, client: Caller, auditor: Caller, database: Database
) -> None:
    made, other = person(expert), person(expert, name="A. Zedova")
    change(expert, "PATCH", made, {"contact": "zedova@invented.example"})
    expert.post("/people", json={"name": NAME}, headers={"Idempotency-Key": "k-1"})
    merge(expert, other, made)

    changes = [caller.get("/changes", params={"limit": 1000}).text for caller in (client, auditor)]
    with database.session() as session:
        found = select(Payload.body, Payload.aside, Ledger.thing).where(Payload.seq == Ledger.seq)
        rows = session.exec(found.order_by(col(Ledger.seq))).all()
        kept = session.exec(select(KeptAnswer.body)).all()
    told = [str(row) for row in (*rows, *kept)] + changes

    assert [words for words in told if "zedova" in words.lower()] == []
    assert [body for body, _, thing in rows if thing == f"individual/{made['id']}"] == [
        f'{{"id":"{made["id"]}","version":{version}}}' for version in (1, 2)
    ]
    assert (made["id"] in changes[0], made["id"] in changes[1]) == (False, True)


@pytest.mark.B2
def test_the_address_of_a_merged_person_leads_on(expert: Caller) -> None:
    first, second, third = person(expert), person(expert, name="A. Zedova"), person(expert, name="Aylin Z.")
    merge(expert, first, second)
    assert merge(expert, second, third).json()["merged_into"] == third["id"]

    for one in (first, second):
        moved = expert.get(f"/people/{one['id']}")
        assert (moved.status_code, moved.headers["location"]) == (308, f"{API}/people/{third['id']}")
    assert expert.read("/people") == {"items": [third], "next": None, "total": 1}
    assert expert.read("/people", q="zedova")["items"] == [third]


@pytest.mark.B2
def test_two_people_are_one_only_once(expert: Caller) -> None:
    first, second = person(expert), person(expert, name="A. Zedova")

    assert merge(expert, first, first).json()["type"] == "/problems/same-person"
    assert merge(expert, first, {"id": first["id"][:-4] + "0000"}).json()["errors"][0]["pointer"] == "/into"
    merge(expert, first, second)
    assert merge(expert, second, first).json()["type"] == "/problems/same-person"
    again = [merge(expert, first, second), change(expert, "PATCH", first, {"name": "Other"})]
    assert [(one.status_code, one.json()["person"]) for one in again] == [(409, second["id"])] * 2


def test_one_person_has_one_id_under_all_ids(expert: Caller, session: Session) -> None:
    now = datetime.now(UTC)
    people = [service.create(session, PersonBase(name=name), by="x", now=now) for name in ("A", "B", "C")]
    first, second, third = people
    service.merge(session, first, into=second.id, by="x", now=now)
    service.merge(session, second, into=third.id, by="x", now=now)

    for one in people:
        assert service.same_as(session, one.id) == [third.id, first.id, second.id]
    assert service.same_as(session, "nobody") == ["nobody"]
    service.require(session, [None, first.id, third.id], at="/participants")
    with pytest.raises(service.UnknownPeople) as refused:
        service.require(session, [first.id, "nobody", None, "nobody"], at="/participants")
    assert [one["pointer"] for one in refused.value.errors] == ["/participants/1/person", "/participants/3/person"]


def test_people_come_by_name_page_by_page(expert: Caller) -> None:
    people = [person(expert, name=name) for name in ("Émile Zed", "Ana Zed", "Dora Zed")]

    page = expert.read("/people", limit=2)
    rest = expert.read(page["next"])

    assert [one["name"] for one in page["items"] + rest["items"]] == ["Ana Zed", "Dora Zed", "Émile Zed"]
    assert (page["total"], rest["next"]) == (3, None)
    assert expert.read("/people", q="emile")["items"] == [people[0]]
    assert expert.get("/people", params={"cursor": "WzEsbnVsbF0"}).status_code == 422


def test_people_are_found_by_their_organization(expert: Caller) -> None:
    house = make.organization(expert)
    inside, _ = person(expert, organization=house["id"]), person(expert, name="Outside")

    assert expert.read("/people", organization=house["id"])["items"] == [inside]
    refused = expert.post("/people", json={"name": "X", "organization": house["id"][:-4] + "0000"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/organization")


def test_what_is_kept_is_replaced_and_based_on_what_stands(expert: Caller) -> None:
    made = person(expert)
    path = f"/people/{made['id']}"

    changed = change(expert, "PUT", made, made | {"position": "Chair"})
    cleared = change(expert, "PATCH", made, {"contact": None})

    assert (changed.status_code, changed.json()["position"], changed.json()["version"]) == (200, "Chair", 2)
    assert (cleared.json()["contact"], cleared.json()["version"]) == (None, 3)
    assert change(expert, "PATCH", made, {"contact": None}).json() == cleared.json()
    assert change(expert, "PATCH", made, {"version": 9}).status_code == 422
    assert [
        expert.request(method, path, json=body, headers=headers).status_code
        for headers in ({}, {"If-Match": '"stale"'})
        for method, body in (("PUT", made), ("PATCH", {"name": "X"}), ("DELETE", None))
    ] == [428] * 3 + [412] * 3


def test_who_somebody_is_can_be_erased_under_every_id(expert: Caller, database: Database) -> None:
    first, second, other = person(expert), person(expert, name="A. Zedova"), person(expert, name="Other", contact=None)
    merge(expert, first, second)

    gone = change(expert, "DELETE", first)

    assert (gone.status_code, gone.json()) == (200, {"id": first["id"], "version": 3})
    answers = [expert.get(f"/people/{one['id']}") for one in (first, second)]
    assert [(one.status_code, one.json()["type"]) for one in answers] == [(410, "/problems/person-erased")] * 2
    assert expert.read("/people")["items"] == [other]
    assert merge(expert, other, first).status_code == 422
    with database.session() as session:
        rows = session.exec(select(Individual).order_by(col(Individual.id))).all()
        assert ["edov" in row.model_dump_json() for row in rows] == [False] * 3
        with pytest.raises(service.UnknownPeople):
            service.require(session, [first["id"]], at="/participants")
