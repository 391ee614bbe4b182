"""Lists of steps: filtered, by the day on which they were agreed, on any day, as known at any instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, and_, case, or_, select, true, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from app.access.service import Principal
from app.access.visibility import visible
from app.kit import paging
from app.kit.durations import limit
from app.kit.folding import fold
from app.kit.paging import Slice, Window, newest_first
from app.ledger.intervals import held
from app.states import service as states
from app.timeline.history import Moment
from app.timeline.models import Entry, EntryStatus, Json, Placing
from app.timeline.steps.models import Step, StepQuestion, StepState, StepStatus

SORT = (col(Step.sort_on), col(Step.latest_on), col(Step.id))
# The entry that closed a step, as it stands on the timeline of the State for which it did.
Closing = aliased(Placing)
# The same entry by itself, whatever has become of it.
Deed = aliased(Entry)
COLUMNS: tuple[Any, ...] = (
    col(Step.body), *SORT, col(Step.due_on), col(Closing.earliest_on).label("from_on"),
    col(Closing.latest_on).label("by_on"), col(Deed.id).label("deed"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outstanding:
    """How many steps of a State are open on a day, and how many of them are overdue."""

    open: int
    overdue: int


NONE = Outstanding(0, 0)


def search(session: Session, question: StepQuestion, window: Window, *, today: date, seen_by: Principal) -> Slice:
    """One page of the steps that somebody may see, by the day on which they were agreed, then by id.

    Raises UnknownStates.
    """
    states.check((f"/query/state/{number}", code) for number, code in enumerate(question.state))
    day = question.as_of or today
    wanted = and_(*_conditions(session, question, day, seen_by))
    total = window.total
    if window.count:
        counted = joined(session, question, select(func.count()).select_from(Step), seen_by=seen_by)
        total = session.execute(counted.where(wanted)).scalar_one()
    found = joined(session, question, select(*COLUMNS), seen_by=seen_by)
    rows = _rows(found.where(wanted), question.order, session, window)
    shown = rows[: window.limit]
    after = paging.dated_key(shown[-1].sort_on, shown[-1].latest_on, shown[-1].id) if len(rows) > window.limit else None
    return Slice([orjson.dumps(on_day(row, question, today=today)) for row in shown], after, total)


def read(session: Session, step: Step, moment: Moment, *, today: date, seen_by: Principal) -> Json:
    """One version of a step, as it stands on a day."""
    version = and_(col(Step.id) == step.id, col(Step.version) == step.version)
    query = joined(session, moment, select(*COLUMNS), seen_by=seen_by).where(version)
    return on_day(session.execute(query).one(), moment, today=today)


def on_day(row: Any, moment: Moment, *, today: date) -> Json:
    """A step's version with what has become of it by a day, and whether that is certain.

    For those who may not see the entry that closed it, it is open.
    """
    fields: Json = orjson.loads(row.body)
    day = moment.as_of
    by_then = day is None or row.latest_on <= day
    if fields["status"] == StepStatus.closed:
        shown = row.by_on is not None and (day is None or row.by_on <= day)
        maybe = row.deed is not None and (row.by_on is None or (day is not None and row.from_on <= day < row.by_on))
        fields["status"] = StepStatus.closed if shown else StepStatus.open
        fields["closed_by"] = fields["closed_by"] if shown or maybe else None
        by_then = by_then and not maybe
    overdue = fields["status"] == StepStatus.open and row.due_on < (day or today)
    return fields | {"certain": by_then, "overdue": overdue}


def outstanding(
    session: Session, moment: Moment, *, today: date, seen_by: Principal, only: str | None = None
) -> Mapping[str, Outstanding]:
    """The steps of each State (or the one asked for) that are open on a day; States without any are left out."""
    day = moment.as_of or today
    question = StepQuestion(as_of=moment.as_of, known_at=moment.known_at, status="open")
    late = func.sum(case((col(Step.due_on) < day, 1), else_=0))
    counted = select(col(StepState.state), func.count().label("open"), late.label("late")).select_from(Step)
    query = joined(session, moment, counted.join(StepState, of_version()), seen_by=seen_by)
    wanted = [*_conditions(session, question, day, seen_by), col(StepState.state) == only if only else true()]
    rows = session.execute(query.where(*wanted).group_by(col(StepState.state)))
    return {row.state: Outstanding(row.open, row.late) for row in rows}


def of_version() -> ColumnElement[bool]:
    """A condition: the States of the same version of a step."""
    return and_(col(StepState.step_id) == col(Step.id), col(StepState.version) == col(Step.version))


def joined(session: Session, moment: Moment, query: Select[*tuple[Any, ...]], *, seen_by: Principal) -> Select[Any]:
    """A question about steps, with the entry that closed each, as the register knew it and somebody may see it.

    `Closing` is its place where it shows that the step was done.
    """
    shown = visible(seen_by, visibility=Deed.visibility, owner=Deed.owner)
    deed = and_(col(Deed.id) == col(Step.closed_by), held(Deed, session, moment.known_at), shown)
    stands = and_(
        col(Closing.state) == col(Step.closed_state), col(Closing.entry_id) == col(Deed.id),
        col(Closing.version) == col(Deed.version), ~col(Deed.withdrawn),
        func.coalesce(col(Closing.status), "") != EntryStatus.cancelled,
    )  # fmt: skip
    return query.outerjoin(Deed, deed).outerjoin(Closing, stands)


def _conditions(session: Session, question: StepQuestion, day: date, seen_by: Principal) -> list[ColumnElement[bool]]:
    conditions = [
        held(Step, session, question.known_at), visible(seen_by, visibility=Step.visibility, owner=Step.owner),
        _standing(question, day),
    ]  # fmt: skip
    if question.as_of:
        conditions.append(col(Step.earliest_on) <= question.as_of)
    if question.older_than:
        conditions.append(col(Step.earliest_on) <= limit(day, question.older_than))
    if question.event:
        conditions.append(col(Step.event_id) == question.event)
    if question.state:
        concerned = select(col(StepState.step_id)).where(of_version(), col(StepState.state).in_(question.state))
        conditions.append(concerned.exists())
    words = fold(question.actor).split() if question.actor else []
    return [*conditions, *(col(Step.actor).contains(word, autoescape=True) for word in words)]


def _standing(question: StepQuestion, day: date) -> ColumnElement[bool]:
    """A condition: what has become of a step. One whose closing entry may be of a later day counts as open."""
    status, by = col(Step.status), col(Closing.latest_on)
    if question.status == StepStatus.withdrawn:
        return status == StepStatus.withdrawn
    there = status != StepStatus.withdrawn
    done = by.is_not(None) if question.as_of is None else by <= question.as_of
    undone = and_(there, by.is_(None) if question.as_of is None else or_(by.is_(None), by > question.as_of))
    overdue = and_(undone, col(Step.due_on) < day)
    chosen = {"open": undone, "overdue": overdue, "closed": and_(there, done)}
    return chosen[question.status] if question.status else there


def _rows(query: Select[Any], order: str, session: Session, window: Window) -> Sequence[Any]:
    if order == "asc":
        return session.execute(_page(query, order, window)).all()

    def fetch(undated: bool, part: Window) -> Sequence[Any]:
        of_part = col(Step.sort_on) == date.max if undated else col(Step.sort_on) < date.max
        return session.execute(_page(query.where(of_part), order, part)).all()

    return newest_first(window, fetch)


def _page(query: Select[Any], order: str, window: Window) -> Select[Any]:
    if window.after is not None:
        last = tuple_(*paging.dated_values(window.after))
        query = query.where(tuple_(*SORT) > last if order == "asc" else tuple_(*SORT) < last)
    ordered = (column.asc() if order == "asc" else column.desc() for column in SORT)
    return query.order_by(*ordered).limit(window.limit + 1)
