"""Every change, in order, written in the transaction of the record that it is about."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import BindParameter, Select, bindparam, select, update
from sqlmodel import Session, col

from app.kit import canonical as json
from app.kit import rows
from app.kit.clock import instant
from app.ledger import feed, tree
from app.ledger.models import Ledger, LedgerHead, Payload, TreeNode

SALT = 64  # hexadecimal digits: 256 random bits each for the record and for what it does not show
Json = dict[str, Any]
HEAD = rows.table(LedgerHead)
GROWN = ("seq", "at", "frontier", "totals")
LAST = select(*(HEAD.c[name] for name in GROWN))
LOCK = rows.Statement(LAST.with_for_update())
GROW = rows.Statement(update(HEAD).values({name: bindparam(name) for name in GROWN}))


@dataclass(frozen=True, slots=True)
class Stamp:
    """A place in the ledger: its number, and its instant (never before the one of the place before).

    `frontier` and `totals` are those of the ledger up to the place before (models.py).
    """

    seq: int
    at: str
    frontier: bytes = field(repr=False)
    totals: str = field(repr=False)


@dataclass(frozen=True)
class Change:
    """One row of the ledger with its payload: all that the tables of the register are made of.

    `audience` is who may learn of it, a level of visibility or `inbox`; `owner` the organization whose record it is;
    `aside` what else the record does not show.
    """

    seq: int
    at: str
    by: str
    action: str
    thing: str
    version: int
    body: str
    audience: str
    owner: str | None
    aside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of thing: `entry`, `event`, ..."""
        return self.thing.partition("/")[0]

    @property
    def id(self) -> str:
        """The id of the thing."""
        return self.thing.partition("/")[2]

    @cached_property
    def fields(self) -> Json:
        """The members of the record."""
        members: Json = orjson.loads(self.body)
        return members


def digest(session: Session, seq: int) -> str:
    """The digest that the ledger keeps at a place."""
    return str(session.execute(select(col(Ledger.digest)).where(col(Ledger.seq) == seq)).scalar_one())


def canonical(body: Mapping[str, Any]) -> str:
    """The one way to write a record down (RFC 8785)."""
    return json.dumps(dict(body)).decode()


def stamp(session: Session, *, now: datetime) -> Stamp:
    """Take the next place. From here to the commit no other writer can take one.

    It is the next one until `append` has written to it.
    """
    [last] = LOCK.ask(session)
    return Stamp(last["seq"] + 1, max(last["at"], instant(now)), last["frontier"], last["totals"])


def append(  # noqa: PLR0913 (each argument is a column)
    session: Session,
    place: Stamp,
    *,
    by: str,
    action: str,
    thing: str,
    version: int,
    body: Mapping[str, Any],
    audience: str,
    owner: str | None = None,
    aside: Mapping[str, Any] | None = None,
) -> Change:
    """Write the record `thing` (kind/id) into its place; answers the change, whose body lists will send."""
    more = dict(aside or {})
    hidden = canonical({"audience": audience, "owner": owner, "more": more})
    text, salt = canonical(body), secrets.token_hex(SALT)
    told = {"seq": place.seq, "at": place.at, "action": action, "thing": thing, "version": version}
    row = told | {"by": by, "digest": seal(salt, text, hidden)}
    rows.put(session, Ledger, row)
    rows.put(session, Payload, {"seq": place.seq, "salt": salt, "body": text, "aside": hidden})
    totals = feed.publish(session, told, audience=audience, owner=owner, totals=orjson.loads(place.totals))
    frontier, nodes = tree.grow(place.frontier, place.seq - 1, leaf(row))
    rows.put(session, TreeNode, [{"level": level, "place": at, "digest": node} for (level, at), node in nodes.items()])
    GROW.run(session, {"seq": place.seq, "at": place.at, "frontier": frontier, "totals": canonical(totals)})
    change = Change(place.seq, place.at, by, action, thing, version, text, audience, owner, more)
    written(session).append(change)
    return change


def written(session: Session) -> list[Change]:
    """The changes that were written through a session, oldest first, those too that were taken back since."""
    changes: list[Change] = session.info.setdefault("changes", [])
    return changes


def seal(salt: str, text: str, aside: str) -> str:
    """The digest that the ledger keeps: it proves the payload, and says nothing once the salt is gone.

    Record and aside are sealed apart, each with its half of the salt, so that one can be shown without the other.
    """
    return hashlib.sha256(_hmac(salt[:SALT], text) + beside(salt, aside)).hexdigest()


def beside(salt: str, aside: str) -> bytes:
    """The seal of what a record does not show."""
    return _hmac(salt[SALT:], aside)


def _hmac(key: str, text: str) -> bytes:
    return hmac.digest(bytes.fromhex(key), text.encode(), "sha256")


def leaf(row: Mapping[str, Any]) -> bytes:
    """The Merkle tree hash of one ledger row (RFC 9162, section 2.1.1)."""
    return tree.leaf(json.dumps(dict(row)))


def head(session: Session) -> Stamp:
    """The last place that is taken."""
    return Stamp(*session.execute(LAST).one())


def seq_at(session: Session, moment: str) -> int:
    """The last number that was taken at or before an instant; 0 before the first."""
    return session.execute(last_at(moment)).scalar() or 0


def last_at(moment: str | BindParameter[str]) -> Select[int]:
    """The question for the last number that was taken at or before an instant; no row before the first."""
    # Not max(seq), for which SQLite walks back from the last row: instants and numbers rise together.
    until = select(col(Ledger.seq)).where(col(Ledger.at) <= moment)
    return until.order_by(col(Ledger.at).desc(), col(Ledger.seq).desc()).limit(1)


def changes(session: Session, *, after: int = 0, thing: str | None = None) -> Iterator[Change]:
    """Every change after a sequence number, in order, of one thing or of all."""
    found = _changes().where(col(Ledger.seq) > after)
    if thing is not None:
        found = found.where(col(Ledger.thing) == thing)
    for row in session.execute(found.order_by(col(Ledger.seq)), execution_options={"yield_per": 1000}):
        hidden = orjson.loads(row.aside)
        yield Change(
            row.seq, row.at, row.by, row.action, row.thing, row.version, row.body, hidden["audience"], hidden["owner"],
            hidden["more"],
        )  # fmt: skip


def _changes() -> Select[Any]:
    shown: list[Any] = [Ledger.seq, Ledger.at, Ledger.by, Ledger.action, Ledger.thing, Ledger.version]
    return select(*shown, col(Payload.body), col(Payload.aside)).join(Payload, col(Payload.seq) == col(Ledger.seq))
