"""Notes published with their timeline entry, withdrawn with it, and seen by those who see their event."""

from datetime import date, datetime

import orjson
from sqlmodel import Session, col, select

from app.access.models import Visibility
from app.events.models import Event
from app.kit.clock import instant
from app.ledger.intervals import CURRENT
from app.notes import keeping, revisions
from app.notes.keeping import Json
from app.notes.models import Note, NoteContent, NoteStatus
from app.notes.service import current, event_of
from app.timeline import service as timeline
from app.timeline.models import DateBasis, Entry, EntryCreate, Kind
from app.timeline.service import About

PUBLISHED = {"status": NoteStatus.published, "reason": None, "publish_at": None}


def publish(session: Session, note: Note, event: Event, *, by: str, now: datetime, today: date) -> Note:
    """Give a note to everybody who may see its event, and enter it on the timelines of the event's States.

    The next revision of a published note becomes that note's text.
    """
    if note.revises:
        return _take_over(session, note, event, by=by, now=now)
    changes = {"published_at": instant(now), "published_on": today.isoformat()} | PUBLISHED
    published = keeping.succeed(session, note, event, changes, action="published", by=by, now=now)
    _enter(session, orjson.loads(published.body), event, by=by, now=now, owner=note.owner)
    return published


def _take_over(session: Session, beside: Note, event: Event, *, by: str, now: datetime) -> Note:
    """Let a published note read as its next revision, which is a note beside it no longer."""
    told, note = keeping.known(beside), current(session, beside.revises or "")
    changes = {
        name: told[name] for name in (*NoteContent.model_fields, "revision", "edition_of", *keeping.CONSENT)
    } | PUBLISHED
    published = keeping.succeed(session, note, event, changes, action="published", by=by, now=now)
    gone = {"status": NoteStatus.withdrawn, "reason": f"Published as revision {beside.revision}.", "publish_at": None}
    keeping.succeed(session, beside, event, gone, action="merged", by=by, now=now)
    return published


def _enter(session: Session, note: Json, event: Event, *, by: str, now: datetime, owner: str | None) -> None:
    states = orjson.loads(event.body)["states"]
    if not states:
        return  # an event about no State in particular stands on nobody's timeline, nor does its note
    entry = EntryCreate(
        kind=Kind.note, date=note["published_on"], date_basis=DateBasis.published, title=note["title"], states=states,
    )  # fmt: skip
    about = About(event.id, note["id"], owner=owner, floor=Visibility(event.visibility))
    timeline.record(session, entry, by=by, now=now, about=about)


def withdraw(session: Session, note: Note, *, reason: str, by: str, now: datetime) -> Note:
    """Take a note back: it leaves lists and timelines, and stays readable with the reason.

    The revision that is under way beside it is withdrawn with it.
    """
    event = event_of(session, note)
    beside = revisions.under_way(session, note)
    if beside.id != note.id:
        withdraw(session, beside, reason=reason, by=by, now=now)
    changes = {"status": NoteStatus.withdrawn, "reason": reason, "publish_at": None}
    withdrawn = keeping.succeed(session, note, event, changes, action="withdrawn", by=by, now=now)
    own = select(Entry).where(Entry.note_id == note.id, Entry.to_seq == CURRENT, ~col(Entry.withdrawn))
    for entry in session.exec(own).all():
        timeline.withdraw(session, entry, reason=reason, by=by, now=now)
    return withdrawn


def cover(session: Session, note: Note, *, by: str, now: datetime) -> Note:
    """Let a note be seen by those who may see its event as it is now."""
    return keeping.succeed(session, note, event_of(session, note), {}, action="covered", by=by, now=now)
