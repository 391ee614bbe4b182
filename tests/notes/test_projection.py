"""The tables of notes are made of the ledger alone: made again, they are the same."""

from sqlmodel import col, select

from app.kit.db import Database
from app.ledger.intervals import CURRENT
from app.notes import projection
from app.notes.models import Note
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


def test_a_version_of_a_note_holds_until_the_next_one_does(
    organizer: Caller, expert: Caller, database: Database
) -> None:
    made = make.acceptance(expert, make.submission(organizer))

    with database.session() as session:
        held = select(Note.from_seq, Note.to_seq).where(Note.id == made["note"]).order_by(col(Note.version))
        (draft, until), (published, now) = session.exec(held)

    assert (draft < until, until, now) == (True, published, CURRENT)
