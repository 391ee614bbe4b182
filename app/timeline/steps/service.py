"""Next steps: recorded, corrected, closed by an entry, reopened, withdrawn. Each change is a version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlmodel import Session, col, select

from app.access.models import Visibility
from app.access.service import Principal
from app.access.visibility import visible
from app.kit import dates, differences
from app.kit.errors import Conflict, Invalid, NotFound, field
from app.kit.ids import new_id
from app.ledger import service as ledger
from app.ledger.intervals import CURRENT, held
from app.states import service as states
from app.timeline import service as timeline
from app.timeline.history import Moment
from app.timeline.models import Entry, EntryStatus, Json, Source
from app.timeline.steps import projection
from app.timeline.steps.models import Step, StepBase, StepCreate, StepStatus


class StepNotFound(NotFound):
    """No next step has this id, or none that the caller may see; or none had been agreed by the day asked for."""

    title = "There is no such step"


class StepWithdrawn(Conflict):
    """A withdrawn step is not changed any more. Record a new one."""

    slug, title = "step-withdrawn", "The step is withdrawn"


class StepClosed(Conflict):
    """The step was closed by an entry already. Reopen it first, with the reason."""

    slug, title = "step-closed", "The step is closed"


class StepOpen(Conflict):
    """Only a closed step can be reopened."""

    slug, title = "step-open", "The step is open"


class NoClosure(Invalid):
    """The entry does not show that the step was done.

    It must be on record, not withdrawn, neither planned nor cancelled, about a State of the step, not before it, and
    seen by all who see the step.
    """

    slug, title = "no-closure", "The entry cannot close this step"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a step was agreed, whose record that is, and who may see it at most."""

    event: str | None = None
    note: str | None = None
    owner: str | None = None
    floor: Visibility = Visibility.public


NOWHERE = Ground()
# What every version has of its own.
OF_VERSION = frozenset({"version", "supersedes", "reason", "recorded_at", "recorded_by"})


def record(session: Session, data: StepCreate, *, by: str, now: datetime, ground: Ground = NOWHERE) -> Step:
    """Put a step on record, open. Raises UnknownStates."""
    fields = _fields(data) | {
        "id": new_id(), "version": 1, "status": StepStatus.open, "event": ground.event, "note": ground.note,
        "closed_by": None, "withdrawn_at": None, "supersedes": None, "reason": None,
    }  # fmt: skip
    aside = {"floor": ground.floor, "closed_state": None}
    return _write(session, fields, aside, owner=ground.owner, action="recorded", by=by, now=now)


def correct(session: Session, step: Step, data: StepBase, *, reason: str, by: str, now: datetime) -> Step:
    """A new version of a step, with the reason for it; the same where nothing changes.

    Raises StepWithdrawn, UnknownStates.
    """
    known, fields = orjson.loads(step.body), _fields(data)
    if step.status != StepStatus.withdrawn and all(known[name] == value for name, value in fields.items()):
        return step
    return _succeed(session, step, fields, reason=reason, action="corrected", by=by, now=now)


def gain_source(session: Session, step: Step, source: Source, *, by: str, now: datetime) -> Step:
    """A new version that names one more source; the same where it has it already. Raises StepWithdrawn."""
    sources, added = orjson.loads(step.body)["sources"], source.model_dump(mode="json")
    if added in sources:
        return step
    fields = {"sources": [*sources, added]}
    return _succeed(session, step, fields, reason="One more source.", action="sourced", by=by, now=now)


def close(session: Session, step: Step, entry_id: str, *, by: Principal, now: datetime) -> Step:
    """Say which entry shows that the step was done. Raises StepClosed, StepWithdrawn, NoClosure."""
    if step.status == StepStatus.closed:
        raise StepClosed("This step was closed by an entry.")
    state = _closes(session, step, entry_id, by=by)
    fields = {"status": StepStatus.closed, "closed_by": entry_id}
    return _succeed(session, step, fields, state=state, reason=None, action="closed", by=by.id, now=now)


