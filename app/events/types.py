"""Types of events, kept as data: named, renamed, and retired; none is ever deleted."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, StringConstraints
from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel, col

from app.events import projection
from app.events.models import EventType, TypeOfEvent
from app.kit import rows
from app.kit.errors import Conflict, Invalid, NotFound, field
from app.kit.languages import Language
from app.kit.shapes import Input, Line, Replacement
from app.ledger import service as ledger
from app.timeline.models import Kind

Json = dict[str, Any]
EntryKind = Literal[Kind.event, Kind.visit, Kind.peer_review]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,49}$")]
STARTING: Mapping[EventType, dict[Language, str]] = MappingProxyType({
    EventType(name): {Language(language): label for language, label in labels.items()}
    for name, labels in tomllib.loads(Path(__file__).with_name("types.toml").read_text("utf-8")).items()
})  # fmt: skip


TYPES = rows.table(TypeOfEvent)
NAMED = rows.Statement(select(TYPES.c.active, TYPES.c.entry_kind).where(TYPES.c.type == bindparam("type")))


class EventTypeBase(SQLModel):
    labels: dict[Language, Line] = Field(min_length=1)
    active: bool = True


class EventTypeCreate(EventTypeBase, Input):
    """A type of event to add. `type` is how records name it; `entry_kind` the kind of entry that such events make."""

    type: Name
    entry_kind: EntryKind = Kind.event


class EventTypeUpdate(EventTypeBase, Replacement):
    """A type as it should be called. One that is not `active` is given to no further event; its key and kind stay."""


class EventTypePublic(BaseModel):
    """A type of event, and the kind of timeline entry that it makes."""

    type: str
    version: int
    entry_kind: Kind
    labels: dict[Language, str]
    active: bool
    recorded_at: str
    recorded_by: str
    reason: str | None


class TypeNotFound(NotFound):
    """No type of event has this name. GET /api/v1/event-types lists them."""

    title = "There is no such type of event"


class TypeTaken(Conflict):
    """A type of event has this name already: use it, or choose another name."""

    slug, title = "type-taken", "The name of the type is taken"


def create(session: Session, data: EventTypeCreate, *, by: str, now: datetime) -> TypeOfEvent:
    """Add a type. Raises TypeTaken."""
    if session.get(TypeOfEvent, data.type):
        raise TypeTaken("There is a type of this name.")
    fields = data.model_dump(mode="json") | {"version": 1, "reason": None}
    return _write(session, fields, action="recorded", by=by, now=now)


def change(
    session: Session, known: TypeOfEvent, data: EventTypeUpdate, *, reason: str, by: str, now: datetime
) -> TypeOfEvent:
    """Rename or retire a type, or take it up again; the same where nothing changes."""
    before: Json = orjson.loads(known.body)
    changed = data.model_dump(mode="json")
    if all(before[name] == value for name, value in changed.items()):
        return known
    fields = before | changed | {"version": known.version + 1, "reason": reason}
    return _write(session, fields, action="changed", by=by, now=now)


def get(session: Session, name: str) -> TypeOfEvent:
    """The type of this name. Raises TypeNotFound."""
    found = session.get(TypeOfEvent, name)
    if found is None:
        raise TypeNotFound("No type of event has this name.")
    return found


def every(session: Session) -> list[TypeOfEvent]:
    """All types, by name."""
    return list(session.scalars(select(TypeOfEvent).order_by(col(TypeOfEvent.type))))


def kinds(session: Session) -> dict[str, Kind]:
    """The kind of timeline entry that each type makes."""
    found = session.execute(select(col(TypeOfEvent.type), col(TypeOfEvent.entry_kind)))
    return {row.type: Kind(row.entry_kind) for row in found}


def check(session: Session, name: str) -> Kind:
    """Insist that a type may be given to an event; answers the kind of entry that it makes.

    Raises Invalid, naming the types that may.
    """
    found = NAMED.ask(session, type=name)
    if found and found[0]["active"]:
        return Kind(found[0]["entry_kind"])
    code, fact = ("retired_value", "is retired") if found else ("unknown_value", "is not known")
    offered = ", ".join(one.type for one in every(session) if one.active)
    raise Invalid(f"This type of event {fact}.", errors=[field("/type", code, f"Use one of {offered}.")])


def synchronize(session: Session, *, by: str, now: datetime) -> None:
    """Add the types that every register starts with, as far as they are not there."""
    there = {one.type for one in every(session)}
    entry_kinds: Mapping[str, EntryKind] = {"state_visit": Kind.visit, "peer_review": Kind.peer_review}
    for name, labels in STARTING.items():
        if name not in there:
            kind = entry_kinds.get(name, Kind.event)
            data = EventTypeCreate(type=name, entry_kind=kind, labels=labels)
            create(session, data, by=by, now=now)


def _write(session: Session, fields: Json, *, action: str, by: str, now: datetime) -> TypeOfEvent:
    place = ledger.stamp(session, now=now)
    fields |= {"recorded_at": place.at, "recorded_by": by}
    made = ledger.append(
        session, place, by=by, action=action, thing=f"event_type/{fields['type']}", version=fields["version"],
        body=fields, audience="public",
    )  # fmt: skip
    return projection.name_type(session, made)
