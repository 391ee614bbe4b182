"""Texts from old machines, and texts that were garbled on their way, are read as they were written."""

import time
import tomllib
from pathlib import Path

import pytest

from app.checks.models import Code
from app.reading.extract import extract
from app.reading.extract.encodings import guessed
from app.reading.extract.text import clean

NOTES = {
    path.stem: str(tomllib.loads(path.read_text(encoding="utf-8"))["text"])
    for path in sorted((Path(__file__).parents[1] / "notes").glob("*.toml"))
}
PAGES = {
    "en": ["cp1252", "mac-roman"],
    "fr": ["cp1252", "mac-roman", "cp850"],
    "es": ["cp1252", "mac-roman", "cp850"],
    "ru": ["cp1251", "koi8-r", "iso8859-5", "mac-cyrillic", "cp866"],
    "ar": ["cp1256", "iso8859-6"],
    "zh": ["gb18030", "big5"],
}


def garbled(text: str, encoding: str) -> str:
    """UTF-8 read as another encoding; what that does not define stays as it is."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("name", NOTES)
def test_a_note_reads_the_same_in_each_encoding_of_its_language(name: str) -> None:
    for encoding in PAGES[name[:2]]:
        content = NOTES[name].encode(encoding, errors="ignore")
        assert extract(content, "note.txt").text == clean(content.decode(encoding)), encoding


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "latin-1"])
@pytest.mark.parametrize("name", NOTES)
def test_a_garbled_note_is_restored_and_the_finding_says_so(name: str, encoding: str, times: int) -> None:
    text = NOTES[name]
    for _ in range(times):
        text = garbled(text, encoding)
    extracted = extract(text.encode(), "note.txt")
    found = [(one.code, one.at) for one in extracted.findings]
    assert (extracted.text, found) == (
        clean(NOTES[name]),
        [] if NOTES[name].isascii() else [(Code.ocr_damage, "file")],
    )


@pytest.mark.parametrize("name", NOTES)
def test_a_note_that_was_not_garbled_is_left_as_it_is(name: str) -> None:
    extracted = extract(NOTES[name].encode(), "note.txt")
    assert (extracted.text, extracted.findings) == (clean(NOTES[name]), ())


def test_one_garbled_line_among_whole_ones_is_restored() -> None:
    text = "Réunion fictive à Genève\nNÃ©gociation Ã  huis clos"
    assert extract(text.encode(), "note.txt").text == "Réunion fictive à Genève\nNégociation à huis clos"


@pytest.mark.parametrize("line", ["é" * 30, "Ã©" * 30, "a" * 30, "aÃ" * 15])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_time_grows_with_length_and_no_faster(line: str, encoding: str) -> None:
    def seconds(times: int) -> float:
        content = (line * times).encode(encoding, errors="ignore")
        start = time.process_time()
        extract(content, "note.txt")
        return time.process_time() - start

    assert seconds(6_000) < 0.1 + 30 * max(seconds(600), 0.002)


def test_little_is_looked_at_to_guess_an_encoding() -> None:
    start = time.process_time()
    assert guessed(b"\xe9t\xe9 " * 5_000_000) == "cp1252"
    assert time.process_time() - start < 5
