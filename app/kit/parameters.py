"""Query parameters: one that is misspelt is refused, since silence would answer another question."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from app.kit.errors import Invalid, field

KNOWN: dict[Callable[..., Any], frozenset[str]] = {}


def known(route: APIRoute) -> frozenset[str]:
    """The names of all query parameters that a route and its dependencies read, found once for each route."""
    if route.endpoint not in KNOWN:
        KNOWN[route.endpoint] = frozenset(_names(route.dependant))
    return KNOWN[route.endpoint]


def _names(dependant: Dependant) -> Iterator[str]:
    for parameter in dependant.query_params:
        shape = parameter.field_info.annotation
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            yield from (member.alias or name for name, member in shape.model_fields.items())
        else:
            yield parameter.alias
    for inner in dependant.dependencies:
        yield from _names(inner)


def refuse_unknown(request: Request) -> None:
    """Insist that every query parameter is one that the route knows. Raises Invalid."""
    names = known(request.scope["route"])
    errors = [
        field(f"/query/{name}", "unknown_parameter", _advice(name, names))
        for name in dict.fromkeys(request.query_params.keys())
        if name not in names
    ]
    if errors:
        raise Invalid("There is no such parameter here.", errors=errors)


def _advice(name: str, names: frozenset[str]) -> str:
    close = get_close_matches(name, names, n=1)
    if close:
        return f"Did you mean {close[0]}?"
    return f"Known parameters: {', '.join(sorted(names))}." if names else "No parameter is known here."
