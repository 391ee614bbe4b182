"""Lost line ends given back: a label or heading in the middle of a long line begins a line of its own."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from app.kit.languages import Language
from app.reading.lines import bullet_of, lines_of
from app.reading.marks import heading_of, label_of, names_of
from app.wording.matching import flat
from app.wording.packs import Pack, pack

_LONG_LINE, _LONGEST_PLACE = 160, 32
_HEADER = 3000
_AFTER_STOP = re.compile(r"(?<=[.;؛。)]) ([^\W\d_][^.:;؛。\n]{1,40}?)\s?:(?=\s)")
_BEFORE_BULLET = re.compile(r"(?<=[.!?:)\]\"”]) (?=[•·▪■●]|[-–—] [^\W\d_]|o [^\Wa-z])")


@lru_cache(maxsize=16)
def _inline(language: Language, topic: str, after: str) -> re.Pattern[str]:
    words = sorted(pack(language).table(topic), key=len, reverse=True)
    joiners = "|".join(re.escape(j) for j in pack(language).lists["label_joiners"])
    any_of = "|".join(re.escape(word) for word in words)
    ends = r"(?:\(\w{1,3}\))?"
    return re.compile(rf"(?<=\s)(?:{any_of}){ends}(?:(?:{joiners})(?:{any_of}){ends})?{after}")


def with_line_ends(text: str, source: Pack) -> str:
    """The text, same length, with line ends before labels and headings that run on within long lines."""
    text = _broken(text, _after_stops(text, source))
    lines = lines_of(text)
    long = [(line.start, line.end) for line in lines if line.end - line.start >= _LONG_LINE]
    if not long:
        return text
    has_labels, has_headings = _marked(text, source)
    breaks = sorted({*_breaks(text, source, labels=not has_labels, headings=not has_headings)})
    return _broken(text, [at for at in breaks if _is_in(at, long)])


def _is_in(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place is within one of the spans, which are in order."""
    begun = bisect_right(spans, at, key=lambda span: span[0])
    return begun > 0 and at <= spans[begun - 1][1]


def _after_stops(text: str, source: Pack) -> list[int]:
    """The blanks before labels that follow a stop within a paragraph, where the header is one paragraph."""
    found = [
        match.start(1) - 1
        for match in _AFTER_STOP.finditer(text[:_HEADER])
        if (names := names_of(match[1], source, "labels")) and names != ("contact",)
    ]
    return found if len(found) > 1 else []


def _marked(text: str, source: Pack) -> tuple[bool, bool]:
    words = [text[line.start : min(line.end, line.start + 100)] for line in lines_of(text)]
    labels = sum(1 for line in words if label_of(line, source))
    headings = sum(1 for line in words if heading_of(line, source))
    return labels >= 2, headings >= 2


def _breaks(text: str, source: Pack, *, labels: bool, headings: bool) -> Iterator[int]:
    plain = flat(text)
    if labels:
        found = [
            match.start()
            for match in _inline(source.language, "labels", r" ?:").finditer(plain)
            if names_of(match.group(), source, "labels") != ("contact",)
        ]
        opening = [at for at in found if _is_capital(text, at)]
        yield from (at - 1 for at in opening if len(opening) > 1)
    if headings:
        for match in _inline(source.language, "sections", r"(?= ?:|\s+\W\s|\s+\w)").finditer(plain):
            if _is_capital(text, match.start()) and _opens(text, match.end()) and _is_cased(text, match):
                yield from (match.start() - 1, _end_of_heading(text, match.end()))
        yield from (match.start() for match in _BEFORE_BULLET.finditer(text) if not _is_dateline(text, match.start()))


def _is_dateline(text: str, at: int) -> bool:
    """Whether what comes before a dash on its line is as short as a place: "GENEVA. — The Committee"."""
    return at - text.rfind("\n", 0, at) <= _LONGEST_PLACE


def _is_cased(text: str, match: re.Match[str]) -> bool:
    """Whether a capital tells a heading from a word of a sentence; without capitals only a sign after it does."""
    return text[match.start()].isupper() or text[match.end() : match.end() + 2].lstrip()[:1] in {
        ":",
        "-",
        "–",
        "—",
        "•",
    }


def _is_capital(text: str, at: int) -> bool:
    return not text[at].islower()


def _opens(text: str, at: int) -> bool:
    """Whether what follows a heading looks like the beginning of its text."""
    after = text[at : at + 4].lstrip(" :\n")
    return bool(after) and (not after[0].isalpha() or not after[0].islower() or bullet_of(after) > 0)


def _end_of_heading(text: str, at: int) -> int:
    return at + 1 if text[at : at + 2] in {": ", " :"} else at


def _broken(text: str, breaks: list[int]) -> str:
    parts, at = [], 0
    for place in breaks:
        if place >= at and text[place].isspace():
            parts += [text[at:place], "\n"]
            at = place + 1
    return "".join([*parts, text[at:]])
