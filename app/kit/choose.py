"""What comes back: `fields=` leaves members out, `expand=` puts records in the place of their ids.

Both choose from what the answer would hold, after everything else; its entity tag is made of what is sent. An answer is
taken apart only where somebody asks for it. The table of expansions is `app.state.expansions`, which main.py passes: a
path in a record, such as `event` or `organizers.organization`, to the verb that finds the records of many ids at once.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, get_args

import orjson
from fastapi import Query, Request
from pydantic import BaseModel

from app.kit.errors import Invalid, field

Json = dict[str, Any]
# (session, ids, principal) to the stored JSON of those records that the principal may see, by id.
Loader = Callable[[Any, Collection[str], Any], Mapping[str, str | bytes]]
ALWAYS = "id"
JSON = "application/json"


class NothingToChoose(Invalid):
    """`fields` and `expand` choose members of JSON; another format is sent whole. Ask for JSON, or leave them out."""

    slug, title = "nothing-to-choose", "Only JSON can be chosen from"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a request chose; `fields` is None for all members."""

    fields: frozenset[str] | None
    expand: Mapping[str, Loader]
    listed: bool


@lru_cache
def record(model: Any) -> tuple[frozenset[str], bool]:
    """The members of the record that a response model shows, or of each item of its list, and whether it is a list."""
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return frozenset(), False
    listed = "items" in model.model_fields
    shown = get_args(model.model_fields["items"].annotation)[0] if listed else model
    return frozenset(shown.model_fields), listed


async def asked(
    request: Request,
    fields: Annotated[
        str | None, Query(max_length=1000, description="Members to send, separated by commas; `id` always comes.")
    ] = None,
    expand: Annotated[
        str | None, Query(max_length=1000, description="Members whose ids are replaced by the records themselves.")
    ] = None,
) -> None:
    if fields is None and expand is None:
        return
    members, listed = record(request.scope["route"].response_model)
    kept = None if fields is None else frozenset(_known("fields", fields, members))
    request.state.choice = Choice(kept, _expansions(request, expand, members), listed)


def _expansions(request: Request, expand: str | None, members: frozenset[str]) -> dict[str, Loader]:
    if expand is None:
        return {}
    if "known_at" in request.query_params:
        detail = "Records are expanded as they now are: leave expand or known_at out."
        raise Invalid(detail, errors=[field("/query/expand", "not_in_the_past", detail)])
    table: Mapping[str, Loader] = request.app.state.expansions
    known = {path for path in table if path.split(".")[0] in members}
    return {path: table[path] for path in _known("expand", expand, known)}


def _known(parameter: str, text: str, names: Collection[str]) -> list[str]:
    wanted = [name.strip() for name in text.split(",")]
    if set(wanted) - set(names):
        detail = f"Known here: {', '.join(sorted(names))}." if names else "Nothing can be chosen here."
        raise Invalid("There is no such member.", errors=[field(f"/query/{parameter}", "unknown_value", detail)])
    return wanted


def made(request: Request, body: bytes, media_type: str) -> bytes:
    """The representation with what the request chose. Raises NothingToChoose where it is no JSON."""
    choice: Choice | None = getattr(request.state, "choice", None)
    if choice is None:
        return body
    if media_type != JSON:
        raise NothingToChoose("Only JSON can be chosen from: ask for it, or leave fields and expand out.")
    whole: Json = orjson.loads(body)
    records: list[Json] = whole["items"] if choice.listed else [whole]
    if choice.fields is not None:
        kept = choice.fields | {ALWAYS}
        records = [{name: value for name, value in one.items() if name in kept} for one in records]
    for path, load in choice.expand.items():
        _expand(request, records, path.split("."), load)
    return orjson.dumps({**whole, "items": records} if choice.listed else records[0])


def _expand(request: Request, records: list[Json], path: list[str], load: Loader) -> None:
    places = [place for one in records for place in _places(one, path)]
    ids = {one for holder, name in places for one in _ids(holder[name])}
    found = load(request.state.session, ids, request.state.principal) if ids else {}
    for holder, name in places:
        value = holder[name]
        holder[name] = [_put(one, found) for one in value] if isinstance(value, list) else _put(value, found)


def _places(value: Any, path: list[str]) -> Iterator[tuple[Json, str]]:
    """The objects that hold the last member of a path, and its name."""
    if isinstance(value, list):
        for part in value:
            yield from _places(part, path)
    elif isinstance(value, dict) and path[0] in value:
        if len(path) == 1:
            yield value, path[0]
        else:
            yield from _places(value[path[0]], path[1:])


def _ids(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _put(one: Any, found: Mapping[str, str | bytes]) -> Any:
    """The record in the place of its id; the id where the caller may not see the record."""
    return orjson.Fragment(found[one]) if isinstance(one, str) and one in found else one
