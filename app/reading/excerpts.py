"""Pieces of a text put together to one run of words, each word still knowing where it was printed."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

DELETED = "\x1f"  # stands where a footnote mark was taken out: neither a character nor a blank
_GAPS = re.compile(r"\s{2,}|[^\S ]|(?<=[^\W\d_])- (?=[^\W\d_])")
_LAST_WORD = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_CONJUNCTIONS = frozenset({"and", "or", "et", "ou", "y", "o", "e", "и", "или"})  # as in "pre- and post-shipment"
_COMPOUNDS = frozenset(
    {"co", "non", "sub", "dual", "self", "re", "multi", "follow", "post", "pre", "cross", "vice", "inter", "well"}
    | {"long", "short", "high", "low"}
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`text` for reading; `parts` say for each verbatim piece: its place in `text`, its start and end in print."""

    text: str
    parts: tuple[tuple[int, int, int], ...]

    def cut(self, start: int, end: int | None = None) -> "Excerpt":
        """The part text[start:end], without blanks at its ends."""
        end = len(self.text) if end is None else min(end, len(self.text))
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return Excerpt("", ())
        first = max(bisect_right(self.parts, start, key=lambda part: part[0]) - 1, 0)
        last = bisect_right(self.parts, end - 1, key=lambda part: part[0])
        kept = (
            (max(at - start, 0), begin + max(start - at, 0), min(stop, begin + end - at))
            for at, begin, stop in self.parts[first:last]
        )
        return Excerpt(self.text[start:end], tuple(part for part in kept if part[1] < part[2]))

    def without(self, spans: Sequence[tuple[int, int]]) -> "Excerpt":
        """The excerpt with some spans of its text taken out, nothing put in their place."""
        text, parts, at = "", [], 0
        for start, end in [*spans, (len(self.text), len(self.text))]:
            kept = self._verbatim(at, start)
            parts += [(place + len(text), begin, stop) for place, begin, stop in kept.parts]
            text += kept.text
            at = end
        return Excerpt(text, tuple(parts)).cut(0)

    def _verbatim(self, start: int, end: int) -> "Excerpt":
        kept = (
            (max(at - start, 0), begin + max(start - at, 0), min(stop, begin + end - at))
            for at, begin, stop in self.parts
            if at < end and at + stop - begin > start
        )
        return Excerpt(self.text[start:end], tuple(kept))

    @property
    def start(self) -> int:
        """Where it begins in print; -1 if it is empty."""
        return self.parts[0][1] if self.parts else -1

    def spans(self) -> list[tuple[int, int]]:
        """Where it was printed, neighbouring pieces as one."""
        return [(begin, stop) for _, begin, stop in self.parts]


NOTHING = Excerpt("", ())


def excerpt(source: str, slices: Iterable[tuple[int, int]], *, spaced: bool = True) -> Excerpt:
    """One excerpt of slices of a text: a blank between lines, words torn at a line's end made whole."""
    runs: list[list[int]] = []
    glues: list[str] = []
    for start, end in slices:
        for begin, stop in _runs(source, start, end):
            glue, torn = _glue(source, runs[-1], begin, spaced=spaced) if runs else ("", False)
            if glue and set(source[runs[-1][1] : begin]) == {DELETED}:
                glue = ""
            if torn:
                runs[-1][1] -= 1
            runs.append([begin, stop])
            glues.append(glue)
    return _joined(source, runs, glues)


def _joined(source: str, runs: Sequence[Sequence[int]], glues: Sequence[str]) -> Excerpt:
    texts: list[str] = []
    parts: list[tuple[int, int, int]] = []
    length = 0
    for (begin, stop), glue in zip(runs, glues, strict=True):
        parts.append((length + len(glue), begin, stop))
        texts.append(glue + source[begin:stop])
        length += len(texts[-1])
    return Excerpt("".join(texts), tuple(parts))


def _runs(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a line between wide blanks and torn syllables."""
    at = start
    for match in _GAPS.finditer(source, start, end):
        if match.start() > at:
            yield at, match.start() + (source[match.start()] == "-")
        at = match.end()
    if end > at:
        yield at, end


def _glue(source: str, before: Sequence[int], begin: int, *, spaced: bool) -> tuple[str, bool]:
    """What joins two runs, and whether the hyphen that ends the first only marks a torn word."""
    last, first = source[before[1] - 1], source[begin]
    if not spaced and not (last.isascii() and first.isascii()):
        return "", False
    if last != "-" or before[1] - before[0] < 2 or source[before[1] - 2].isspace():
        return " ", False
    words = _LAST_WORD.search(source, max(before[0], before[1] - 40), before[1])
    after = _FIRST_WORD.match(source, begin, begin + 40)
    if after and after.group().lower() in _CONJUNCTIONS:
        return " ", False
    return "", bool(first.islower() and words and words.group(1).lower() not in _COMPOUNDS)


def together(pieces: Sequence[Excerpt], glue: str) -> Excerpt:
    """Excerpts one after the other with the same words between them, which stand nowhere in print."""
    text, parts = "", list[tuple[int, int, int]]()
    for piece in pieces:
        text += glue if text else ""
        parts += [(at + len(text), begin, stop) for at, begin, stop in piece.parts]
        text += piece.text
    return Excerpt(text, tuple(parts))
