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
from app.kit.shapes import Day, DayWindow
from app.ledger.intervals import CURRENT, held
from app.timeline.models import DateBasis, Dating, Entry, Kind, Placing
from app.timeline.service import EntryNotFound
from app.timeline.shelves import Shelved, Tally


class Moment(BaseModel):
    """On which day, and as known when. Both may be left out: today's knowledge of all days."""

    as_of: Annotated[Day | None, Field(description="Only what had happened by this day.")] = None
    known_at: Annotated[InstantText | None, Field(description="What this register said at this instant.")] = None


class Question(Moment, DayWindow):
    """The filters of a timeline."""

    kind: Annotated[list[Kind], Field(description="Only entries of these kinds.")] = []
    date_basis: Annotated[
        DateBasis | None,
        Field(description="By the date of this meaning, such as the one of receipt; entries without it are left out."),
    ] = None
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
Places = type[Placing] | type[Dating]
PLAIN = Question()


@dataclass(frozen=True, slots=True)
class Order:
    """The rows that a question goes to, and the order in which they are read."""

    places: Places
    ascending: bool

    @property
    def key(self) -> tuple[Any, Any, Any]:
        return col(self.places.sort_on), col(self.places.latest_on), col(self.places.entry_id)

    def count(self, wanted: ColumnElement[bool]) -> Select[int]:
        """The question how many rows fulfil a condition."""
        return select(func.count()).select_from(self.places).where(wanted)

    def page(
        self, wanted: ColumnElement[bool], *, undated: bool | None, limit: Any, after: Sequence[Any] | None
    ) -> Select[Any]:
        """The question for the rows after a key: all, or only those that have no known year, or that have one."""
        key = self.key
        query = self._texts().where(wanted).limit(limit)
        if undated is not None:
            query = query.where(key[0] == date.max if undated else key[0] < date.max)
        if after is not None:
            query = query.where(tuple_(*key) > tuple_(*after) if self.ascending else tuple_(*key) < tuple_(*after))
        return query.order_by(*(column.asc() if self.ascending else column.desc() for column in key))

    def _texts(self) -> Select[Any]:
        """The text and the key of each row."""
        places = self.places
        if places is Placing:
            return select(col(Shelved.body), *self.key).join(Placing, col(Placing.place) == Shelved.place)
        version = and_(col(places.entry_id) == Entry.id, col(places.version) == Entry.version)
        return select(col(Entry.body), *self.key).join(places, version)


def read(session: Session, state: str, question: Question, window: Window, *, seen_by: Principal) -> Slice:
    """One page of a State's timeline, ordered by earliest day, latest day, id; no known year comes last."""
    order = Order(Dating if question.date_basis else Placing, question.order == "asc")
    wanted = and_(col(order.places.state) == state, *conditions(session, question, order.places, seen_by=seen_by))
    total = window.total
    if window.count:
        plain = question.model_copy(update={"kind": [], "order": "asc"}) == PLAIN
        counted = tally(col(Tally.state) == state, question.kind, seen_by) if plain else order.count(wanted)
        total = session.execute(counted).scalar_one()
    rows = _rows(session, wanted, order, window)
    shown = rows[: window.limit]
    after = _key(shown[-1]) if len(rows) > window.limit else None
    return Slice([on_day(row.body, row.latest_on, question.as_of) for row in shown], after, total)


def tally(about: ColumnElement[bool], kinds: Sequence[Kind], seen_by: Principal) -> Select[int]:
    """The question how many entries are on timelines now, of these kinds or of any; counted when they were written."""
    seen = visible(seen_by, visibility=Tally.visibility, owner=Tally.owner)
    among = col(Tally.kind).in_(kinds) if kinds else true()
    return select(func.coalesce(func.sum(col(Tally.entries)), 0)).where(about, among, seen)


def one(entry: Entry, day: date | None) -> bytes:
    """An entry's JSON as it stands on a day. Raises EntryNotFound for what had not happened by then."""
    when = dates.parse(orjson.loads(entry.body)["date"])
    if day and when.first_day > day:
        raise EntryNotFound("What this entry is about had not happened by that day.")
    body = on_day(entry.body, when.last_day, day)
    return body.encode() if isinstance(body, str) else body


def known(session: Session, moment: Moment) -> ColumnElement[bool]:
    """A condition: the versions of placings that held at `known_at`, or hold now."""
    return held(Placing, session, moment.known_at)


