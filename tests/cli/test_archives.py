"""`outreach export`, `restore`, `backup` and `upgrade`: the register taken away, put back, and brought forward."""

import shutil
import stat
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from app.kit import migrations
from app.kit.db import Database
from app.outlets.archive import reading
from app.settings import get_settings
from tests import make
from tests.callers import Caller
from tests.cli.conftest import Outreach
from tests.outlets.archives import ENGINES, empty, written

FAILS = '''"""A migration that fails."""

revision, down_revision = "next", "{last}"


def upgrade() -> None:
    raise RuntimeError("the disk is made of cheese")


def downgrade() -> None: ...
'''


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.I3
@pytest.mark.N22
@pytest.mark.parametrize("onto", ENGINES)
def test_export_and_restore_make_the_same_register_again(
    outreach: Outreach, expert: Caller, onto: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.event(expert)
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    exported = outreach("export", first)

    with empty(onto, tmp_path) as other:
        monkeypatch.setenv("OUTREACH_DATABASE_URL", other.engine.url.render_as_string(hide_password=False))
        get_settings.cache_clear()
        restored = outreach("restore", first)
        outreach("export", second)

    with reading.opened(first) as archive:
        head = archive.manifest.ledger
    assert (exported.code, exported.out, exported.err) == (0, f"The register is in {first}.\n", "")
    assert (restored.code, restored.err) == (0, "")
    told = f"The register is there, with {head.seq} changes. The root of its ledger is {head.root}.\n"
    assert restored.out == told
    assert second.read_bytes() == first.read_bytes()


def test_a_damaged_file_is_refused_in_one_line_and_makes_no_home(command: Outreach, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    path.write_bytes(b"PK" + bytes(200))

    said = command("restore", path)

    assert (said.code, said.out) == (1, "")
    assert said.err == f"outreach: {path} is no whole archive of a register: take another copy.\n"
    assert not home.exists()


def test_a_file_that_is_not_there_is_said_in_one_line(command: Outreach, tmp_path: Path) -> None:
    said = command("restore", tmp_path / "none.zip")

    assert (said.code, said.err) == (
        1, f"outreach: {tmp_path / 'none.zip'}: No such file or directory. Choose another place.\n",
    )  # fmt: skip


def test_a_register_in_use_is_not_written_over(outreach: Outreach, tmp_path: Path) -> None:
    outreach("export", tmp_path / "first.zip")

    said = outreach("restore", tmp_path / "first.zip")

    assert said.code == 1
    assert "restore into a home or a database of its own" in said.err
    assert said.err.count("\n") == 1


def test_nothing_is_written_over_by_an_export(outreach: Outreach, tmp_path: Path) -> None:
    (tmp_path / "first.zip").write_text("precious")

    said = outreach("export", tmp_path / "first.zip")

    assert (said.code, said.err) == (
        1, f"outreach: {tmp_path / 'first.zip'} exists already: choose another name.\n",
    )  # fmt: skip


def test_signing_keys_go_along_only_when_they_are_asked_for(
    command: Outreach, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command("migrate")
    (home / "signing.keys").write_text("a key\n")
    for name, options in (("plain.zip", []), ("keys.zip", ["--with-keys"])):
        command("export", tmp_path / name, *options)
    for name in ("plain", "keys"):
        monkeypatch.setenv("OUTREACH_HOME", str(tmp_path / name))
        get_settings.cache_clear()
        command("restore", tmp_path / f"{name}.zip")

    assert not (tmp_path / "plain" / "signing.keys").exists()
    kept = tmp_path / "keys" / "signing.keys"
    assert (kept.read_text(), stat.S_IMODE(kept.stat().st_mode)) == ("a key\n", 0o600)


@pytest.mark.I4
def test_a_backup_is_dated_whole_and_its_owners_alone(outreach: Outreach, home: Path, expert: Caller) -> None:
    make.event(expert)

    said = [outreach("backup") for _ in range(2)]

    paths = [Path(one.out.strip()) for one in said]
    assert [one.code for one in said] == [0, 0]
    assert names(home / "backups") == [path.name for path in paths]
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600, 0o600]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with reading.opened(paths[0]) as archive:
        assert list(archive.check())


def test_old_backups_are_put_away_and_other_files_stay(outreach: Outreach, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "diary.txt").write_text("mine")

    made = [Path(outreach("backup", folder, "--keep", 2).out.strip()).name for _ in range(4)]

    assert names(folder) == ["diary.txt", *made[2:]]


def test_upgrade_leaves_a_backup_and_an_up_to_date_register(outreach: Outreach, home: Path) -> None:
    said = outreach("upgrade")

    (path,) = (home / "backups").iterdir()
    assert (said.code, said.err) == (0, "")
    assert said.out == f"The database is up to date. A backup from before is {path}.\n"


def test_there_is_nothing_to_upgrade_before_there_is_a_register(command: Outreach) -> None:
    said = command("upgrade")

    assert (said.code, said.err) == (1, "outreach: There is no database yet: run `outreach migrate` first.\n")


@pytest.mark.parametrize("step", ["the migration", "what follows it"])
def test_an_upgrade_that_fails_leaves_the_register_as_it_was(
    outreach: Outreach, database: Database, expert: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    make.event(expert)
    outreach("export", tmp_path / "before.zip")
    place = next(place for place in migrations.PLACES if place.is_dir())
    shutil.copytree(place, tmp_path / "migrations")
    fails = FAILS.format(last=ScriptDirectory(str(place)).get_current_head())
    works = fails.replace('raise RuntimeError("the disk is made of cheese")', "...")
    (tmp_path / "migrations" / "versions" / "next.py").write_text(fails if step == "the migration" else works)
    monkeypatch.setattr(migrations, "PLACES", [tmp_path / "migrations"])
    if step != "the migration":
        monkeypatch.setattr("app.cli.register.states.synchronize", fail)

    said = outreach("upgrade")

    assert said.code == 1
    assert said.err.startswith("outreach: The upgrade failed (the disk is made of cheese); the register is as it was.")
    assert written(database, tmp_path / "after.zip").read_bytes() == (tmp_path / "before.zip").read_bytes()


def fail(_session: object) -> None:
    raise RuntimeError("the disk is made of cheese")
