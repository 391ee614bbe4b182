"""The tables of notes are made of the ledger alone: made again, they are the same."""

from app.kit.db import Database
from app.notes import projection
from tests import make
from tests.callers import Caller
from tests.remaking import remade


def test_notes_that_are_emptied_are_made_again_from_the_ledger(
    organizer: Caller, expert: Caller, database: Database
) -> None:
    make.acceptance(expert, make.submission(organizer))
    expert.make(f"/events/{make.event(expert)['id']}/notes", {"language": "en"})

    before, after = remade(database, projection)

    assert after == before
    assert {table: len(found) for table, found in after.items()} == {"note": 3, "note_revision": 2}
