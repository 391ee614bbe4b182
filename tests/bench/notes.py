"""How long a note of two pages takes as a file, beside a fixed piece of work: machines differ, the ratio less."""

import statistics
import time
import zlib
from collections.abc import Callable

from rich.console import Console

from app.kit.languages import Language
from app.notes import renditions
from app.notes.document import Document, document
from app.notes.renditions import Format
from tests.notes import pairs

ROUNDS = 15
FIXED = b"".join(number.to_bytes(4) for number in range(100_000))  # compressed in some 55 ms where ratios were chosen
# What one file of a note may take of the fixed work: 15 ms for a PDF and 40 ms for a Word file there.
WANTED: dict[Format, float] = {"pdf": 0.27, "docx": 0.73}


def two_pages(language: Language, number: int) -> Document:
    """A note of two pages, another one for each number: the compiler remembers what it has set."""
    note = pairs.note(language)
    for part in note["sections"]:
        if part["name"] in ("background", "highlights"):
            part["items"] = [{**item, "text": f"{number}. {item['text'] * 3}"} for item in part["items"] * 4]
    return document(note, pairs.event(language))


def show(only: Callable[[str], bool]) -> None:
    """The median processor time of each format and language, and its ratio to the fixed work, interleaved."""
    console = Console(width=110)
    asked = {f"note, {form}, {language}": (form, language) for form in WANTED for language in Language}
    for name, (form, language) in asked.items():
        if only(name):
            ours, fixed = _medians(form, language)
            said = f"{ours / fixed:.2f} of the fixed work (wanted: at most {WANTED[form]:g})"
            console.print(f"{name}: {ours * 1000:.1f} ms, {said}")


def _medians(form: Format, language: Language) -> tuple[float, float]:
    renditions.render(two_pages(language, 0), form)
    spent = [_both(two_pages(language, number), form) for number in range(1, ROUNDS + 1)]
    ours, fixed = (statistics.median(one) for one in zip(*spent, strict=True))
    return ours, fixed


def _both(note: Document, form: Format) -> tuple[float, float]:
    return _timed(lambda: renditions.render(note, form)), _timed(lambda: zlib.compress(FIXED, 6))


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
