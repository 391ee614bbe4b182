"""Notes, made from the ledger alone: the versions of each, and what each revision says."""

from datetime import date

from sqlmodel import Session, SQLModel

from app.access.ending import end
from app.kit.rows import put
from app.ledger import service as ledger
from app.ledger.intervals import CURRENT
from app.ledger.service import Change
from app.notes.models import Note, NoteContent, NoteRevision

KINDS = frozenset({"note"})
TABLES: tuple[type[SQLModel], ...] = (NoteRevision, Note)  # in the order in which they can be emptied


def apply(session: Session, change: Change) -> Note:
    """Write down what a change makes of a note; answers the version that holds after it."""
    end(session, change, Note)
    fields = change.fields
    row = {
        "id": change.id, "version": change.version, "from_seq": change.seq, "to_seq": CURRENT,
        "event_id": fields["event"], "submission_id": fields["submission"],
        "revises": fields.get("revises"), "publish_at": fields.get("publish_at"), "visibility": change.audience,
        "edition_of": (fields.get("edition_of") or {}).get("note"),
        "owner": change.owner, "body": change.body,
    } | {name: fields[name] for name in ("language", "status", "revision")}  # fmt: skip
    row["withdrawn"] = fields["withdrawn_at"] is not None
    row["published_on"] = fields["published_on"] and date.fromisoformat(fields["published_on"])
    put(session, Note, row)
    _keep_revision(session, change)
    return Note(**row)


def _keep_revision(session: Session, change: Change) -> None:
    """Keep what a revision says with the change that began it; later changes of its status leave it alone."""
    revision = change.fields["revision"]
    if session.get(NoteRevision, (change.id, revision)) is None:
        said = ledger.canonical({name: change.fields[name] for name in NoteContent.model_fields})
        row = {"note_id": change.id, "revision": revision, "version": change.version, "body": said}
        put(session, NoteRevision, row)
