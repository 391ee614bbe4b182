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
from app.timeline.members import INVERSE, Relation
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
Rows = list[tuple[str, str, str]]


def scribble(expert: Caller, random: Random, times: int) -> None:
    """Record, correct, contest and withdraw entries in no order at all."""
    entries: list[Json] = []
    for number in range(times):
        act = random.choice(["record", "record", "correct", "contest", "withdraw"])
        if act == "record" or not entries:
            entries.append(make.entry(expert, **told(random, entries), title=f"Fact {number}"))
            continue
        entry = entries.pop(random.randrange(len(entries)))
        address, sent = f"/entries/{entry['id']}", {"params": {"reason": "r"}, "headers": {"If-Match": "*"}}
        if act == "withdraw":
            expert.post(f"{address}/withdrawal", **sent).raise_for_status()
        elif act == "contest":
            contest(expert, random, entry)
            entries.append(expert.read(address))
        else:
            entries.append(expert.put(address, json=entry | told(random, entries), **sent).raise_for_status().json())


def contest(expert: Caller, random: Random, entry: Json) -> None:
    """Let a source differ about an entry, and now and then choose one or take one back."""
    source = {"text": f"Source {random.randint(1, 3)}"}
    said = {"member": "title", "value": f"Claim {random.randint(1, 3)}", "source": source}
    expert.make(f"/entries/{entry['id']}/claims", said)
    claims = expert.read(f"/entries/{entry['id']}/claims")["items"]
    standing = [one for one in claims if not one["withdrawn_at"] and not one["chosen"]]
    if standing and random.random() < 0.5:
        verb = random.choice(["choice", "choice", "withdrawal"])
        expert.post(f"/entries/{entry['id']}/claims/{random.choice(standing)['id']}/{verb}?reason=r").raise_for_status()


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


def whole_ledger(session: Session) -> Rows:
    """Instant, thing and record of every change, in order."""
    pairs = session.exec(select(Ledger, Payload).where(Ledger.seq == Payload.seq).order_by(Ledger.seq))  # type: ignore[arg-type]  # a column, to SQLModel an int
    return [(row.at, row.thing, payload.body) for row, payload in pairs]


def snapshot(rows: Rows, known_at: str | None) -> dict[str, Json]:
    """Every thing as it was known at an instant, by reading the whole ledger: slow, and too simple to be wrong."""
    latest = {thing: body for at, thing, body in rows if known_at is None or at <= known_at}
    return {thing: json.loads(body) for thing, body in latest.items()}


def entries_of(known: dict[str, Json]) -> list[Json]:
    return [one for thing, one in known.items() if thing.startswith("entry/")]


def in_order(entries: list[Json], date: Callable[[Json], str]) -> list[Json]:
    def place(one: Json) -> tuple[Any, ...]:
        when = dates.parse(date(one))
        return when.sort_day, when.last_day, one["id"]

    return sorted(entries, key=place)


def timeline(known: dict[str, Json], state: str, *, as_of: str | None, date_basis: str | None) -> list[Json]:
    """What the timeline of a State must be."""

    def date(one: Json) -> str:
        return str(one["dates"][date_basis] if date_basis else one["date"])

    found = [one for one in entries_of(known) if state in one["states"] and one["withdrawn_at"] is None]
    found = [one for one in found if not date_basis or one["dates"][date_basis]]
    if as_of:
        found = [
            one | {"certain": dates.parse(date(one)).last_day.isoformat() <= as_of}
            for one in found
            if dates.parse(date(one)).first_day.isoformat() <= as_of
        ]
    return in_order(found, date)


def links(known: dict[str, Json], entry: str) -> list[tuple[str, str]]:
    """What the links of an entry must be: the relation and the other end of each."""
    towards = [(one["rel"], one["entry"]) for one in known[f"entry/{entry}"]["links"]]
    pairs = [(link["rel"], one["id"]) for one in entries_of(known) for link in one["links"] if link["entry"] == entry]
    return sorted([*towards, *((INVERSE[Relation(rel)], other) for rel, other in pairs)])


def claims(known: dict[str, Json], entry: str) -> list[Json]:
    """What the claims about an entry must be."""
    title = known[f"entry/{entry}"]["title"]
    found = [one for thing, one in known.items() if thing.startswith("claim/") and one["entry"] == entry]
    shown = [one | {"chosen": one["chosen"] and one["value"] == title} for one in found]
    return sorted(shown, key=lambda one: (one["claimed_at"], one["id"]))


def ask(client: Caller, rows: Rows, random: Random, known_at: str | None) -> Json | None:
    """Put a question by chance; answers it where the answer is not the one of the replay."""
    then, known = {"known_at": known_at} if known_at else {}, snapshot(rows, known_at)
    asked = {"as_of": random.choice([None, *DAYS]), "date_basis": random.choice([None, None, *BASES])}
    given = then | {name: value for name, value in asked.items() if value}
    state = random.choice(STATES)
    wrong = client.read(f"/states/{state}/timeline", **given, limit=200)["items"] != timeline(known, state, **asked)
    if wrong or not entries_of(known):
        return given | {"state": state} if wrong else None
    entry = random.choice(entries_of(known))["id"]
    found = client.read(f"/entries/{entry}/links", **then)["items"]
    same = sorted((one["rel"], one["entry"]) for one in found) == links(known, entry)
    same = same and client.read(f"/entries/{entry}/claims", **then)["items"] == claims(known, entry)
    same = same and client.read(f"/entries/{entry}", **then) == known[f"entry/{entry}"]
    return None if same else then | {"entry": entry}


def differences(client: Caller, database: Database, random: Random, questions: int) -> list[Json]:
    with database.session() as session:
        rows = whole_ledger(session)
    instants = [at for at, *_ in rows]
    asked = (ask(client, rows, random, random.choice([None, *instants])) for _ in range(questions))
    return [one for one in asked if one]


@pytest.mark.N1
@pytest.mark.D5
def test_answers_of_the_past_equal_a_replay(client: Caller, expert: Caller, database: Database) -> None:
    random = Random(1540)  # noqa: S311  (repeatable, not secret)
    scribble(expert, random, 30)

    assert differences(client, database, random, 30) == []


@pytest.mark.N1
@pytest.mark.D5
@pytest.mark.prove
def test_a_thousand_answers_of_the_past_equal_a_replay(
    client: Caller, expert: Caller, database: Database, proven: Callable[[str], None]
) -> None:
    random = Random(2004)  # noqa: S311  (repeatable, not secret)
    scribble(expert, random, 300)

    assert differences(client, database, random, 1000) == []
    proven("1,000 questions after 300 changes, no difference")
