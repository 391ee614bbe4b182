"""Query parameters: one that is misspelt is refused, since silence would answer another question."""

from difflib import get_close_matches
from functools import lru_cache

from fastapi import Request
from fastapi.dependencies.utils import get_flat_dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from app.kit.errors import Invalid, field


@lru_cache(maxsize=None)
def known(route: APIRoute) -> frozenset[str]:
    """The names of all query parameters that a route and its dependencies read."""
    names: set[str] = set()
    for parameter in get_flat_dependant(route.dependant).query_params:
        shape = parameter.field_info.annotation
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            names |= {member.alias or name for name, member in shape.model_fields.items()}
        else:
            names.add(parameter.alias)
    return frozenset(names)


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
