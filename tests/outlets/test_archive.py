"""The whole register in one file: the same bytes again from wherever it was put, and no damage goes unseen."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import inspect, text
from sqlmodel import Session

from app.kit.db import Database
from app.ledger import service as ledger
from app.main import create_app
from app.outlets.archive import reading, tables, writing
from app.settings import Settings
from tests import make
from tests.callers import Caller
from tests.outlets.archives import ENGINES, empty, restored, written

Json = dict[str, Any]


def unlock(session: Session) -> None:
    """Take away what keeps the database itself from altering the ledger."""
    sqlite = session.connection().dialect.name == "sqlite"
    session.execute(text("DROP TRIGGER payload_no_UPDATE" if sqlite else "DROP TRIGGER payload_is_kept ON payload"))


@pytest.mark.I3
@pytest.mark.N22
@pytest.mark.parametrize("onto", ENGINES)
def test_what_was_put_into_an_empty_register_is_written_with_the_same_bytes(
    full: Database, onto: str, tmp_path: Path
) -> None:
    first = written(full, tmp_path / "first.zip")

    with empty(onto, tmp_path) as other:
        restored(other, first)
        second = written(other, tmp_path / "second.zip")

    assert second.read_bytes() == first.read_bytes()


@pytest.mark.I3
@pytest.mark.parametrize("onto", ENGINES)
def test_a_restored_register_answers_and_goes_on(
    full: Database, onto: str, tmp_path: Path, tokens: dict[str, str], expert: Caller
) -> None:
    path = written(full, tmp_path / "first.zip")
    asked = ["/states/TKM/timeline", "/events", "/submissions", "/changes?limit=1000", "/audit?include=record"]
    before = [expert.read(address) for address in asked]

    with empty(onto, tmp_path) as other:
        restored(other, path)
        url = other.engine.url.render_as_string(hide_password=False)
        with TestClient(create_app(Settings(home=tmp_path, database_url=url, log_level="CRITICAL"))) as http:
            again = Caller(http, tokens["expert"])
            assert [again.read(address) for address in asked] == before
            entry = make.entry(again)
            assert [one["action"] for one in again.read("/changes", after=before[3]["items"][-1]["seq"])["items"]] == [
                "recorded"
            ]
            assert again.read(f"/entries/{entry['id']}") == entry


def test_the_archive_is_plain_to_read(full: Database, tmp_path: Path) -> None:
    path = written(full, tmp_path / "first.zip")
    with full.session() as session:
        head = ledger.head(session)

    with ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
        files = {archive.read(member["name"]) for member in manifest["files"]}
        payload = [json.loads(line) for line in archive.read("tables/payload.ndjson").splitlines()]

    assert (manifest["format"], manifest["version"], manifest["ledger"]["seq"]) == ("outreach-archive", 1, head.seq)
    listed = [member["name"] for member in [*manifest["tables"], *manifest["files"]]]
    assert names == [*listed, "manifest.json"]
    assert make.NOTE.replace("Uruguay", "Paraguay").encode() in files
    assert [row["seq"] for row in payload] == list(range(1, head.seq + 1))
    assert "tables/page_session.ndjson" not in names


def test_every_table_is_in_the_archive_or_left_out_on_purpose(database: Database) -> None:
    with tables.snapshot(database.engine) as connection:
        found = {table.name for table in tables.found(connection)}
        every = set(inspect(connection).get_table_names())

    assert every - found == tables.LEFT_OUT


@pytest.mark.N22
def test_a_byte_that_changed_anywhere_is_seen_before_anything_is_written(full: Database, tmp_path: Path) -> None:
    whole = written(full, tmp_path / "first.zip").read_bytes()
    damaged, random = tmp_path / "damaged.zip", Random(1540)  # noqa: S311 (repeatable, not secret)
    places = [0, len(whole) - 1, *(random.randrange(len(whole)) for _ in range(60))]
    for place in places:
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << random.randrange(8)]) + whole[place + 1 :])
        with pytest.raises(reading.Damaged), reading.opened(damaged):
            pass
    for size in (0, 10, 64, len(whole) // 2, len(whole) - 1):
        damaged.write_bytes(whole[:size])
        with pytest.raises(reading.Damaged), reading.opened(damaged):
            pass


@pytest.mark.N22
@pytest.mark.parametrize("onto", ENGINES)
def test_an_archive_of_an_altered_ledger_is_refused_whole(onto: str, full: Database, tmp_path: Path) -> None:
    with full.session(writes=True) as session:
        unlock(session)
        session.execute(text("UPDATE payload SET body = replace(body, 'Ashgabat', 'Anywhere')"))
    path = written(full, tmp_path / "first.zip")

    with empty(onto, tmp_path) as other:
        with pytest.raises(reading.Damaged, match="was altered before it was copied"):
            restored(other, path)
        with tables.snapshot(other.engine) as connection:
            assert tables.found(connection) == []


def forged(path: Path, forgery: Path, change: Callable[[Json, dict[str, bytes]], None]) -> Path:
    """An archive like another but for a change of its manifest and members, with digests and seal made to fit."""
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest: Json = json.loads(members.pop("manifest.json"))
    change(manifest, members)
    for told in [*manifest["tables"], *manifest["files"]]:
        content = members[told["name"]]
        told |= {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    with forgery.open("w+b") as file:
        with ZipFile(file, "w") as archive:
            for name, content in (members | {"manifest.json": json.dumps(manifest).encode()}).items():
                archive.writestr(name, content)
            archive.comment = b"0" * writing.SEAL
        writing.seal(file)
    return forgery


def without_a_table(manifest: Json, members: dict[str, bytes]) -> None:
    manifest["tables"] = [one for one in manifest["tables"] if one["table"] != "mention"]
    del members["tables/mention.ndjson"]


def with_another_head(manifest: Json, _members: dict[str, bytes]) -> None:
    manifest["ledger"] |= {"seq": 7, "root": "00" * 32}


def with_no_revision(manifest: Json, _members: dict[str, bytes]) -> None:
    manifest["revision"] = ""


def with_a_line_that_is_no_row(_manifest: Json, members: dict[str, bytes]) -> None:
    members["tables/entry.ndjson"] += b"[1]\n"


def with_a_line_that_is_no_json(_manifest: Json, members: dict[str, bytes]) -> None:
    members["tables/entry.ndjson"] += b"{\n"


@pytest.mark.parametrize(
    "change",
    [
        without_a_table, with_another_head, with_no_revision, with_a_line_that_is_no_row, with_a_line_that_is_no_json,
    ],
)  # fmt: skip
def test_an_archive_that_does_not_agree_with_itself_is_refused_whole(
    full: Database, tmp_path: Path, change: Callable[[Json, dict[str, bytes]], None]
) -> None:
    path = forged(written(full, tmp_path / "first.zip"), tmp_path / "forged.zip", change)

    with empty("sqlite", tmp_path) as other:
        with pytest.raises(reading.Damaged):
            restored(other, path)
        with tables.snapshot(other.engine) as connection:
            assert tables.found(connection) == []


def with_a_line_longer_than_any_row(_manifest: Json, members: dict[str, bytes]) -> None:
    members["tables/entry.ndjson"] = b" " * reading.LONGEST + members["tables/entry.ndjson"]


def test_a_line_that_no_register_wrote_is_not_read_to_its_end(full: Database, tmp_path: Path) -> None:
    path = forged(written(full, tmp_path / "first.zip"), tmp_path / "forged.zip", with_a_line_longer_than_any_row)

    with empty("sqlite", tmp_path) as other, pytest.raises(reading.Damaged, match="is no whole archive"):
        restored(other, path)


def test_a_register_that_holds_something_is_not_written_over(full: Database, tmp_path: Path) -> None:
    path = written(full, tmp_path / "first.zip")

    with pytest.raises(reading.NotEmpty, match="a home or a database of its own"):
        restored(full, path)

    assert written(full, tmp_path / "second.zip").read_bytes() == path.read_bytes()


def test_an_archive_is_not_written_over_a_file(full: Database, tmp_path: Path) -> None:
    path = tmp_path / "first.zip"
    path.write_text("precious")

    with pytest.raises(writing.Taken):
        written(full, path)

    assert path.read_text() == "precious"
    assert sorted(one.name for one in tmp_path.iterdir() if "part" in one.name) == []
