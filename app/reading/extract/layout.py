"""Lines of a document that has paragraphs, tables and notes (Word and its like), laid out as text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

WRAPPED_BELOW = 100  # characters: no paragraph is longer, so each line was typed as a paragraph of its own
BY_HAND = 3  # blank paragraphs: the writer parts paragraphs so
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SENTENCE = re.compile(r"(?:\S+\s+){4,}\S+[.!?。؟]\s*$")


@dataclass(frozen=True)
class Line:
    """A paragraph or a row of a table; `close` where it stands right under the one before (list, table)."""

    text: str
    close: bool = False


def raised(text: str) -> str:
    """Raised digits as superscript characters, which plain text has too; other text as it is."""
    return text.translate(SUPERSCRIPTS) if text.strip().isdecimal() else text


def row(cells: Iterable[Iterable[Line]]) -> Line:
    """A row of a table: cells by tabs; only the last keeps its paragraphs."""
    *first, last = [[line.text.strip() for line in cell] for cell in cells]
    texts = [" ".join(" ".join(lines).split()) for lines in first]
    return Line("\t".join([*texts, "\n".join(line for line in last if line)]), close=True)


def note(mark: str, lines: Iterable[Line]) -> Line:
    """A footnote in one line."""
    return Line(f"{mark} {' '.join(' '.join(line.text for line in lines).split())}".lstrip())


def sentences(lines: Iterable[Line]) -> list[Line]:
    """What a head or foot of the page says in full sentences (a disclaimer) counts; running titles do not."""
    return [Line(text) for text in dict.fromkeys(line.text.strip() for line in lines) if SENTENCE.match(text)]


def laid_out(lines: list[Line]) -> str:
    """Blank lines between paragraphs, unless the writer typed line by line and set them by hand."""
    typed = all(_is_short(line) for line in lines)
    by_hand = sum(not line.text.strip() for line in lines) >= BY_HAND
    text: list[str] = []
    for before, line in zip([Line("", close=True), *lines], lines, strict=False):
        near = typed or (before.close and line.close) or (by_hand and _is_short(before) and _is_short(line))
        text.append("\n" if near else "\n\n")
        text.append(line.text.rstrip())
    return re.sub("\n{3,}", "\n\n", "".join(text)).strip("\n") + "\n"


def _is_short(line: Line) -> bool:
    return all(len(part) < WRAPPED_BELOW for part in line.text.split("\n"))
