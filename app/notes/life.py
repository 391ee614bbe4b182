"""The life of a text: draft, in review, approved, published, withdrawn; each step by those who may, in its order."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from app.access.service import SYSTEM, Principal
from app.kit.clock import instant
from app.kit.errors import Conflict, Forbidden, Invalid, field
from app.ledger import service as ledger
from app.ledger.intervals import CURRENT
from app.notes import keeping, publishing
from app.notes.life_models import StateApprovalCreate
from app.notes.models import Note, NoteStatus
from app.notes.service import current, event_of
from app.states import service as states

S = NoteStatus
# Each step, named as its address is, and from where it leads on.
STEPS: Mapping[str, frozenset[NoteStatus]] = {
    "review": frozenset({S.draft}),
    "approval": frozenset({S.in_review}),
    "return": frozenset({S.in_review, S.approved}),
    "publication": frozenset({S.approved}),
    "state-approvals": frozenset({S.draft, S.in_review, S.approved}),
    "withdrawal": frozenset({S.draft, S.in_review, S.approved, S.published}),
}
STANDS: Mapping[str, str] = {
    S.draft: "a draft", S.in_review: "in review", S.approved: "approved", S.published: "published",
    S.withdrawn: "withdrawn",
}  # fmt: skip
WRITTEN = frozenset({"aligned", "drafted", "edited", "refreshed", "restored"})
SENT = "sent"


class StepNotPossible(Conflict):
    """The note is not where this step begins. `possible` lists the steps that can be taken now.

    A draft is sent to review; approved or returned from there; published when it is approved. Another text than the
    published one begins with an edit.
    """

    slug, title = "note-step-not-possible", "This step cannot be taken now"


class OwnNote(Forbidden):
    """Nobody approves a text of which they wrote any part, or which they sent to review: another expert has to."""

    slug, title = "own-note", "This note is your own"


class StateApprovalMissing(Conflict):
    """The note is published once the States that it speaks for have approved this revision; `missing` lists which."""

    slug, title = "state-approval-missing", "A State has not approved this note"


def check(note: Note, step: str) -> None:
    """Insist that a step can be taken now. Raises StepNotPossible."""
    if note.status not in STEPS[step]:
        possible = [one for one, begins in STEPS.items() if note.status in begins]
        raise StepNotPossible(f"This note is {STANDS[note.status]}.", possible=possible)


def send(session: Session, note: Note, *, by: Principal, now: datetime) -> Note:
    """Send a draft to review. Raises StepNotPossible."""
    check(note, "review")
    return _step(session, note, {"status": S.in_review, "reason": None}, action=SENT, by=by, now=now)


def approve(session: Session, note: Note, *, by: Principal, now: datetime) -> Note:
    """Approve a text that others wrote. Raises StepNotPossible, OwnNote."""
    check(note, "approval")
    if by.id in _whose(session, note):
        raise OwnNote("You wrote some of this text, or sent it to review.")
    return _step(session, note, {"status": S.approved}, action="approved", by=by, now=now)


def give_back(session: Session, note: Note, *, reason: str, by: Principal, now: datetime) -> Note:
    """Make a text a draft again, with the reason; it is not published at a time any more. Raises StepNotPossible."""
    check(note, "return")
    changes = {"status": S.draft, "reason": reason, "publish_at": None}
    return _step(session, note, changes, action="returned", by=by, now=now)


def publish(session: Session, note: Note, *, at: str | None, by: Principal, now: datetime, today: date) -> Note:
    """Publish an approved note, at once or at an instant.

    Raises StepNotPossible, StateApprovalMissing, and Invalid for an instant that has passed.
    """
    check(note, "publication")
    _insist_on_states(note)
    if at is None:
        return publishing.publish(session, note, event_of(session, note), by=by.id, now=now, today=today)
    if at <= instant(now):
        detail = "Give an instant to come, or none to publish at once."
        raise Invalid("This instant has passed.", errors=[field("/publish_at", "has_passed", detail)])
    return _step(session, note, {"publish_at": at}, action="scheduled", by=by, now=now)


def due(session: Session, *, now: datetime) -> list[str]:
    """The ids of approved notes whose time to be published has come, those first that have waited longest."""
    waiting = select(Note.id).where(Note.to_seq == CURRENT, col(Note.publish_at) <= instant(now))
    return list(session.exec(waiting.order_by(col(Note.publish_at), col(Note.id))).all())


def publish_due(session: Session, note_id: str, *, now: datetime, today: date) -> None:
    """Publish a note whose time has come, unless somebody was faster."""
    if note_id in due(session, now=now):
        note = current(session, note_id)
        publishing.publish(session, note, event_of(session, note), by=SYSTEM, now=now, today=today)


def withdraw(session: Session, note: Note, *, reason: str, by: Principal, now: datetime) -> Note:
    """Take a note back, with the reason. Raises StepNotPossible."""
    check(note, "withdrawal")
    return publishing.withdraw(session, note, reason=reason, by=by.id, now=now)


def record_approval(session: Session, note: Note, data: StateApprovalCreate, *, by: Principal, now: datetime) -> Note:
    """Put on record that a State has approved the text as it now reads. Raises StepNotPossible, UnknownStates."""
    check(note, "state-approvals")
    states.check([("/state", data.state)])
    told = data.model_dump(mode="json") | {
        "revision": note.revision, "recorded_at": instant(now), "recorded_by": by.id,
    }  # fmt: skip
    known = keeping.known(note)["state_approvals"]
    return _step(session, note, {"state_approvals": [*known, told]}, action="state_approved", by=by, now=now)


def _insist_on_states(note: Note) -> None:
    known = keeping.known(note)
    missing = sorted({*known["state_approval"]} - {one["state"] for one in known["state_approvals"]})
    if missing:
        raise StateApprovalMissing("States have still to approve this text.", missing=missing)


def _whose(session: Session, note: Note) -> set[str]:
    """Who wrote any of the text of a note since it was begun, and who sent it to review last."""
    changes = list(ledger.changes(session, thing=f"note/{note.id}"))
    *_, sender = (change.by for change in changes if change.action == SENT)
    return {sender, *_writers(changes)}


def _writers(changes: list[ledger.Change]) -> Iterator[str]:
    for change in changes:
        if change.action in WRITTEN:
            yield change.by
            yield from change.aside.get("authors", ())


def _step(
    session: Session, note: Note, changes: Mapping[str, Any], *, action: str, by: Principal, now: datetime
) -> Note:
    event = event_of(session, note)
    return keeping.succeed(session, note, event, changes, action=action, by=by.id, now=now)