def reopen(session: Session, step: Step, *, reason: str, by: str, now: datetime) -> Step:
    """Take back that a step was done. Raises StepOpen, StepWithdrawn."""
    if step.status == StepStatus.open:
        raise StepOpen("This step was not closed.")
    fields = {"status": StepStatus.open, "closed_by": None}
    return _succeed(session, step, fields, reason=reason, action="reopened", by=by, now=now)


def withdraw(session: Session, step: Step, *, reason: str, by: str, now: datetime) -> Step:
    """Take a step off the list; it stays readable with the reason. Raises StepWithdrawn."""
    fields = {"status": StepStatus.withdrawn, "closed_by": None}
    return _succeed(session, step, fields, reason=reason, action="withdrawn", by=by, now=now)


def cover(session: Session, event_id: str, *, floor: Visibility, reason: str, by: str, now: datetime) -> None:
    """Let the steps that were agreed at an event be seen by those alone who may see the event as it is now."""
    for step in of_event(session, event_id):
        if step.floor != floor:
            _write_next(session, step, {}, reason=reason, action="covered", by=by, now=now, floor=floor)


def end(session: Session, event_id: str, *, reason: str, by: str, now: datetime) -> None:
    """Withdraw the steps that were agreed at an event and are open; what was done stays done."""
    for step in of_event(session, event_id):
        if step.status == StepStatus.open:
            withdraw(session, step, reason=reason, by=by, now=now)


def get(session: Session, step_id: str, moment: Moment, *, seen_by: Principal) -> Step:
    """A step as it was known at an instant, agreed by a day. Raises StepNotFound, also for what is hidden."""
    found = select(Step).where(Step.id == step_id, held(Step, session, moment.known_at))
    found = found.where(visible(seen_by, visibility=Step.visibility, owner=Step.owner))
    step = session.exec(found).first()
    if step is None or (moment.as_of and step.earliest_on > moment.as_of):
        raise StepNotFound("No step has this id.")
    return step


def versions(session: Session, step: Step, *, seen_by: Principal) -> list[bytes]:
    """The JSON of every version of a step that somebody may see, oldest first, each with what it changed."""
    found = select(Step.body).where(Step.id == step.id, visible(seen_by, visibility=Step.visibility, owner=Step.owner))
    told = [orjson.loads(body) for body in session.exec(found.order_by(col(Step.version)))]
    bodies = as_seen(session, told, seen_by=seen_by)
    pairs = zip([*bodies[:1], *bodies], bodies, strict=False)
    return [orjson.dumps(after | {"changes": _changes(before, after)}) for before, after in pairs]


def as_seen(session: Session, bodies: Sequence[Json], *, seen_by: Principal) -> list[Json]:
    """Versions of steps as somebody may see them: open for who may not see the entry that closed them."""
    deeds = _shown_deeds(session, {one["closed_by"] for one in bodies}, seen_by=seen_by)
    as_open = {"status": StepStatus.open, "closed_by": None}
    return [one | as_open if one["closed_by"] and one["closed_by"] not in deeds else one for one in bodies]


def _shown_deeds(session: Session, ids: set[str], *, seen_by: Principal) -> set[str]:
    """Of entries that closed a step, those that somebody may see as they are now."""
    shown = visible(seen_by, visibility=Entry.visibility, owner=Entry.owner)
    return set(session.exec(select(Entry.id).where(col(Entry.id).in_(ids), Entry.to_seq == CURRENT, shown)))


def _changes(before: Json, after: Json) -> list[Json]:
    told, became = ({name: state[name] for name in state.keys() - OF_VERSION} for state in (before, after))
    return differences.between(told, became)


def of_event(session: Session, event_id: str) -> Sequence[Step]:
    """The current steps that were agreed at an event, oldest first, withdrawn ones included."""
    found = select(Step).where(Step.event_id == event_id, Step.to_seq == CURRENT)
    return session.exec(found.order_by(col(Step.id))).all()


