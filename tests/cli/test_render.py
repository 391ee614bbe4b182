"""`outreach render`: a note on record as a file."""

import json
import os
from pathlib import Path

import pytest

from tests import make
from tests.callers import Caller
from tests.cli.conftest import Outreach


@pytest.fixture
def note(expert: Caller) -> str:
    """The id of a draft about an invented event."""
    event = make.event(expert)
    made = expert.make(f"/events/{event['id']}/notes", {"language": "en"})
    return str(made["id"])


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!"), ("txt", b"[Draft]")])
def test_a_note_is_written_to_a_file_and_twice_the_same(
    outreach: Outreach, note: str, tmp_path: Path, form: str, begins: bytes
) -> None:
    files = [tmp_path / f"{number}.{form}" for number in (1, 2)]

    codes = [outreach("render", note, "--format", form, "--language", "en", "-o", file).code for file in files]

    first, second = (file.read_bytes() for file in files)
    assert codes == [0, 0]
    assert first[: len(begins)].lower() == begins.lower()
    assert first == second


def test_without_a_file_the_note_goes_to_standard_output(outreach: Outreach, note: str, expert: Caller) -> None:
    said = outreach("render", note, "--format", "json")

    assert json.loads(said.out) == expert.read(f"/notes/{note}")


def test_another_language_an_unknown_note_and_a_bad_place_are_refused(
    outreach: Outreach, note: str, tmp_path: Path
) -> None:
    other = outreach("render", note, "--language", "fr")
    unknown = outreach("render", "nothing")
    nowhere = outreach("render", note, "-o", tmp_path / "no" / "note.txt")

    assert [said.code for said in (other, unknown, nowhere)] == [1, 1, 1]
    assert other.err == ("outreach: This note is in the language en: leave --language out, or render its edition.\n")
    assert unknown.err == "outreach: No note has this id.\n"
    assert nowhere.err == f"outreach: {tmp_path}/no/note.txt cannot be written: {os.strerror(2)}.\n"
