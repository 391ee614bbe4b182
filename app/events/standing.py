"""The event's own entry: how an event stands on the timelines of the States that it concerns (decision 0016)."""

from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session

from app.events import projection, types
from app.events.models import EventBase, EventStatus
from app.timeline import service as timeline
from app.timeline.models import DateBasis, Entry, EntryCreate, EntryStatus, Kind
from app.timeline.service import About

Json = dict[str, Any]
# An event that was not held is on the timeline as an intention, and never counts as held.
INTENDED = {
    EventStatus.draft: EntryStatus.draft,
    EventStatus.planned: EntryStatus.planned,
    EventStatus.postponed: EntryStatus.planned,
    EventStatus.cancelled: EntryStatus.cancelled,
}


def concerned(data: EventBase) -> list[str]:
    """The States on whose timeline the event stands: its subjects, and those that take part."""
    return projection.concerned({"states": data.states, "participants": [vars(one) for one in data.participants]})


def enter(session: Session, data: EventBase, kind: Kind, about: About, *, by: str, now: datetime) -> str | None:
    """Put an event on the timelines of the States that it concerns, if any; answers its entry's id."""
    entry = _entry(data, kind)
    return timeline.record(session, entry, by=by, now=now, about=about).id if entry.states else None


def follow(
    session: Session, entry_id: str | None, before: EventBase, after: EventBase, *, about: About, reason: str, by: str,
    now: datetime,
) -> str | None:  # fmt: skip
    """Let the entry follow its event; answers the entry's id, or None where the event concerns no State any more.

    What somebody corrected on the entry by hand stays, but for the status; a withdrawn entry stays withdrawn.
    """
    kinds = types.kinds(session)
    if entry_id is None:
        return enter(session, after, kinds[after.type], about, by=by, now=now)
    entry = timeline.current(session, entry_id)
    if entry.withdrawn:
        return entry_id
    if not concerned(after):
        timeline.withdraw(session, entry, reason=reason, by=by, now=now)
        return None
    fields, wanted = _followed(entry, _entry(before, kinds[before.type]), _entry(after, kinds[after.type]))
    if wanted != fields or entry.floor != about.floor:
        data = EntryCreate.model_validate(wanted)
        timeline.correct(session, entry, data, reason=reason, by=by, now=now, floor=about.floor)
    return entry_id


def leave(session: Session, entry_id: str | None, *, reason: str, by: str, now: datetime) -> None:
    """Take an event off all timelines."""
    entry = timeline.current(session, entry_id) if entry_id else None
    if entry and not entry.withdrawn:
        timeline.withdraw(session, entry, reason=reason, by=by, now=now)


def _entry(data: EventBase, kind: Kind) -> EntryCreate:
    """The entry that an event makes by itself."""
    return EntryCreate(
        kind=kind, date=data.date, date_basis=DateBasis.held,
        status=INTENDED.get(data.status), title=data.title, states=concerned(data), identifiers=data.identifiers,
        sources=data.sources, visibility=data.visibility,
    )  # fmt: skip


def _followed(entry: Entry, before: EntryCreate, after: EntryCreate) -> tuple[Json, Json]:
    """An entry as it is, and with what its event changes of it: what nobody changed on the entry itself."""
    body: Json = orjson.loads(entry.body)
    known = {name: body[name] for name in EntryCreate.model_fields}
    was, becomes = before.model_dump(mode="json"), after.model_dump(mode="json")
    changed = {name: value for name, value in becomes.items() if value != was[name]}
    lists = {name: _joined(known[name], was[name], value) for name, value in changed.items() if isinstance(value, list)}
    plain = {name: value for name, value in changed.items() if name == "status" or known[name] == was[name]}
    merged = known | plain | lists
    return known, merged | {"states": merged["states"] or becomes["states"]}


def _joined(known: list[Any], was: list[Any], becomes: list[Any]) -> list[Any]:
    """A list without what an edit took away, and with what it added."""
    kept = [one for one in known if one not in was or one in becomes]
    return [*kept, *(one for one in becomes if one not in was and one not in kept)]