def _fields(data: StepBase) -> Json:
    """The members of a step that its writer gives, and those that follow from its dates."""
    when, due = dates.parse(data.date), dates.parse(data.due) if data.due else None
    return data.model_dump(mode="json") | {
        "states": states.require(data.states, at="/states"),
        "earliest": when.earliest and when.earliest.isoformat(),
        "latest": when.latest and when.latest.isoformat(),
        "due_earliest": due and due.earliest and due.earliest.isoformat(),
        "due_latest": due and due.latest and due.latest.isoformat(),
    }


def _closes(session: Session, step: Step, entry_id: str, *, by: Principal) -> str:
    """The State for which an entry closes a step. Raises NoClosure."""
    try:
        entry = timeline.get(session, entry_id, seen_by=by)
    except timeline.EntryNotFound as error:
        raise _no_closure("unknown_entry", "Use the id of an entry that is on record.") from error
    fields, wanted = orjson.loads(entry.body), orjson.loads(step.body)["states"]
    common = [state for state in fields["states"] if state in wanted or not wanted]
    if not common:
        raise _no_closure("other_state", "This entry is about none of the States of the step.")
    _insist_on_deed(entry, fields)
    if dates.parse(fields["date"]).last_day < step.earliest_on:
        raise _no_closure("too_early", "This entry is from before the step was agreed.")
    if _seen_by_fewer(entry, step):
        raise _no_closure(
            "hidden_entry", "Fewer people see this entry than the step: let the step be seen by them alone."
        )
    return str(common[0])


def _insist_on_deed(entry: Entry, fields: Json) -> None:
    """An entry shows that something was done unless it was withdrawn, is planned, or was called off."""
    if entry.withdrawn:
        raise _no_closure("withdrawn_entry", "This entry was withdrawn.")
    if fields["status"] in (EntryStatus.planned, EntryStatus.cancelled):
        raise _no_closure("not_happened", f"What this entry is about is {fields['status']}, and has not happened.")


def _seen_by_fewer(entry: Entry, step: Step) -> bool:
    return Visibility(entry.visibility).stricter(Visibility(step.visibility)) != step.visibility


def _no_closure(code: str, detail: str) -> NoClosure:
    return NoClosure("The entry cannot close this step.", errors=[field("/entry", code, detail)])


def _succeed(
    session: Session,
    step: Step,
    fields: Json,
    *,
    reason: str | None,
    action: str,
    by: str,
    now: datetime,
    state: str | None = None,
) -> Step:
    if step.status == StepStatus.withdrawn:
        raise StepWithdrawn("This step was withdrawn.")
    return _write_next(session, step, fields, reason=reason, action=action, by=by, now=now, state=state)


def _write_next(  # noqa: PLR0913  (what a change is made of)
    session: Session,
    step: Step,
    fields: Json,
    *,
    reason: str | None,
    action: str,
    by: str,
    now: datetime,
    state: str | None = None,
    floor: Visibility | None = None,
) -> Step:
    fields = orjson.loads(step.body) | fields
    fields |= {"version": step.version + 1, "supersedes": step.version, "reason": reason}
    closed_for = (state or step.closed_state) if fields["closed_by"] else None
    aside = {"floor": floor or step.floor, "closed_state": closed_for}
    return _write(session, fields, aside, owner=step.owner, action=action, by=by, now=now)


def _write(
    session: Session, fields: Json, aside: Json, *, owner: str | None, action: str, by: str, now: datetime
) -> Step:
    place = ledger.stamp(session, now=now)
    fields |= {"recorded_at": place.at, "recorded_by": by}
    fields["withdrawn_at"] = place.at if fields["status"] == StepStatus.withdrawn else None
    change = ledger.append(
        session, place, by=by, action=action, thing=f"step/{fields['id']}", version=fields["version"], body=fields,
        audience=Visibility(fields["visibility"]).stricter(Visibility(aside["floor"])), owner=owner, aside=aside,
    )  # fmt: skip
    return projection.apply(session, change)
