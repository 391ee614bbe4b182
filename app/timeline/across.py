"""The timeline across States: the same questions as to one, each entry once, however many of the States it is about.

A page costs the same however much is on record. For a few States, as many entries as a page has are read from the range
of each, and merged. For many, the range of all entries is read, where each stands once: at its leading place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import Field
from sqlalchemy import ColumnElement, Select, and_, distinct, or_, select, true, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from app.access.service import Principal
from app.kit import paging
from app.kit.paging import Key, Slice, Window, newest_first
from app.kit.shapes import StateCode
from app.states import registry
from app.states import service as states
from app.states.groups import StateGroup, states_of
from app.states.models import State
from app.timeline import history
from app.timeline.history import Order, Places, Question
from app.timeline.models import Dating, Entry, Placing

PLACE: dict[Places, Any] = {Placing: aliased(Placing), Dating: aliased(Dating)}
FEW = 60  # more than any regional group has: from here on reading all entries is the shorter way


class AcrossQuestion(Question):
    """The filters of a timeline across States."""

    state: list[StateCode] = Field(
        default_factory=list, max_length=200, description="Only entries about one of these States; may be repeated."
    )
    group: list[StateGroup] = Field(
        default_factory=list, max_length=7, description="Only entries about a State of one of these groups."
    )


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked of the places of entries: of which States (None: of all), under which conditions, in what order."""

    chosen: Sequence[str] | None
    wanted: Sequence[ColumnElement[bool]]
    order: Order

    @property
    def merged(self) -> bool:
        return self.chosen is not None and len(self.chosen) <= FEW


def read(session: Session, question: AcrossQuestion, window: Window, *, seen_by: Principal) -> Slice:
    """One page across States, ordered by earliest day, latest day, id; no known year comes last. Raises UnknownStates.

    Asked for States and for groups, it is about the States that are in both.
    """
    order = Order(Dating if question.date_basis else Placing, question.order == "asc")
    wanted = history.conditions(session, question, order.places, seen_by=seen_by)
    search = Search(chosen(question), wanted, order)
    if search.chosen == []:
        return Slice([], None, 0 if window.count else window.total)
    total = session.execute(_count(search)).scalar_one() if window.count else window.total
    rows = _rows(session, search, window)
    shown = rows[: window.limit]
    after = _key(shown[-1]) if len(rows) > window.limit else None
    return Slice([history.on_day(row.body, row.latest_on, question.as_of) for row in shown], after, total)


def chosen(question: AcrossQuestion) -> list[str] | None:
    """The States that a question is about, sorted; None for all. Raises UnknownStates."""
    states.check((f"/query/state/{number}", code) for number, code in enumerate(question.state))
    if not question.state and not question.group:
        return None
    asked = set(question.state or (state.iso3 for state in registry.all_states()))
    grouped = set().union(*(states_of(group) for group in question.group)) if question.group else asked
    return sorted(asked & grouped)


def _rows(session: Session, search: Search, window: Window) -> Sequence[Any]:
    if search.order.ascending:
        return session.execute(_page(session, search, window)).all()
    sort_on = col(search.order.places.sort_on)

    def fetch(undated: bool, part: Window) -> Sequence[Any]:
        of_part = sort_on == date.max if undated else sort_on < date.max
        within = replace(search, wanted=[*search.wanted, of_part])
        return session.execute(_page(session, within, part)).all()

    return newest_first(window, fetch)


def _page(session: Session, search: Search, window: Window) -> Select[Any]:
    """The entries of a page, and one more where there is one."""
    found = (_merged(session, search, window) if search.merged else _range(search, _once(search), window)).subquery()
    key = _key_of(found.c)
    of_version = and_(col(Entry.id) == found.c.entry_id, col(Entry.version) == found.c.version)
    return select(col(Entry.body), *key).join(found, of_version).order_by(*_directed(key, search.order))


def _merged(session: Session, search: Search, window: Window) -> Select[Any]:
    """The first places of each State, merged: the first of all are among them."""
    places = search.order.places
    first = _range(search, col(places.state) == col(State.iso3), window).correlate(State)
    among = col(State.iso3).in_(search.chosen or [])
    if session.connection().dialect.name == "postgresql":
        each = first.lateral()
        query, key = select(each).join_from(State, each, true()).where(among), _key_of(each.c)
    else:  # SQLite has no LATERAL: it finds the first of each State again by their own key
        place: Any = PLACE[places]
        these = tuple_(col(place.entry_id), col(place.version)).in_(first.with_only_columns(*_own_key(places)))
        key = (col(place.sort_on), col(place.latest_on), col(place.entry_id))
        query = select(*key, col(place.version)).join_from(State, place, col(place.state) == col(State.iso3))
        query = query.where(among, these)
    return query.distinct().order_by(*_directed(key, search.order)).limit(window.limit + 1)


def _range(search: Search, among: ColumnElement[bool], window: Window) -> Select[Any]:
    """The first places after the last one seen, of one State or of all."""
    key = search.order.key
    query = select(*key, col(search.order.places.version)).where(among, *search.wanted)
    if window.after is not None:
        last = tuple_(*paging.dated_values(window.after))
        query = query.where(tuple_(*key) > last if search.order.ascending else tuple_(*key) < last)
    return query.order_by(*_directed(key, search.order)).limit(window.limit + 1)


def _once(search: Search) -> ColumnElement[bool]:
    """A condition: the leading place of each entry that is about one of the States."""
    places = search.order.places
    if search.chosen is None:
        return and_(col(places.lead))
    other = PLACE[places]
    same = and_(
        col(other.entry_id) == col(places.entry_id), col(other.version) == col(places.version),
        col(other.state).in_(search.chosen),
    )  # fmt: skip
    about = or_(col(places.state).in_(search.chosen), select(col(other.entry_id)).where(same).exists())
    return and_(col(places.lead), about)


def _count(search: Search) -> Select[Any]:
    places = search.order.places
    if not search.merged:
        return select(func.count()).select_from(places).where(_once(search), *search.wanted)
    among = col(places.state).in_(search.chosen or [])
    return select(func.count(distinct(col(places.entry_id)))).where(among, *search.wanted)


def _key(row: Any) -> Key:
    return paging.dated_key(row.sort_on, row.latest_on, row.entry_id)


def _key_of(columns: Any) -> tuple[Any, Any, Any]:
    return columns.sort_on, columns.latest_on, columns.entry_id


def _own_key(places: Places) -> tuple[Any, Any]:
    return col(places.entry_id), col(places.version)


def _directed(key: Sequence[Any], order: Order) -> list[Any]:
    return [column.asc() if order.ascending else column.desc() for column in key]
