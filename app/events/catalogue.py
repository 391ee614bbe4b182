"""Lists of events: filtered, newest first, page by page."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, select, tuple_
from sqlmodel import Session, col, func

from app.access.service import Principal
from app.access.visibility import visible
from app.events.models import Event, EventCountry, EventOrganizer, EventState, EventStatus, EventType, Mode
from app.kit.folding import fold
from app.kit.paging import Key, Slice, Window, bad_cursor, newest_first
from app.kit.shapes import Day, Id, StateCode, Words


class EventQuestion(BaseModel):
    """The filters of a list of events."""

    q: Annotated[Words | None, Field(description="Words of the title or the venue.")] = None
    type: Annotated[list[EventType], Field(description="Only events of these types.")] = []
    mode: Annotated[Mode | None, Field(description="Only events held in this way.")] = None
    status: Annotated[list[EventStatus], Field(description="Only events of this status.")] = []
    state: Annotated[StateCode | None, Field(description="About this State, or with it.")] = None
    organizer: Annotated[Id | None, Field(description="Held by this organization, in any role.")] = None
    venue_country: Annotated[StateCode | None, Field(description="Held in this country.")] = None
    from_: Annotated[Day | None, Field(alias="from", description="First day of the window.")] = None
    to: Annotated[Day | None, Field(description="Last day of the window.")] = None


NEWEST = (col(Event.sort_on), col(Event.id))


def search(session: Session, question: EventQuestion, window: Window, *, seen_by: Principal) -> Slice:
    """One page of the events that somebody may see, newest first; those of no known year come last."""
    wanted = [visible(seen_by, visibility=Event.visibility, owner=Event.owner), *_filters(question)]
    total = window.total
    if window.count:
        total = session.scalars(select(func.count()).select_from(Event).where(*wanted)).one()

    def fetch(undated: bool, part: Window) -> Sequence[Event]:
        of_part = col(Event.sort_on) == date.max if undated else col(Event.sort_on) < date.max
        query = select(Event).where(*wanted, of_part)
        if part.after is not None:
            query = query.where(tuple_(*NEWEST) < tuple_(*_values(part.after)))
        ordered = query.order_by(*(column.desc() for column in NEWEST))
        return session.scalars(ordered.limit(part.limit + 1)).all()

    rows = newest_first(window, fetch)
    shown = rows[: window.limit]
    after = [shown[-1].sort_on.isoformat(), shown[-1].id] if len(rows) > window.limit else None
    return Slice([row.body for row in shown], after, total)


def _filters(question: EventQuestion) -> list[ColumnElement[bool]]:
    words = fold(question.q).split() if question.q else []
    conditions = [col(Event.sought).contains(word, autoescape=True) for word in words]
    for column, chosen in ((Event.type, question.type), (Event.status, question.status)):
        if chosen:
            conditions.append(col(column).in_(chosen))
    if question.mode:
        conditions.append(col(Event.mode) == question.mode)
    if question.from_:
        conditions.append(col(Event.latest_on) >= question.from_)
    if question.to:
        conditions.append(col(Event.earliest_on) <= question.to)
    return [*conditions, *_links(question)]


def _links(question: EventQuestion) -> list[ColumnElement[bool]]:
    asked: list[tuple[Any, Any, str | None]] = [
        (EventState.event_id, EventState.state, question.state),
        (EventOrganizer.event_id, EventOrganizer.organization_id, question.organizer),
        (EventCountry.event_id, EventCountry.country, question.venue_country),
    ]
    return [col(Event.id).in_(select(event).where(key == value)) for event, key, value in asked if value]


def _values(after: Key) -> tuple[date, str]:
    try:
        day, event_id = after
        return date.fromisoformat(day), str(event_id)
    except (TypeError, ValueError) as error:
        raise bad_cursor() from error
