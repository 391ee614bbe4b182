"""The change feed: what each audience learns of a change, and a sum by which a follower knows that nothing is missing.

The sum is an additive hash of a set (Bellare and Micciancio 1997, AdHash): the SHA-256 digests of the items' canonical
JSON, added modulo 2 ** 256. Whoever adds up the items that they got and comes to another sum has lost one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlmodel import Session, col, func

from app.kit import canonical, rows
from app.ledger.models import FeedItem, LedgerHead

MODULUS = 2**256
SIZE = 32
REMOVED = "removed"
BUT = ">"  # between those who are told of a removal and those who are not, in the name of a sum
SHOWN: list[Any] = [getattr(FeedItem, name) for name in ("removal", "seq", "at", "action", "thing", "version")]
Json = dict[str, Any]
Totals = dict[str, str]
Seen = tuple[str, str | None]  # an audience, and the organization whose record it is


def item(row: Mapping[Any, Any]) -> Json:
    """What a follower reads of a change: the kind of thing (`entry`), its id and its version after the change."""
    kind, _, name = row["thing"].partition("/")
    action = REMOVED if row["removal"] else row["action"]
    return {"seq": row["seq"], "at": row["at"], "action": action, "thing": kind, "id": name, "version": row["version"]}


def weight(row: Mapping[Any, Any]) -> int:
    """What an item adds to the sum."""
    return int.from_bytes(sha256(canonical.dumps(item(row))).digest())


def publish(session: Session, row: Json, *, audience: str, owner: str | None, totals: Totals) -> Totals:
    """Put a change into the feed; answers the sums of every audience after it.

    Those who saw the record before the change, and do not any more, learn that it was removed.
    """
    before = _before(session, row) if row["version"] > 1 else None
    items = [_item(row, (audience, owner))]
    if before and before != (audience, owner):
        items.append(_item(row, before, still=(audience, owner)))
    for one in items:
        key = _key(one)
        total = (int(totals.get(key, "0"), 16) + weight(one)) % MODULUS
        totals = totals | {key: f"{total:x}"}
        one["total"] = total.to_bytes(SIZE)
    rows.put(session, FeedItem, items)
    return totals


def _before(session: Session, row: Json) -> Seen:
    last = select(col(FeedItem.shown_to), col(FeedItem.owner)).where(col(FeedItem.thing) == row["thing"])
    found = session.execute(last.where(~col(FeedItem.removal)).order_by(col(FeedItem.seq).desc()).limit(1)).one()
    return found.shown_to, found.owner


def _item(row: Json, seen_by: Seen, *, still: Seen | None = None) -> Json:
    """A new state for those who see it; or with `still` a removal for those who saw the record, and do not any more."""
    (shown_to, owner), (hidden_from, kept_by) = seen_by, still or (None, None)
    return row | {
        "removal": still is not None, "shown_to": shown_to, "owner": owner, "hidden_from": hidden_from,
        "kept_by": kept_by,
    }  # fmt: skip


def _key(row: Json) -> str:
    shown_to, hidden_from = row["shown_to"], row["hidden_from"]
    return str(shown_to) if hidden_from is None else f"{shown_to}{BUT}{hidden_from}"


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows: those that are `told` of changes for these audiences (None: for all), and of `own` ones.

    `own` are the audiences of which an organization (`owner`) is told where the record is its own.
    """

    told: frozenset[str] | None
    owner: str | None = None
    own: frozenset[str] = frozenset()


def seen(follower: Follower) -> ColumnElement[bool]:
    """A condition on items: those that a follower is told."""
    if follower.told is None:
        return ~col(FeedItem.removal)
    if follower.owner is None:
        return _shown(follower.told)
    # A comparison with null is null, and so is its opposite: what has no owner is nobody's own.
    sees, still = (
        or_(level.in_(follower.told), and_(func.coalesce(owner == follower.owner, false()), level.in_(follower.own)))
        for level, owner in (
            (col(FeedItem.shown_to), col(FeedItem.owner)), (col(FeedItem.hidden_from), col(FeedItem.kept_by))
        )
    )  # fmt: skip
    return and_(sees, or_(col(FeedItem.hidden_from).is_(None), ~still))


def _shown(told: frozenset[str]) -> ColumnElement[bool]:
    hidden = col(FeedItem.hidden_from)
    return and_(col(FeedItem.shown_to).in_(told), or_(hidden.is_(None), hidden.not_in(told)))


def read(session: Session, follower: Follower, *, after: int, limit: int) -> list[Json]:
    """The next items after a sequence number, in order: at most one for each number."""
    wanted = select(*SHOWN).where(col(FeedItem.seq) > after, seen(follower))
    return [item(row) for row in session.execute(wanted.order_by(col(FeedItem.seq)).limit(limit)).mappings()]


def digest(session: Session, follower: Follower, *, upto: int) -> str:
    """The sum of all items up to a sequence number that a follower is told, as 64 hexadecimal digits."""
    streams = [key.partition(BUT) for key in orjson.loads(session.execute(select(col(LedgerHead.totals))).scalar_one())]
    told = follower.told
    total = sum(
        _last(session, shown, hidden or None, upto)
        for shown, _, hidden in streams
        if (not hidden if told is None else shown in told and hidden not in told)
    )
    return f"{(total + _own(session, follower, upto)) % MODULUS:064x}"


def _last(session: Session, shown: str, hidden: str | None, upto: int) -> int:
    stream = select(col(FeedItem.total)).where(col(FeedItem.shown_to) == shown, col(FeedItem.seq) <= upto)
    stream = stream.where(col(FeedItem.hidden_from) == hidden if hidden else col(FeedItem.hidden_from).is_(None))
    total = session.execute(stream.order_by(col(FeedItem.seq).desc()).limit(1)).scalar()
    return int.from_bytes(total or b"")


def _own(session: Session, follower: Follower, upto: int) -> int:
    """What an organization is told otherwise than its audiences are: its hidden records, and no removal of its own."""
    if follower.owner is None or follower.told is None:
        return 0
    concerns = or_(col(FeedItem.owner) == follower.owner, col(FeedItem.kept_by) == follower.owner)
    own = select(*SHOWN).where(concerns, col(FeedItem.seq) <= upto)
    public, mine = _shown(follower.told), seen(follower)
    more = session.execute(own.where(mine, ~public)).mappings()
    less = session.execute(own.where(public, ~mine)).mappings()
    return sum(map(weight, more)) - sum(map(weight, less))
