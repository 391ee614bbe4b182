"""`outreach read`: notes to readings, without a database."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import make
from tests.cli.conftest import Outreach


def readings(lines: list[str]) -> list[Any]:
    return [json.loads(line) for line in lines]


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(make.NOTE, encoding="utf-8")
    return path


def test_a_note_is_one_line_of_json(command: Outreach, note: Path, home: Path) -> None:
    said = command("read", note)

    (reading,) = readings(said.lines)
    assert (said.code, said.err) == (0, "")
    assert reading["file"]["name"] == "note.txt"
    assert (reading["event"]["starts_on"], reading["event"]["states"]) == ("2019-05-14", ["URY"])
    assert not home.exists()


def test_several_notes_keep_their_order_and_none_is_left_out(command: Outreach, note: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "picture.pdf").write_bytes(b"not a PDF")
    files = [tmp_path / "absent.docx", note, tmp_path / "empty.txt", tmp_path / "picture.pdf", note]

    said = command("read", *files)

    read = readings(said.lines)
    findings = [[(one["code"], one["at"]) for one in reading["findings"]] for reading in read]
    assert (said.code, said.err) == (1, "")
    assert [reading["file"]["name"] for reading in read] == [file.name for file in files]
    assert [doubts == [("unreadable", "file")] for doubts in findings] == [True, False, True, True, False]
    assert read[0]["findings"][0]["detail"] == "The file cannot be opened: No such file or directory."
    assert [reading["language"] for reading in read] == [None, "en", None, None, "en"]


def test_one_file_that_cannot_be_read_gets_its_line_too(command: Outreach, tmp_path: Path) -> None:
    said = command("read", tmp_path)

    (reading,) = readings(said.lines)
    assert said.code == 1
    assert reading["findings"][0]["detail"] == "The file cannot be opened: Is a directory."
    assert (reading["event"]["title"], reading["note"]["background"], reading["entries"]) == (None, [], [])
