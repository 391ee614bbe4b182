"""Series: which event follows which. Every event follows at most one, and many may follow one."""

from sqlalchemy import CTE, ColumnElement, and_, select
from sqlmodel import Session, col

from app.access.service import Principal
from app.access.visibility import visible
from app.events.models import Event
from app.kit.errors import Invalid, field
from app.ledger.intervals import CURRENT, held


def read(session: Session, event: Event, *, seen_by: Principal, known_at: str | None = None) -> list[str]:
    """The JSON of all events of a series, oldest first: what an event follows, and all that follows from there.

    A series ends where somebody may not look on: neither are events shown that only a hidden one ties to it.
    """
    shown = visible(seen_by, visibility=Event.visibility, owner=Event.owner)
    seen = and_(held(Event, session, known_at), shown, ~col(Event.withdrawn))
    earlier = _earlier(event.id, seen)
    later = select(earlier.c.id).cte("later", recursive=True)
    later = later.union(select(col(Event.id)).join(later, col(Event.follows) == later.c.id).where(seen))
    wanted = select(col(Event.body)).where(col(Event.id).in_(select(later.c.id)), seen)
    return list(session.scalars(wanted.order_by(col(Event.sort_on), col(Event.id))))


def check(session: Session, follows: str, *, event_id: str | None) -> None:
    """Insist that an event is on record and does not follow this one already. Raises Invalid."""
    earlier = _earlier(follows, and_(col(Event.to_seq) == CURRENT, ~col(Event.withdrawn)))
    found = set(session.scalars(select(earlier.c.id)))
    if follows not in found:
        errors = [field("/follows", "unknown_event", "Use the id of an event that is on record, or null.")]
        raise Invalid("The event that this one follows is not on record.", errors=errors)
    if event_id in found:
        errors = [field("/follows", "ring", "Name an event that comes before this one.")]
        raise Invalid("The event would follow itself.", errors=errors)


def _earlier(start: str, seen: ColumnElement[bool]) -> CTE:
    """An event and all that it follows; UNION drops what is there already, so that even a ring would end."""
    first = select(col(Event.id), col(Event.follows)).where(col(Event.id) == start, seen)
    earlier = first.cte("earlier", recursive=True)
    before = select(col(Event.id), col(Event.follows)).join(earlier, col(Event.id) == earlier.c.follows)
    return earlier.union(before.where(seen))
