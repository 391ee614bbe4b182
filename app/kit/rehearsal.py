"""Dry runs: a write does all that it would do, answers as it would, and is then rolled back."""

from collections.abc import Set as AbstractSet
from typing import Annotated, Any

import orjson
from fastapi import Query, Request, Response

from app.kit.etags import PERSONAL

# Members by which the server promises something about a new record: a rehearsal promises nothing.
PROMISES = frozenset({"receipt"})


async def asked(
    request: Request,
    dry_run: Annotated[
        bool, Query(description="Answer as the write would, with null for every new id, and write nothing.")
    ] = False,
) -> None:
    request.state.dry_run = dry_run


def on(request: Request) -> bool:
    """Whether this request is a dry run."""
    return bool(getattr(request.state, "dry_run", False))


def answer(response: Response, made: AbstractSet[str]) -> Response:
    """The answer of a write that will be rolled back: 200, without an address, an entity tag, or any id of `made`."""
    told = orjson.dumps(_without(orjson.loads(response.body or b"null"), made))
    return Response(told, headers={"Cache-Control": PERSONAL}, media_type="application/json")


def _without(value: Any, made: AbstractSet[str]) -> Any:
    if isinstance(value, dict):
        return {name: _member(name, part, made) for name, part in value.items()}
    if isinstance(value, list):
        return [_without(part, made) for part in value]
    return None if isinstance(value, str) and value in made else value


def _member(name: str, value: Any, made: AbstractSet[str]) -> Any:
    told = _without(value, made)
    return None if name in PROMISES and told != value else told
