"""Plain text from many machines gives the same characters; the facts in these texts are invented."""

import unicodedata

import pytest

from app.reading.extract import Extracted, extract

FRENCH = "Note d'information\n\nManifestation : Atelier fictif à Genève, « résolution 1540 (2004) »\n"
RUSSIAN = "Информационная записка\n\nМероприятие: вымышленный семинар, 5–8 августа 2014 года, г. Минск\n"
CHINESE = "情况说明\n\n活动:虚构的讲习班,2014年\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (RUSSIAN, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-32"),
        (FRENCH, "cp1252"),
        (RUSSIAN, "cp1251"),
    ],
)
def test_a_text_reads_the_same_in_every_encoding(text: str, encoding: str) -> None:
    assert extract(text.encode(encoding), "note.txt") == Extracted(text, "text/plain", None, ())


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028", "\x85"])
def test_every_line_end_becomes_a_line_feed(line_end: str) -> None:
    assert extract(f"Event:{line_end}Invented".encode(), "note.txt").text == "Event:\nInvented"


def test_tabs_and_form_feeds_stay_and_silent_characters_go() -> None:
    assert extract("Event:\tInvented\x00\ufeff\fpage 2".encode(), "note.txt").text == "Event:\tInvented\fpage 2"


def test_letters_and_their_accents_are_put_together() -> None:
    assert extract(unicodedata.normalize("NFD", FRENCH).encode(), "note.txt").text == FRENCH


def test_a_single_odd_byte_does_not_make_a_text_unreadable() -> None:
    assert extract(b"Invented caf\xe9 \x81", "note.txt").text == "Invented café \ufffd"


def test_markdown_of_the_register_is_read_without_its_marks() -> None:
    head = '---\n{\n  "title": "Note"\n}\n---\n\n'
    told = "# Note[^1]\n\n- **Event:** A \\<b\\> \\*c\\*\n\n[^1]: Not official.\n\nLast  \nline\n"
    assert extract((head + told).encode(), "note.md").text.split() == (
        ["Note¹", "Event:", "A", "<b>", "*c*", "¹", "Not", "official.", "Last", "line"]
    )
    assert extract(told.encode(), "note.md").text.split() == told.split()
