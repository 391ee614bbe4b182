"""Every format of a note says the same, word for word, in six languages."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest

from app.kit.languages import Language
from app.notes import renditions
from app.notes.document import Document
from app.notes.renditions import Format
from app.reading import extract
from tests.notes.made import a_document
from tests.notes.taken import said, squeezed, text_of
from tests.notes.test_renditions import FORMATS

ALL_BUT_ARABIC_PDF = [
    (form, language) for form in FORMATS for language in Language if (form, language) != ("pdf", Language.ar)
]
OWN = "A sentence that nobody has written before."


def printed(document: Document, form: Format) -> str:
    return squeezed(text_of(renditions.render(document, form), form))


def around(document: Document, form: Format) -> list[str]:
    """What stands beside the note itself, at another place in each format."""
    beside = [document.disclaimer, document.edition, document.address or ""]
    mark = document.mark or ""
    marked = mark if form in ("html", "md", "xml") else mark.upper()
    return [marked, *beside, f"{document.author} · {document.language}"] if form == "txt" else [marked, *beside]


def without(text: str, parts: Iterable[str], *, in_order: bool) -> tuple[str, list[str]]:
    """A text without these parts, and those of them that it has not, or not in their order."""
    missing, at = [], 0
    for part in map(squeezed, parts):
        found = text.find(part, at if in_order else 0)
        if found < 0:
            missing.append(part)
        else:
            text, at = text[:found] + text[found + len(part) :], found
    return text, missing


@pytest.mark.C3
@pytest.mark.C4
@pytest.mark.N12
@pytest.mark.parametrize(("form", "language"), ALL_BUT_ARABIC_PDF)
def test_every_format_says_what_the_note_says_in_its_order_and_nothing_else(form: Format, language: Language) -> None:
    document = a_document(language)
    text, not_beside = without(printed(document, form), around(document, form), in_order=False)
    rest, missing = without(text, said(document), in_order=True)
    assert (not_beside, missing) == ([], [])
    assert [letter for letter in rest if letter.isalpha()] == []


@pytest.mark.C4
def test_an_arabic_pdf_says_the_same_letter_by_letter() -> None:
    """Its lines run both ways: the Arabic letters are compared in their order, all others by their number."""
    document = a_document("ar")
    layer = extract.extract(renditions.render(document, "pdf"), "note.pdf").text
    arabic, parts = only_arabic(layer), [only_arabic(part) for part in said(document) if only_arabic(part)]
    beside = [only_arabic(part) for part in around(document, "pdf")]
    rest, missing = without(without(arabic, beside, in_order=False)[0], parts, in_order=True)
    whole = squeezed("".join([*said(document), *around(document, "pdf")]))
    assert (rest, missing) == ("", [])
    assert latin(layer) == latin(whole)


def only_arabic(text: str) -> str:
    return "".join(letter for letter in squeezed(text) if "\u0620" <= letter <= "\u064a")


def latin(text: str) -> Counter[str]:
    return Counter(letter for letter in squeezed(text) if letter.isascii() and letter.isalpha())


@pytest.mark.N11
@pytest.mark.parametrize(("form", "language"), ALL_BUT_ARABIC_PDF)
def test_no_format_of_any_language_loses_the_disclaimer(form: Format, language: Language) -> None:
    document, own = a_document(language), replace(a_document(language), disclaimer=OWN)
    assert squeezed(document.disclaimer) in printed(document, form)
    assert squeezed(OWN) in printed(own, form)


@pytest.mark.N11
def test_an_arabic_pdf_does_not_lose_the_disclaimer() -> None:
    own = replace(a_document("ar"), disclaimer="Unofficial")
    assert "Unofficial" in printed(own, "pdf")
    layer = extract.extract(renditions.render(a_document("ar"), "pdf"), "note.pdf").text
    assert only_arabic(a_document("ar").disclaimer) in only_arabic(layer)


ANOTHER = """
import hashlib, sys
from app.notes import renditions
from tests.notes.made import a_document
for language in ("ar", "zh", "en", "fr", "ru", "es"):
    for form in renditions.MEDIA_TYPES:
        print(language, form, hashlib.sha256(renditions.render(a_document(language), form)).hexdigest())
"""


@pytest.mark.N12
def test_two_processes_write_the_same_bytes() -> None:
    """With different hash seeds: nothing depends on the order of a set."""
    sums = [
        subprocess.run(
            [sys.executable, "-c", ANOTHER],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ashgabat"))
    ]  # fmt: skip
    assert sums[0] == sums[1]
    assert len(sums[0].splitlines()) == len(FORMATS) * len(Language)
