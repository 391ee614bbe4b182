"""Backups: archives with the instant in their name, read again once they are written, the oldest put away."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from app.kit.clock import instant
from app.outlets.archive import reading, writing
from app.outlets.archive.manifest import Step

PATTERN = "outreach-*.zip"


def name(now: datetime) -> str:
    """The name of a backup, sorted by its instant; without colons, which not every disk can name."""
    return f"outreach-{instant(now).replace(':', '').replace('-', '')}.zip"


def keep(engine: Engine, folder: Path, *, now: datetime, most: int | None = None) -> Iterator[Step]:
    """Write a backup into a folder and read it again; only then put away the oldest beyond `most`.

    Raises writing.Taken and reading.Damaged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name(now)
    yield from writing.write(engine, path)
    with reading.opened(path) as archive:
        yield from archive.check()
    for old in sorted(folder.glob(PATTERN))[: -most if most else 0]:
        old.unlink()
