"""Labels and headings: which lines say what the words after them are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from app.kit.languages import Language
from app.wording.matching import flat
from app.wording.packs import Pack, pack

_LONGEST_LABEL = 64
_LEAD = re.compile(r"(?:[\s•*#>|·–—-]|\(?\d{1,2}[.)]|\(?[ivx]{1,4}[.)](?=\s)|[a-h][.)](?=\s))*")
_OPTIONAL = re.compile(r"\(-?[^\W\d]{1,4}\)|/-?[^\W\d]{1,3}(?!\w)")
_NOISE = re.compile(r"[^\w&/,'. ]+|\^")
_SEPARATOR = re.compile(r"\s?:|\t+| {3,}|\s*\|")
_STOPS = frozenset(".,;!?。，")
_LIKE_ENOUGH = 87


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line announces: names of fields or sections, and where in the line its words begin."""

    names: tuple[str, ...]
    at: int
    sure: bool


def key(text: str) -> str:
    """A label for comparing: flat, without numbering, optional endings, signs and marks."""
    bare = _OPTIONAL.sub("", flat(text))
    bare = _LEAD.sub("", bare, count=1)
    return " ".join(_NOISE.sub(" ", bare).split()).strip(" .,:'")


@lru_cache(maxsize=64)
def _known(language: Language, topic: str) -> dict[str, str]:
    return {key(label): name for label, name in pack(language).table(topic).items()}


@lru_cache(maxsize=64)
def _joiner(language: Language) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(flat(j)) for j in pack(language).lists["label_joiners"]))


def names_of(text: str, source: Pack, topic: str) -> tuple[str, ...]:
    """The fields that a label names, one or several ("Date and Venue"); none if it is no label."""
    return _names_of(key(text), source.language, topic)


@lru_cache(maxsize=4096)
def _names_of(label: str, language: Language, topic: str) -> tuple[str, ...]:
    known = _known(language, topic)
    if label in known:
        return (known[label],)
    parts = [known.get(part.strip(" .")) for part in _joiner(language).split(label)]
    if len(parts) > 1 and all(parts):
        return tuple(dict.fromkeys(part for part in parts if part))
    return ()


def _almost(text: str, source: Pack, topic: str) -> tuple[str, ...]:
    """A label with a damaged letter or two."""
    label = key(text)
    if len(label) < 6:
        return ()
    known = _known(source.language, topic)
    best = process.extractOne(label, known.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
    return (known[best[0]],) if best and abs(len(best[0]) - len(label)) <= 2 else ()


def label_of(line: str, source: Pack) -> Mark | None:
    """The label at the start of a line, set off by a colon, a tab or wide blanks, or alone on the line."""
    for match in _SEPARATOR.finditer(line[: _LONGEST_LABEL + 4]):
        before = line[: match.start()]
        if not before.strip():
            continue
        names = names_of(before, source, "labels")
        if not names and ":" in match.group():
            names = _almost(before, source, "labels")
        if names:
            return Mark(names, _past(line, match.end()), sure=":" in match.group())
        break
    alone = names_of(line, source, "labels") if len(line) <= _LONGEST_LABEL and line[-1:] not in _STOPS else ()
    return Mark(alone, len(line), sure=False) if alone and alone != ("other",) else None


def _past(line: str, at: int) -> int:
    while at < len(line) and line[at] in " \t:|":
        at += 1
    return at


def heading_of(line: str, source: Pack) -> Mark | None:
    """The heading that a line is, or that stands before a colon at its start."""
    colon = line.find(":", 0, _LONGEST_LABEL)
    if len(line) <= _LONGEST_LABEL and (names := names_of(line, source, "sections")):
        return Mark(names[:1], len(line), sure=True)
    if colon > 0 and (names := names_of(line[:colon], source, "sections")):
        return Mark(names[:1], _past(line, colon), sure=False)
    if len(line) <= _LONGEST_LABEL and line[-1:].isalpha() and (names := _almost(line, source, "sections")):
        return Mark(names[:1], len(line), sure=False)
    return None


def cells(line: str) -> list[tuple[int, int]]:
    """The cells of a line of a table, parted by tabs or upright strokes; one where it is no table."""
    spans = [match.span() for match in re.finditer(r"[^\t|]+", line) if match.group().strip()]
    return spans or [(0, len(line))]


def all_labels(line: str, source: Pack) -> Sequence[tuple[str, ...]]:
    """The labels of a table's head row; none if a cell is something else."""
    parts = cells(line)
    if len(parts) < 2 or len(parts) > 12:
        return []
    found = [names_of(line[start:end], source, "labels") for start, end in parts]
    return found if all(found) else []
