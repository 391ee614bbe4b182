"""Which entries may close a step, and which steps an entry may close. Nothing is closed by itself."""

from datetime import date

import orjson
from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from app.access.service import Principal
from app.access.visibility import visible
from app.kit import dates
from app.ledger.intervals import CURRENT
from app.timeline.history import Moment
from app.timeline.models import INTENDED, Entry, Json, Placing
from app.timeline.steps import catalogue
from app.timeline.steps.models import Step, StepState, StepStatus


def entries(session: Session, step: Step, *, seen_by: Principal) -> list[str]:
    """The ids of the entries that may close an open step, the earliest first.

    They are about a State in common, of the kind and status that the step expects, from no day before it, and of
    another event than the one at which it was agreed.
    """
    fields = orjson.loads(step.body)
    if step.status != StepStatus.open or not fields["expects"]:
        return []
    of_version = and_(col(Entry.id) == col(Placing.entry_id), col(Entry.version) == col(Placing.version))
    found = select(col(Placing.entry_id)).join(Entry, of_version).where(*_fitting(step, fields, seen_by))
    ordered = found.order_by(col(Placing.sort_on), col(Placing.latest_on), col(Placing.entry_id))
    return list(dict.fromkeys(session.scalars(ordered)))


def _fitting(step: Step, fields: Json, seen_by: Principal) -> list[ColumnElement[bool]]:
    return [
        col(Placing.state).in_(fields["states"]), col(Placing.to_seq) == CURRENT, ~col(Placing.withdrawn),
        visible(seen_by, visibility=Placing.visibility, owner=Placing.owner),
        col(Placing.kind) == fields["expects"]["kind"], _suits(fields["expects"]["status"]),
        col(Placing.latest_on) >= step.earliest_on, col(Placing.sort_on) < date.max,
        or_(col(Entry.event_id).is_(None), col(Entry.event_id) != (step.event_id or "")),
    ]  # fmt: skip


def _suits(expected: str | None) -> ColumnElement[bool]:
    status = col(Placing.status)
    return or_(status.is_(None), status.not_in(INTENDED) if expected is None else status == expected)


def steps(session: Session, entry: Entry, *, today: date, seen_by: Principal) -> list[Json]:
    """The open steps that an entry may close, the oldest first."""
    fields, now = orjson.loads(entry.body), Moment()
    if entry.withdrawn or not dates.parse(fields["date"]).year_known:
        return []
    query = catalogue.joined(session, now, select(*catalogue.COLUMNS), seen_by=seen_by)
    rows = session.execute(query.where(*_awaiting(fields, seen_by)).order_by(*catalogue.SORT)).all()
    awaiting = [catalogue.on_day(row, now, today=today) for row in rows]
    return [step for step in awaiting if _may_close(fields, step)]


def _awaiting(fields: Json, seen_by: Principal) -> list[ColumnElement[bool]]:
    """Conditions: open steps that expect an entry of this kind about one of its States, from no later day."""
    concerned = select(col(StepState.step_id)).where(catalogue.of_version(), col(StepState.state).in_(fields["states"]))
    return [
        col(Step.to_seq) == CURRENT, col(Step.status) == StepStatus.open, col(Step.kind) == fields["kind"],
        col(Step.earliest_on) <= dates.parse(fields["date"]).last_day, concerned.exists(),
        visible(seen_by, visibility=Step.visibility, owner=Step.owner),
    ]  # fmt: skip


def _may_close(fields: Json, step: Json) -> bool:
    expected, status = step["expects"]["status"], fields["status"]
    suits = status is None or (status not in INTENDED if expected is None else status == expected)
    return suits and (step["event"] is None or step["event"] != fields["event"])


def detail(session: Session, step: Step, moment: Moment, *, today: date, seen_by: Principal) -> str:
    """The JSON of a step on a day, with the entries that may close it now; none for what a step once was."""
    shown = catalogue.read(session, step, moment, today=today, seen_by=seen_by)
    now = moment.as_of is None and moment.known_at is None
    return orjson.dumps(shown | {"proposals": entries(session, step, seen_by=seen_by) if now else []}).decode()
