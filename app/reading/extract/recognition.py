"""Text recognized in pictures of pages by Tesseract, where it is installed."""

import csv
import io
import itertools
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.reading.extract import fence
from app.reading.extract.refusals import NoRecognition, NotADocument, NotRecognized
from app.reading.extract.text import clean

PROGRAM = "tesseract"
LAUNCHER = (sys.executable, "-I", "-m", "app.reading.extract.launcher")
SECONDS = 90.0
MOST_PAGES = 20
# The languages to read a script in, as Tesseract names both.
SCRIPTS = {
    "Latin": ("eng", "fra", "spa"),
    "Cyrillic": ("rus",),
    "Arabic": ("ara",),
    "Han": ("chi_sim",),
}
SURE = 30.0  # of 100: a word below is noise
LETTERS = 20  # fewer are no text


@dataclass(frozen=True)
class Page:
    """What was recognized on a page; `confidence` from 0 to 1."""

    text: str
    confidence: float


@dataclass(frozen=True)
class Recognized:
    """The text of a document of pictures."""

    text: str
    pages: int
    confidence: float
    unread_pages: tuple[int, ...]


@dataclass(frozen=True)
class Word:
    """A word as Tesseract reports it; `line` says on which line of which paragraph it stands."""

    line: tuple[int, int, int]
    text: str
    confidence: float


def recognized(content: bytes, *, kind: str) -> Recognized:
    """The text of a scan or picture. Raises NoRecognition where Tesseract is missing, NotRecognized without text."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise NoRecognition
    pages, first = _bitmap(content, kind, 1)
    found = [_page(program, first)]
    found += [_page(program, _bitmap(content, kind, page)[1]) for page in range(2, min(pages, MOST_PAGES) + 1)]
    letters = sum(len(page.text) for page in found)
    if letters < LETTERS:
        raise NotRecognized
    sure = sum(page.confidence * len(page.text) for page in found) / letters
    unread = (*(at for at, page in enumerate(found, 1) if not page.text), *range(MOST_PAGES + 1, pages + 1))
    text = "\n\f\n".join(page.text for page in found if page.text)
    return Recognized(clean(text + "\n"), pages, round(sure, 2), unread)


def _bitmap(content: bytes, kind: str, page: int) -> tuple[int, bytes]:
    match fence.run(content, kind=kind, page=page):
        case {"pages": int() as pages}, bytes() as bitmap if bitmap.startswith(b"P5 "):
            return pages, bitmap
        case _:
            raise NotADocument


def _page(program: str, bitmap: bytes) -> Page:
    """The page in the languages of its script; where that does not show, in those that give the surest text."""
    script = _script(program, bitmap)
    if script and not _installed(program, script):
        raise NoRecognition
    scripts = [script] if script else [one for one in SCRIPTS if _installed(program, one)]
    return max((_read(program, bitmap, one) for one in scripts), key=_weight, default=Page("", 0.0))


def _weight(page: Page) -> float:
    return page.confidence * sum(map(str.isalnum, page.text))


def _script(program: str, bitmap: bytes) -> str | None:
    """The script of a page, None where too little stands on it to tell, or where the data for this is missing."""
    said = _run(program, bitmap, "-l", "osd", "--psm", "0") if "osd" in _languages(program) else ""
    for line in said.splitlines():
        if line.startswith("Script:"):
            name = line.removeprefix("Script:").strip()
            return name if name in SCRIPTS else None
    return None


def _installed(program: str, script: str) -> list[str]:
    return [language for language in SCRIPTS[script] if language in _languages(program)]


@cache
def _languages(program: str) -> frozenset[str]:
    return frozenset(_run(program, b"", "--list-langs", alone=True).split("\n")[1:])


def _read(program: str, bitmap: bytes, script: str) -> Page:
    layout = "1" if "osd" in _languages(program) else "3"
    table = _run(program, bitmap, "-l", "+".join(_installed(program, script)), "--psm", layout, "tsv")
    words = list(_words(table))
    total = sum(len(word.text) for word in words)
    return Page(_text(words), sum(word.confidence * len(word.text) for word in words) / max(1, total) / 100)


def _words(table: str) -> Iterator[Word]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text, sure = (row.get("text") or "").strip(), float(row.get("conf") or -1)
        if text and sure >= SURE:
            yield Word((int(row["block_num"]), int(row["par_num"]), int(row["line_num"])), text, sure)


def _text(words: list[Word]) -> str:
    """Lines as they stand, blank lines between paragraphs; no blanks between Chinese characters."""
    text = words[0].text if words else ""
    for before, word in itertools.pairwise(words):
        text += _between(before, word) + word.text
    return text


def _between(before: Word, word: Word) -> str:
    if before.line[:2] != word.line[:2]:
        return "\n\n"
    if before.line != word.line:
        return "\n"
    return "" if _is_wide(before.text[-1]) and _is_wide(word.text[0]) else " "


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _run(program: str, bitmap: bytes, *arguments: str, alone: bool = False) -> str:
    """What Tesseract says of a bitmap; nothing where it fails."""
    files = [] if alone else ["stdin", "stdout"]
    command = [*LAUNCHER, str(Path(program).resolve()), *files, *arguments]
    with tempfile.TemporaryFile() as given:
        given.write(bitmap)
        given.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - our own launcher, nothing of the file is in the command
                command, stdin=given, capture_output=True, timeout=SECONDS, check=False, cwd="/", env={}
            )
        except subprocess.TimeoutExpired:
            return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
