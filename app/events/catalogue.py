"""Lists of events: filtered, newest or oldest first, page by page, on any day and as known at any instant."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from typing import Annotated, Any, Literal

import orjson
from pydantic import AfterValidator, Field, StringConstraints
from sqlalchemy import ColumnElement, Select, and_, false, or_, select, tuple_
from sqlmodel import Session, col, func

from app.access.service import Principal
from app.access.visibility import visible
from app.events import types
from app.events.links import EventOrganizer, EventPerson, EventState, EventVenue
from app.events.models import Event, EventStatus, Mode, TypeKey
from app.kit.errors import Invalid, field
from app.kit.folding import fold
from app.kit.paging import Key, Slice, Window, bad_cursor, newest_first
from app.kit.shapes import DayWindow, Id, StateCode, Words
from app.ledger.intervals import held
from app.organizations import service as organizations
from app.people import service as people
from app.states import registry
from app.states import service as states
from app.timeline.history import Moment

NUMBER = r"-?[0-9]{1,3}(\.[0-9]{1,20})?"


def _box(text: str) -> str:
    if not re.fullmatch(rf"{NUMBER}(,{NUMBER}){{3}}", text):
        raise ValueError("Give four numbers: west, south, east, north, in degrees.")
    west, south, east, north = map(float, text.split(","))
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise ValueError("Longitudes are from -180 to 180, latitudes from -90 to 90, and south is not above north.")
    return text


Box = Annotated[str, StringConstraints(max_length=120), AfterValidator(_box)]


class EventQuestion(Moment, DayWindow):
    """The filters of a list of events; with `as_of` only those that had begun by the day."""

    q: Annotated[
        Words | None,
        Field(description="Words of the title, series or venue, or of a State's name, then or now."),
    ] = None
    type: list[TypeKey] = Field(default_factory=list, description="Only events of these types.")
    mode: Annotated[Mode | None, Field(description="Only events held in this way.")] = None
    status: list[EventStatus] = Field(default_factory=list, description="Only events of this status.")
    state: Annotated[StateCode | None, Field(description="About this State, or with it.")] = None
    organizer: Annotated[Id | None, Field(description="Held by this organization, in any role.")] = None
    person: Annotated[Id | None, Field(description="With this person.")] = None
    series: Annotated[Words | None, Field(description="Of the series with this name.")] = None
    venue_country: Annotated[StateCode | None, Field(description="Held in this country.")] = None
    city: Annotated[Words | None, Field(description="Held in this city.")] = None
    bbox: Annotated[
        Box | None,
        Field(description="Held inside a box of degrees (RFC 7946): west,south,east,north; it may span 180 degrees."),
    ] = None
    include: Annotated[Literal["withdrawn"] | None, Field(description="Show withdrawn events too.")] = None
    order: Annotated[Literal["asc", "desc"], Field(description="Oldest or newest first.")] = "desc"


SORT = (col(Event.sort_on), col(Event.id))


def search(session: Session, question: EventQuestion, window: Window, *, seen_by: Principal) -> Slice:
    """One page of the events that somebody may see; those of no known year come last in either order.

    Raises Invalid for a type that is not known, UnknownStates.
    """
    shown = visible(seen_by, visibility=Event.visibility, owner=Event.owner)
    wanted = and_(held(Event, session, question.known_at), shown, *_filters(session, question))
    total = window.total
    if window.count:
        total = session.scalars(select(func.count()).select_from(Event).where(wanted)).one()
    rows = _rows(session, wanted, question.order, window)
    page = rows[: window.limit]
    after = [page[-1].sort_on.isoformat(), page[-1].id] if len(rows) > window.limit else None
    return Slice([_as_of(row.body, row.latest_on, question.as_of) for row in page], after, total)


def about(session: Session, state: str, *, known_at: str | None = None) -> Select[str]:
    """The ids of the events of which a State is a subject, for a condition of another list."""
    link = and_(col(EventState.event_id) == Event.id, col(EventState.version) == Event.version)
    subjects = select(col(EventState.event_id)).join(Event, link)
    return subjects.where(col(EventState.state) == state, col(EventState.subject), held(Event, session, known_at))


def expanded(session: Session, ids: Collection[str], seen_by: Principal) -> dict[str, str]:
    """The JSON of those of these events that somebody may see, by id."""
    shown = visible(seen_by, visibility=Event.visibility, owner=Event.owner)
    found = select(col(Event.id), col(Event.body)).where(col(Event.id).in_(ids), held(Event, session, None), shown)
    return {row.id: row.body for row in session.execute(found)}


def _rows(session: Session, wanted: ColumnElement[bool], order: str, window: Window) -> Sequence[Any]:
    if order == "asc":
        return session.execute(_page(wanted, order, window)).all()

    def fetch(undated: bool, part: Window) -> Sequence[Any]:
        of_part = col(Event.sort_on) == date.max if undated else col(Event.sort_on) < date.max
        return session.execute(_page(and_(wanted, of_part), order, part)).all()

    return newest_first(window, fetch)


def _page(wanted: ColumnElement[bool], order: str, window: Window) -> Select[str, date, date, str]:
    query = select(col(Event.body), col(Event.latest_on), *SORT).where(wanted).limit(window.limit + 1)
    if window.after is not None:
        last = tuple_(*_values(window.after))
        query = query.where(tuple_(*SORT) > last if order == "asc" else tuple_(*SORT) < last)
    return query.order_by(*(column.asc() if order == "asc" else column.desc() for column in SORT))


def _filters(session: Session, question: EventQuestion) -> list[ColumnElement[bool]]:
    states.check([("/query/state", question.state), ("/query/venue_country", question.venue_country)])
    words = fold(question.q).split() if question.q else []
    conditions = [or_(col(Event.sought).contains(word, autoescape=True), _names_a_state(word)) for word in words]
    if question.type:
        _insist_on_types(session, question.type)
        conditions.append(col(Event.type).in_(question.type))
    if question.include != "withdrawn":
        conditions.append(~col(Event.withdrawn))
    plain = {Event.mode: question.mode, Event.series: question.series and fold(question.series)}
    conditions += [col(column) == value for column, value in plain.items() if value]
    if question.status:
        conditions.append(col(Event.status).in_(question.status))
    return [*conditions, *_days(question), *_links(session, question), *_places(question)]


def _insist_on_types(session: Session, names: Sequence[str]) -> None:
    known = types.kinds(session)
    advice = f"Use one of {', '.join(sorted(known))}."
    if unknown := [name for name in names if name not in known]:
        errors = [field(f"/query/type/{names.index(name)}", "unknown_value", advice) for name in unknown]
        raise Invalid("There is no such type of event.", errors=errors)


def _days(question: EventQuestion) -> list[ColumnElement[bool]]:
    conditions = []
    if question.as_of:
        conditions.append(col(Event.earliest_on) <= question.as_of)
    if question.from_:
        conditions.append(col(Event.latest_on) >= question.from_)
    if question.to:
        conditions.append(col(Event.earliest_on) <= question.to)
    return conditions


def _links(session: Session, question: EventQuestion) -> list[ColumnElement[bool]]:
    conditions = []
    if question.state:
        conditions.append(_linked(EventState, col(EventState.state) == question.state))
    if question.organizer:
        held_by = organizations.same_as(session, question.organizer)
        conditions.append(_linked(EventOrganizer, col(EventOrganizer.organization_id).in_(held_by)))
    if question.person:
        same = people.same_as(session, question.person)
        conditions.append(_linked(EventPerson, col(EventPerson.person_id).in_(same)))
    return conditions


def _names_a_state(word: str) -> ColumnElement[bool]:
    """Whether an event has to do with a State that is, or was, called so in any language."""
    found = registry.having(word)
    return _linked(EventState, col(EventState.state).in_(found)) if found else false()


def _linked(table: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the version of an event that a row shows has a link that fulfils all conditions."""
    links = select(table.event_id, table.version).where(*conditions)
    return tuple_(col(Event.id), col(Event.version)).in_(links)


