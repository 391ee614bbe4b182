"""What there is to attack: every operation of the API's description, over a register in which there is something."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from app.access.models import Role
from app.access.policy import POLICY
from app.main import create_app
from tests import make
from tests.callers import Caller

NOBODY = "00000000-0000-7000-8000-000000000000"
# Stands in whatever a caller sends; no refusal may repeat it.
MARKER = "planted7f3a"
PROBLEM = "application/problem+json"
MEMBERS = {"type", "title", "status", "detail", "instance"}
# A metrics page is no JSON, and a stream has no end.
APART = {"metrics", "stream_changes"}
NAMES = ("id", "iso3", "type", "seq")
FILLED = {"iso3": "TKM", "format": "txt", "revision": "1", "first": "1", "second": "1"}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, and the path of its family, such as `entries`."""

    method: str
    path: str
    name: str
    body: Json
    parameters: int

    @property
    def family(self) -> str:
        return re.split(r"[/.]", self.path.removeprefix("/api/v1/").lstrip("/"))[0]


@cache
def description() -> Json:
    """What the API says of itself."""
    return create_app().openapi()


def operations() -> list[Operation]:
    """Every operation that the API describes, but for those that are no questions with an answer."""
    every = [
        Operation(method.upper(), path, one["operationId"], one.get("requestBody", {}), len(one.get("parameters", [])))
        for path, methods in description()["paths"].items()
        for method, one in methods.items()
    ]
    return [one for one in every if one.name not in APART]


def by_family(found: list[Operation], most: Callable[[Operation], int]) -> list[Operation]:
    """Two operations of each family: the read and the write with most of something."""
    return list({(one.family, one.method == "GET"): one for one in sorted(found, key=most)}.values())


class Ground:
    """A register with one of most things, and somebody who may call each operation."""

    def __init__(self, http: TestClient, tokens: dict[str, str]) -> None:
        self.callers: dict[Role, Caller] = {
            role: Caller(http, tokens[role]) for role in Role if role is not Role.public
        }
        self.expert = self.callers[Role.expert]
        self.ids = dict(FILLED)
        self._furnish()
        self.operations = operations()
        self.deepest = by_family(self.operations, lambda one: one.path.count("{"))
        self.richest = by_family(self.operations, lambda one: one.parameters)
        self._learn()

    def _furnish(self) -> None:
        event = make.event(self.expert)
        make.event(self.expert, title="Another meeting", starts_on="2019", ends_on="2019")
        self.expert.make(f"/events/{event['id']}/notes", {"language": "en"})
        make.submission(self.callers[Role.organizer])

    def _learn(self) -> None:
        """Find an id for each name in a path: that of the first item of the list above it."""
        for one in sorted(self.operations, key=lambda one: one.path):
            above, _, last = one.path.rpartition("/")
            name = last[1:-1]
            if one.method == "GET" and re.fullmatch(r"{\w+}", last) and name not in self.ids:
                answer = self.caller(one).get(self.fill(above))
                items = answer.json().get("items", []) if answer.status_code == 200 else []
                found = [str(items[0][key]) for key in NAMES if key in items[0]] if items else []
                self.ids[name] = (found or [NOBODY])[0]

    def caller(self, operation: Operation) -> Caller:
        """Somebody who may call an operation, an expert by choice."""
        roles = POLICY[operation.name].roles if operation.name in POLICY else frozenset(Role)
        order: list[Role] = [Role.expert, Role.organizer, Role.administrator, Role.auditor, Role.reader]
        return self.callers[next(role for role in order if role in roles)]

    def fill(self, path: str) -> str:
        """A path with ids of what is there."""
        return re.sub(r"{(\w+)}", lambda name: self.ids.get(name[1], NOBODY), path)

    def send(self, operation: Operation, *, path: str | None = None, **rest: Any) -> Iterator[str]:
        """What is wrong with the answer: an error of the server, another shape than all others, or an echo."""
        caller = self.caller(operation)
        headers = [*caller.headers.items(), *rest.pop("headers", [])]
        address = path or self.fill(operation.path)
        answer = caller.http.request(operation.method, address, headers=headers, **rest)
        yield from (f"{operation.method} {address[:200]} {answer.status_code}: {what}" for what in faults(answer))


def faults(answer: Response) -> Iterator[str]:
    """How a refusal differs from what is promised; no answer of the 400s is at fault for being one."""
    if answer.status_code < 400:
        return
    if answer.status_code >= 500:
        yield "an error of the server"
    if answer.headers.get("content-type") != PROBLEM:
        yield "another shape"
    elif not set(answer.json()) >= MEMBERS:
        yield "members are missing"
    if MARKER in answer.text:
        yield "an echo"
