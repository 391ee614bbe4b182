"""The rows of steps, made of the ledger's changes alone."""

from typing import Any

from sqlmodel import Session, SQLModel

from app.access.ending import end
from app.kit import dates
from app.kit.folding import fold
from app.kit.rows import put
from app.ledger.intervals import CURRENT
from app.ledger.service import Change
from app.timeline.steps.models import Step, StepState

KINDS = frozenset({"step"})
TABLES: tuple[type[SQLModel], ...] = (StepState, Step)  # in the order in which they can be emptied


def apply(session: Session, change: Change) -> Step:
    """Write the version that a change made, and end the one before it."""
    end(session, change, Step)
    row = _row(change)
    put(session, Step, row)
    placed = [{"state": state, "step_id": change.id, "version": change.version} for state in change.fields["states"]]
    if placed:
        put(session, StepState, placed)
    return Step(**row)


def _row(change: Change) -> dict[str, Any]:
    fields = change.fields
    when = dates.parse(fields["date"])
    due = dates.parse(fields["due"] or "XXXX")
    return {
        "id": change.id, "version": change.version, "from_seq": change.seq, "to_seq": CURRENT,
        "status": fields["status"], "actor": fold(fields["actor"] or ""),
        "kind": fields["expects"] and fields["expects"]["kind"],
        "sort_on": when.sort_day, "earliest_on": when.first_day, "latest_on": when.last_day, "due_on": due.last_day,
        "closed_by": fields["closed_by"], "closed_state": change.aside["closed_state"],
        "event_id": fields["event"], "note_id": fields["note"],
        "floor": change.aside["floor"], "visibility": change.audience, "owner": change.owner, "body": change.body,
    }  # fmt: skip
