"""Follow-through: whether an event was followed by a report or a plan of the State, and within how many days.

Days are counted from the end of the event. Where a date is imprecise they are a range, never an invented day.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import orjson
from sqlalchemy import select
from sqlmodel import Session, col

from app.access.service import Principal
from app.figures import service
from app.figures.models import Days, FollowedPublic, FollowThroughPublic, FollowThroughQuestion, Outcome, Tally
from app.kit import durations
from app.kit.paging import Key, Window, bad_cursor
from app.ledger.intervals import held
from app.states import service as states
from app.timeline import summary
from app.timeline.history import SORT
from app.timeline.models import Entry, Kind, Placing

OUTCOMES = (Kind.national_report, Kind.additional_information, Kind.nap)
# Dates that say on which day something ended: a day, days from and to, and a set of days.
DAYS = re.compile(r"\{?[0-9]{4}-[0-9]{2}-[0-9]{2}([/,][0-9]{4}-[0-9]{2}-[0-9]{2})*\}?")


@dataclass(frozen=True, slots=True)
class Case:
    """An event of a State (a row of its timeline), and the row of what followed it."""

    event: Any
    by: Any
    certain: bool
    waiting: bool

    @property
    def followed(self) -> Literal["yes", "maybe", "no"]:
        """Whether something followed; `maybe` where imprecise dates leave it open."""
        if self.by is None:
            return "no"
        return "yes" if self.certain else "maybe"

    @property
    def key(self) -> Key:
        """The place in the list, by which pages are cut."""
        row = self.event
        return [row.sort_on.isoformat(), row.latest_on.isoformat(), row.entry_id, row.state]


def follow_through(
    session: Session, question: FollowThroughQuestion, window: Window, *, today: date, seen_by: Principal
) -> tuple[FollowThroughPublic, Key | None]:
    """What followed each event by a day (today where none is given), and the key of the page's last where more follow.

    The first that certainly followed is named, else the first that may have.
    Raises UnknownStates.
    """
    day = question.as_of or today
    rows = _read(session, question, day, seen_by)
    cases = _cases(rows, question.months, day)
    page, after = _page(cases, window)
    answer = FollowThroughPublic(
        as_of=day,
        known_at=question.known_at,
        months=question.months,
        events=Tally(total=len(cases), certain=sum(case.event.latest_on <= day for case in cases)),
        followed=Tally(total=_count(cases, "yes") + _count(cases, "maybe"), certain=_count(cases, "yes")),
        waiting=sum(case.waiting for case in cases),
        undated=sum(row.kind in summary.EVENTS and row.sort_on == date.max for row in rows),
        items=_items(session, page, question, day),
        next=None,
        total=len(cases) if window.count else window.total,
        notice=summary.NOTICE,
    )
    return answer, after


def _read(session: Session, question: FollowThroughQuestion, day: date, seen_by: Principal) -> Sequence[Any]:
    """The events, reports and plans that had happened by the day, or may have, in the order of their dates."""
    states.check([("/query/state", question.state)])
    shown = ("state", "entry_id", "kind", "date", "sort_on", "earliest_on", "latest_on")
    wanted = [col(Placing.kind).in_([*summary.EVENTS, *OUTCOMES]), *service.happened(session, question, day, seen_by)]
    if question.state:
        wanted.append(col(Placing.state) == question.state)
    columns = [getattr(Placing, name) for name in shown]
    return session.execute(select(*columns).where(*wanted).order_by(*SORT, col(Placing.state))).all()


def _cases(rows: Sequence[Any], months: int, day: date) -> list[Case]:
    outcomes: defaultdict[str, list[Any]] = defaultdict(list)
    dated = [row for row in rows if row.sort_on < date.max]
    for row in dated:
        if row.kind in OUTCOMES:
            outcomes[row.state].append(row)
    return [_case(row, outcomes[row.state], months, day) for row in dated if row.kind in summary.EVENTS]


def _case(event: Any, outcomes: Sequence[Any], months: int, day: date) -> Case:
    first, last = _ends(event)
    span = f"P{months}M"
    may = [one for one in outcomes if one.latest_on >= first and durations.before(one.earliest_on, span) <= last]
    sure = [one for one in may if one.earliest_on >= last and durations.before(one.latest_on, span) <= first]
    by = next(iter(sure or may), None)
    return Case(event, by, certain=bool(sure), waiting=by is None and durations.before(day, span) < last)


def _ends(event: Any) -> tuple[date, date]:
    """The first and the last day on which an event may have ended."""
    return (event.latest_on if DAYS.fullmatch(event.date) else event.earliest_on), event.latest_on


def _days(case: Case) -> Days | None:
    if case.by is None:
        return None
    first, last = _ends(case.event)
    limitless = first == date.min or case.by.latest_on == date.max
    return Days(
        least=max((case.by.earliest_on - last).days, 0), most=None if limitless else (case.by.latest_on - first).days
    )


def _count(cases: Sequence[Case], answer: str) -> int:
    return sum(case.followed == answer for case in cases)


def _page(cases: Sequence[Case], window: Window) -> tuple[Sequence[Case], Key | None]:
    rest = cases if window.after is None else [case for case in cases if _is_after(case.key, window.after)]
    page = rest[: window.limit]
    return page, page[-1].key if len(rest) > window.limit else None


def _is_after(key: Key, last: Key) -> bool:
    if [type(part) for part in last] != [str] * len(key):
        raise bad_cursor()
    return key > last


def _items(session: Session, page: Sequence[Case], question: FollowThroughQuestion, day: date) -> list[FollowedPublic]:
    ids = {row.entry_id for case in page for row in (case.event, case.by) if row}
    found = select(col(Entry.id), col(Entry.body)).where(
        col(Entry.id).in_(ids), held(Entry, session, question.known_at)
    )
    bodies = {row.id: orjson.loads(row.body) for row in session.execute(found)}
    return [_item(case, bodies, day) for case in page]


def _item(case: Case, bodies: dict[str, Any], day: date) -> FollowedPublic:
    event, by = bodies[case.event.entry_id], case.by and bodies[case.by.entry_id]
    return FollowedPublic(
        state=case.event.state,
        event=event["event"],
        entry=event["id"],
        certain=case.event.latest_on <= day,
        **{name: event[name] for name in ("kind", "date", "title")},
        followed=case.followed,
        waiting=case.waiting,
        by=by and Outcome(entry=by["id"], **{name: by[name] for name in ("kind", "date", "title")}),
        days=_days(case),
    )
