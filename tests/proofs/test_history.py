"""Answers of the past against a naive replay of the ledger: a small dose always, the long run in `make prove`."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, select

from app.kit import dates
from app.kit.db import Database
from app.ledger.models import Ledger, Payload
from tests import make
from tests.callers import Caller

DATES = [
    "2004-09-10",
    "2014",
    "2014-05",
    "2017-06-29/2017-06-30",
    "XXXX-11-08",
    "../2018-06-11",
    "{2015-01-05,2016-02-01}",
]
DAYS = ["2003-12-31", "2004-09-10", "2014-05-31", "2015-06-01", "2018-06-11", "2030-01-01"]
STATES = ["TKM", "KGZ", "UZB"]
BASES = ["written", "received", "published"]
RELATIONS = ["follows_from", "revises", "part_of"]
Json = dict[str, Any]


def scribble(expert: Caller, random: Random, times: int) -> None:
    """Record, correct and withdraw entries in no order at all."""
    entries: list[Json] = []
    for number in range(times):
        act = random.choice(["record", "record", "correct", "withdraw"])
        if act == "record" or not entries:
            entries.append(make.entry(expert, **told(random, entries), title=f"Fact {number}"))
            continue
        entry = entries.pop(random.randrange(len(entries)))
        address, sent = f"/entries/{entry['id']}", {"params": {"reason": "r"}, "headers": {"If-Match": "*"}}
        if act == "withdraw":
            expert.post(f"{address}/withdrawal", **sent).raise_for_status()
            continue
        entries.append(expert.put(address, json=entry | told(random, entries), **sent).raise_for_status().json())


def told(random: Random, others: list[Json]) -> Json:
    """What an entry tells, by chance."""
    named = {basis: random.choice(DATES) for basis in random.sample(BASES, random.randint(0, 2))}
    basis = random.choice([None, *named])
    return {
        "states": random.sample(STATES, random.randint(1, 3)), "date_basis": basis, "dates": named,
        "date": named[basis] if basis else random.choice(DATES),
        "identifiers": [{"scheme": "un", "value": f"S/AC.44/2004/(02)/{random.randint(1, 3)}"}],
        "sources": [{"url": f"https://register.example/{random.randint(1, 3)}"}],
        "links": [{"rel": random.choice(RELATIONS), "entry": random.choice(others)["id"]}] if others else [],
    }  # fmt: skip


def replay(session: Session, state: str, *, as_of: str | None, known_at: str | None) -> list[Json]:
    """What the timeline must be, by reading the whole ledger: slow, and too simple to be wrong."""
    latest: dict[str, Json] = {}
    rows = session.exec(select(Ledger, Payload).where(Ledger.seq == Payload.seq).order_by(Ledger.seq)).all()  # type: ignore[arg-type]  # a column, to SQLModel an int
    for row, payload in rows:
        if row.thing.startswith("entry/") and (known_at is None or row.at <= known_at):
            latest[row.thing] = json.loads(payload.body)
    found = [one for one in latest.values() if state in one["states"] and one["withdrawn_at"] is None]
    if as_of:
        found = [
            one | {"certain": dates.parse(one["date"]).last_day.isoformat() <= as_of}
            for one in found
            if dates.parse(one["date"]).first_day.isoformat() <= as_of
        ]
    return sorted(
        found, key=lambda one: (dates.parse(one["date"]).sort_day, dates.parse(one["date"]).last_day, one["id"])
    )


def differences(client: Caller, database: Database, random: Random, questions: int) -> list[Json]:
    with database.session() as session:
        instants = [row.at for row in session.exec(select(Ledger))]
        wrong = []
        for _ in range(questions):
            asked = {"as_of": random.choice([None, *DAYS]), "known_at": random.choice([None, *instants])}
            state = random.choice(STATES)
            given = {name: value for name, value in asked.items() if value}
            seen = client.read(f"/states/{state}/timeline", **given, limit=200)["items"]
            if seen != replay(session, state, **asked):
                wrong.append(given | {"state": state})
    return wrong


def test_answers_of_the_past_equal_a_replay(client: Caller, expert: Caller, database: Database) -> None:
    random = Random(1540)  # noqa: S311  (repeatable, not secret)
    scribble(expert, random, 30)

    assert differences(client, database, random, 30) == []


@pytest.mark.prove
def test_a_thousand_answers_of_the_past_equal_a_replay(
    client: Caller, expert: Caller, database: Database, proven: Callable[[str], None]
) -> None:
    random = Random(2004)  # noqa: S311  (repeatable, not secret)
    scribble(expert, random, 300)

    assert differences(client, database, random, 1000) == []
    proven("1,000 questions after 300 changes, no difference")
