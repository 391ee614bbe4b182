"""A register full of invented facts, with a valid ledger: written past the verbs, which would take hours."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import orjson

from app.cli.register import prepare
from app.kit.db import Database
from app.kit.ids import new_id
from app.ledger import service as ledger
from app.states import registry
from app.timeline import projection, service
from app.timeline.models import EntryCreate, Kind

BATCH = 10_000
KINDS = [kind for kind in Kind if kind not in {Kind.event, Kind.note, Kind.visit, Kind.peer_review}]
Json = dict[str, Any]


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
            for number in range(start, min(start + BATCH, entries)):
                now += timedelta(milliseconds=10)
                place = ledger.stamp(session, now=now)
                fields = _varied(known, random, codes[number % len(codes)], number) | {"recorded_at": place.at}
                change = ledger.append(
                    session, place, by="bench", action="recorded", thing=f"entry/{fields['id']}", version=1,
                    body=fields, audience="public", aside={"floor": "public"},
                )  # fmt: skip
                projection.enter(session, change)


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