def alike(session: Session, *, kind: Kind, states: Sequence[str], when: str, days: int = 45) -> Alike:
    """Entries of the same kind about a State in common: the same fact, and those that are near it.

    The same fact has the same date, of a year that is known, and all the States: linked to an entry that leaves one
    of them out, that State would lose it. `days` or less apart is near.
    """
    asked = dates.parse(when)
    same: dict[str, Entry] = {}
    near: dict[str, Entry] = {}
    for entry, placing in session.execute(_of_kind(kind, states)):
        if placing.date == when and asked.year_known and _covers(entry, states):
            same[entry.id] = entry
        elif placing.date == when or (asked.year_known and _gap(asked, placing) <= days):
            near[entry.id] = entry
    return Alike(list(same.values()), [entry for entry in near.values() if entry.id not in same])


def _of_kind(kind: Kind, states: Sequence[str]) -> Select[Entry, Placing]:
    """The entries of a kind that are on the timelines of States, as they are now; a named list's own is left out."""
    return (
        select(Entry, Placing)
        .join(Placing, and_(col(Placing.entry_id) == Entry.id, col(Placing.version) == Entry.version))
        .where(col(Placing.state).in_(states), col(Placing.kind) == kind)
        .where(col(Placing.to_seq) == CURRENT, ~col(Placing.withdrawn))
        .where(col(Placing.visibility) != Visibility.restricted)
        .order_by(*SORT)
    )


def _covers(entry: Entry, states: Sequence[str]) -> bool:
    return set(states) <= set(orjson.loads(entry.body)["states"])


def _gap(asked: dates.Edtf, placing: Placing) -> int:
    """Days between two dates; 0 where they overlap."""
    return max((placing.earliest_on - asked.last_day).days, (asked.first_day - placing.latest_on).days, 0)


def conditions(
    session: Session, question: Question, places: Places, *, seen_by: Principal
) -> list[ColumnElement[bool]]:
    """What a question asks of the places of entries, beside the State; `places` is Dating for a named date."""
    return narrowed(question, places, held(places, session, question.known_at), seen_by=seen_by)


def narrowed(
    question: Question, places: Places, versions: ColumnElement[bool], *, seen_by: Principal
) -> list[ColumnElement[bool]]:
    """As `conditions`, where it is known already which versions held."""
    wanted = [versions, visible(seen_by, visibility=places.visibility, owner=places.owner)]
    if question.date_basis:
        wanted.append(col(Dating.basis) == question.date_basis)
    if question.include != "withdrawn":
        wanted.append(~col(places.withdrawn))
    if question.kind:
        wanted.append(col(places.kind).in_(question.kind))
    if question.as_of:
        wanted.append(col(places.earliest_on) <= question.as_of)
    return [*wanted, *_overlaps(question, places)]


def _overlaps(question: Question, places: Places) -> list[ColumnElement[bool]]:
    must = question.overlap == "must"
    first, last = col(places.earliest_on), col(places.latest_on)
    start = (first if must else last) >= question.from_ if question.from_ else true()
    end = (last if must else first) <= question.to if question.to else true()
    return [start, end]


def _rows(session: Session, wanted: ColumnElement[bool], order: Order, window: Window) -> Sequence[Any]:
    def fetch(undated: bool | None, part: Window) -> Sequence[Any]:
        after = None if part.after is None else values(part.after)
        return session.execute(order.page(wanted, undated=undated, limit=part.limit + 1, after=after)).all()

    return fetch(None, window) if order.ascending else newest_first(window, fetch)


def _key(row: Any) -> Key:
    return [row.sort_on.isoformat(), row.latest_on.isoformat(), row.entry_id]


def values(after: Key) -> tuple[date, date, str]:
    """The sort key that a cursor holds. Raises Invalid."""
    try:
        first, second, entry_id = after
        return date.fromisoformat(first), date.fromisoformat(second), str(entry_id)
    except (TypeError, ValueError) as error:
        raise bad_cursor() from error


def on_day(body: str, latest_on: date, day: date | None) -> str | bytes:
    """The stored text, with `certain` false where the date straddles the day that was asked for."""
    if day is None or latest_on <= day:
        return body
    return orjson.dumps(orjson.loads(body) | {"certain": False}, option=orjson.OPT_SORT_KEYS)
