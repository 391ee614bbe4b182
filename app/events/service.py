"""Events: recorded, changed and withdrawn with their timeline entry in one transaction, and found again."""

from collections.abc import Container
from dataclasses import replace as other
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlmodel import Session, col

from app.access.models import Visibility
from app.access.service import Principal
from app.access.visibility import visible
from app.events import chain, completion, duplicates, keeping, life, participants, projection, standing, types
from app.events.models import Event, EventBase, EventCreate, EventPublic, EventStatus
from app.kit import differences
from app.kit.errors import Conflict, NotFound
from app.kit.ids import new_id
from app.ledger import service as ledger
from app.ledger.intervals import CURRENT, held
from app.organizations import service as organizations
from app.people import service as people
from app.states import service as states
from app.timeline import service as timeline
from app.timeline.service import About
from app.timeline.steps import service as steps

Json = dict[str, Any]
# Members that are other in every version, and tell nothing of what was changed.
OTHERWISE = frozenset({"version", "supersedes", "reason", "recorded_at", "recorded_by"})


class EventNotFound(NotFound):
    """No event has this id, or none that the caller may see."""

    title = "There is no such event"


class EventWithdrawn(Conflict):
    """A withdrawn event is neither changed nor withdrawn again, and no note is written about it. Record a new one."""

    slug, title = "event-withdrawn", "The event is withdrawn"


def create(
    session: Session, data: EventBase, *, by: str, now: datetime, owner: str | None = None,
    allow_duplicate: bool = False, about: About = timeline.NOTHING, event_id: str | None = None,
) -> Event:  # fmt: skip
    """Record an event, and its entry on the timeline of each State that it is about or that takes part.
    Raises DuplicateEvent unless `allow_duplicate`, UnknownStates, and Invalid for what is not registered.
    """
    kind = types.check(session, data.type)
    _check(session, data, event_id=None, named=())
    if not allow_duplicate:
        duplicates.refuse(session, data)
    event_id = event_id or new_id()
    about = other(about, event=event_id, owner=owner, floor=_effective(data))
    entry_id = standing.enter(session, data, kind, about, by=by, now=now)
    fields = _fields(data, [finding.model_dump(mode="json") for finding in about.findings])
    fields |= dict.fromkeys(("supersedes", "reason", "status_reason")) | {"id": event_id, "version": 1}
    fields["entry"] = entry_id
    return _write(session, fields, audience=_effective(data), action="recorded", by=by, owner=owner, now=now)


def change(
    session: Session, event: Event, data: EventBase, *, reason: str, by: str, now: datetime,
    allow_duplicate: bool = False, action: str = "changed",
) -> Event:  # fmt: skip
    """Replace an event by what it should say, and let its entry follow; the same where nothing changes.

    Raises EventWithdrawn, StatusNotReachable, DuplicateEvent where it becomes like another event, and as `create` does.
    """
    _insist_on_kept(event)
    known: Json = orjson.loads(event.body)
    fields, before, reach = _fields(data, known["findings"]), _before(known), _effective(data)
    if all(known[name] == value for name, value in fields.items()):
        return event
    _judge(session, event, before, data, allow_duplicate=allow_duplicate)
    about = About(event.id, owner=event.owner, floor=reach)
    entry_id = standing.follow(session, event.entry_id, before, data, about=about, reason=reason, by=by, now=now)
    fields |= {"entry": entry_id, "status_reason": life.reason(known, data.status, reason)}
    if reach != event.visibility:
        _cover(session, event, reach, reason=reason, by=by, now=now)
    return _succeed(session, event, fields, audience=reach, reason=reason, action=action, by=by, now=now)


def complete(session: Session, event: Event, data: EventCreate, *, reason: str, by: str, now: datetime) -> Event:
    """Add to an event what a second source knows of it; what is there stays as it is (completion.py)."""
    known = orjson.loads(event.body)
    whole = _before(known | completion.gained(known, data))
    return change(session, event, whole, reason=reason, by=by, now=now, allow_duplicate=True, action="completed")


def withdraw(session: Session, event: Event, *, reason: str, by: str, now: datetime) -> Event:
    """Take an event off all lists and timelines, with its open steps; it stays readable with the reason.

    Raises EventWithdrawn.
    """
    _insist_on_kept(event)
    standing.leave(session, event.entry_id, reason=reason, by=by, now=now)
    steps.end(session, event.id, reason=reason, by=by, now=now)
    audience = Visibility(event.visibility)
    return _succeed(session, event, {}, audience=audience, reason=reason, action="withdrawn", by=by, now=now)


def get(session: Session, event_id: str, *, seen_by: Principal, known_at: str | None = None) -> Event:
    """The event with this id, as it is or was at an instant. Raises EventNotFound, also for one not to be seen."""
    shown = visible(seen_by, visibility=Event.visibility, owner=Event.owner)
    found = select(Event).where(col(Event.id) == event_id, held(Event, session, known_at), shown)
    event = session.scalars(found).first()
    if event is None:
        raise EventNotFound("No event has this id.")
    return event


