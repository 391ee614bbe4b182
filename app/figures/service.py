"""Figures: counts on any day, as known at any instant, beside those that the Committee published."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, distinct, or_, select, true
from sqlmodel import Session, col, func

from app.access.models import Visibility
from app.access.service import Principal
from app.access.visibility import visible
from app.figures import projection
from app.figures.models import (
    CommitteeFact,
    FactCreate,
    FirstReports,
    LoadedRow,
    Plans,
    Published,
    ReportingPublic,
    Tally,
    Topic,
)
from app.kit.ids import new_id
from app.kit.languages import Language
from app.ledger import service as ledger
from app.states import registry
from app.timeline import summary
from app.timeline.history import Moment, known
from app.timeline.models import INTENDED, EntryStatus, Kind, Placing

# A plan that a later one has superseded was submitted too; one that is adopted or in force may never have been.
SUBMITTED = (EntryStatus.submitted, EntryStatus.superseded)
Counts = Mapping[str, Tally]


def record(session: Session, data: FactCreate, *, by: str, now: datetime) -> CommitteeFact:
    """Put a published fact on record."""
    place = ledger.stamp(session, now=now)
    fields = data.model_dump(mode="json") | {"id": new_id(), "recorded_at": place.at, "recorded_by": by}
    change = ledger.append(
        session, place, by=by, action="recorded", thing=f"fact/{fields['id']}", version=1, body=fields,
        audience=Visibility.public,
    )  # fmt: skip
    return projection.fact(session, change)


def remember(session: Session, rows: Mapping[str, str], *, by: str, now: datetime) -> None:
    """Keep which row of a file, by the digest of its cells, made or was linked to which record.

    The committee alone learns of it: a row may have been linked to a record that not everybody may see.
    """
    if not rows:
        return
    place = ledger.stamp(session, now=now)
    fields = {"id": new_id(), "rows": dict(rows), "recorded_at": place.at, "recorded_by": by}
    change = ledger.append(
        session, place, by=by, action="loaded", thing=f"load/{fields['id']}", version=1, body=fields,
        audience=Visibility.committee,
    )  # fmt: skip
    projection.apply(session, change)


def loaded(session: Session, digests: Iterable[str]) -> dict[str, str]:
    """The records of rows that were loaded before, by the digest of the row."""
    known = select(LoadedRow).where(col(LoadedRow.digest).in_(list(digests)))
    return {one.digest: one.thing for one in session.scalars(known)}


def reporting(session: Session, moment: Moment, *, today: date, seen_by: Principal) -> ReportingPublic:
    """Reporting on a day (today where none is given): ours, and the nearest published figures before that day."""
    day = moment.as_of or today
    members = [state.iso3 for state in registry.members(day)]
    first = _first_reports(session, moment, today, members, seen_by)
    counts = _counts(session, moment, day, members, seen_by)
    ours = counts | {"first_reports": first.yes, "non_reporting_states": first.no}
    return ReportingPublic(
        as_of=day,
        known_at=moment.known_at,
        member_states=len(members),
        first_reports=first,
        additional_information=counts["states_with_additional_info"],
        submitted_plans=Plans(plans=counts["naps_submitted"], states=counts["states_with_nap"]),
        all_plans=Plans(plans=counts["plans"], states=counts["plan_states"]),
        **{name: counts[name] for name in ("events", "visits", "peer_reviews", "notes")},
        published=[beside(fact, ours[fact.name], day) for fact in nearest(session, moment, day, ours)],
        notice=summary.NOTICE,
    )


def _first_reports(
    session: Session, moment: Moment, today: date, members: Sequence[str], seen_by: Principal
) -> FirstReports:
    answers: Counter[tuple[str, bool]] = Counter()
    for state in summary.states(session, moment, language=Language.en, today=today, seen_by=seen_by):
        if state.iso3 in members:
            answers[state.status.first_report.answer, state.status.first_report.certain] += 1

    def tally(answer: str) -> Tally:
        return Tally(total=answers[answer, True] + answers[answer, False], certain=answers[answer, True])

    return FirstReports(yes=tally("yes"), no=tally("no"), unknown=tally("unknown").total)


def _counts(
    session: Session, moment: Moment, day: date, members: Sequence[str], seen_by: Principal
) -> dict[str, Tally]:
    """Entries and Member States by what is counted, in one SELECT."""
    counted = _counted(members)
    past = col(Placing.latest_on) <= day
    columns = [
        func.count(distinct(case((and_(condition, when), thing))))
        for thing, condition in counted.values()
        for when in (true(), past)
    ]
    numbers = session.execute(select(*columns).where(*happened(session, moment, day, seen_by))).one()
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return {name: Tally(total=total, certain=certain) for name, (total, certain) in zip(counted, pairs, strict=True)}


def _counted(members: Sequence[str]) -> dict[str, tuple[Any, ColumnElement[bool]]]:
    """What is counted, and which rows count. Those that the Committee publishes too have its names of metrics."""
    kind, state, entry = col(Placing.kind), col(Placing.state), col(Placing.entry_id)
    plan, member = kind == Kind.nap, state.in_(members)
    submitted = and_(plan, col(Placing.status).in_(SUBMITTED))
    return {
        "states_with_additional_info": (state, and_(kind == Kind.additional_information, member)),
        "naps_submitted": (entry, submitted),
        "states_with_nap": (state, and_(submitted, member)),
        "plans": (entry, plan),
        "plan_states": (state, and_(plan, member)),
        "events": (entry, kind.in_(summary.EVENTS)),
        "visits": (entry, kind == Kind.visit),
        "peer_reviews": (entry, kind == Kind.peer_review),
        "notes": (entry, kind == Kind.note),
    }


def happened(session: Session, moment: Moment, day: date, seen_by: Principal) -> list[ColumnElement[bool]]:
    """Conditions on placings: what had happened by the day, or may have, and was not merely intended."""
    status = col(Placing.status)
    return [
        known(session, moment),
        visible(seen_by, visibility=Placing.visibility, owner=Placing.owner),
        ~col(Placing.withdrawn),
        or_(status.is_(None), status.not_in(INTENDED)),
        col(Placing.earliest_on) <= day,
    ]


def nearest(session: Session, moment: Moment, day: date, comparable: Counts) -> list[CommitteeFact]:
    """Of each metric the last published figure before the day; all of them where several have that date."""
    rank = func.rank().over(partition_by=col(CommitteeFact.name), order_by=col(CommitteeFact.sort_on).desc())
    figure = and_(col(CommitteeFact.topic) == Topic.aggregate, col(CommitteeFact.name).in_(comparable))
    published = and_(figure, col(CommitteeFact.value).is_not(None), col(CommitteeFact.earliest_on) <= day)
    if moment.known_at:
        published = and_(published, col(CommitteeFact.seq) <= ledger.seq_at(session, moment.known_at))
    ranked = select(col(CommitteeFact.id), rank.label("rank")).where(published).subquery()
    found = select(CommitteeFact).join(ranked, col(CommitteeFact.id) == ranked.c.id).where(ranked.c.rank == 1)
    return list(session.scalars(found.order_by(col(CommitteeFact.name), col(CommitteeFact.id))))


def beside(fact: CommitteeFact, ours: Tally, day: date) -> Published:
    """A published figure with the one of this register, and the difference."""
    value = fact.value or 0
    return Published(
        metric=fact.name,
        date=fact.date,
        certain=fact.latest_on <= day,
        value=value,
        text=fact.text,
        source=fact.source,
        ours=ours,
        difference=Tally(total=ours.total - value, certain=ours.certain - value),
    )
