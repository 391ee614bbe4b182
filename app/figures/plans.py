"""Plans on any day: plans, the States that have them and revisions, each counted apart."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import and_, select
from sqlmodel import Session, col

from app.access.service import Principal
from app.figures import service
from app.figures.models import PlanCounts, PlanPublic, PlansPublic, Tally, YearOfPlans
from app.figures.service import SUBMITTED
from app.states import registry
from app.timeline import summary
from app.timeline.history import SORT, Moment
from app.timeline.models import Entry, Kind, Placing

FIRST_YEAR = 2004  # that of the resolution: no plan is older


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan on record, with all its States; `replaces`: whether it replaces one that is there too."""

    body: dict[str, Any]
    replaces: bool
    earliest: date
    latest: date
    states: frozenset[str]

    @property
    def submitted(self) -> bool:
        """Whether it was sent to the Committee; one that was merely adopted may never have been."""
        return self.body["status"] in SUBMITTED


def plans(session: Session, moment: Moment, *, today: date, seen_by: Principal) -> PlansPublic:
    """The plans on a day (today where none is given), year by year, beside the nearest published figures."""
    day = moment.as_of or today
    found = _read(session, moment, day, seen_by)
    counted, submitted = _counts(found, day), _counts(_submitted(found), day)
    ours = {"naps_submitted": submitted.plans, "states_with_nap": submitted.states}
    return PlansPublic(
        as_of=day,
        known_at=moment.known_at,
        all=counted,
        submitted=submitted,
        series=list(_series(found, min(day, today))),
        published=[service.beside(fact, ours[fact.name], day) for fact in service.nearest(session, moment, day, ours)],
        items=_items(found, day),
        notice=summary.NOTICE,
    )


def _read(session: Session, moment: Moment, day: date, seen_by: Principal) -> list[Plan]:
    """Every plan that was there by the day, or may have been, in the order of its date."""
    found = (
        select(col(Placing.state), col(Placing.earliest_on), col(Placing.latest_on), col(Entry.id), col(Entry.body))
        .join(Entry, and_(col(Entry.id) == Placing.entry_id, col(Entry.version) == Placing.version))
        .where(col(Placing.kind) == Kind.nap, *service.happened(session, moment, day, seen_by))
        .order_by(*SORT)
    )
    rows: dict[str, list[Any]] = {}
    for row in session.execute(found):
        rows.setdefault(row.id, []).append(row)
    return [_plan(same, there=rows.keys()) for same in rows.values()]


def _plan(rows: Sequence[Any], *, there: Collection[str]) -> Plan:
    """A plan of its rows, one a State; `there` are the ids of all plans that are there by the day."""
    first, body = rows[0], orjson.loads(rows[0].body)
    states = frozenset(row.state for row in rows)
    return Plan(body, body["replaces"] in there, first.earliest_on, first.latest_on, states)


def _submitted(found: Sequence[Plan]) -> list[Plan]:
    return [plan for plan in found if plan.submitted]


def _counts(found: Sequence[Plan], day: date) -> PlanCounts:
    first, revisions = _apart(found)
    return PlanCounts(
        plans=_tally(found, day), first=_tally(first, day), revisions=_tally(revisions, day), states=_states(found, day)
    )


def _apart(found: Sequence[Plan]) -> tuple[list[Plan], list[Plan]]:
    """First plans, and revisions: those that replace one, or come after another of each of their States."""
    first: list[Plan] = []
    revisions: list[Plan] = []
    known: set[str] = set()
    for plan in found:
        (revisions if plan.replaces or plan.states <= known else first).append(plan)
        known |= plan.states
    return first, revisions


def _tally(found: Sequence[Plan], day: date) -> Tally:
    return Tally(total=len(found), certain=sum(plan.latest <= day for plan in found))


def _states(found: Sequence[Plan], day: date) -> Tally:
    """The Members of the day that have a plan."""
    members = {state.iso3 for state in registry.members(day)}
    having = {state for plan in found for state in plan.states & members}
    certain = {state for plan in found if plan.latest <= day for state in plan.states & members}
    return Tally(total=len(having), certain=len(certain))


def _series(found: Sequence[Plan], last: date) -> Iterator[YearOfPlans]:
    """The counts at the end of each year since the one of the first plan whose year is known."""
    years = [year for plan in found if (year := _year(plan))]
    for year in range(max(min(years, default=last.year + 1), FIRST_YEAR), last.year + 1):
        day = min(date(year, 12, 31), last)
        then = [plan for plan in found if plan.earliest <= day]
        yield YearOfPlans(year=year, all=_counts(then, day), submitted=_counts(_submitted(then), day))


def _year(plan: Plan) -> int | None:
    """The first year that a plan may be of; None where it is not known."""
    bounds = [day.year for day in (plan.earliest, plan.latest) if day not in {date.min, date.max}]
    return bounds[0] if bounds else None


def _items(found: Sequence[Plan], day: date) -> list[PlanPublic]:
    _, revisions = _apart(found)
    later = {plan.body["id"] for plan in revisions}
    shown = ("date", "status", "title", "states", "edition", "replaces")
    return [
        PlanPublic(
            entry=plan.body["id"], certain=plan.latest <= day, revision=plan.body["id"] in later,
            **{name: plan.body[name] for name in shown},
        )
        for plan in found
    ]  # fmt: skip
