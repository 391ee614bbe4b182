"""The reference of the API as a page: made from its own OpenAPI description, without script, so it works offline."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response

from app.access.guards import Visitor
from app.access.models import Role
from app.access.policy import POLICY
from app.web import render

router = APIRouter(include_in_schema=False)
Json = Mapping[str, Any]
WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false"}


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter or a member of a JSON object, in words."""

    name: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent or answered in one media type; `members` where the shape has no name of its own."""

    media_type: str
    type: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the API can do."""

    id: str
    method: str
    path: str
    summary: str
    roles: tuple[str, ...]
    scope: str | None
    parameters: tuple[Member, ...]
    sends: tuple[Body, ...]
    answers: tuple[Body, ...]
    success: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A JSON object, or a list of words, that operations send or answer."""

    name: str
    description: str
    members: tuple[Member, ...]
    values: tuple[str, ...]


@router.get("/docs", response_model=str)
def show_reference(request: Request, visitor: Visitor) -> Response:
    """Show every operation of the API."""
    operations, shapes = described(request.app)
    names = {shape.name for shape in shapes}
    return render.page(request, "reference.html", visitor, operations=operations, api_shapes=shapes, names=names)


@lru_cache(maxsize=4)
def described(app: FastAPI) -> tuple[dict[str, list[Operation]], list[Shape]]:
    """Operations by their tag, and the shapes that they use."""
    description = app.openapi()
    tags: dict[str, list[Operation]] = {}
    for path, methods in description["paths"].items():
        for method, raw in methods.items():
            tags.setdefault(raw.get("tags", ["operation"])[0], []).append(_operation(path, method, raw))
    shapes = [_shape(name, raw) for name, raw in description.get("components", {}).get("schemas", {}).items()]
    return tags, [shape for shape in shapes if not shape.name.startswith("HTTPValidation")]


def _operation(path: str, method: str, raw: Json) -> Operation:
    rule = POLICY[raw["operationId"]]
    everybody = Role.public in rule.roles
    success = next(code for code in raw["responses"] if code.startswith("2"))
    return Operation(
        id=raw["operationId"],
        method=method,
        path=path,
        summary=raw.get("description") or raw["summary"],
        roles=() if everybody else tuple(sorted(rule.roles)),
        scope=rule.scope,
        parameters=tuple(_parameter(one) for one in raw.get("parameters", ())),
        sends=_bodies(raw.get("requestBody", {})),
        answers=_bodies(raw["responses"][success]),
        success=success,
    )


def _parameter(raw: Json) -> Member:
    where = "" if raw["in"] == "query" else f"In the {raw['in']}. "
    words = where + raw.get("description", "")
    return Member(raw["name"], type_of(raw["schema"]), raw.get("required", False), words.strip())


def _bodies(raw: Json) -> tuple[Body, ...]:
    contents = raw.get("content", {}).items()
    return tuple(Body(kind, type_of(one.get("schema", {})), _members(one.get("schema", {}))) for kind, one in contents)


def _shape(name: str, raw: Json) -> Shape:
    words = " ".join(raw.get("description", "").split())
    return Shape(name, words, _members(raw), tuple(str(value) for value in raw.get("enum", ())))


def _members(raw: Json) -> tuple[Member, ...]:
    required = raw.get("required", ())
    return tuple(
        Member(key, type_of(one), key in required, one.get("description", ""))
        for key, one in raw.get("properties", {}).items()
    )


def type_of(schema: Json) -> str:
    """The type of a JSON schema in words: `list of Venue`, `text or null`."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_of(one) for one in schema["anyOf"]))
    if "const" in schema or "enum" in schema:
        return " or ".join(f"“{value}”" for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    return _plain(schema)


def _plain(schema: Json) -> str:
    if schema.get("format") == "date":
        return "day"
    if "contentMediaType" in schema or schema.get("format") == "binary":
        return "file"
    kind = str(schema.get("type", "anything"))
    return WORDS.get(kind, kind)
