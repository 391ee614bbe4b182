"""Query parameters: one that is misspelt is refused, since silence would answer another question."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from app.kit.errors import Invalid, field

KNOWN: dict[Callable[..., Any], dict[str, bool]] = {}


def known(route: APIRoute) -> Mapping[str, bool]:
    """All query parameters that a route and its dependencies read, and whether each may be repeated; found once."""
    if route.endpoint not in KNOWN:
        KNOWN[route.endpoint] = dict(_names(route.dependant))
    return KNOWN[route.endpoint]


def _names(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    for parameter in dependant.query_params:
        shape = parameter.field_info.annotation
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            for name, member in shape.model_fields.items():
                yield member.alias or name, _repeats(member.annotation)
        else:
            yield parameter.alias, _repeats(shape)
    for inner in dependant.dependencies:
        yield from _names(inner)


def _repeats(shape: Any) -> bool:
    return get_origin(shape) is list or any(_repeats(part) for part in get_args(shape))


def refuse_unknown(request: Request) -> None:
    """Insist that every query parameter is one that the route knows, and comes once unless it is a list.

    Raises Invalid.
    """
    names = known(request.scope["route"])
    given = Counter(name for name, _ in request.query_params.multi_items())
    errors = [field(f"/query/{name}", "unknown_parameter", _advice(name, names)) for name in given if name not in names]
    if errors:
        raise Invalid("There is no such parameter here.", errors=errors)
    errors = [
        field(f"/query/{name}", "repeated_parameter", "Give this parameter once.")
        for name, times in given.items()
        if times > 1 and not names[name]
    ]
    if errors:
        raise Invalid("A parameter is given more than once.", errors=errors)


def _advice(name: str, names: Iterable[str]) -> str:
    names = sorted(names)
    close = get_close_matches(name, names, n=1)
    if close:
        return f"Did you mean {close[0]}?"
    return f"Known parameters: {', '.join(names)}." if names else "No parameter is known here."
