"""Lines of a page become paragraphs: a line goes on where the next word would not have fitted any more."""

import itertools
import re
import statistics
import unicodedata
from collections.abc import Iterable

from app.reading.extract.lines import HYPHEN, Line

APART = 1.25  # times the usual distance of two lines
NEARLY = 1.0  # points
BLANK = 0.25  # of a line's height
LIKE = 0.2  # difference of two heights that are the same
FEW = 4
SOME = 6
MANY = 12
TYPED_WIDTH = 84  # characters, the most that a hard wrapped text has in a line
SINGLE = 1.35  # times the height of a line
WIDE = 0.85  # of the page's text
BULLET = re.compile(r"[-–—•·▪▫◦o>*\uf000-\uf0ff]\s|\(?[0-9a-z]{1,2}[.)]\s")
LABEL = re.compile(r"(?=[^\W\d_])[^a-zа-я][^:：.,;，。]{1,30}(?:：|:(?:\s|$))")
WORD = re.compile(r"\w+(?:-\w+)*")
OFTEN = 0.1
HALF = 0.5
BY_HAND = 0.2  # of the lines that stand close end early


def laid_out(lines: list[Line], *, width: float = 0.0) -> str:
    """The text of pages `width` wide: a line a paragraph, blank lines as on the page, a form feed where one begins."""
    pitch = _pitch(lines)
    steps = [_are_apart(line, after, pitch=pitch) for line, after in itertools.pairwise(lines)]
    spaced = sum(steps) > OFTEN * len(steps)
    groups = _grouped(lines, pitch=pitch, spaced=spaced, width=width)
    known = {word for line in lines for word in WORD.findall(line.text.rstrip(HYPHEN))}
    hyphenates = _hyphenates(lines)
    text = ""
    for at, group in enumerate(groups):
        if at:
            text += _between(groups[at - 1], group, pitch=pitch, spaced=spaced)
        text += _joined(group, known=known, hyphenates=hyphenates)
    return text.replace(HYPHEN, "-") + "\n"


