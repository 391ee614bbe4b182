"""The timeline's tables, made from the ledger alone: each row follows from one change and from the rows before it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import case, insert, or_, update
from sqlmodel import Session, SQLModel, col

from app.access.models import Visibility
from app.kit import dates
from app.ledger.intervals import CURRENT
from app.ledger.service import Change
from app.timeline.models import Assertion, Entry, Json, Placing

TABLES: tuple[type[SQLModel], ...] = (Placing, Entry, Assertion)  # in the order in which they can be emptied


def apply(session: Session, change: Change) -> SQLModel:
    """Write down what a change of one of KINDS makes of the timeline; answers the row that it is about."""
    return MADE_OF[change.kind](session, change)


def enter(session: Session, change: Change) -> Entry:
    """Write down a version of an entry, its places on the timelines, and the end of the version before it."""
    if change.version > 1:
        _close(session, change)
    fields = change.fields
    held = {"version": change.version, "from_seq": change.seq, "to_seq": CURRENT}
    shared = held | {
        "withdrawn": fields["withdrawn_at"] is not None, "visibility": change.audience, "owner": change.owner,
    }  # fmt: skip
    row = shared | {
        "id": change.id, "floor": change.aside["floor"], "event_id": fields["event"], "note_id": fields["note"],
        "body": change.body,
    }  # fmt: skip
    session.execute(insert(Entry).values(row))
    session.execute(insert(Placing), _placings(change, shared))
    return Entry(**row)


def _close(session: Session, change: Change) -> None:
    """End the version that held, and let no earlier one be seen by more people than the one that follows."""
    allowed = Visibility(change.audience)
    wider = [one for one in Visibility if one.stricter(allowed) != one]
    versions: list[tuple[type[Entry] | type[Placing], Any]] = [(Entry, Entry.id), (Placing, Placing.entry_id)]
    for table, key in versions:
        ends, narrows = col(table.to_seq) == CURRENT, col(table.visibility).in_(wider)
        session.execute(
            update(table)
            .where(key == change.id, or_(ends, narrows))
            .values(
                to_seq=case((ends, change.seq), else_=table.to_seq),
                visibility=case((narrows, allowed), else_=table.visibility),
            )
        )


def _placings(change: Change, shared: Json) -> list[Json]:
    fields = change.fields
    when = dates.parse(fields["date"])
    placed = shared | {
        "entry_id": change.id, "kind": fields["kind"], "status": fields["status"], "date": fields["date"],
        "sort_on": when.sort_day, "earliest_on": when.first_day, "latest_on": when.last_day,
    }  # fmt: skip
    return [placed | {"state": state} for state in fields["states"]]


def say(session: Session, change: Change) -> Assertion:
    """Write down what a source says of a State's first report."""
    fields = change.fields
    row = {
        "state": fields["state"], "asserted": fields["date"], "latest_on": dates.parse(fields["date"]).last_day,
        "reported": fields["reported"], "source": fields["source"], "seq": change.seq,
    }  # fmt: skip
    session.execute(insert(Assertion).values(row))
    return Assertion(**row)


MADE_OF: dict[str, Callable[[Session, Change], SQLModel]] = {"entry": enter, "assertion": say}
KINDS = frozenset(MADE_OF)