def _places(question: EventQuestion) -> list[ColumnElement[bool]]:
    """One and the same venue fulfils all that is asked of places."""
    conditions = []
    if question.venue_country:
        conditions.append(col(EventVenue.country) == question.venue_country)
    if question.city:
        conditions.append(col(EventVenue.city) == fold(question.city))
    if question.bbox:
        conditions.append(_inside(*map(float, question.bbox.split(","))))
    return [_linked(EventVenue, *conditions)] if conditions else []


def _inside(west: float, south: float, east: float, north: float) -> ColumnElement[bool]:
    lies = col(EventVenue.longitude)
    spans = and_(lies >= west, lies <= east) if west <= east else or_(lies >= west, lies <= east)
    return and_(col(EventVenue.latitude).between(south, north), spans)


def _as_of(body: str, latest_on: date, day: date | None) -> str | bytes:
    """The stored text, with `certain` false where the date straddles the day that was asked for."""
    if day is None or latest_on <= day:
        return body
    return orjson.dumps(orjson.loads(body) | {"certain": False}, option=orjson.OPT_SORT_KEYS)


def _values(after: Key) -> tuple[date, str]:
    try:
        day, event_id = after
        return date.fromisoformat(day), str(event_id)
    except (TypeError, ValueError) as error:
        raise bad_cursor() from error
