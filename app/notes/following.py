"""Notes follow the events that they are about."""

from datetime import datetime

import orjson
from sqlmodel import Session, col, select

from app.ledger.intervals import CURRENT
from app.ledger.service import Change
from app.notes import keeping, publishing, service
from app.notes.models import Note


def follow(session: Session, change: Change) -> None:
    """Let the notes about an event be seen by those who may see it after a change, and be withdrawn with it."""
    if change.kind != "event" or change.version == 1:
        return
    now, by = datetime.fromisoformat(change.at), change.by
    found = select(Note.id).where(Note.event_id == change.id, Note.to_seq == CURRENT).order_by(col(Note.id))
    for note_id in session.exec(found).all():
        note = service.current(session, note_id)  # which may have been withdrawn with the one that it revises
        event = service.event_of(session, note)
        if event.withdrawn and not note.withdrawn:
            publishing.withdraw(session, note, reason=orjson.loads(event.body)["reason"], by=by, now=now)
        elif keeping.reach(orjson.loads(note.body), event) != note.visibility:
            publishing.cover(session, note, by=by, now=now)
