"""Events: recorded with their timeline entry in one transaction, completed, and found again."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, SQLModel, col

from app.access.models import Visibility
from app.access.service import Principal
from app.access.visibility import visible
from app.events import completion, likeness
from app.events.models import (
    ON_TIMELINE,
    Event,
    EventBase,
    EventCountry,
    EventCreate,
    EventOrganizer,
    EventState,
    EventStatus,
)
from app.kit import dates
from app.kit.errors import Conflict, Invalid, NotFound, field
from app.kit.folding import fold
from app.kit.ids import new_id
from app.ledger import service as ledger
from app.organizations import service as organizations
from app.states import service as states
from app.timeline import service as timeline
from app.timeline.models import DateBasis, EntryCreate, EntryStatus
from app.timeline.service import About

# An event that was not held is on the timeline as an intention, and never counts as held.
INTENDED = {
    EventStatus.draft: EntryStatus.draft,
    EventStatus.planned: EntryStatus.planned,
    EventStatus.postponed: EntryStatus.planned,
    EventStatus.cancelled: EntryStatus.cancelled,
}
Json = dict[str, Any]


class EventNotFound(NotFound):
    """No event has this id, or none that the caller may see."""

    title = "There is no such event"


class DuplicateEvent(Conflict):
    """An event of the same State with overlapping dates, and a title or city alike, is on record: see `candidates`.

    Use one of them, or send `allow_duplicate=true` when yours is another event.
    """

    slug, title = "duplicate", "This event may be on record already"


@dataclass(frozen=True, slots=True)
class Likely:
    """Events that may be the one asked about; `same` are those of which nobody needs to be asked."""

    same: list[Event]
    near: list[Event]

    @property
    def candidates(self) -> list[Json]:
        """What a caller needs to choose."""
        return [_candidate(event) for event in (*self.same, *self.near)]


def create(
    session: Session,
    data: EventCreate,
    *,
    by: str,
    now: datetime,
    owner: str | None = None,
    allow_duplicate: bool = False,
    about: About = timeline.NOTHING,
) -> Event:
    """Record an event, and its entry on the timeline of each State that it is about or that takes part.

    Raises DuplicateEvent unless `allow_duplicate`, UnknownStates, and Invalid for unknown organizations.
    """
    _check(session, data)
    if not allow_duplicate and (candidates := likely(session, data).candidates):
        raise DuplicateEvent("An event like this is on record.", candidates=candidates)
    event_id = new_id()
    about = replace(about, event=event_id, owner=owner, floor=_effective(data))
    entry_id = _enter(session, data, about, by=by, now=now)
    fields = _fields(data) | {"id": event_id, "version": 1, "reason": None}
    fields["findings"] = [finding.model_dump(mode="json") for finding in about.findings]
    row = _write(session, data, fields, action="recorded", by=by, owner=owner, now=now)
    session.execute(insert(Event).values(row | {"entry_id": entry_id}))
    _link(session, data, event_id)
    return Event(**row, entry_id=entry_id)


def complete(session: Session, event: Event, data: EventCreate, *, reason: str, by: str, now: datetime) -> Event:
    """Add to an event what a second source knows of it; what is there stays as it is (completion.py)."""
    known = orjson.loads(event.body)
    gained = completion.gained(known, data)
    if not gained:
        return event
    before = {name: known[name] for name in EventCreate.model_fields}
    whole = EventCreate.model_validate(before | gained)
    _check(session, whole)
    entry_id = _spread(session, event, EventCreate.model_validate(before), whole, reason=reason, by=by, now=now)
    fields = known | _fields(whole) | {"version": event.version + 1, "reason": reason}
    row = _write(session, whole, fields, action="completed", by=by, owner=event.owner, now=now)
    session.execute(update(Event).where(col(Event.id) == event.id).values(row | {"entry_id": entry_id}))
    _unlink(session, event.id)
    _link(session, whole, event.id)
    return Event(**row, entry_id=entry_id)


def get(session: Session, event_id: str, *, seen_by: Principal) -> Event:
    """The event with this id. Raises EventNotFound, also for one that the caller may not see."""
    found = select(Event).where(
        col(Event.id) == event_id, visible(seen_by, visibility=Event.visibility, owner=Event.owner)
    )
    event = session.scalars(found).first()
    if event is None:
        raise EventNotFound("No event has this id.")
    return event


def likely(session: Session, data: EventBase) -> Likely:
    """Events on record that may be this one: a State in common, dates that overlap, and title or city alike.

    Those of the very same date are offered whatever they are called (likeness.py, docs/decisions/0008).
    """
    when = dates.parse(data.date)
    same, near = [], []
    for event in _overlapping(session, data.states, when):
        body = orjson.loads(event.body)
        coincide = likeness.coincide(body, data)
        if coincide and likeness.same(body, data):
            same.append(event)
        elif coincide or (when.year_known and likeness.alike(body, data)):
            near.append(event)
    return Likely(same, near)


def _overlapping(session: Session, about: list[str], when: dates.Edtf) -> list[Event]:
    """Events that were not called off, of one of these States, on dates that may overlap."""
    shared = select(col(EventState.event_id)).where(col(EventState.state).in_(about))
    found = select(Event).where(
        col(Event.id).in_(shared),
        col(Event.earliest_on) <= when.last_day,
        col(Event.latest_on) >= when.first_day,
        col(Event.status) != EventStatus.cancelled,
        # What only a named list may see is offered to nobody.
        col(Event.visibility) != Visibility.restricted,
    )
    return list(session.scalars(found.order_by(col(Event.sort_on), col(Event.id)))) if about else []


def _candidate(event: Event) -> Json:
    body = orjson.loads(event.body)
    return {name: body[name] for name in ("id", "version", "title", "date", "states", "venues")}


def _check(session: Session, data: EventBase) -> None:
    states.require(data.states, at="/states")
    states.check((f"/venues/{number}/country", venue.country) for number, venue in enumerate(data.venues))
    states.check((f"/participants/{number}/state", one.state) for number, one in enumerate(data.participants))
    organizations.require(session, [one.organization for one in data.organizers], at="/organizers")
    organizations.require(session, [one.organization for one in data.participants], at="/participants")
    if data.follows and session.get(Event, data.follows) is None:
        errors = [field("/follows", "unknown_event", "Use the id of an event that is on record, or null.")]
        raise Invalid("The event that this one follows is not on record.", errors=errors)


def concerned(data: EventBase) -> list[str]:
    """The States on whose timeline the event stands: its subjects, and those that take part."""
    present = {one.state for one in data.participants if one.state and one.role in ON_TIMELINE}
    return sorted({*data.states, *present})


def _enter(session: Session, data: EventBase, about: About, *, by: str, now: datetime) -> str | None:
    """Put an event on the timelines of the States that it concerns, if any; answers its entry's id."""
    if not concerned(data):
        return None
    entry = EntryCreate(
        kind=data.type.entry_kind, date=data.date, date_basis=DateBasis.held, status=INTENDED.get(data.status),
        title=data.title, states=concerned(data), identifiers=data.identifiers, sources=data.sources,
        visibility=data.visibility,
    )  # fmt: skip
    return timeline.record(session, entry, by=by, now=now, about=about).id


