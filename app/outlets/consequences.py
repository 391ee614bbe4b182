"""What a change makes of records in rooms above its own: written in the same transaction, just before its commit."""

from collections.abc import Callable

from sqlmodel import Session

from app.kit.db import Database
from app.ledger import service as ledger
from app.ledger.service import Change
from app.notes import following as notes

CONSEQUENCES: tuple[Callable[[Session, Change], None], ...] = (notes.follow,)


def opened(url: str) -> Database:
    """The database at an address, in whose transactions every change has its consequences."""
    return Database(url, before_commit=draw)


def draw(session: Session) -> None:
    """Let every change of a transaction have its consequences, and these have theirs."""
    for change in ledger.written(session):  # it grows meanwhile
        for follow in CONSEQUENCES:
            follow(session, change)
