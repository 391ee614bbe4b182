"""Acceptance: a submission becomes event, entries and note, in one transaction, and nothing is doubled."""

from datetime import date, datetime
from typing import Any

import orjson
from sqlmodel import Session

from app.access.models import Visibility
from app.access.service import Principal
from app.events import duplicates, life
from app.events import service as events
from app.events.models import Event, EventCreate
from app.inbox import choices, drafts, facts, review, undertakings
from app.inbox.models import AcceptanceCreate, AcceptancePublic, Submission, SubmissionStatus
from app.kit.errors import Invalid, field
from app.notes import publishing
from app.notes import service as notes
from app.reading.models import Reading
from app.timeline import service as timeline
from app.timeline.models import Source
from app.timeline.service import About

COMPLETED = "Completed from a submission."


def accept(
    session: Session, submission: Submission, how: AcceptanceCreate, *, by: Principal, now: datetime, today: date
) -> AcceptancePublic:
    """Take a submission into the register: its event made or linked, its facts recorded or linked, its note kept.

    Raises OwnSubmission, AlreadyDecided; DuplicateEvent and NearEntry where somebody has to choose; Invalid for what
    the register refuses, with pointers into the acceptance.
    """
    review.check_open(submission, by=by)
    sent = orjson.loads(submission.body)
    reading = how.reading or Reading.model_validate(sent["reading"])
    data, source = _proposed(session, reading, submission, today=today)
    known = _known(session, data, how, submission, by=by)
    decisions = choices.decisions(session, reading, how.entries, seen_by=by)
    planned = facts.plan(session, reading, decisions, event=data, known=known)
    event = _event(session, data, reading, known, owner=submission.owner, by=by, now=now)
    settled = facts.settle(
        session, planned, source=source, by=by.id, now=now, owner=submission.owner,
        visibility=Visibility(event.visibility),
    )  # fmt: skip
    content = drafts.note(reading, cites=settled.cites)
    note = notes.draft(
        session, event, content, by=by.id, now=now, owner=submission.owner, submission=submission.id,
        authors=[submission.sender],
    )  # fmt: skip
    steps = undertakings.record(session, reading, event, note, source=source, by=by.id, now=now)
    if how.publish:
        publishing.publish(session, note, event, by=by.id, now=now, today=today)
    made = AcceptancePublic(event=event.id, note=note.id, created=settled.created, linked=settled.linked, steps=steps)
    review.decide(
        session, submission, SubmissionStatus.accepted, by=by, now=now, event=made.event, note=made.note,
        reading=reading.model_dump(mode="json"), as_read=_as_read(sent, reading), aside=made.model_dump(),
    )  # fmt: skip
    return made


def _as_read(sent: dict[str, Any], reading: Reading) -> dict[str, Any] | None:
    """The reading before anybody corrected it; None where nobody did."""
    read: dict[str, Any] = sent.get("as_read") or sent["reading"]
    return None if read == reading.model_dump(mode="json") else read


def _proposed(session: Session, reading: Reading, submission: Submission, *, today: date) -> tuple[EventCreate, Source]:
    """The event that the reading tells of, and the submission as the source of all that is made of it."""
    data = life.begun(drafts.event(session, reading), today=today)
    source = Source(submission=submission.id, text=data.title)
    data.sources = [source]
    return data, source


def _known(
    session: Session, data: EventCreate, how: AcceptanceCreate, submission: Submission, *, by: Principal
) -> Event | None:
    """The event on record that the note is about: the one named, or the only one that is the same.

    None where a new one is to be made. Raises DuplicateEvent where others are like it and nobody has chosen.
    """
    if named := how.event or submission.event_id:
        return _named(session, named, by=by)
    if how.allow_duplicate:
        return None
    likely = duplicates.likely(session, data)
    if len(likely.same) == 1:
        return likely.same[0]
    if likely.candidates:
        raise duplicates.DuplicateEvent("Events like this are on record.", candidates=likely.candidates)
    return None


def _named(session: Session, event_id: str, *, by: Principal) -> Event:
    try:
        return events.get(session, event_id, seen_by=by)
    except events.EventNotFound as error:
        advice = field("/event", "unknown_event", "Use the id of an event that is on record, or null.")
        raise Invalid("The event that is named is not on record.", errors=[advice]) from error


def _event(
    session: Session,
    data: EventCreate,
    reading: Reading,
    known: Event | None,
    *,
    owner: str | None,
    by: Principal,
    now: datetime,
) -> Event:
    """The event, made or completed; on the timeline it has the submission as a source."""
    with drafts.pointing(drafts.of_event):
        if known is None:
            about = About(findings=drafts.findings_of_event(reading))
            return events.create(session, data, by=by.id, now=now, owner=owner, allow_duplicate=True, about=about)
        event = events.complete(session, known, data, reason=COMPLETED, by=by.id, now=now)
    _source(session, event, data.sources[0], by=by, now=now)
    return event


def _source(session: Session, event: Event, source: Source, *, by: Principal, now: datetime) -> None:
    """Give the event's entry one more source; an entry that was withdrawn stays as it is, and the note is taken."""
    entry = timeline.current(session, event.entry_id) if event.entry_id else None
    if entry and not entry.withdrawn:
        timeline.gain_source(session, entry, source, by=by.id, now=now)
