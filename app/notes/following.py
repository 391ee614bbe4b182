"""Notes follow the events that they are about."""

from datetime import datetime

import orjson
from sqlmodel import Session, col, select

from app.ledger.intervals import CURRENT
from app.ledger.service import Change
from app.notes import service
from app.notes.models import Note


def follow(session: Session, change: Change) -> None:
    """Let the notes about an event be seen by those who may see it after a change, and be withdrawn with it."""
    if change.kind != "event" or change.version == 1:
        return
    now, by = datetime.fromisoformat(change.at), change.by
    found = select(Note).where(Note.event_id == change.id, Note.to_seq == CURRENT)
    for note in session.exec(found.order_by(col(Note.id))).all():
        event = service.event_of(session, note)
        if event.withdrawn and not note.withdrawn:
            service.withdraw(session, note, reason=orjson.loads(event.body)["reason"], by=by, now=now)
        elif service.reach(orjson.loads(note.body), event) != note.visibility:
            service.cover(session, note, by=by, now=now)
