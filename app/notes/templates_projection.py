"""The rows of templates, made of the ledger's changes alone."""

from typing import Any

from sqlmodel import Session, SQLModel

from app.access.ending import end
from app.kit.rows import put
from app.ledger.intervals import CURRENT
from app.ledger.service import Change
from app.notes.template_models import Template

KINDS = frozenset({"template"})
TABLES: tuple[type[SQLModel], ...] = (Template,)


def apply(session: Session, change: Change) -> Template:
    """Write the version that a change made, and end the one before it."""
    end(session, change, Template)
    row: dict[str, Any] = {
        "id": change.id, "version": change.version, "from_seq": change.seq, "to_seq": CURRENT,
        "withdrawn": change.fields["withdrawn_at"] is not None,
        "visibility": change.audience, "owner": change.owner, "body": change.body,
    }  # fmt: skip
    put(session, Template, row)
    return Template(**row)
