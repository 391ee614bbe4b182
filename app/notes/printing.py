"""A note on record as it is printed: with its event, its address, and its place in the ledger."""

import orjson
from sqlmodel import Session

from app.access.service import Principal
from app.ledger import service as ledger
from app.notes import catalogue, service
from app.notes.document import Document, document
from app.notes.models import Note


def printed(
    session: Session, note: Note, *, seen_by: Principal, base_url: str | None, known_at: str | None = None
) -> Document:
    """The document of one version of a note, as somebody may see it, with its event as known at the same instant.

    `base_url` is where people find the register; None prints no address.
    """
    (body,) = catalogue.bodies(session, [note], seen_by=seen_by, known_at=known_at)
    event = service.event_of(session, note, known_at=known_at)
    return document(
        orjson.loads(body),
        orjson.loads(event.body),
        address=f"{base_url.rstrip('/')}/notes/{note.id}" if base_url else None,
        receipt=f"{note.from_seq}:{ledger.digest(session, note.from_seq)}",
    )
