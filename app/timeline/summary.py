"""States at a glance, on any day, as known at any instant: names, groups, and how far their reporting has come."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import Row, and_, select
from sqlmodel import Session, col, func

from app.access.service import Principal
from app.access.visibility import visible
from app.kit import dates
from app.kit.languages import Language
from app.ledger import service as ledger
from app.states import registry
from app.timeline import projection
from app.timeline.history import Moment, known
from app.timeline.models import INTENDED, Assertion, Kind, Placing
from app.timeline.steps import catalogue
from app.timeline.steps.catalogue import NONE, Outstanding

NOTICE = (
    "The dates and documents shown here are a record of outreach and reporting. They do not measure how a State "
    "implements the resolution, and they rank no State."
)
EVENTS = (Kind.event, Kind.visit, Kind.peer_review)


class Dated(BaseModel):
    """The entry that a status rests on. `certain` is false where its date straddles the day asked for."""

    date: str
    certain: bool
    entry: str


class FirstReport(BaseModel):
    """Whether a first report is on record: `yes`, `no` or `unknown` at the day asked for, and on what that rests."""

    answer: Literal["yes", "no", "unknown"]
    date: str | None
    certain: bool
    entry: str | None
    asserted: str | None
    source: str | None


class Status(BaseModel):
    """How far a State's reporting has come, and how many next steps are open, those overdue included."""

    first_report: FirstReport
    latest_information: Dated | None
    plan: Dated | None
    last_event: Dated | None
    last_visit: Dated | None
    open_steps: int
    overdue_steps: int


class FormerName(BaseModel):
    """A name that held from `since` (null: before this register begins) up to, not with, `until`."""

    name: str
    names: dict[Language, str]
    since: date | None
    until: date
    source: str


class StatePublic(BaseModel):
    """A State: `name` in the language and as of the day asked for, `member` on that day.

    `member_source` is the General Assembly's resolution on its admission, where it is kept.
    """

    iso3: str
    iso2: str
    m49: str
    name: str
    names: dict[Language, str]
    former_names: list[FormerName]
    group: str | None
    member: bool
    member_since: str | None
    member_source: str | None
    status: Status
    notice: str


Newest = Mapping[tuple[str, str], Row[Any]]


def states(
    session: Session, moment: Moment, *, language: Language, today: date, seen_by: Principal, only: str | None = None
) -> list[StatePublic]:
    """Every State (or the one asked for) with its status, sorted by code."""
    day = moment.as_of or today
    conditions = [known(session, moment), visible(seen_by, visibility=Placing.visibility, owner=Placing.owner)]
    if only:
        conditions.append(col(Placing.state) == only)
    first = _first(session, conditions, day, [Kind.national_report], newest=False)
    newest = _first(session, conditions, day, list(Kind), newest=True)
    said = _assertions(session, moment, only)
    steps = catalogue.outstanding(session, moment, today=today, seen_by=seen_by, only=only)
    chosen = [registry.get(only)] if only else registry.all_states()
    return [
        _public(
            state,
            _status(state.iso3, first, newest, said[state.iso3], steps.get(state.iso3, NONE), day),
            language,
            moment.as_of,
        )
        for state in chosen
    ]


def _first(session: Session, conditions: Iterable[Any], day: date, kinds: list[Kind], *, newest: bool) -> Newest:
    """The oldest or newest entry of each State and kind that had happened, or may have, by the day."""
    order = [col(Placing.sort_on), col(Placing.latest_on), col(Placing.entry_id)]
    rank = func.row_number().over(
        partition_by=[col(Placing.state), col(Placing.kind)],
        order_by=[column.desc() for column in order] if newest else order,
    )
    intended = and_(col(Placing.status).is_not(None), col(Placing.status).in_(INTENDED))
    happened = and_(~intended, ~col(Placing.withdrawn), col(Placing.earliest_on) <= day)
    # An entry of no known year cannot be called the newest; it may be the only sign of a first report.
    dated = col(Placing.sort_on) <= day if newest else col(Placing.sort_on) <= date.max
    columns = (col(Placing.state), col(Placing.kind), col(Placing.date), col(Placing.latest_on), col(Placing.entry_id))
    ranked = select(*columns, rank.label("rank")).where(*conditions, happened, dated, col(Placing.kind).in_(kinds))
    inner = ranked.subquery()
    rows = session.execute(select(inner).where(inner.c.rank == 1)).all()
    return {(row.state, row.kind): row for row in rows}


