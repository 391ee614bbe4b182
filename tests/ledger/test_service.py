"""The ledger, past the application: what the database itself promises."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.kit.db import Database
from app.ledger import service as ledger
from app.ledger.models import Ledger, Payload
from tests import make
from tests.callers import Caller

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def add(session: Session, *, now: datetime = NOON, **body: object) -> ledger.Stamp:
    place = ledger.stamp(session, now=now)
    ledger.append(
        session, place, by="somebody", action="recorded", thing="thing/1", version=1, body=body, audience="public"
    )
    return place


def add_and_fail(database: Database) -> None:
    with database.session(writes=True) as session:
        add(session)
        raise ZeroDivisionError


def test_numbers_follow_one_another_without_a_gap_even_after_a_rollback(database: Database) -> None:
    with database.session() as session:
        start = ledger.head(session).seq
    with pytest.raises(ZeroDivisionError):
        add_and_fail(database)
    with database.session(writes=True) as session:
        taken = [add(session).seq for _ in range(3)]

    assert taken == [start + 1, start + 2, start + 3]


def test_time_in_the_ledger_never_runs_backwards(session: Session) -> None:
    first = add(session, now=NOON)

    second = add(session, now=NOON - timedelta(hours=1))

    assert (first.at, second.at) == ("2026-11-24T12:00:00.000000Z", "2026-11-24T12:00:00.000000Z")
    assert ledger.seq_at(session, first.at) == second.seq
    assert ledger.seq_at(session, "2001-01-01T00:00:00.000000Z") == 0


def test_a_record_is_written_down_in_one_way_only() -> None:
    assert ledger.canonical({"b": 1, "a": ["é", None, True], "\u20ac": {}}) == '{"a":["é",null,true],"b":1,"€":{}}'


def test_the_digest_proves_the_payload_with_its_salt(session: Session) -> None:
    place = add(session, title="Fact")
    kept, row = session.get_one(Payload, place.seq), session.get_one(Ledger, place.seq)

    record, beside = (
        hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).digest()
        for salt, text in ((kept.salt[:64], '{"title":"Fact"}'), (kept.salt[64:], kept.aside))
    )
    expected = hashlib.sha256(record + beside).hexdigest()

    assert (kept.body, row.digest) == ('{"title":"Fact"}', expected)


def test_a_leaf_is_the_rfc_9162_hash_of_its_row(session: Session) -> None:
    row = session.get_one(Ledger, add(session).seq)
    members = {name: getattr(row, name) for name in ("seq", "at", "by", "action", "thing", "version", "digest")}
    text_of_row = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert ledger.leaf(row.model_dump()).hex() == hashlib.sha256(b"\x00" + text_of_row.encode()).hexdigest()


@pytest.mark.parametrize("table", ["ledger", "payload"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET seq = seq + 100000", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_ledger(database: Database, table: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match="only ever added to"), database.session(writes=True) as session:
        session.execute(text(statement.format(table)))


def test_record_and_ledger_row_appear_together_or_not_at_all(database: Database) -> None:
    with database.session() as session:
        before = ledger.head(session)
    with pytest.raises(ZeroDivisionError):
        add_and_fail(database)

    with database.session() as session:
        assert ledger.head(session) == before
        assert list(ledger.changes(session, thing="thing/1")) == []


def test_every_write_leaves_its_state_in_the_ledger_as_it_was_sent(database: Database, expert: Caller) -> None:
    made = make.entry(expert)
    event = make.event(expert)

    with database.session() as session:
        things = (f"entry/{made['id']}", f"event/{event['id']}")
        states = [[change.body for change in ledger.changes(session, thing=thing)] for thing in things]

    assert [[json.loads(state) for state in one] for one in states] == [[made], [event]]
