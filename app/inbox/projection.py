"""Submissions, made from the ledger alone: the state of each after its last change."""

from sqlalchemy import update
from sqlmodel import Session, SQLModel, col

from app.inbox.models import Submission
from app.kit.rows import put
from app.ledger.service import Change

KINDS = frozenset({"submission"})
TABLES: tuple[type[SQLModel], ...] = (Submission,)  # in the order in which they can be emptied


def apply(session: Session, change: Change) -> Submission:
    """Write down what a change makes of a submission; answers it as it stands after."""
    fields = change.fields
    row = {
        "version": change.version, "seq": change.seq, "status": fields["status"], "event_id": fields["event"],
        "note_id": fields["note"], "body": change.body,
    }  # fmt: skip
    if change.version == 1:
        sent = {"id": change.id, "owner": change.owner, "sender": change.by, "digest": fields["file"]["sha256"]}
        put(session, Submission, row | sent)
        return Submission(**row, **sent)
    session.execute(update(Submission).where(col(Submission.id) == change.id).values(row))
    return session.get_one(Submission, change.id, populate_existing=True)
