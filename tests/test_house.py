"""Rules of the house, kept by tests: what must hold for every route, room, table and error."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.access import guards
from app.access.policy import POLICY
from app.checks.models import Code
from app.kit import migrations
from app.kit.db import Database
from app.kit.errors import Problem
from app.main import AT_THE_ROOT, ROOMS, create_app
from app.settings import Settings
from tests import make
from tests.callers import Caller

HERE = Path(__file__).parents[1]
APP, DOCS = HERE / "app", HERE / "docs"
ROUTES = [route for room in (*ROOMS, *AT_THE_ROOT) for route in room.router.routes if isinstance(route, APIRoute)]
API_ROUTES = [route for room in ROOMS for route in room.router.routes if isinstance(route, APIRoute)]
# The machine's own questions, asked before anybody is known.
OPEN_TO_MACHINES = {"healthz", "readyz", "metrics"}
SOURCES = {path.relative_to(HERE): ast.parse(path.read_text()) for path in sorted(APP.rglob("*.py"))}
LONGEST_FUNCTION, LONGEST_FILE = 40, 300


def name(route: APIRoute) -> str:
    return route.name


def kinds(kind: type[Problem] = Problem) -> Iterator[type[Problem]]:
    yield kind
    for child in kind.__subclasses__():
        yield from kinds(child)


def calls(dependant: Dependant) -> set[object]:
    return {dependant.call}.union(*(calls(inner) for inner in dependant.dependencies))


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path, tree in SOURCES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield f"{path}:{node.lineno} {node.name}", node


@pytest.mark.parametrize("route", ROUTES, ids=name)
def test_every_route_says_what_it_does_and_what_it_returns(route: APIRoute) -> None:
    assert re.fullmatch(r"[A-Z].*\.", route.description, re.DOTALL), route.description
    assert route.response_model is not None


@pytest.mark.parametrize("route", ROUTES, ids=name)
def test_every_route_knows_its_caller_by_the_policy(route: APIRoute) -> None:
    known = {guards.caller, guards.visitor} & calls(route.dependant)

    assert len(known) == (0 if route.name in OPEN_TO_MACHINES else 1)
    assert route.name in POLICY


@pytest.mark.parametrize("route", API_ROUTES, ids=name)
def test_an_operation_reads_like_a_sentence_in_a_client(route: APIRoute) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", route.name)


def test_every_operation_has_its_own_name() -> None:
    assert len({route.name for route in ROUTES}) == len(ROUTES)


def test_every_room_has_tests() -> None:
    rooms = {path.name for path in APP.iterdir() if (path / "__init__.py").exists()}
    tested = {path.relative_to(HERE / "tests").parts[0] for path in (HERE / "tests").glob("*/**/test_*.py")}

    assert rooms - tested == set()


def test_services_never_commit_roll_back_or_read_the_clock() -> None:
    forbidden = re.compile(r"\.(commit|rollback)\(|datetime\.now\(|date\.today\(|get_settings\(|time\.time\(")
    guilty = [str(path) for path in APP.rglob("service.py") if forbidden.search(path.read_text())]

    assert guilty == []


def test_public_functions_of_services_say_what_they_answer_and_raise() -> None:
    silent = [
        where
        for where, node in functions()
        if "/service.py" in where and not node.name.startswith("_") and node.col_offset == 0
        if not ast.get_docstring(node)
    ]

    assert silent == []


def test_functions_and_files_stay_short_enough_to_be_read() -> None:
    lengths = {where: (node.end_lineno or 0) - node.lineno + 1 for where, node in functions()}
    too_long = {where: length for where, length in lengths.items() if length > LONGEST_FUNCTION}
    files = {str(path): len((HERE / path).read_text().splitlines()) for path in SOURCES}

    assert too_long == {}
    assert {path: length for path, length in files.items() if length > LONGEST_FILE} == {}


def test_silenced_warnings_give_their_reason() -> None:
    bare = re.compile(r"#\s*(noqa(?!: [A-Z0-9, ]+ +\S)|type: ignore(?!\[[\w, -]+\]  # \S)|pragma)")
    found = [
        f"{path.relative_to(HERE)}: {line.strip()}"
        for path in (*APP.rglob("*.py"), *(HERE / "tests").rglob("*.py"))
        for line in path.read_text().splitlines()
        if bare.search(line)
    ]

    assert found == []


def test_every_problem_is_explained_once() -> None:
    slugs: dict[str, set[str]] = {}
    for kind in kinds():
        assert kind.__doc__, kind
        assert kind.title
        assert re.fullmatch(r"[a-z-]+", kind.slug)
        slugs.setdefault(kind.slug, set()).add(str(kind.status))

    assert {slug: len(statuses) for slug, statuses in slugs.items() if len(statuses) > 1} == {}


@pytest.mark.parametrize("word", [*Code, *(f"OUTREACH_{field.upper()}" for field in Settings.model_fields)])
def test_settings_and_findings_are_documented(word: str) -> None:
    text = "".join(path.read_text() for path in DOCS.glob("*.md"))

    assert f"`{word}`" in text


@pytest.mark.F10
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/states/ZZZ", 404),
        ("DELETE", "/states", 405),
        ("GET", "/events/x", 422),
        ("GET", "/states?limti=1", 422),
        ("POST", "/entries", 401),
    ],
)
def test_every_error_has_one_shape(client: Caller, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    members = answer.json()
    assert set(members) - {"errors"} == {"type", "title", "status", "detail", "instance"}
    assert members["type"].startswith("/problems/")
    assert members["status"] == status


@pytest.mark.I2
def test_the_tables_are_those_of_the_migrations(database: Database) -> None:
    migrations.check(database.engine)


def test_migrations_go_down_and_up_again(database: Database) -> None:
    migrations.downgrade(database.engine)
    migrations.upgrade(database.engine)

    migrations.check(database.engine)


@pytest.mark.F1
def test_the_api_document_tells_every_operation_and_its_errors() -> None:
    document: dict[str, Any] = create_app().openapi()
    operations = [one for path in document["paths"].values() for one in path.values()]

    assert document["openapi"].startswith("3.1")
    assert {one["operationId"] for one in operations} == {route.name for route in ROUTES if route.include_in_schema}
    assert [one["operationId"] for one in operations if "default" not in one["responses"]] == []


@pytest.mark.F7
def test_every_read_can_be_asked_again_at_no_cost(client: Caller, expert: Caller) -> None:
    event, entry = make.event(expert), make.entry(expert)
    organization = client.read("/organizations", limit=1)["items"][0]["id"]
    ids = {"iso3": "TKM", "event_id": event["id"], "entry_id": entry["id"], "organization_id": organization}
    expensive = []
    for path, methods in client.read("/openapi.json")["paths"].items():
        names = re.findall(r"{(\w+)}", path)
        asked = "get" in methods and path.startswith("/api") and not path.endswith("/stream")  # a stream does not end
        if asked and set(names) <= ids.keys():
            address = path.format(**ids)
            first = client.get(address)
            again = client.get(address, headers={"If-None-Match": first.headers.get("etag", "")})
            expensive += [path] if first.status_code == 200 and again.status_code != 304 else []

    assert expensive == []
