"""Rows that held from one change to another: those that hold now, and those that held at an instant."""

from typing import Protocol

from sqlalchemy import BindParameter, ColumnElement, and_
from sqlmodel import Session, col

from app.ledger import service as ledger

CURRENT = 2**62  # `to_seq` of the version that holds now: larger than any sequence number


class Versioned(Protocol):
    """A table of versions. Each held from ledger number `from_seq` up to, not including, `to_seq`."""

    from_seq: int
    to_seq: int


def held(table: type[Versioned], session: Session, known_at: str | None) -> ColumnElement[bool]:
    """A condition: the versions that held at an instant (RFC 3339), or that hold now."""
    if known_at is None:
        return held_now(table)
    return held_at(table, ledger.seq_at(session, known_at))


def held_now(table: type[Versioned]) -> ColumnElement[bool]:
    """A condition: the versions that hold now."""
    return col(table.to_seq) == CURRENT


def held_at(table: type[Versioned], seq: int | BindParameter[int]) -> ColumnElement[bool]:
    """A condition: the versions that held once the change with this number was made."""
    # `+ 0` keeps SQLite from an index on `to_seq`, by which it would sort all that ever was instead of reading a page.
    return and_(col(table.from_seq) <= seq, col(table.to_seq) + 0 > seq)
