"""Each migration, down and up again with data, on both engines."""

from importlib.resources import files
from pathlib import Path

import pytest
from alembic.script import Script, ScriptDirectory

from app.cli import load
from app.kit import migrations
from app.kit.db import Database
from app.outlets import projections
from tests.conftest import NOW
from tests.outlets.archives import restored, written

SAMPLE = Path(str(files("app") / "sample"))
REVISIONS = list(ScriptDirectory(str(next(place for place in migrations.PLACES if place.is_dir()))).walk_revisions())


def number(script: Script) -> str:
    return script.revision


@pytest.mark.parametrize("script", REVISIONS, ids=number)
def test_a_migration_goes_down_and_up_with_data(full: Database, tmp_path: Path, script: Script) -> None:
    load.load_folder(full, SAMPLE, clock=lambda: NOW)
    before = written(full, tmp_path / "before.zip")

    migrations.downgrade(full.engine, str(script.down_revision or "base"))
    migrations.upgrade(full.engine)

    migrations.check(full.engine)
    if script.down_revision is None:  # nothing was left
        restored(full, before)
    else:
        with full.session(writes=True) as session:
            list(projections.rebuild(session))
    assert written(full, tmp_path / "after.zip").read_bytes() == before.read_bytes()
