"""What holds for any text, however broken."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.reading.models import Reading
from tests.reading.reader import letters, reading_of, value_at
from tests.reading.test_notes import NOTES, note

TEXTS = [str(note(path)["text"]) for path in NOTES]
PIECES = [
    "\n",
    "\n\n",
    "\t",
    "|",
    ":",
    ";",
    ",",
    "(",
    ")",
    "- ",
    "• ",
    "* ",
    "¹",
    "1",
    "\u00ad",
    "\u00a0",
    "\r",
    "\x0c",
    "\x00",
    "Event:",
    "Participants:",
    "Background\n",
    "22-23 January 2018",
    "31 June 2018",
    "not an official report",
    "1540 (2004)",
    " and ",
    " in cooperation with ",
    "2018年1月22日",
    "和",
    "ال",
    "و",
    "а",
    "Secre- tary",
    "@",
    "1540experts[at]un.org",
    "\ufb01",
    "e\u0301",
]
SLOW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def words_at(reading: Reading, place: str) -> str | None:
    value: Any = value_at(reading, place)
    if place.startswith(("organizers", "participants")):
        return str(value.name)
    return value if place == "event.title" or (place.startswith("note.") and "email" not in place) else None


def check_spans(text: str, reading: Reading) -> None:
    for place, spans in reading.spans.items():
        assert all(0 <= start < end <= len(text) for start, end in spans)
        words = words_at(reading, place)
        if words is not None:
            assert letters("".join(text[start:end] for start, end in spans)) == letters(words)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A note with pieces cut out, doubled or put in anywhere."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 12))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 60)))
        put = draw(st.sampled_from(["", text[start:end] * 2, *PIECES]))
        text = text[:start] + put + text[end:]
    return text


@SLOW
@given(st.text(max_size=400))
def test_any_text_gives_a_reading_whose_spans_are_its_words(text: str) -> None:
    check_spans(text, reading_of(text))


@SLOW
@given(spoilt())
def test_a_spoilt_note_gives_a_reading_whose_spans_are_its_words(text: str) -> None:
    check_spans(text, reading_of(text))


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_a_note_gives_spans_that_are_its_words(path: Path) -> None:
    text = str(note(path)["text"])
    check_spans(text, reading_of(text))


def test_reading_twice_gives_the_same() -> None:
    assert [reading_of(text) for text in TEXTS] == [reading_of(text) for text in TEXTS]


def seconds(text: str) -> float:
    start = time.process_time()
    reading_of(text)
    return time.process_time() - start


@pytest.mark.parametrize(
    "piece",
    ["(", "a,", "1, ", "\n- x", "Event: x\n", "OSCE, ", "1540 (2004) ", "January ", "a\u0301", "x@y.", "\t", "¹"],
)
def test_time_grows_with_the_length_and_not_faster(piece: str) -> None:
    seconds(piece * 100)
    short = min(seconds(piece * (20_000 // len(piece))) for _ in range(2))
    long = min(seconds(piece * (80_000 // len(piece))) for _ in range(3))
    assert long < 10 * max(short, 0.05)  # four times the text: a quadratic spot would take sixteen times as long


def test_numbers_said_over_and_over_in_a_list_take_no_longer_than_others() -> None:
    chinese, english = "与会者：" + "近百" * 40, "Participants: " + "about a total of " * 40 + "x"
    lists = (chinese, english, "Participants : " + "environ " * 80)
    assert all(seconds(f"活动：x\n{listed}\n") < 5 for listed in lists)
