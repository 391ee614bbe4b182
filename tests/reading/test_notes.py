"""Whole notes in many layouts and six languages; every fact in them is invented."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.reading.reader import reading_of, summary

NOTES = sorted((Path(__file__).parent / "notes").glob("*.toml"))
SHARED = Path(__file__).parents[3] / "shared" / "notes"


def note(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_a_note_is_read_as_it_is_printed(path: Path) -> None:
    expected = note(path)["expect"]
    found = summary(reading_of(note(path)["text"]))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_a_note_with_the_line_ends_of_another_system_reads_the_same(path: Path) -> None:
    text = note(path)["text"]
    assert summary(reading_of(text.replace("\n", "\r\n"))) == summary(reading_of(text))


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_what_was_read_is_never_surer_than_certain(path: Path) -> None:
    reading = reading_of(note(path)["text"])
    assert all(0 <= sure <= 1 for sure in reading.confidence.values())
    assert reading.confidence.keys() == reading.spans.keys()
