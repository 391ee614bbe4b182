"""An acceptance undone: what it made is withdrawn, what it added is taken away, and the submission waits again.

What others have built on stays: an event that another note is about, or where a step was agreed that stays; a fact or a
step that has another source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session, select

from app.access.service import Principal
from app.events import service as events
from app.events.models import Event
from app.inbox import review
from app.inbox.models import Submission, SubmissionStatus
from app.kit.errors import Conflict
from app.ledger import service as ledger
from app.ledger.service import Change
from app.notes import publishing
from app.notes import service as notes
from app.timeline import contest
from app.timeline import service as timeline
from app.timeline.history import Moment
from app.timeline.models import Entry, EntryCreate
from app.timeline.steps import service as steps
from app.timeline.steps.models import Step, StepCreate, StepStatus

Json = dict[str, Any]
ACCEPTED = "accepted"


class NotAccepted(Conflict):
    """Only an acceptance can be undone, and this submission is not accepted. Read it to see how it stands."""

    slug, title = "not-accepted", "This submission is not accepted"


@dataclass(frozen=True, slots=True)
class Undoing:
    """Whose acceptance is undone, by whom, when and why."""

    session: Session
    submission: str
    by: Principal
    now: datetime
    reason: str

    @property
    def how(self) -> Json:
        """What every verb of the record asks for."""
        return {"reason": self.reason, "by": self.by.id, "now": self.now}


def undo(session: Session, submission: Submission, *, reason: str, by: Principal, now: datetime) -> Submission:
    """Take an acceptance back; the submission is in review, as it was sent. Raises NotAccepted, OwnSubmission."""
    if submission.status != SubmissionStatus.accepted:
        raise NotAccepted(f"The submission is {submission.status}.")
    review.check_not_own(submission, by=by)
    before, accepted = _acceptance(session, submission)
    made, undoing = accepted.aside, Undoing(session, submission.id, by, now, reason)
    note = notes.current(session, made["note"])
    if not note.withdrawn:  # by its event
        publishing.withdraw(session, note, **undoing.how)
    for step in made["steps"]:
        _undo_step(undoing, step)
    _undo_event(undoing, made)
    for entry in (*made["created"], *made["linked"]):
        _undo_entry(undoing, entry)
    return review.decide(
        session, submission, SubmissionStatus.in_review, by=by, now=now, remark=reason, action="undone",
        reviewer=by.id, note=None, event=before.fields["event"], reading=before.fields["reading"],
        as_read=before.fields.get("as_read"),
    )  # fmt: skip


def _acceptance(session: Session, submission: Submission) -> tuple[Change, Change]:
    """The state of a submission before its last acceptance, and the acceptance."""
    history = list(ledger.changes(session, thing=f"submission/{submission.id}"))
    last = max(number for number, change in enumerate(history) if change.action == ACCEPTED)
    return history[last - 1], history[last]


def _undo_event(undoing: Undoing, made: Mapping[str, Any]) -> None:
    """Withdraw an event that is known from submissions alone, and that nothing rests on; else it stays as it is."""
    event = events.current(undoing.session, made["event"])
    if event.withdrawn:
        return
    if _sent(undoing, Event, event.id) and not _built_on(undoing, event.id):
        events.withdraw(undoing.session, event, **undoing.how)
    elif event.entry_id:
        _undo_entry(undoing, event.entry_id)


def _built_on(undoing: Undoing, event_id: str) -> bool:
    """Whether a note is about an event, or a step that was agreed there stands."""
    agreed = steps.of_event(undoing.session, event_id)
    stands = any(step.status != StepStatus.withdrawn for step in agreed)
    return stands or bool(notes.about(undoing.session, event_id))


def _undo_entry(undoing: Undoing, entry_id: str) -> None:
    """Take the submission from the sources of an entry; one that came by submission is withdrawn with the last."""
    if timeline.current(undoing.session, entry_id).withdrawn:
        return
    _undo_claims(undoing, entry_id)
    entry = timeline.current(undoing.session, entry_id)
    known = orjson.loads(entry.body)
    others = _others(undoing, known)
    if not others and entry.event_id is None and _sent(undoing, Entry, entry_id):
        timeline.withdraw(undoing.session, entry, **undoing.how)
    elif others != known["sources"]:
        fields = {name: known[name] for name in EntryCreate.model_fields} | {"sources": others}
        timeline.correct(undoing.session, entry, EntryCreate.model_validate(fields), **undoing.how)


def _undo_claims(undoing: Undoing, entry_id: str) -> None:
    """Withdraw what the submission alone says of an entry, unless somebody has chosen it."""
    entry = timeline.current(undoing.session, entry_id)
    for told in contest.read(undoing.session, entry, seen_by=undoing.by):
        if not (_others(undoing, told) or told["chosen"] or told["withdrawn_at"]):
            claim = contest.get(undoing.session, entry, told["id"], seen_by=undoing.by)
            contest.withdraw(undoing.session, entry, claim, **undoing.how)


def _undo_step(undoing: Undoing, step_id: str) -> None:
    """Take the submission from the sources of a step; one that came by submission is withdrawn with the last."""
    step = steps.get(undoing.session, step_id, Moment(), seen_by=undoing.by)
    if step.status == StepStatus.withdrawn:
        return
    known = orjson.loads(step.body)
    others = _others(undoing, known)
    if not others and _sent(undoing, Step, step_id):
        steps.withdraw(undoing.session, step, **undoing.how)
    elif others != known["sources"]:
        fields = {name: known[name] for name in StepCreate.model_fields} | {"sources": others}
        steps.correct(undoing.session, step, StepCreate.model_validate(fields), **undoing.how)


def _sent(undoing: Undoing, table: type[Event] | type[Entry] | type[Step], record: str) -> bool:
    """Whether a record came by submission: its first version names no other source."""
    first = undoing.session.exec(select(table.body).where(table.id == record, table.version == 1)).one()
    sources = orjson.loads(first)["sources"]
    return bool(sources) and all(source["submission"] for source in sources)


def _others(undoing: Undoing, record: Json) -> list[Json]:
    """The sources of a record that are not the submission."""
    return [source for source in record["sources"] if source["submission"] != undoing.submission]
