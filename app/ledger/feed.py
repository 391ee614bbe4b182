"""The change feed: what each audience learns of a change, and a sum by which a follower knows that nothing is missing.

The sum is an additive hash of a set (Bellare and Micciancio 1997, AdHash): the SHA-256 digests of the items' canonical
JSON, added modulo 2 ** 256. Whoever adds up the items that they got and comes to another sum has lost one.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import orjson
import rfc8785
from sqlalchemy import ColumnElement, and_, insert, or_, select
from sqlmodel import Session, col

from app.ledger.models import FeedItem, LedgerHead

MODULUS = 2**256
SIZE = 32
REMOVED = "removed"
BUT = ">"  # between those who are told of a removal and those who are not, in the name of a sum
Json = dict[str, Any]
Totals = dict[str, str]


def item(row: Any) -> Json:
    """What a follower reads of a change: the kind of thing (`entry`), its id and its version after the change."""
    kind, _, name = row.thing.partition("/")
    action = REMOVED if row.removal else row.action
    return {"seq": row.seq, "at": row.at, "action": action, "thing": kind, "id": name, "version": row.version}


def weight(row: Any) -> int:
    """What an item adds to the sum."""
    return int.from_bytes(sha256(rfc8785.dumps(item(row))).digest())


def publish(session: Session, row: Json, *, audience: str, owner: str | None, totals: Totals) -> Totals:
    """Put a change into the feed; answers the sums of every audience after it.

    Those who saw the record before the change, and do not any more, learn that it was removed.
    """
    items = [FeedItem(**row, removal=False, shown_to=audience, hidden_from=None, owner=owner, total=b"")]
    before = _audience_before(session, row) if row["version"] > 1 else audience
    if before != audience:
        items.append(FeedItem(**row, removal=True, shown_to=before, hidden_from=audience, owner=owner, total=b""))
    for one in items:
        key = _key(one)
        total = (int(totals.get(key, "0"), 16) + weight(one)) % MODULUS
        totals = totals | {key: f"{total:x}"}
        one.total = total.to_bytes(SIZE)
    session.execute(insert(FeedItem), [one.model_dump() for one in items])
    return totals


def _audience_before(session: Session, row: Json) -> str:
    last = select(FeedItem).where(col(FeedItem.thing) == row["thing"], ~col(FeedItem.removal))
    return session.scalars(last.order_by(col(FeedItem.seq).desc()).limit(1)).one().shown_to


def _key(row: Any) -> str:
    return row.shown_to if row.hidden_from is None else f"{row.shown_to}{BUT}{row.hidden_from}"


def seen(audiences: Iterable[str], owner: str | None) -> ColumnElement[bool]:
    """A condition on items: those for the audiences that somebody belongs to, and those of their own organization."""
    told, hidden = list(audiences), col(FeedItem.hidden_from)
    shown = and_(col(FeedItem.shown_to).in_(told), or_(hidden.is_(None), hidden.not_in(told)))
    if owner is None:
        return shown
    own = col(FeedItem.owner) == owner
    return or_(and_(shown, ~and_(own, col(FeedItem.removal))), and_(own, ~col(FeedItem.removal)))


def read(session: Session, *, after: int, limit: int, seen_by: ColumnElement[bool]) -> list[FeedItem]:
    """The next items after a sequence number, in order."""
    wanted = select(FeedItem).where(col(FeedItem.seq) > after, seen_by)
    return list(session.scalars(wanted.order_by(col(FeedItem.seq), col(FeedItem.removal)).limit(limit)))


def digest(session: Session, *, upto: int, audiences: Iterable[str], owner: str | None) -> str:
    """The sum of all items up to a sequence number that somebody sees, in hexadecimal."""
    told = list(audiences)
    keys = orjson.loads(session.execute(select(col(LedgerHead.totals))).scalar_one())
    streams = [(shown, hidden or None) for shown, _, hidden in (key.partition(BUT) for key in keys)]
    total = sum(
        _last(session, shown, hidden, upto) for shown, hidden in streams if shown in told and hidden not in told
    )
    return f"{(total + (_own(session, told, owner, upto) if owner else 0)) % MODULUS:064x}"


def _last(session: Session, shown: str, hidden: str | None, upto: int) -> int:
    stream = select(col(FeedItem.total)).where(col(FeedItem.shown_to) == shown, col(FeedItem.seq) <= upto)
    stream = stream.where(col(FeedItem.hidden_from) == hidden if hidden else col(FeedItem.hidden_from).is_(None))
    total = session.execute(stream.order_by(col(FeedItem.seq).desc()).limit(1)).scalar()
    return int.from_bytes(total or b"")


def _own(session: Session, told: list[str], owner: str, upto: int) -> int:
    """What an organization reads otherwise than its audiences do: its hidden records, and no removal of its own."""
    own = select(FeedItem).where(col(FeedItem.owner) == owner, col(FeedItem.seq) <= upto)
    public = seen(told, None)
    more = session.scalars(own.where(~col(FeedItem.removal), ~public))
    less = session.scalars(own.where(col(FeedItem.removal), public))
    return sum(map(weight, more)) - sum(map(weight, less))