def _grouped(lines: list[Line], *, pitch: float, spaced: bool, width: float) -> list[list[Line]]:
    """Paragraphs, as lists of their lines; the lines themselves where somebody broke them by hand."""
    columns = Columns(lines, width=width)
    near = [columns.were_full(*pair) for pair in itertools.pairwise(lines) if _is_near(*pair, pitch=pitch)]
    narrow = len(near) >= MANY and max(len(line.text) for line in lines) <= TYPED_WIDTH
    if spaced and narrow and near.count(False) > BY_HAND * len(near):
        return [[line] for line in lines]
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _is_near(groups[-1][-1], line, pitch=pitch) and columns.were_full(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_near(line: Line, after: Line, *, pitch: float) -> bool:
    """Whether `after` may continue `line`: right below or on the next page, of its size, without a mark."""
    if BULLET.match(after.text) or LABEL.match(after.text) or abs(line.size - after.size) > LIKE * line.size:
        return False
    if line.page == after.page and not _is_next_column(line, after):
        return 0 < line.baseline - after.baseline <= APART * pitch
    return line.page <= after.page and not line.text.endswith((".", ":", "。", "؟", "!"))


def _is_next_column(line: Line, after: Line) -> bool:
    """Whether `after` stands beside what is above `line`, further on in the direction of reading."""
    beside = after.right < line.left if line.leftward else after.left > line.right
    return line.page == after.page and beside and after.baseline > line.baseline + line.size


class Columns:
    """How far lines reach, on the page and within each column of a table."""

    def __init__(self, lines: list[Line], *, width: float) -> None:
        self._left = min(line.left for line in lines)
        self._right = max(line.right for line in lines)
        if sum(line.right - self._left > WIDE * (self._right - self._left) for line in lines) < FEW:
            self._right = max(self._right, width - self._left)  # no running text: the margins tell how far it would go
            self._left = min(self._left, width - self._right)
        self._column: dict[int, float] = {}
        for line, after in itertools.pairwise(lines):
            reach = max(line.right, after.right) if line.baseline > after.baseline else after.right
            self._column[round(after.left)] = max(reach, self._column.get(round(after.left), 0.0))
        self._running = self._columns_of_text(lines)

    def were_full(self, line: Line, after: Line) -> bool:
        """Whether the first word of `after` would not have fitted on `line`."""
        room = (
            line.left - self._left
            if line.leftward
            else self._reach(line if _is_next_column(line, after) else after) - line.right
        )
        return _is_full(line, after, room=room)

    def _columns_of_text(self, lines: list[Line]) -> set[int]:
        """The columns in which most lines are full, so that they hold running text and no short items."""
        full: dict[int, list[bool]] = {}
        for line, after in itertools.pairwise(lines):
            if round(line.left) == round(after.left) and line.baseline > after.baseline:
                room = self._column[round(after.left)] - line.right
                full.setdefault(round(line.left), []).append(_is_full(line, after, room=room))
        return {column for column, ends in full.items() if len(ends) >= SOME and sum(ends) > HALF * len(ends)}

    def _reach(self, line: Line) -> float:
        """The right edge of this line's column, if that is a column of text and not of short items."""
        reach = self._column.get(round(line.left), 0.0)
        wide = reach - self._left > WIDE * (self._right - self._left)
        return reach if wide or round(line.left) in self._running else self._right


def _is_full(line: Line, after: Line, *, room: float) -> bool:
    return room < BLANK * line.size + after.first_word + NEARLY


def _pitch(lines: list[Line]) -> float:
    """The usual distance of two lines of running text: the smallest that is common."""
    steps = [
        round(line.baseline - after.baseline, 1)
        for line, after in itertools.pairwise(lines)
        if line.page == after.page and line.baseline - after.baseline > 0.5 * line.size
    ]
    if len(steps) < FEW:  # too few to tell: single spacing at most
        return min([*steps, SINGLE * statistics.median(line.size for line in lines)])
    return statistics.quantiles(steps, n=4)[0]


def _between(before: list[Line], after: list[Line], *, pitch: float, spaced: bool) -> str:
    """What parts two paragraphs: in a document that leaves no space between them, whole ones get a blank line."""
    last, first = before[-1], after[0]
    if last.page > first.page:
        return "\n\n"
    if before[0].page != first.page:
        return "\n\f\n"
    whole = not spaced and (len(before) > 1 or len(after) > 1)
    return "\n\n" if whole or _are_apart(last, first, pitch=pitch) else "\n"


def _are_apart(line: Line, after: Line, *, pitch: float) -> bool:
    return not 0 <= line.baseline - after.baseline <= APART * pitch


def _joined(group: list[Line], *, known: set[str], hyphenates: bool) -> str:
    text = group[0].text
    for line in group[1:]:
        if text.endswith(HYPHEN):
            text = _mended(text[:-1], line.text, known=known, hyphenates=hyphenates)
        else:
            text += ("" if _wide(text[-1]) and _wide(line.text[0]) else " ") + line.text
    return text


def _mended(text: str, rest: str, *, known: set[str], hyphenates: bool) -> str:
    """A word cut at a line's end: the hyphen goes if it stands whole elsewhere, or if cutting is a habit."""
    head, tail = WORD.findall(text)[-1:], WORD.findall(rest)[:1]
    is_cut = hyphenates or "".join(head + tail) in known
    if rest[0].islower() and is_cut and "-".join(head + tail) not in known:
        return text + rest
    return f"{text}-{rest}"


def _hyphenates(lines: Iterable[Line]) -> bool:
    """Whether the document cuts words as a habit; else a hyphen at a line's end is the word's own."""
    ends = [line.text.endswith(HYPHEN) for line in lines]
    return sum(ends) > max(1, OFTEN * len(ends))


def _wide(character: str) -> bool:
    """Whether a script without blanks between words (Chinese) prints it."""
    return unicodedata.east_asian_width(character) in {"W", "F"}