def _spread(
    session: Session, event: Event, before: EventBase, after: EventBase, *, reason: str, by: str, now: datetime
) -> str | None:
    """Put the event's entry on the timelines of the States that have come to it; answers the entry's id.

    States that somebody took off the entry stay off it, and a withdrawn entry stays withdrawn.
    """
    if event.entry_id is None:
        return _enter(session, after, About(event.id, owner=event.owner, floor=_effective(after)), by=by, now=now)
    entry = timeline.current(session, event.entry_id)
    newcomers = set(concerned(after)) - set(concerned(before))
    if newcomers and not entry.withdrawn:
        known = orjson.loads(entry.body)
        fields = {name: known[name] for name in EntryCreate.model_fields}
        corrected = EntryCreate.model_validate(fields | {"states": sorted({*known["states"], *newcomers})})
        timeline.correct(session, entry, corrected, reason=reason, by=by, now=now)
    return entry.id


def _effective(data: EventBase) -> Visibility:
    """Who may see an event: a draft is the committee's own."""
    return data.visibility.stricter(Visibility.committee) if data.status is EventStatus.draft else data.visibility


def _fields(data: EventBase) -> Json:
    return data.model_dump(mode="json") | {"states": sorted(set(data.states)), "date": data.date}


def _write(
    session: Session, data: EventBase, fields: Json, *, action: str, by: str, owner: str | None, now: datetime
) -> Json:
    """Put the event into the ledger; answers the columns of its row."""
    place = ledger.stamp(session, now=now)
    fields |= {"recorded_at": place.at, "recorded_by": by}
    thing, version = f"event/{fields['id']}", fields["version"]
    body = ledger.append(
        session, place, by=by, action=action, thing=thing, version=version, body=fields, audience=_effective(data),
        owner=owner,
    ).body  # fmt: skip
    when = dates.parse(data.date)
    places = [text for venue in data.venues for text in (venue.place, venue.city) if text]
    return {
        "id": fields["id"], "version": version, "seq": place.seq, "title": data.title,
        "sought": fold(" ".join([data.title, *places])), "type": data.type, "mode": data.mode, "status": data.status,
        "sort_on": when.sort_day, "earliest_on": when.first_day, "latest_on": when.last_day,
        "visibility": _effective(data),
        "owner": owner, "body": body,
    }  # fmt: skip


def _unlink(session: Session, event_id: str) -> None:
    for table in (EventState, EventOrganizer, EventCountry):
        session.execute(delete(table).where(col(table.event_id) == event_id))


def _link(session: Session, data: EventBase, event_id: str) -> None:
    """Write the rows that lists are filtered by."""
    organizers = sorted({one.organization for one in data.organizers if one.organization})
    countries = sorted({venue.country for venue in data.venues if venue.country})
    rows: list[tuple[type[SQLModel], list[Json]]] = [
        (EventState, [{"state": state, "subject": state in data.states} for state in concerned(data)]),
        (EventOrganizer, [{"organization_id": one} for one in organizers]),
        (EventCountry, [{"country": one} for one in countries]),
    ]
    for table, values in rows:
        if values:
            session.execute(insert(table), [value | {"event_id": event_id} for value in values])
