"""The rows of remarks, made of the ledger's changes alone."""

from sqlmodel import Session, SQLModel

from app.access.ending import end
from app.kit.rows import put
from app.ledger.intervals import CURRENT
from app.ledger.service import Change
from app.notes.remark_models import Remark

KINDS = frozenset({"remark"})
TABLES: tuple[type[SQLModel], ...] = (Remark,)


def apply(session: Session, change: Change) -> Remark:
    """Write the version that a change made, and end the one before it."""
    end(session, change, Remark)
    row = {
        "id": change.id, "version": change.version, "from_seq": change.seq, "to_seq": CURRENT,
        "note_id": change.fields["note"], "resolved": change.fields["resolved_at"] is not None,
        "visibility": change.audience, "owner": change.owner, "body": change.body,
    }  # fmt: skip
    put(session, Remark, row)
    return Remark(**row)
