"""Every change, in order, written in the transaction of the record that it is about."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from sqlalchemy import case, insert, select, update
from sqlmodel import Session, col, func

from app.kit.clock import instant
from app.ledger.models import Ledger, LedgerHead, Payload

LEAF_PREFIX = b"\x00"  # RFC 9162, section 2.1.1: leaves and nodes of the tree are hashed apart


@dataclass(frozen=True, slots=True)
class Stamp:
    """A place in the ledger: its number, and its instant (never before the one of the place before)."""

    seq: int
    at: str


def canonical(body: Mapping[str, Any]) -> str:
    """The one way to write a record down (RFC 8785)."""
    return rfc8785.dumps(dict(body)).decode()


def stamp(session: Session, *, now: datetime) -> Stamp:
    """Take the next place. From here to the commit no other writer can take one.

    Call it after everything that may refuse the change: a place that is taken and not written to is a hole.
    """
    later = case((col(LedgerHead.at) > instant(now), LedgerHead.at), else_=instant(now))
    taken = session.execute(
        update(LedgerHead).values(seq=LedgerHead.seq + 1, at=later).returning(col(LedgerHead.seq), col(LedgerHead.at))
    )
    return Stamp(*taken.one())


def append(
    session: Session, place: Stamp, *, by: str, action: str, thing: str, version: int, body: Mapping[str, Any]
) -> str:
    """Write the record `thing` (kind/id) into its place; answers the canonical JSON that lists will send."""
    text, salt = canonical(body), secrets.token_hex(32)
    row = {
        "seq": place.seq, "at": place.at, "by": by, "action": action, "thing": thing, "version": version,
        "digest": seal(salt, text),
    }  # fmt: skip
    session.execute(insert(Ledger).values(row))
    session.execute(insert(Payload).values(seq=place.seq, salt=salt, body=text))
    return text


def seal(salt: str, text: str) -> str:
    """The digest that the ledger keeps: it proves the payload, and says nothing once the salt is gone."""
    return hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()


def leaf(row: Ledger) -> str:
    """The Merkle tree hash of one ledger row (RFC 9162, section 2.1.1), in hexadecimal."""
    return hashlib.sha256(LEAF_PREFIX + rfc8785.dumps(row.model_dump())).hexdigest()


def row(session: Session, seq: int) -> Ledger:
    """The ledger row with this number."""
    return session.get_one(Ledger, seq)


def head(session: Session) -> Stamp:
    """The last place that is taken."""
    return Stamp(*session.execute(select(col(LedgerHead.seq), col(LedgerHead.at))).one())


def seq_at(session: Session, moment: str) -> int:
    """The last number that was taken at or before an instant; 0 before the first."""
    found = select(func.max(col(Ledger.seq))).where(col(Ledger.at) <= moment)
    return session.execute(found).scalar_one() or 0


def versions(session: Session, thing: str) -> list[str]:
    """Every state of a record, oldest first, as canonical JSON."""
    found = select(col(Payload.body)).join(Ledger, col(Ledger.seq) == Payload.seq).where(col(Ledger.thing) == thing)
    return list(session.execute(found.order_by(col(Ledger.seq))).scalars())
