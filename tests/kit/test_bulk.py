"""Bulk writes, on their own."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col, select

from app.access.models import Person
from app.kit import bulk, problems
from app.kit.bulk import Atomic, Batch, BulkAnswer
from app.kit.db import Database, Db
from app.kit.edge import Edge
from app.kit.errors import Conflict, field
from app.kit.ids import new_id
from app.kit.shapes import Input


class PersonCreate(Input):
    name: str


class PersonPublic(PersonCreate):
    id: str


def admit(session: Session, data: PersonCreate) -> str:
    """Makes a person, and then finds out what is wrong with it."""
    person = Person(id=new_id(), name=data.name, created_at="2026")
    session.add(person)
    session.flush()  # the errors below come after the row is written
    failures: dict[str, Exception] = {
        "taken": Conflict("Somebody is called so."),
        "unique": IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed: secret")),
        "full": OperationalError("INSERT", {}, Exception("database or disk is full")),
    }
    if data.name in failures:
        raise failures[data.name]
    return orjson.dumps({"id": person.id, "name": person.name}).decode()


@pytest.fixture
def app(database: Database) -> Iterator[TestClient]:
    app = FastAPI()
    app.router.route_class = Edge
    app.state.database = database
    problems.install(app)

    @app.post("/people", response_model=BulkAnswer[PersonPublic])
    def create_people(request: Request, batch: Batch, session: Db, atomic: Atomic = False) -> Response:
        return bulk.write(request, session, batch, PersonCreate, lambda one: admit(session, one), atomic=atomic)

    with TestClient(app) as http:
        yield http


def names(database: Database) -> list[str]:
    with database.session() as session:
        return sorted(str(name) for name in session.exec(select(Person.name).where(col(Person.name).is_not(None))))


def batch(*items: Any) -> dict[str, Any]:
    return {"items": [{"name": one} if isinstance(one, str) else one for one in items]}


def test_each_item_is_judged_and_written_on_its_own(app: TestClient, database: Database) -> None:
    answer = app.post("/people", json=batch("A", {"name": 7, "age": 1}, "B", "taken", "unique", None, "C"))

    items = answer.json()["items"]
    assert (answer.status_code, [item["status"] for item in items]) == (200, [201, 422, 201, 409, 409, 422, 201])
    assert [item["body"] for item in items] == [
        item["id"] and {"id": item["id"], "name": name}
        for item, name in zip(items, ["A", "", "B", "", "", "", "C"], strict=True)
    ]
    assert [item["problem"] and item["problem"]["type"] for item in items] == [
        None, "/problems/invalid", None, "/problems/conflict", "/problems/conflict", "/problems/invalid", None,
    ]  # fmt: skip
    assert [error["pointer"] for error in items[1]["problem"]["errors"]] == ["/name", "/age"]
    assert "secret" not in answer.text
    assert names(database) == ["A", "B", "C"]


def test_all_or_none_points_into_the_batch_and_writes_nothing(app: TestClient, database: Database) -> None:
    answer = app.post("/people?atomic=true", json=batch("A", {"name": 7}, "taken"))

    told = answer.json()
    assert (answer.status_code, told["type"], told["detail"]) == (
        422, "/problems/batch-refused", "2 of 3 items are refused.",
    )  # fmt: skip
    assert [error["pointer"] for error in told["errors"]] == ["/items/1/name", "/items/2"]
    assert told["errors"][1] == field("/items/2", "conflict", "Somebody is called so.")
    assert names(database) == []
    assert app.post("/people?atomic=true", json=batch("A", "B")).status_code == 200
    assert names(database) == ["A", "B"]


def test_a_failure_of_ours_takes_the_whole_batch_back(app: TestClient, database: Database) -> None:
    answer = app.post("/people", json=batch("A", "full"))

    assert (answer.status_code, answer.json()["type"]) == (507, "/problems/storage-full")
    assert names(database) == []


def test_a_batch_has_an_end_and_a_beginning(app: TestClient, database: Database) -> None:
    statuses = [app.post("/people", json=batch(*["A"] * size)).status_code for size in (0, 1, 1000, 1001)]

    assert statuses == [422, 200, 200, 422]
    assert len(names(database)) == 1001


def test_a_dry_run_of_a_batch_tells_each_item_and_keeps_none(app: TestClient, database: Database) -> None:
    items = app.post("/people?dry_run=true", json=batch("A", "taken")).json()["items"]

    assert [(item["status"], item["id"], item["body"]) for item in items] == [
        (201, None, {"id": None, "name": "A"}), (409, None, None),
    ]  # fmt: skip
    assert names(database) == []