def is_taken(session: Session, event_id: str) -> bool:
    """Whether an id is that of an event, be it one that is hidden."""
    return session.get(Event, (event_id, 1)) is not None


def blank(event_id: str) -> str:
    """The JSON of an event that is not on record: an id, and nothing known."""
    return orjson.dumps(dict.fromkeys(EventPublic.model_fields) | {"id": event_id}).decode()


def current(session: Session, event_id: str) -> Event:
    """The current version of an event that another record points at."""
    return session.scalars(select(Event).where(col(Event.id) == event_id, col(Event.to_seq) == CURRENT)).one()


def versions(session: Session, event: Event, *, seen_by: Principal) -> list[bytes]:
    """The JSON of every version of an event that somebody may see, oldest first, with what each changed of the last."""
    shown = visible(seen_by, visibility=Event.visibility, owner=Event.owner)
    found = select(col(Event.body)).where(col(Event.id) == event.id, shown).order_by(col(Event.version))
    bodies: list[Json] = [orjson.loads(body) for body in session.scalars(found)]
    pairs = zip([*bodies[:1], *bodies], bodies, strict=False)
    return [orjson.dumps(after | {"changes": _changes(before, after)}) for before, after in pairs]


def _changes(before: Json, after: Json) -> list[Json]:
    told, became = ({name: state[name] for name in state.keys() - OTHERWISE} for state in (before, after))
    return differences.between(told, became)


def _insist_on_kept(event: Event) -> None:
    if event.withdrawn:
        raise EventWithdrawn("This event was withdrawn.")


def _before(known: Json) -> EventCreate:
    return EventCreate.model_validate({name: known[name] for name in EventCreate.model_fields})


def _judge(session: Session, event: Event, before: EventBase, data: EventBase, *, allow_duplicate: bool) -> None:
    """Insist that an event may become what it should."""
    life.check(before.status, data.status)
    if data.type != before.type:
        types.check(session, data.type)
    _check(session, data, event_id=event.id, named={before.follows, *(one.person for one in before.participants)})
    if not allow_duplicate:
        alike = duplicates.likely(session, before)
        duplicates.refuse(session, data, besides={event.id, *(one.id for one in (*alike.same, *alike.near))})


def _cover(session: Session, event: Event, floor: Visibility, *, reason: str, by: str, now: datetime) -> None:
    """Let all that belongs to an event be seen by those alone who may see it as it is now."""
    keeping.follow(session, event.id, reach=floor, owner=event.owner, reason=reason, by=by, now=now)
    timeline.cover(session, event.id, floor=floor, reason=reason, by=by, now=now)
    steps.cover(session, event.id, floor=floor, reason=reason, by=by, now=now)


def _check(session: Session, data: EventBase, *, event_id: str | None, named: Container[str | None]) -> None:
    """Insist that what an event names is on record; what it `named` before may be forgotten or withdrawn since."""
    states.require(data.states, at="/states")
    states.check((f"/venues/{number}/country", venue.country) for number, venue in enumerate(data.venues))
    states.check((f"/participants/{number}/state", one.state) for number, one in enumerate(data.participants))
    for at, listed in (("/organizers", data.organizers), ("/participants", data.participants)):
        organizations.require(session, [one.organization for one in listed], at=at, called=[one.name for one in listed])
    newcomers = [None if one.person in named else one.person for one in data.participants]
    people.require(session, newcomers, at="/participants")
    if data.follows and data.follows not in named:
        chain.check(session, data.follows, event_id=event_id)


def _effective(data: EventBase) -> Visibility:
    """Who may see an event: a draft is the committee's own."""
    return data.visibility.stricter(Visibility.committee) if data.status is EventStatus.draft else data.visibility


def _fields(data: EventBase, found: list[Json]) -> Json:
    """The members of an event that its writer gives, and those that follow from them."""
    doubts = [one.model_dump(mode="json") for one in participants.doubts(data.participants)]
    kept = [one for one in found if not participants.is_ours(one)]
    fields = data.model_dump(mode="json", include=set(EventBase.model_fields))
    return fields | {
        "states": sorted(set(data.states)), "date": data.date, "certain": True, "findings": [*kept, *doubts],
    }  # fmt: skip


def _succeed(
    session: Session, event: Event, fields: Json, *, audience: Visibility, reason: str, action: str, by: str,
    now: datetime,
) -> Event:  # fmt: skip
    whole = orjson.loads(event.body) | fields
    whole |= {"version": event.version + 1, "supersedes": event.version, "reason": reason}
    return _write(session, whole, audience=audience, action=action, by=by, owner=event.owner, now=now)


def _write(
    session: Session, fields: Json, *, audience: Visibility, action: str, by: str, owner: str | None, now: datetime
) -> Event:
    place = ledger.stamp(session, now=now)
    fields |= {"recorded_at": place.at, "recorded_by": by}
    fields["withdrawn_at"] = place.at if action == "withdrawn" else None
    made = ledger.append(
        session, place, by=by, action=action, thing=f"event/{fields['id']}", version=fields["version"], body=fields,
        audience=audience, owner=owner,
    )  # fmt: skip
    return projection.enter(session, made)
