"""Backups made while others write: each makes an identical register again, on either engine."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from app.kit.db import Database
from app.ledger import inspection, tree
from app.ledger.models import LedgerHead
from app.outlets.archive import keeping, reading
from tests import make
from tests.callers import Caller
from tests.conftest import NOW
from tests.outlets.archives import ENGINES, empty, restored, written

WRITERS = 4


def backed_up_under_load(database: Database, expert: Caller, folder: Path, times: int) -> list[Path]:
    """Backups that are made one after the other while several write all the time."""
    done = Event()

    def scribble(number: int) -> int:
        made = 0
        while not done.is_set():
            made += 1
            make.event(expert, title=f"Event {number}.{made}")
        return made

    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(scribble, number) for number in range(WRITERS)]
        try:
            for number in range(times):
                list(keeping.keep(database.engine, folder, now=NOW + timedelta(seconds=number)))
        finally:
            done.set()
        assert min(one.result() for one in writing) > 0
    return sorted(folder.iterdir())


def insist_on_same(backup: Path, engine: str, folder: Path) -> int:
    """Restore a backup, and insist that it is whole and the same again; answers the number of its last change."""
    with empty(engine, folder, f"of_{backup.stem[9:24]}_{engine}".lower()) as other:
        restored(other, backup)
        again = written(other, folder / f"again_{engine}_{backup.name}")
        assert again.read_bytes() == backup.read_bytes()
        with other.session() as session, reading.opened(backup) as archive:
            told = archive.manifest.ledger
            head = session.get_one(LedgerHead, 1)
            assert (told.seq, told.root) == (head.seq, tree.root(head.frontier).hex())
            assert [walk.faults for walk in inspection.inspect(session, roots={})][-1] == []
    return told.seq


def prove(database: Database, expert: Caller, folder: Path, times: int) -> None:
    backups = backed_up_under_load(database, expert, folder / "backups", times)
    heads = {engine: [insist_on_same(backup, engine, folder) for backup in backups] for engine in ENGINES}

    assert len(backups) == times
    assert heads["sqlite"] == heads["postgresql"] == sorted(heads["sqlite"])
    assert len(set(heads["sqlite"])) > 1  # they were written to in between


@pytest.mark.I4
def test_backups_under_load_make_the_same_register_again(database: Database, expert: Caller, tmp_path: Path) -> None:
    prove(database, expert, tmp_path, 2)


@pytest.mark.prove
@pytest.mark.I4
def test_twenty_five_backups_under_load_make_the_same_register_again(
    database: Database, expert: Caller, tmp_path: Path, proven: Callable[[str], None]
) -> None:
    prove(database, expert, tmp_path, 25)
    proven("25 backups, each restored on both engines, all identical")
