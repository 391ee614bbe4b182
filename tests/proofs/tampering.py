"""What somebody with the database in hand can do to the ledger: six ways, each at a random place."""

import random
import secrets
from collections.abc import Callable

from sqlalchemy import text
from sqlmodel import Session, col, select

from app.ledger import service as ledger
from app.ledger import tree
from app.ledger.models import Ledger, Payload

Tamper = Callable[[Session, random.Random], None]
AWAY = 10**9  # beyond all numbers, for rows that make room
TABLES = ("ledger", "payload", "tree_node", "feed_item")


def unlock(session: Session) -> None:
    """Take off what makes the database itself refuse changes, as its owner can."""
    if session.connection().dialect.name == "postgresql":
        for table in TABLES:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        return
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        session.execute(text(f"DROP TRIGGER {name}"))


def flip(session: Session, chance: random.Random) -> None:
    """One character of one column of one row becomes another."""
    table = chance.choice(["ledger", "payload"])
    column = chance.choice({"ledger": ["at", "by", "action", "thing", "digest"], "payload": ["body", "aside"]}[table])
    seq = _seq(session, chance)
    old: str = session.execute(text(f"SELECT {column} FROM {table} WHERE seq = {seq}")).scalar_one()
    place = chance.randrange(len(old))
    new = old[:place] + ("x" if old[place] != "x" else "y") + old[place + 1 :]
    session.execute(text(f"UPDATE {table} SET {column} = :new WHERE seq = {seq}"), {"new": new})


def delete(session: Session, chance: random.Random) -> None:
    """A row goes, with all that belongs to it."""
    _drop(session, f"= {_seq(session, chance)}")


def insert(session: Session, chance: random.Random) -> None:
    """A row comes in between, well sealed; what follows moves up."""
    seq, salt = _seq(session, chance), secrets.token_hex(64)
    for table in ("feed_item", "payload", "ledger"):
        session.execute(text(f"UPDATE {table} SET seq = seq + {AWAY} + 1 WHERE seq >= {seq}"))
        session.execute(text(f"UPDATE {table} SET seq = seq - {AWAY} WHERE seq > {AWAY}"))
    before = session.scalars(select(Ledger).where(col(Ledger.seq) < seq).order_by(col(Ledger.seq).desc())).first()
    at = before.at if before else ""
    session.add(
        Ledger(seq=seq, at=at, by="x", action="recorded", thing="x/1", version=1, digest=ledger.seal(salt, "{}", "{}"))
    )
    session.flush()  # the payload points at it
    session.add(Payload(seq=seq, salt=salt, body="{}", aside="{}"))
    session.flush()


def reorder(session: Session, chance: random.Random) -> None:
    """Two neighbours change places."""
    seq = max(_seq(session, chance), 2)
    for table in ("feed_item", "payload", "ledger"):
        for old, new in ((seq, AWAY), (seq - 1, seq), (AWAY, seq - 1)):
            session.execute(text(f"UPDATE {table} SET seq = {new} WHERE seq = {old}"))


def truncate(session: Session, chance: random.Random) -> None:
    """The last rows go, and the tree and the head are made to fit."""
    _drop(session, f">= {_seq(session, chance)}")
    _rehash(session)


def rehash(session: Session, chance: random.Random) -> None:
    """A record is changed, sealed anew, and the whole tree computed again."""
    payload = session.get_one(Payload, _seq(session, chance))
    body, salt = payload.body.replace("e", "a", 1) + " ", secrets.token_hex(64)
    seal = ledger.seal(salt, body, payload.aside)
    values = {"salt": salt, "body": body, "seal": seal, "seq": payload.seq}
    session.execute(text("UPDATE payload SET salt = :salt, body = :body WHERE seq = :seq"), values)
    session.execute(text("UPDATE ledger SET digest = :seal WHERE seq = :seq"), values)
    _rehash(session)


def _drop(session: Session, which: str) -> None:
    for table in ("feed_item", "payload", "ledger"):
        session.execute(text(f"DELETE FROM {table} WHERE seq {which}"))


def _rehash(session: Session) -> None:
    session.expire_all()
    session.execute(text("DELETE FROM tree_node"))
    rows = session.scalars(select(Ledger).order_by(col(Ledger.seq))).all()
    frontier, size = b"", 0
    for size, row in enumerate(rows, 1):
        frontier, nodes = tree.grow(frontier, size - 1, ledger.leaf(row.model_dump()))
        for (level, place), digest in nodes.items():
            values = {"level": level, "place": place, "digest": digest}
            session.execute(text("INSERT INTO tree_node VALUES (:level, :place, :digest)"), values)
    session.execute(
        text("UPDATE ledger_head SET seq = :seq, frontier = :frontier"), {"seq": size, "frontier": frontier}
    )


def _seq(session: Session, chance: random.Random) -> int:
    return chance.randint(1, ledger.head(session).seq)


TAMPERS: list[Tamper] = [flip, delete, insert, reorder, truncate, rehash]
