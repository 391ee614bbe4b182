"""Participants from a table, and as a table: each row is taken by itself, and those that cannot be are named."""

import re
from datetime import datetime
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError
from sqlmodel import Session

from app.events import service
from app.events.models import Event, EventCreate
from app.events.participants import Participant
from app.kit.errors import CODES, Invalid, field, pointer, sentence
from app.kit.formats import csv, csv_in
from app.kit.formats.csv_in import Cells
from app.organizations import service as organizations
from app.people import service as people
from app.states import service as states

COLUMNS = ("name", "kind", "state", "organization", "person", "role", "total", "women", "men", "by_sector")
REQUIRED = ("name", "kind")
NUMBERS = ("total", "women", "men")
MOST = 500
IMPORTED = "Participants imported from a table."
Json = dict[str, Any]


class Refused(BaseModel):
    """A row that was not taken: its line in the file, and what is wrong, each with a pointer to the column."""

    line: int
    errors: list[dict[str, str]]


class ImportPublic(BaseModel):
    """What became of the rows of a table: `unchanged` are those of participants that the event has already."""

    event: str
    version: int
    added: int
    unchanged: int
    refused: list[Refused]


class TooManyParticipants(Invalid):
    """An event names at most 500 participants. Say the numbers of the others as a participant of kind `count`."""

    slug, title = "too-many-participants", "These are too many participants"


def take(session: Session, event: Event, content: bytes, *, reason: str, by: str, now: datetime) -> ImportPublic:
    """Add the participants of a table to an event; rows that cannot be taken are left out and named.

    Raises BadTable, TooManyParticipants, EventWithdrawn.
    """
    known: Json = orjson.loads(event.body)
    there: list[Json] = known["participants"]
    sound, refused = _judged(session, content)
    new = [one for number, one in enumerate(sound) if one not in there and one not in sound[:number]]
    if len(there) + len(new) > MOST:
        raise TooManyParticipants(f"The event would have {len(there) + len(new)} participants; {MOST} are the most.")
    fields = {name: known[name] for name in EventCreate.model_fields} | {"participants": [*there, *new]}
    data = EventCreate.model_validate(fields)
    changed = service.change(session, event, data, reason=reason, by=by, now=now, allow_duplicate=True)
    return ImportPublic(
        event=event.id, version=changed.version, added=len(new), unchanged=len(sound) - len(new), refused=refused
    )  # fmt: skip


def _judged(session: Session, content: bytes) -> tuple[list[Json], list[Refused]]:
    """The participants of the rows that can be taken, and the rows that cannot."""
    sound, refused = [], []
    for line, cells in csv_in.read(content, columns=COLUMNS, required=REQUIRED):
        try:
            sound.append(_participant(session, cells))
        except Invalid as error:
            refused.append(Refused(line=line, errors=[dict(one) for one in error.errors]))
    return sound, refused


def table(event: Event) -> bytes:
    """The participants of an event as the table that `take` reads."""
    return csv.write(COLUMNS, map(_cells, orjson.loads(event.body)["participants"]))


def _cells(participant: Json) -> Json:
    sectors = [f"{sector}={number}" for sector, number in participant["by_sector"].items()]
    return participant | {"by_sector": sectors}


def _participant(session: Session, cells: Cells | None) -> Json:
    """The participant of a row. Raises Invalid, with pointers to the columns."""
    if cells is None:
        detail = "The row has more or fewer cells than the first line: put cells with a comma in quotes."
        raise Invalid("The row cannot be taken.", errors=[field("", "bad_row", detail)])
    pairs = cells.get("by_sector", "").replace(";", " ").split()
    sectors = {sector: _number(cell) for sector, _, cell in (pair.partition("=") for pair in pairs)}
    numbers = {name: _number(cells[name]) for name in NUMBERS if name in cells}
    try:
        one = Participant.model_validate({**cells, **numbers, "by_sector": sectors})
    except ValidationError as error:
        wrong = [
            field(pointer(each["loc"][:1]), CODES.get(each["type"], each["type"]), sentence(each))
            for each in error.errors(include_input=False)
        ]
        raise Invalid("The row cannot be taken.", errors=wrong) from error
    states.check([("/state", one.state)])
    organizations.require_one(session, one.organization, at="/organization")
    try:
        people.require(session, [one.person], at="")
    except Invalid as error:
        error.errors = [{**each, "pointer": "/person"} for each in error.errors]
        raise
    return one.model_dump(mode="json")


def _number(cell: str) -> int | str:
    """The number in a cell; a cell that holds none is refused as it is."""
    return int(cell) if re.fullmatch(r"-?[0-9]{1,9}", cell) else cell
