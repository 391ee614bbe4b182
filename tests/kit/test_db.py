"""The door to the database: writers one at a time, on both engines, and the clock in their order."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.kit import db
from app.kit.db import Database
from app.ledger import service as ledger
from app.ledger.models import Ledger


def test_writers_come_one_at_a_time(database: Database, url: str) -> None:
    second, inside, entered = Database(url), threading.Event(), []

    def write() -> None:
        inside.wait()
        with second.session(writes=True):
            entered.append("second")

    with ThreadPoolExecutor(1) as pool:
        with database.session(writes=True):
            waiting = pool.submit(write)
            inside.set()
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
            entered.append("first")
        waiting.result()
    second.close()

    assert entered == ["first", "second"]


def test_readers_do_not_wait_for_a_writer(database: Database, url: str) -> None:
    second = Database(url)
    with database.session(writes=True) as session:
        ledger.stamp(session, now=datetime.now(UTC))
        with second.session() as reader:
            assert ledger.head(reader).seq > 0
    second.close()


def test_what_was_raised_leaves_nothing_behind(database: Database) -> None:
    def fail() -> None:
        with database.session(writes=True) as session:
            place = ledger.stamp(session, now=datetime.now(UTC))
            ledger.append(
                session, place, by="x", action="recorded", thing="thing/1", version=1, body={}, audience="public"
            )
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with database.session() as session:
        assert list(ledger.changes(session, thing="thing/1")) == []
        assert session.get(Ledger, ledger.head(session).seq + 1) is None


def test_an_acknowledged_commit_is_on_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with database.session() as session:
        ask = session.connection().exec_driver_sql
        names = ("synchronous", "journal_mode", "foreign_keys")
        values = {name: ask(f"PRAGMA {name}").scalar() for name in names}
    database.close()

    assert values == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}


def test_without_its_own_sqlite_the_systems_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(db, "import_module", absent)

    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    with database.session() as session:
        version = session.connection().exec_driver_sql("SELECT sqlite_version()").scalar()
    database.close()

    assert version == sqlite3.sqlite_version
