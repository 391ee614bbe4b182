"""A note on record as it is printed: with its event, its address, and its place in the ledger."""

from typing import Any

import orjson
from sqlmodel import Session, col, select

from app.access.service import Principal
from app.events.models import Event
from app.ledger import service as ledger
from app.notes import revisions
from app.notes.document import Document, document
from app.notes.models import Note

Json = dict[str, Any]


def printed(session: Session, note: Note, body: bytes, event: Json, *, base_url: str | None) -> Document:
    """The document of one version of a note, of its JSON as somebody may see it and of its event.

    `base_url` is where people find the register; None prints no address.
    """
    address = f"{base_url.rstrip('/')}/notes/{note.id}" if base_url else None
    return document(orjson.loads(body), event, address=address, receipt=_receipt(session, note))


def published(session: Session, note: Note, number: int, *, seen_by: Principal) -> tuple[Document, Note, Json]:
    """A published revision of a note as it was first published, that version of the note, and its event then.

    Nothing of it changes afterwards: it prints no address of a server, which may move, and names no entries, of which
    some may be hidden later. Raises RevisionNotFound.
    """
    version = revisions.first_published(session, note, number, seen_by=seen_by)
    event = orjson.loads(_event_then(session, version).body)
    fixed = orjson.loads(revisions.fixed(session, note, number, seen_by=seen_by))
    body = orjson.loads(version.body) | fixed | {"id": fixed["note"]}
    return document(body, event, receipt=_receipt(session, version)), version, event


def _event_then(session: Session, note: Note) -> Event:
    """The event of a note as it stood at the note's place in the ledger."""
    then = (col(Event.from_seq) <= note.from_seq, col(Event.to_seq) > note.from_seq)
    return session.exec(select(Event).where(Event.id == note.event_id, *then)).one()


def _receipt(session: Session, note: Note) -> str:
    return f"{note.from_seq}:{ledger.digest(session, note.from_seq)}"
