"""Events on record that may be the one that somebody is about to record."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import and_, select
from sqlmodel import Session, col

from app.access.models import Visibility
from app.events import likeness, projection, types
from app.events.links import EventState
from app.events.models import Event, EventBase, EventStatus
from app.kit import dates
from app.kit.errors import Conflict
from app.ledger.intervals import CURRENT

Json = dict[str, Any]
OFFERED = ("id", "version", "title", "date", "states", "venues")


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
        bodies = (orjson.loads(event.body) for event in (*self.same, *self.near))
        return [{name: body[name] for name in OFFERED} for body in bodies]


def likely(session: Session, data: EventBase) -> Likely:
    """Events on record that may be this one: a State in common, dates that overlap, and title or city alike.

    Those of the very same date are offered whatever they are called (likeness.py, docs/decisions/0008). An event that
    is about no State is held against those of the States that take part, else against others that concern none; there
    title or city must be alike.
    """
    when = dates.parse(data.date)
    kinds = types.kinds(session)
    same, near = [], []
    about = data.states or projection.concerned(data.model_dump(mode="json"))
    for event in _overlapping(session, about, when):
        body = orjson.loads(event.body)
        coincide = likeness.coincide(body, data, kinds)
        if coincide and likeness.same(body, data):
            same.append(event)
        elif (coincide and data.states) or (when.year_known and likeness.alike(body, data)):
            near.append(event)
    return Likely(same, near)


def refuse(session: Session, data: EventBase, *, besides: Container[str] = ()) -> None:
    """Insist that no event on record is like this one, but for those of the ids `besides`. Raises DuplicateEvent."""
    candidates = [one for one in likely(session, data).candidates if one["id"] not in besides]
    if candidates:
        raise DuplicateEvent("An event like this is on record.", candidates=candidates)


def _overlapping(session: Session, about: list[str], when: dates.Edtf) -> list[Event]:
    """Events that were not called off, of one of these States, or of none, on dates that may overlap."""
    link = and_(col(EventState.event_id) == Event.id, col(EventState.version) == Event.version)
    links = select(EventState).where(link)
    shared = links.where(col(EventState.state).in_(about)).exists() if about else ~links.exists()
    found = select(Event).where(
        col(Event.to_seq) == CURRENT,
        ~col(Event.withdrawn),
        col(Event.earliest_on) <= when.last_day,
        col(Event.latest_on) >= when.first_day,
        col(Event.status) != EventStatus.cancelled,
        # What only a named list may see is offered to nobody.
        col(Event.visibility) != Visibility.restricted,
        shared,
    )
    return list(session.scalars(found.order_by(col(Event.sort_on), col(Event.id))))