def _status(iso3: str, first: Newest, newest: Newest, said: list[Assertion], steps: Outstanding, day: date) -> Status:
    def latest(*kinds: Kind) -> Dated | None:
        rows = [newest[iso3, kind] for kind in kinds if (iso3, kind) in newest]
        return _dated(max(rows, key=lambda row: (dates.parse(row.date).sort_day, row.latest_on)), day) if rows else None

    return Status(
        first_report=_first_report(first.get((iso3, Kind.national_report)), said, day),
        latest_information=latest(Kind.national_report, Kind.additional_information),
        plan=latest(Kind.nap),
        last_event=latest(*EVENTS),
        last_visit=latest(Kind.visit),
        open_steps=steps.open,
        overdue_steps=steps.overdue,
    )


def _dated(row: Row[Any], day: date) -> Dated:
    return Dated(date=row.date, certain=row.latest_on <= day, entry=row.entry_id)


def _first_report(report: Row[Any] | None, said: list[Assertion], day: date) -> FirstReport:
    """Yes from a dated report or an earlier assertion; no from any assertion of none that nothing later refutes."""
    if report is not None and report.latest_on <= day:
        return FirstReport(
            answer="yes", date=report.date, certain=True, entry=report.entry_id, asserted=None, source=None
        )
    for assertion in said:
        # Once a State has reported it has for ever; while a later source says that it has not, it had not before.
        if not assertion.reported or assertion.latest_on <= day:
            return _asserted(assertion, certain=assertion.reported or assertion.latest_on >= day)
    if report is not None:
        return FirstReport(
            answer="yes", date=report.date, certain=False, entry=report.entry_id, asserted=None, source=None
        )
    return FirstReport(answer="unknown", date=None, certain=True, entry=None, asserted=None, source=None)


def _asserted(assertion: Assertion, *, certain: bool) -> FirstReport:
    return FirstReport(
        answer="yes" if assertion.reported else "no",
        date=None,
        certain=certain,
        entry=None,
        asserted=assertion.asserted,
        source=assertion.source,
    )


def _assertions(session: Session, moment: Moment, only: str | None) -> Mapping[str, list[Assertion]]:
    seq = ledger.seq_at(session, moment.known_at) if moment.known_at else None
    found = select(Assertion)
    if seq is not None:
        found = found.where(col(Assertion.seq) <= seq)
    if only:
        found = found.where(col(Assertion.state) == only)
    said: defaultdict[str, list[Assertion]] = defaultdict(list)
    for assertion in session.execute(found.order_by(col(Assertion.latest_on).desc())).scalars():
        said[assertion.state].append(assertion)
    return said


def assert_first_report(
    session: Session, *, state: str, when: str, reported: bool, source: str, by: str, now: datetime
) -> bool:
    """Keep what a source says of a State's first report at a date; False where it is on record already."""
    if session.get(Assertion, (state, when)):
        return False
    place = ledger.stamp(session, now=now)
    body = {"state": state, "date": when, "reported": reported, "source": source, "recorded_at": place.at}
    thing = f"assertion/{state}/{when}"
    change = ledger.append(
        session, place, by=by, action="asserted", thing=thing, version=1, body=body, audience="public"
    )
    projection.say(session, change)
    return True


def _public(state: registry.State, status: Status, language: Language, day: date | None) -> StatePublic:
    return StatePublic(
        iso3=state.iso3,
        iso2=state.iso2,
        m49=state.m49,
        name=registry.name(state.iso3, language, on=day),
        names=dict(state.names),
        former_names=[
            FormerName(
                name=former.names[language],
                names=dict(former.names),
                since=former.since,
                until=former.until,
                source=former.source,
            )
            for former in state.former
        ],
        group=state.group,
        member=registry.was_member(state, day) if day else state.member,
        member_since=state.member_since,
        member_source=state.member_source,
        status=status,
        notice=NOTICE,
    )
