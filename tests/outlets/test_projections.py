"""Tables made again from the ledger: byte for byte those that were there."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from app.kit.db import Database
from app.ledger import service as ledger
from app.outlets import projections
from tests.outlets.archives import written


def test_every_table_is_made_from_the_ledger_or_is_apart_on_purpose() -> None:
    assert {*projections.MADE, *projections.APART} == set(SQLModel.metadata.tables)
    assert set() == projections.MADE & projections.APART


def test_no_kind_and_no_table_belongs_to_two_rooms() -> None:
    kinds = [kind for one in projections.PROJECTIONS for kind in one.KINDS]
    tables = [table for one in projections.PROJECTIONS for table in one.TABLES]

    assert (len(kinds), len(tables)) == (len(set(kinds)), len(set(tables)))


@pytest.mark.D5
def test_every_kind_in_the_ledger_has_a_table(full: Database) -> None:
    with full.session() as session:
        kinds = {change.kind for change in ledger.changes(session)}

    assert kinds - projections.BY_KIND.keys() - projections.TOLD_ONLY == set()


def test_tables_that_are_made_again_are_the_same_to_the_byte(full: Database, tmp_path: Path) -> None:
    before = written(full, tmp_path / "before.zip")

    with full.session(writes=True) as session:
        list(projections.rebuild(session))

    assert written(full, tmp_path / "after.zip").read_bytes() == before.read_bytes()


def test_a_register_that_is_as_it_should_be_shows_no_difference(full: Database) -> None:
    comparison = projections.Comparison(full.engine)
    list(comparison.make())

    assert comparison.differences == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("""UPDATE "placing" SET kind = 'other'""", "placing"),
        ("UPDATE event SET sought = 'another' WHERE version = 1", "event"),
        ("DELETE FROM mention", "mention"),
        ("UPDATE feed_item SET action = 'withdrawn' WHERE seq = 3", "feed_item"),
        ("UPDATE ledger_head SET totals = '{}'", "ledger_head"),
        ("DELETE FROM step_state", "step_state"),
    ],
)
def test_a_table_that_somebody_changed_is_named_and_made_again(
    full: Database, tmp_path: Path, statement: str, said: str
) -> None:
    before = written(full, tmp_path / "before.zip")
    with full.session(writes=True) as session:
        session.execute(text(statement))
    comparison = projections.Comparison(full.engine)
    list(comparison.make())

    with full.session(writes=True) as session:
        list(projections.rebuild(session))

    assert [difference.split(":")[0] for difference in comparison.differences] == [said]
    assert written(full, tmp_path / "after.zip").read_bytes() == before.read_bytes()
