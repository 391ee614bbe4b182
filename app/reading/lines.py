"""The lines of a text, and how lines make items: bullets, paragraphs, hard wraps, double spacing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.reading.excerpts import Excerpt, excerpt
from app.wording.packs import Pack

_SIGNS = "•·▪■□►▶▸‣◦●○∙➢➤✓✔❖◆◇→*§¤"
_BULLET = re.compile(
    rf"(?:[{_SIGNS}]+\s*(?=\S)|[-–—](?:\s+(?=\S)|(?=[^\W\d]))|>\s*(?=\w)|o(?:\s{{2,}}|\s(?=[^\Wa-zà-ÿ]))(?=\S)"
    r"|\(?\d{1,2}(?:[)]|\.(?=\s|[^\W\d]))\s*(?=\S)"
    r"|\(?[a-zа-яأ-ي][)]\s*(?=\S)|\(?[ivx]{1,4}[)]\s*(?=\S)|[ivx]{1,4}\.\s+(?=\S)"
    r"|\(?[一二三四五六七八九十]{1,3}[、)]\s*(?=\S))"
)
_DASH = frozenset("-–—")
_CLOSED = frozenset(".!?:;…。！？؛؟")
_QUOTES = "\"”»’')]"
_EDGES = " \t\n\x1f|"  # blanks, taken-out marks, the strokes of a table
_WIDEST_WRAP = 130
_SLACK = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line's words at text[start:end], the blank lines before it, and the column where they begin."""

    start: int
    end: int
    gap: int
    indent: int


def lines_of(text: str) -> list[Line]:
    """The lines that are not blank."""
    found, gap = [], 0
    for match in re.finditer(r"[^\n]*\n?", text):
        line = match.group()
        words = line.strip(_EDGES)
        if not words:
            gap += bool(line)
            continue
        indent = len(line) - len(line.lstrip(_EDGES))
        start = match.start() + indent
        found.append(Line(start, start + len(words), gap, len(line[:indent].expandtabs(4))))
        gap = 0
    return found


def is_closed(words: str) -> bool:
    """Whether a line's words end as a sentence does."""
    return words.rstrip(_QUOTES)[-1:] in _CLOSED


def bullet_of(words: str) -> int:
    """The length of the bullet or number that begins a line, 0 if there is none."""
    match = _BULLET.match(words)
    return match.end() if match else 0


@dataclass(frozen=True, slots=True)
class _Page:
    width: int
    double_spaced: bool


def _measure(text: str, lines: Sequence[Line]) -> _Page:
    width = max((line.indent + line.end - line.start for line in lines), default=0)
    spaced = sum(1 for line in lines[1:] if line.gap)
    pairs = list(pairwise(lines))
    open_ends = sum(1 for line, after in pairs if after.gap and not is_closed(text[line.start : line.end]))
    double = len(lines) > 3 and spaced > 0.8 * len(pairs) and open_ends > 0.3 * len(pairs)
    return _Page(width, double)


def items(text: str, lines: Sequence[Line], pack: Pack) -> Iterator[Excerpt]:
    """One excerpt for each bullet or paragraph, unwrapped, without its bullet."""
    page = _measure(text, lines)
    group: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        words = text[line.start : line.end]
        bullet = bullet_of(words)
        before = lines[at - 1] if at else None
        if before is None or _begins(text, before, line, bullet, page):
            yield from _made(text, group, pack)
            group = [(line.start + bullet, line.end)]
        else:
            group.append((line.start, line.end))
    yield from _made(text, group, pack)


def _made(text: str, slices: Iterable[tuple[int, int]], pack: Pack) -> Iterator[Excerpt]:
    made = excerpt(text, slices, spaced=pack.spaced)
    if any(char.isalnum() for char in made.text):
        yield made


def _begins(text: str, before: Line, line: Line, bullet: int, page: _Page) -> bool:
    """Whether a line begins a new item, or goes on with the one before."""
    words, last = text[line.start : line.end], text[before.start : before.end]
    is_open = not is_closed(last) and last[-1:] not in _QUOTES
    if bullet and not (is_open and words[0] in _DASH and words[bullet : bullet + 1].islower() and not line.gap):
        return True
    if is_open and words[0].islower():
        return False
    if line.gap and not page.double_spaced:
        return not (last[-1:] in {",", "-"} or (is_open and _is_full(before, words, page)))
    if page.width > _WIDEST_WRAP:
        return not is_open or line.gap > 0
    return not is_open and not _is_full(before, words, page)


def _is_full(before: Line, words: str, page: _Page) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    first = words.split(None, 1)[0] if " " in words[:40] else words[:1]
    return before.indent + before.end - before.start + 1 + len(first) > page.width - _SLACK
