"""Published facts, and the rows that were loaded, are made of the ledger alone: made again, they are the same."""

from collections import Counter
from importlib.resources import as_file, files

from app.cli.load import load_folder
from app.cli.rows import Result
from app.figures import projection
from app.kit.db import Database
from tests.conftest import NOW
from tests.remaking import remade


def test_loaded_rows_that_are_emptied_are_made_again_and_are_not_loaded_anew(database: Database) -> None:
    with as_file(files("app") / "sample") as folder:
        first = Counter(one.result for one in load_folder(database, folder, clock=lambda: NOW))

        before, after = remade(database, projection)
        again = Counter(one.result for one in load_folder(database, folder, clock=lambda: NOW))

    assert after == before
    assert all(after.values())
    assert again == {Result.unchanged: first[Result.recorded], Result.refused: first[Result.refused]}
