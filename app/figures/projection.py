"""Published facts, and the rows that were loaded from files, made from the ledger alone."""

from sqlmodel import Session, SQLModel

from app.figures.models import CommitteeFact, FactBase, LoadedRow
from app.kit import dates
from app.kit.rows import put
from app.ledger.service import Change

KINDS = frozenset({"fact", "load"})
TABLES: tuple[type[SQLModel], ...] = (CommitteeFact, LoadedRow)  # in the order in which they can be emptied


def apply(session: Session, change: Change) -> None:
    """Write down what a change makes: a published fact, or what became of the rows of a file."""
    if change.kind == "fact":
        fact(session, change)
    else:
        rows = [{"digest": digest, "thing": thing} for digest, thing in change.fields["rows"].items()]
        put(session, LoadedRow, rows)


def fact(session: Session, change: Change) -> CommitteeFact:
    """Write down a published fact, with the days that its date may mean."""
    when = dates.parse(change.fields["date"])
    days = {"sort_on": when.sort_day, "earliest_on": when.first_day, "latest_on": when.last_day}
    said = {name: change.fields[name] for name in FactBase.model_fields}
    row = said | days | {"id": change.id, "seq": change.seq}
    put(session, CommitteeFact, row)
    return CommitteeFact(**row)
