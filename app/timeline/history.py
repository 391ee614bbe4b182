"""Questions to the timeline: a State's history on any day, as this register knew it at any instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, and_, select, true, tuple_
from sqlmodel import Session, col, func

from app.access.models import Visibility
from app.access.service import Principal
from app.access.visibility import visible
from app.kit import dates
from app.kit.clock import InstantText
from app.kit.paging import Key, Slice, Window, bad_cursor, newest_first
from app.kit.shapes import Day
from app.ledger.intervals import CURRENT, held
from app.timeline.models import Entry, Kind, Placing


class Moment(BaseModel):
    """On which day, and as known when. Both may be left out: today's knowledge of all days."""

    as_of: Annotated[Day | None, Field(description="Only what had happened by this day.")] = None
    known_at: Annotated[InstantText | None, Field(description="What this register said at this instant.")] = None


class Question(Moment):
    """The filters of a timeline."""

    kind: Annotated[list[Kind], Field(description="Only entries of these kinds.")] = []
    from_: Annotated[Day | None, Field(alias="from", description="First day of the window.")] = None
    to: Annotated[Day | None, Field(description="Last day of the window.")] = None
    overlap: Annotated[
        Literal["may", "must"],
        Field(description="Whether an imprecise date may lie in the window, or must lie in it wholly."),
    ] = "may"
    include: Annotated[Literal["withdrawn"] | None, Field(description="Show withdrawn entries too.")] = None
    order: Annotated[Literal["asc", "desc"], Field(description="Oldest or newest first.")] = "asc"


@dataclass(frozen=True, slots=True)
class Alike:
    """What is on record already: the same fact, and those that are near it."""

    same: Sequence[Entry]
    near: Sequence[Entry]


SORT = (col(Placing.sort_on), col(Placing.latest_on), col(Placing.entry_id))


def read(session: Session, state: str, question: Question, window: Window, *, seen_by: Principal) -> Slice:
    """One page of a State's timeline, ordered by earliest day, latest day, id; no known year comes last."""
    wanted = and_(col(Placing.state) == state, *_conditions(session, question, seen_by))
    total = window.total
    if window.count:
        total = session.execute(select(func.count()).select_from(Placing).where(wanted)).scalar_one()
    rows = _rows(session, wanted, question.order, window)
    shown = rows[: window.limit]
    after = _key(shown[-1]) if len(rows) > window.limit else None
    return Slice([_as_of(row.body, row.latest_on, question.as_of) for row in shown], after, total)


def known(session: Session, moment: Moment) -> ColumnElement[bool]:
    """A condition: the versions of placings that held at `known_at`, or hold now."""
    return held(Placing, session, moment.known_at)


def alike(session: Session, *, kind: Kind, states: Sequence[str], when: str, days: int = 45) -> Alike:
    """Entries of the same kind about a State in common: the same fact, and those that are near it.

    The same fact has the same date, of a year that is known, and all the States: linked to an entry that leaves one
    of them out, that State would lose it. `days` or less apart is near.
    """
    asked = dates.parse(when)
    found = (
        select(Entry, Placing)
        .join(Placing, and_(col(Placing.entry_id) == Entry.id, col(Placing.version) == Entry.version))
        .where(col(Placing.state).in_(states), col(Placing.kind) == kind)
        .where(col(Placing.to_seq) == CURRENT, ~col(Placing.withdrawn))
        .where(col(Placing.visibility) != Visibility.restricted)  # a named list's own is offered to nobody
        .order_by(*SORT)
    )
    same: dict[str, Entry] = {}
    near: dict[str, Entry] = {}
    for entry, placing in session.execute(found):
        if placing.date == when and asked.year_known and _covers(entry, states):
            same[entry.id] = entry
        elif placing.date == when or (asked.year_known and _gap(asked, placing) <= days):
            near[entry.id] = entry
    return Alike(list(same.values()), [entry for entry in near.values() if entry.id not in same])


def _covers(entry: Entry, states: Sequence[str]) -> bool:
    return set(states) <= set(orjson.loads(entry.body)["states"])


def _gap(asked: dates.Edtf, placing: Placing) -> int:
    """Days between two dates; 0 where they overlap."""
    return max((placing.earliest_on - asked.last_day).days, (asked.first_day - placing.latest_on).days, 0)


def _conditions(session: Session, question: Question, seen_by: Principal) -> list[ColumnElement[bool]]:
    conditions = [known(session, question), visible(seen_by, visibility=Placing.visibility, owner=Placing.owner)]
    if question.include != "withdrawn":
        conditions.append(~col(Placing.withdrawn))
    if question.kind:
        conditions.append(col(Placing.kind).in_(question.kind))
    if question.as_of:
        conditions.append(col(Placing.earliest_on) <= question.as_of)
    return [*conditions, *_overlaps(question)]


def _overlaps(question: Question) -> list[ColumnElement[bool]]:
    must = question.overlap == "must"
    first, last = col(Placing.earliest_on), col(Placing.latest_on)
    start = (first if must else last) >= question.from_ if question.from_ else true()
    end = (last if must else first) <= question.to if question.to else true()
    return [start, end]


def _rows(session: Session, wanted: ColumnElement[bool], order: str, window: Window) -> Sequence[Any]:
    if order == "asc":
        return session.execute(_page(wanted, order, window)).all()

    def fetch(undated: bool, part: Window) -> Sequence[Any]:
        of_part = col(Placing.sort_on) == date.max if undated else col(Placing.sort_on) < date.max
        return session.execute(_page(and_(wanted, of_part), order, part)).all()

    return newest_first(window, fetch)


def _page(wanted: ColumnElement[bool], order: str, window: Window) -> Select[str, date, date, str]:
    query = select(col(Entry.body), *SORT).join(
        Placing, and_(col(Placing.entry_id) == Entry.id, col(Placing.version) == Entry.version)
    )
    query = query.where(wanted).limit(window.limit + 1)
    if window.after is not None:
        last = tuple_(*_values(window.after))
        query = query.where(tuple_(*SORT) > last if order == "asc" else tuple_(*SORT) < last)
    return query.order_by(*(column.asc() if order == "asc" else column.desc() for column in SORT))


def _key(row: Any) -> Key:
    return [row.sort_on.isoformat(), row.latest_on.isoformat(), row.entry_id]


def _values(after: Key) -> tuple[date, date, str]:
    try:
        first, second, entry_id = after
        return date.fromisoformat(first), date.fromisoformat(second), str(entry_id)
    except (TypeError, ValueError) as error:
        raise bad_cursor() from error


def _as_of(body: str, latest_on: date, day: date | None) -> str | bytes:
    """The stored text, with `certain` false where the date straddles the day that was asked for."""
    if day is None or latest_on <= day:
        return body
    return orjson.dumps(orjson.loads(body) | {"certain": False}, option=orjson.OPT_SORT_KEYS)
