"""The lines of a text, and how lines make items: bullets, paragraphs, hard wraps, double spacing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from app.reading.excerpts import DELETED, Excerpt, excerpt
from app.wording.packs import Pack

_SIGNS = "•·▪■□►▶▸‣◦●○∙➢➤✓✔❖◆◇→*§¤★☆»①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
_BULLET = re.compile(
    rf"(?:[{_SIGNS}]+\s*(?=\S)|[-–—](?:\s+(?=\S)|(?=[^\W\d]))|>\s*(?=\w)|o(?:\s{{2,}}|\s(?=[^\Wa-zà-ÿ]))(?=\S)"
    r"|\(?\d{1,3}(?:[)]|[.、](?=\s|[^\W\d])|/(?=\s+[^\W\d]))\s*(?=\S)|\d{1,3}\s{0,2}[-–—]\s+(?=[^\W\d])"
    r"|\d{1,2}(?:\.\d{1,2}){1,2}[.)]?\s+(?=\S)|(?:№|[Nn][º°o])\s?\d{1,2}[.):]?\s+(?=\S)"
    r"|\(?[a-zа-яA-ZА-Яأ-ي][)]\s*(?=\S)|\(?[ivxIVX]{1,4}[)]\s*(?=\S)|[ivxIVX]{1,4}\.\s+(?=\S)|[أ-ي]\s?[-–—]\s+(?=\S)"
    r"|\(?[一二三四五六七八九十]{1,3}[、)]\s*(?=\S))"
)
_DOTTED = re.compile(r"\d{1,2}\.\d")
_DASH = frozenset("-–—")
_CLOSED = frozenset(".!?:;…。！？؛؟")
_QUOTES = "\"”»’')]"
_TORN = DELETED + " "  # what is left of a line of the page itself
_EDGES = " \t\n\x1f|"  # blanks, taken-out marks, the strokes of a table
_WIDEST_WRAP = 130
_SLACK = 2
_USUAL, _A_LITTLE_MORE = 0.85, 1.15  # the width of most lines, and what may stand out
_NEARLY = 0.7
_SHORTEST_RUN = 24


@dataclass(frozen=True, slots=True)
class Line:
    """A line's words at text[start:end], the blank lines before it, and the column where they begin; `torn` where a
    page ended before it, so that a sentence may go on."""

    start: int
    end: int
    gap: int
    indent: int
    torn: bool = False


def lines_of(text: str) -> list[Line]:
    """The lines that are not blank."""
    found, gap, torn = [], 0, False
    for match in re.finditer(r"[^\n]*\n?", text):
        line = match.group()
        words = line.strip(_EDGES)
        if not words:
            gap, torn = gap + bool(line), torn or _TORN in line
            continue
        indent = len(line) - len(line.lstrip(_EDGES))
        start = match.start() + indent
        found.append(Line(start, start + len(words), gap, len(line[:indent].expandtabs(4)), torn))
        gap, torn = 0, False
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
    is_wrapped: bool
    double_spaced: bool = False  # the lines in hand
    own_width: int = 0  # the longest of them


@lru_cache(maxsize=4)
def _measure(text: str) -> _Page:
    """How a text is set: to which width, and whether sentences run over line ends."""
    lines = lines_of(text)
    widths = sorted(_width(line) for line in lines)
    usual = widths[int(len(widths) * _USUAL)] * _A_LITTLE_MORE if widths else 0
    width = max((width for width in widths if width <= usual), default=0)
    full = [line for line, after in pairwise(lines) if not after.gap and _runs_on(text, line, after)]
    return _Page(width, sum(1 for line in full if _width(line) > _NEARLY * width) > 1)


def _page(text: str, lines: Sequence[Line]) -> _Page:
    """The page as a stretch of lines shows it."""
    page = _measure(text)
    widest = max(map(_width, lines), default=0)
    return replace(page, own_width=widest, double_spaced=widest <= _WIDEST_WRAP and _is_double(text, lines))


def _is_double(text: str, lines: Sequence[Line]) -> bool:
    """Whether a blank line follows every line, also within sentences."""
    pairs = [(line, after) for line, after in pairwise(lines) if after.gap]
    open_ends = sum(1 for line, after in pairs if _runs_on(text, line, after))
    return len(lines) > 3 and len(pairs) > 0.8 * (len(lines) - 1) and open_ends > 0.3 * (len(lines) - 1)


def _width(line: Line) -> int:
    return line.indent + line.end - line.start


def _runs_on(text: str, line: Line, after: Line) -> bool:
    """Whether a sentence seems to go on in the next line."""
    words, rest = text[line.start : line.end], text[after.start : after.end]
    return not is_closed(words) and len(words) > _SHORTEST_RUN and "@" not in words and not bullet_of(rest)


def items(text: str, lines: Sequence[Line], pack: Pack) -> Iterator[Excerpt]:
    """One excerpt for each bullet or paragraph, unwrapped, without its bullet."""
    page = _page(text, lines)
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
    is_open = not is_closed(last)
    if bullet and not (is_open and not line.gap and _is_doubtful(words, bullet)):
        return True
    if _goes_on(words, line, is_open=is_open):
        return False
    if line.gap and not page.double_spaced:
        return not (last[-1:] in {",", "-"} or (is_open and _is_full(before, words, page.own_width)))
    if page.width > _WIDEST_WRAP or not page.is_wrapped:
        return not is_open or (line.gap > 0 and not page.double_spaced)
    return not is_open and not _is_full(before, words, page.width)


def _goes_on(words: str, line: Line, *, is_open: bool) -> bool:
    """Whether a line is certainly part of the sentence before: by its case, a page that ended, an address alone."""
    address = "@" in words and " " not in words and not line.gap
    return address or (is_open and (line.torn or words[0].islower()))


def _is_doubtful(words: str, bullet: int) -> bool:
    """Whether a bullet may be a dash or a number within a sentence."""
    return (words[0] in _DASH and words[bullet : bullet + 1].islower()) or bool(_DOTTED.match(words))


def is_wrapped(text: str) -> bool:
    """Whether sentences of a text run over line ends."""
    return _measure(text).is_wrapped


def width_of(text: str) -> int:
    """The width to which a text is set."""
    return _measure(text).width


def is_full_line(text: str, words: str, after: str) -> bool:
    """Whether a line of the page, given by its words, was broken because it was full."""
    return is_full(text, Line(0, len(words), 0, 0), after)


def is_full(text: str, line: Line, after: str) -> bool:
    """Whether the next words would not have fitted on a line of the page."""
    return _is_full(line, after, _measure(text).width)


def _is_full(before: Line, words: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    first = words.split(None, 1)[0] if " " in words[:40] else words[:1]
    return width <= _WIDEST_WRAP and _width(before) + 1 + len(first) > width - _SLACK
