"""What stands on pages for their own sake: page numbers, running heads. Footnotes go to the end."""

import re
import statistics
from collections import Counter

from app.reading.extract.lines import Line

EDGE = 2  # lines from the top and from the bottom
PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|p\.|pg\.|página|pág\.|страница|стр\.|صفحة|第)\s*)?\d{1,3}(?:\s*(?:/|of|de|sur|из|من|页|頁)\s*\d{0,3})?[-–—\s]*",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?:\S+\s+){4,}\S+[.!?。؟]\s*$")
SMALL = 0.9
NOTE_MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]|[*†‡]|\d{1,2}\s|\(\d\)|\[\d\]")


def without_furniture(pages: list[list[Line]]) -> list[Line]:
    """All lines of a document in reading order: page numbers and repeated heads left out, footnotes last."""
    repeated = _repeated(pages)
    size = statistics.median(line.size for page in pages for line in page)
    body: list[Line] = []
    notes: list[Line] = []
    for page in pages:
        kept = [line for at, line in enumerate(page) if not _is_furniture(page, at, repeated)]
        cut = _footnotes_from(kept, size)
        body.extend(kept[:cut])
        notes.extend(kept[cut:])
    return body + notes or [line for page in pages for line in page]  # pages that all say the same


def _repeated(pages: list[list[Line]]) -> set[str]:
    """Lines at an edge of two pages or more that differ in their numbers only."""
    seen = Counter(
        folded for page in pages for folded in {_folded(page[at].text) for at in range(len(page)) if _at_edge(page, at)}
    )
    return {text for text, times in seen.items() if times > 1}


def _is_furniture(page: list[Line], at: int, repeated: set[str]) -> bool:
    if not _at_edge(page, at):
        return False
    text = page[at].text
    if PAGE_NUMBER.fullmatch(text.strip()):
        return True
    return _folded(text) in repeated and not (page[at].page == 1 and _is_said(page, at, repeated))


def _is_said(page: list[Line], at: int, repeated: set[str]) -> bool:
    """Whether a repeated line is part of a sentence at the foot, such as a disclaimer: that is read once."""
    foot = " ".join(line.text for line in page[-EDGE:] if _folded(line.text) in repeated)
    return at >= len(page) - EDGE and bool(SENTENCE.match(foot))


def _at_edge(page: list[Line], at: int) -> bool:
    return at < EDGE or at >= len(page) - EDGE


def _folded(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split())).casefold()


def _footnotes_from(page: list[Line], size: float) -> int:
    """Where the small print at the foot of a page begins; the length of the page where there is none."""
    cut = len(page)
    while cut > 0 and page[cut - 1].size < SMALL * size:
        cut -= 1
    marked = [at for at in range(cut, len(page)) if NOTE_MARK.match(page[at].text)]
    return marked[0] if marked else len(page)
