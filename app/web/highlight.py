"""A text with what was understood of it marked: cut at every end of a span, so that overlaps need no nesting."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Spans = Mapping[str, Sequence[tuple[int, int]]]
# Kinds of places in a reading that are filled with a colour; the items of the note's sections only carry an anchor.
FILLED = ("event", "organizers", "participants", "entries", "next_steps")
# Said elsewhere in the text already, or true of the whole of it: marking them too would hide the rest.
SILENT = ("event.type", "event.mode", "event.ends_on", "event.states", "event.sessions")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between two ends of spans.

    `path` is the place of the reading that it is marked for (None: plain), `also` whether others share it, `starts`
    the places whose first character is here, `doubted` whether a finding is about one of its places.
    """

    text: str
    path: str | None
    also: bool
    starts: tuple[str, ...]
    doubted: bool

    @property
    def group(self) -> str | None:
        """The kind of place, such as `organizers`."""
        return group_of(self.path) if self.path else None


def group_of(path: str) -> str:
    """The kind of a place: `organizers[1].name` is one of `organizers`."""
    return path.partition(".")[0].partition("[")[0]


def pieces(text: str, spans: Spans, *, doubts: Sequence[str] = ()) -> list[Piece]:
    """The text in pieces, in order; together they are the text. Spans are half-open character offsets."""
    sound = {path: [(a, b) for a, b in each if 0 <= a < b <= len(text)] for path, each in spans.items()}
    begin: defaultdict[int, list[str]] = defaultdict(list)
    end: defaultdict[int, list[str]] = defaultdict(list)
    for path, each in sound.items():
        for a, b in each:
            begin[a].append(path)
            end[b].append(path)
    first = {path: each[0][0] for path, each in sound.items() if each}
    size = {path: _extent(each) for path, each in sound.items()}
    order = {path: number for number, path in enumerate(sound)}
    over: Counter[str] = Counter()
    found, doubted = [], frozenset(doubts)
    for start, stop in pairwise(sorted({0, len(text), *begin, *end})):
        over.update(begin[start])
        over.subtract(end[start])
        over = +over
        filled = sorted(filter(_is_filled, over), key=lambda path: (size[path], order[path]))
        found.append(
            Piece(
                text=text[start:stop],
                path=filled[0] if filled else None,
                also=len({group_of(path) for path in filled}) > 1,
                starts=tuple(path for path in begin[start] if first[path] == start),
                doubted=not doubted.isdisjoint(over),
            )
        )
    return found


def _is_filled(path: str) -> bool:
    return group_of(path) in FILLED and path not in SILENT


def _extent(spans: Sequence[tuple[int, int]]) -> int:
    return sum(end - start for start, end in spans)
