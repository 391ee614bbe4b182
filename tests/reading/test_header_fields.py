"""What header values say, in six languages, in words that no note of the folders has; every fact is invented."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.reading.reader import reading_of, summary

VALUES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "header_values.toml").read_text(encoding="utf-8"))
TITLE, ORGANIZERS, VENUE, PARTICIPANTS = 0, 1, 3, 4


def cases(field: str) -> list[Any]:
    """The cases of a field: language, words printed, what a careful person reads in them."""
    return [
        pytest.param(one["language"], one["printed"], one["expected"], id=f"{one['language']} {at}")
        for at, one in enumerate(VALUES[field])
    ]


def header(language: str, place: int, printed: str) -> dict[str, Any]:
    """The reading of a note of standard values but for the one at a place."""
    note = VALUES["note"][language]
    first, *labels, heading = note["labels"]
    *values, body = note["values"]
    values[place] = printed
    lines = [f"{label} {value}" for label, value in zip(labels, values, strict=True)]
    return summary(reading_of("\n".join([first, "", *lines, "", heading, "", body, ""])))


@pytest.mark.parametrize(("language", "printed", "expected"), cases("organizers"))
def test_organizers_have_the_role_of_the_words_around_them(language: str, printed: str, expected: Any) -> None:
    found = header(language, ORGANIZERS, printed)["organizers"]
    assert [[name, role] for name, _, role in found] == expected


@pytest.mark.parametrize(("language", "printed", "expected"), cases("participants"))
def test_participants_are_of_the_kind_of_their_head_word(language: str, printed: str, expected: Any) -> None:
    assert header(language, PARTICIPANTS, printed)["participants"] == expected


@pytest.mark.parametrize(("language", "printed", "expected"), cases("venues"))
def test_venues_are_taken_apart_whatever_their_order(language: str, printed: str, expected: Any) -> None:
    assert header(language, VENUE, printed)["venues"] == expected


@pytest.mark.parametrize(("language", "printed", "expected"), cases("titles"))
def test_a_title_tells_the_kind_and_the_states_also_by_adjectives(language: str, printed: str, expected: Any) -> None:
    found = header(language, TITLE, printed)
    assert found["title"] == printed
    assert [found["type"], " ".join(found["states"])] == expected
