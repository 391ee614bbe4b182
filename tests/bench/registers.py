"""A register full of invented facts, with a valid ledger: written a table at a time, since a million verbs take hours.

Changes are numbered, sealed and put into tree and feed as `ledger.append` does; the rows of the timeline are those of
its projection.
"""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import orjson
from sqlalchemy import Insert, Table, select, update
from sqlmodel import Session

from app.cli.register import prepare
from app.kit import clock
from app.kit.db import Database
from app.kit.ids import new_id
from app.kit.rows import put
from app.ledger import feed, tree
from app.ledger import service as ledger
from app.ledger.models import FeedItem, Ledger, LedgerHead, Payload, TreeNode
from app.ledger.service import Change
from app.states import registry
from app.timeline import projection, service
from app.timeline.models import EntryCreate, Kind

BATCH = 10_000
KINDS = [kind for kind in Kind if kind not in {Kind.event, Kind.note, Kind.visit, Kind.peer_review}]
ASIDE = {"floor": "public"}
HIDDEN = ledger.canonical({"audience": "public", "owner": None, "more": ASIDE})
Json = dict[str, Any]


class Pen:
    """Takes the rows that verbs would write one by one, and writes them a table at a time; in place of a session."""

    def __init__(self, session: Session) -> None:
        head = session.execute(select(LedgerHead)).scalar_one()
        self.session = session
        self.seq, self.frontier, self.totals = head.seq, head.frontier, orjson.loads(head.totals)
        self.at = datetime.fromisoformat(head.at)
        self.rows: dict[Table, list[Json]] = defaultdict(list)

    def execute(self, statement: Insert, rows: Json | Sequence[Json]) -> None:
        """What `put` asks of a session."""
        self.rows[cast("Table", statement.table)] += [rows] if isinstance(rows, Mapping) else rows

    def enter(self, fields: Json) -> None:
        """The first version of a public entry."""
        self.at += timedelta(milliseconds=10)
        self.seq += 1
        here = cast("Session", self)
        projection.enter(here, self._append(fields | {"recorded_at": clock.instant(self.at)}))

    def _append(self, fields: Json) -> Change:
        here, body, salt = cast("Session", self), _canonical(fields), secrets.token_hex(ledger.SALT)
        shown = {
            "seq": self.seq, "at": fields["recorded_at"], "action": "recorded", "thing": f"entry/{fields['id']}",
            "version": 1,
        }  # fmt: skip
        row = shown | {"by": "bench", "digest": ledger.seal(salt, body, HIDDEN)}
        put(here, Ledger, row)
        put(here, Payload, {"seq": self.seq, "salt": salt, "body": body, "aside": HIDDEN})
        self.frontier, nodes = tree.grow(self.frontier, self.seq - 1, tree.leaf(_canonical(row).encode()))
        put(here, TreeNode, [{"level": level, "place": at, "digest": node} for (level, at), node in nodes.items()])
        self._publish(here, shown)
        return Change(**shown, by="bench", body=body, audience="public", owner=None, aside=ASIDE)

    def _publish(self, here: Session, shown: Json) -> None:
        told = feed.item(SimpleNamespace(**shown, removal=False))
        weight = int.from_bytes(sha256(_canonical(told).encode()).digest())
        total = (int(self.totals.get("public", "0"), 16) + weight) % feed.MODULUS
        self.totals["public"] = f"{total:x}"
        hidden = {"removal": False, "shown_to": "public", "hidden_from": None, "owner": None, "kept_by": None}
        put(here, FeedItem, shown | hidden | {"total": total.to_bytes(feed.SIZE)})

    def lay_down(self) -> None:
        """Put what was taken into the tables."""
        connection = self.session.connection()
        for into, rows in self.rows.items():
            connection.execute(into.insert(), rows)
        self.rows.clear()
        head = {"seq": self.seq, "at": clock.instant(self.at), "frontier": self.frontier}
        self.session.execute(update(LedgerHead).values(head | {"totals": ledger.canonical(self.totals)}))


def _canonical(body: Json) -> str:
    """As `ledger.canonical`, for plain ASCII without fractions, and thirty times as fast."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()


def fill(database: Database, entries: int) -> None:
    """A prepared register with so many entries, spread evenly over all States and the days since 2004."""
    now, random = datetime.now(UTC), Random(1540)  # noqa: S311  (nothing secret)
    prepare(database, now=now)
    codes = [state.iso3 for state in registry.all_states()]
    with database.session(writes=True) as session:
        first = service.record(session, _fact(random, codes[0], 0), by="bench", now=now)
        known = orjson.loads(first.body)
    for start in range(1, entries, BATCH):
        with database.session(writes=True) as session:
            pen = Pen(session)
            for number in range(start, min(start + BATCH, entries)):
                pen.enter(_varied(known, random, codes[number % len(codes)], number))
            pen.lay_down()


def _fact(random: Random, state: str, number: int) -> EntryCreate:
    return EntryCreate(kind=random.choice(KINDS), date=_day(random), title=f"Invented fact {number}", states=[state])


def _varied(known: Json, random: Random, state: str, number: int) -> Json:
    day = _day(random)
    return known | {
        "id": new_id(), "kind": random.choice(KINDS), "date": day, "earliest": day, "latest": day, "states": [state],
        "title": f"Invented fact {number}",
    }  # fmt: skip


def _day(random: Random) -> str:
    return f"{random.randint(2004, 2026)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
