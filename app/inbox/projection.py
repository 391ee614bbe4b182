"""Submissions, made from the ledger alone: the state of each after its last change, and what readings were worth."""

from sqlalchemy import update
from sqlmodel import Session, SQLModel, col

from app.inbox import judgements
from app.inbox.models import Judgement, Submission
from app.kit.rows import put
from app.ledger.service import Change

KINDS = frozenset({"submission"})
TABLES: tuple[type[SQLModel], ...] = (Judgement, Submission)  # in the order in which they can be emptied


def apply(session: Session, change: Change) -> Submission:
    """Write down what a change makes of a submission; answers it as it stands after."""
    fields = change.fields
    judgements.follow(session, change)
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
