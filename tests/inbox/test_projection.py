"""Submissions are made of the ledger alone: made again, they are the same."""

from app.inbox import projection
from app.kit.db import Database
from tests import make
from tests.callers import Caller
from tests.remaking import remade


def test_submissions_that_are_emptied_are_made_again_from_the_ledger(
    organizer: Caller, rival: Caller, expert: Caller, database: Database
) -> None:
    made = make.acceptance(expert, make.submission(organizer))
    returned = make.submission(rival, language="fr")
    expert.post(f"/submissions/{returned['id']}/return", json={"reason": "The venue is missing."})
    make.submission(expert, language="es")
    seen = expert.read("/submissions")

    before, after = remade(database, projection)

    assert after == before
    assert len(after["submission"]) == 3
    assert expert.read("/submissions") == seen
    assert [one["note"] for one in seen["items"]] == [None, None, made["note"]]
