"""The revisions of a note: those on record, what each says for ever, and in what two of them differ.

The next revision of a published note is written beside it, in a note of its own that `revises` it.
"""

from typing import Any

import orjson
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from app.access.service import Principal
from app.kit import differences
from app.kit.errors import NotFound
from app.ledger.intervals import CURRENT
from app.notes import catalogue, comparing
from app.notes.models import Note, NoteContent, NoteRevision, NoteStatus

Json = dict[str, Any]


class RevisionNotFound(NotFound):
    """The note has no revision of this number, or none that the caller may see. Everybody sees those published."""

    title = "There is no such revision"


def under_way(session: Session, note: Note) -> Note:
    """The note that an edit of a note changes: of a published one its next revision, where one is under way."""
    if note.status != NoteStatus.published:
        return note
    beside = select(Note).where(Note.revises == note.id, Note.to_seq == CURRENT, ~col(Note.withdrawn))
    return session.exec(beside).first() or note


def next_number(session: Session, note: Note) -> int:
    """The number of the next revision of a note."""
    found = select(func.max(NoteRevision.revision)).where(NoteRevision.note_id == Note.id, _of(note))
    return session.exec(found).one() + 1


def _of(note: Note) -> ColumnElement[bool]:
    """A condition: a note with all that are or were its next revision."""
    whole = note.revises or note.id
    return or_(col(Note.id) == whole, col(Note.revises) == whole)


def listed(session: Session, note: Note, *, seen_by: Principal) -> list[Json]:
    """The revisions of a note that somebody may see, oldest first."""
    found = select(Note).where(_of(note), catalogue.shown(seen_by)).order_by(col(Note.from_seq))
    told: dict[int, Json] = {}
    for version in session.exec(found):
        body = orjson.loads(version.body)
        first = {
            "revision": version.revision, "note": version.id, "recorded_at": body["recorded_at"],
            "recorded_by": body["recorded_by"], "published_at": None,
        }  # fmt: skip
        revision = told.setdefault(version.revision, first)
        if version.status == NoteStatus.published:
            revision["published_at"] = revision["published_at"] or body["recorded_at"]
    return [told[number] for number in sorted(told)]


def content(session: Session, note: Note, number: int, *, seen_by: Principal) -> Json:
    """All that a revision of a note says, with what it rests on. Raises RevisionNotFound."""
    found = (
        select(NoteRevision.body)
        .join(Note, col(Note.id) == col(NoteRevision.note_id))
        .where(_of(note), Note.revision == number, NoteRevision.revision == number, catalogue.shown(seen_by))
    )
    body = session.exec(found).first()
    if body is None:
        raise RevisionNotFound(f"The note has no revision {number}.")
    told: Json = orjson.loads(body)
    return told


def first_published(session: Session, note: Note, number: int, *, seen_by: Principal) -> Note:
    """The version of a note in which a revision was first published. Raises RevisionNotFound."""
    shown = (_of(note), Note.revision == number, Note.status == NoteStatus.published, catalogue.shown(seen_by))
    version = session.exec(select(Note).where(*shown).order_by(col(Note.from_seq)).limit(1)).first()
    if version is None:
        raise RevisionNotFound(f"No revision {number} of the note was published: only those published have files.")
    return version


def fixed(session: Session, note: Note, number: int, *, seen_by: Principal) -> bytes:
    """What a revision of a note says: the same bytes for ever. Raises RevisionNotFound.

    It names no entries: of those that it rests on some may be hidden from some, and others later.
    """
    told = content(session, note, number, seen_by=seen_by)
    for item in catalogue.items(told):
        del item["entries"]
    return orjson.dumps({"note": note.revises or note.id, "event": note.event_id, "revision": number, **told})


def compared(session: Session, note: Note, first: int, second: int, *, seen_by: Principal) -> bytes:
    """In what the second of two revisions of a note differs from the first. Raises RevisionNotFound."""
    before, after = (content(session, note, number, seen_by=seen_by) for number in (first, second))
    whole = {"note": note.revises or note.id, "from": first, "to": second}
    return orjson.dumps(whole | {"sections": comparing.sections(before["sections"], after["sections"])} | {
        "members": differences.between(_members(before), _members(after))
    })  # fmt: skip


def _members(told: Json) -> Json:
    return {name: told[name] for name in NoteContent.model_fields.keys() - {"sections"}}
