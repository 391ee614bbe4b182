"""Events told in a headline and sentences: press releases, memoranda, reports; every fact is invented."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.reading.reader import reading_of, summary

FOLDER = Path(__file__).parent
NOTES: list[dict[str, Any]] = [
    note
    for name in ("prose.toml", "shapes.toml", "rosters.toml", "told.toml")
    for note in tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["note"]
]
CASES = [pytest.param(note, id=f"{note['language']} {at}") for at, note in enumerate(NOTES)]
ALIKE = {"co_organizer": "organizer"}


def told(text: str) -> dict[str, Any]:
    """What a test of prose compares: names without acronyms or kinds, both sorts of organizers as one."""
    found = summary(reading_of(text))
    found["organizers"] = [[name, ALIKE.get(role, role)] for name, _, role in found["organizers"]]
    found["participants"] = [name for name, _ in found["participants"]]
    return found


@pytest.mark.parametrize("note", CASES)
def test_an_event_told_in_sentences_is_read_as_one_under_labels(note: dict[str, Any]) -> None:
    found = told(note["text"])
    assert {name: found[name] for name in note["expected"]} == note["expected"]
