"""Lines of a page become paragraphs: a line goes on where the next word would not have fitted any more."""

import itertools
import re
import statistics
import unicodedata
from collections.abc import Iterable

from app.reading.extract.lines import HYPHEN, Line

APART = 1.25  # times the usual distance of two lines
NEARLY = 1.0  # points
BULLET = re.compile(r"[-–—•·▪▫◦o>*\uf000-\uf0ff]\s|\(?[0-9a-z]{1,2}[.)]\s")
WORD = re.compile(r"\w+(?:-\w+)*")
OFTEN = 0.1


def laid_out(lines: list[Line]) -> str:
    """The text: a line a paragraph, blank lines where the page has them, a form feed where a page begins."""
    groups = _grouped(lines)
    known = {word.casefold() for line in lines for word in WORD.findall(line.text.rstrip(HYPHEN))}
    hyphenates = _hyphenates(lines)
    text = ""
    for at, group in enumerate(groups):
        if at:
            text += _between(groups[at - 1], group, pitch=_pitch(lines))
        text += _joined(group, known=known, hyphenates=hyphenates)
    return text.replace(HYPHEN, "-") + "\n"


def _grouped(lines: list[Line]) -> list[list[Line]]:
    """Paragraphs, as lists of their lines."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    pitch = _pitch(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line, left=left, right=right, pitch=pitch):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(line: Line, after: Line, *, left: float, right: float, pitch: float) -> bool:
    """Whether `after` is of the same paragraph: near, no bullet, and `line` had no room for its first word."""
    if BULLET.match(after.text) or abs(line.size - after.size) > 0.1 * line.size:
        return False
    if line.page == after.page and not 0 < line.baseline - after.baseline <= APART * pitch:
        return False
    if line.page > after.page or (line.text.endswith((".", ":", "。")) and line.page != after.page):
        return False
    blank = 0.2 * line.size
    room = line.left - left if line.leftward else right - line.right
    return room + NEARLY < blank + after.first_word


def _pitch(lines: list[Line]) -> float:
    """The usual distance of two lines of running text: the smallest that is common."""
    steps = [
        round(line.baseline - after.baseline, 1)
        for line, after in itertools.pairwise(lines)
        if line.page == after.page and line.baseline - after.baseline > 0.5 * line.size
    ]
    return statistics.quantiles(steps, n=4)[0] if len(steps) > 1 else max(steps, default=0.0)


def _between(before: list[Line], after: list[Line], *, pitch: float) -> str:
    last, first = before[-1], after[0]
    if last.page != first.page or before[0].page != last.page:
        return "\n\n" if last.page > first.page else "\n\f\n"
    apart = not 0 <= last.baseline - first.baseline <= APART * pitch
    return "\n\n" if apart or len(before) > 1 or len(after) > 1 else "\n"


def _joined(group: list[Line], *, known: set[str], hyphenates: bool) -> str:
    text = group[0].text
    for line in group[1:]:
        if text.endswith(HYPHEN):
            text = _mended(text[:-1], line.text, known=known, hyphenates=hyphenates)
        else:
            text += ("" if _wide(text[-1]) and _wide(line.text[0]) else " ") + line.text
    return text


def _mended(text: str, rest: str, *, known: set[str], hyphenates: bool) -> str:
    """A word cut at a line's end: its hyphen goes if the word stands whole elsewhere, or if cutting is a habit."""
    head, tail = WORD.findall(text)[-1:], WORD.findall(rest)[:1]
    whole = "".join(head + tail).casefold()
    hyphened = "-".join(head + tail).casefold()
    if hyphened in known or not (rest[0].islower() and (whole in known or hyphenates)):
        return f"{text}-{rest}"
    return text + rest


def _hyphenates(lines: Iterable[Line]) -> bool:
    """Whether the document cuts words as a habit; else a hyphen at a line's end is the word's own."""
    ends = [line.text.endswith(HYPHEN) for line in lines]
    return sum(ends) > max(1, OFTEN * len(ends))


def _wide(character: str) -> bool:
    """Whether a script without blanks between words (Chinese) prints it."""
    return unicodedata.east_asian_width(character) in {"W", "F"}
