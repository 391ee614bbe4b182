"""A register full of invented facts, with a valid ledger: written past the verbs, which would take hours."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import orjson
from sqlmodel import Session

from app.cli.register import prepare
from app.events import projection as calendar
from app.events import service as events
from app.events.models import EventCreate
from app.kit.db import Database
from app.kit.ids import new_id
from app.ledger import service as ledger
from app.ledger.service import Change
from app.states import registry
from app.timeline import projection, service
from app.timeline.models import EntryCreate, Kind

BATCH, STEP = 10_000, timedelta(milliseconds=10)
KINDS = [kind for kind in Kind if kind not in {Kind.event, Kind.note, Kind.visit, Kind.peer_review}]
Json = dict[str, Any]


def fill(database: Database, entries: int) -> None:
    """A prepared register with so many entries, spread evenly over all States and the days since 2004."""
    random, begun = Random(1540), datetime.now(UTC) - STEP * entries  # noqa: S311  (nothing secret)
    prepare(database, now=begun)
    codes = [state.iso3 for state in registry.all_states()]
    with database.session(writes=True) as session:
        known = orjson.loads(service.record(session, _fact(random, codes[0], 0), by="bench", now=begun).body)
    bodies = (_varied(known, random, codes[number % len(codes)], number) for number in range(1, entries))
    _put(database, "entry", bodies, projection.enter, begun=begun)


def fill_events(database: Database, count: int) -> None:
    """So many events in a prepared register, spread over the days since 2004, and on no timeline."""
    random, begun = Random(2004), datetime.now(UTC)  # noqa: S311  (nothing secret)
    with database.session(writes=True) as session:
        data = EventCreate.model_validate(workshop(0))
        first = events.create(session, data, by="bench", now=begun, allow_duplicate=True)
    bodies = (
        orjson.loads(first.body) | {"id": new_id(), "entry": None} | _held(random, one) for one in range(1, count)
    )
    _put(database, "event", bodies, calendar.enter, begun=begun)


def workshop(number: int) -> Json:
    """An event with three organizers and five participants; nothing about it is true."""
    day = f"{2005 + number % 20}-{1 + number // 20 % 12:02}-{1 + number // 240 % 28:02}"
    return {
        "title": f"Invented workshop {number} on border controls", "type": "workshop", "starts_on": day,
        "ends_on": day, "venues": [{"city": "Montevideo", "country": "URY"}], "states": ["URY"],
        "organizers": [{"name": f"Invented institute {part}", "role": "organizer"} for part in range(3)],
        "participants": [{"name": f"Invented body {part}", "kind": "ngo", "role": "attended"} for part in range(5)],
    }  # fmt: skip


def _put(
    database: Database,
    kind: str,
    bodies: Iterator[Json],
    enter: Callable[[Session, Change], object],
    *,
    begun: datetime,
) -> None:
    """The first versions of public things, each with its place in the ledger, and its rows."""
    now = begun
    while some := list(islice(bodies, BATCH)):
        with database.session(writes=True) as session:
            for body in some:
                now += STEP
                place = ledger.stamp(session, now=now)
                fields = body | {"recorded_at": place.at}
                change = ledger.append(
                    session, place, by="bench", action="recorded", thing=f"{kind}/{fields['id']}", version=1,
                    body=fields, audience="public", aside={"floor": "public"},
                )  # fmt: skip
                enter(session, change)


def _held(random: Random, number: int) -> Json:
    day = _day(random)
    return {"title": f"Invented workshop {number}", "date": day, "starts_on": day, "ends_on": day}


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
