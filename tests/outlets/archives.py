"""Archives in tests: written, put into other registers, and compared."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.kit.db import Database
from app.outlets.archive import reading, writing
from tests import postgres

ENGINES = ("sqlite", "postgresql")


def written(database: Database, path: Path) -> Path:
    """An archive of a register."""
    list(writing.write(database.engine, path))
    return path


@contextmanager
def empty(engine: str, folder: Path, name: str = "again") -> Iterator[Database]:
    """A register that holds nothing, on an engine."""
    admin = os.environ["OUTREACH_TEST_PG"]
    name = f"{name}_{os.getpid()}"
    url = f"sqlite:///{folder / name}.db" if engine == "sqlite" else postgres.create_database(admin, name)
    database = Database(url)
    try:
        yield database
    finally:
        database.close()
        postgres.drop_database(admin, name)


def restored(database: Database, path: Path) -> None:
    """Put an archive into a register that holds nothing."""
    with reading.opened(path) as archive, database.session(writes=True) as session:
        list(archive.check())
        list(archive.restore(session))
