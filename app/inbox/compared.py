"""Two readings of one note, value by value: what the machine had read, and what people made of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from rapidfuzz import fuzz

from app.reading.models import Reading

Json = dict[str, Any]
WHOLE = (
    "language", "event.title", "event.type", "event.mode", "event.starts_on", "event.ends_on", "event.sessions",
    "event.states", "note.disclaimer", "note.contact_email",
)  # fmt: skip
LISTS = (
    "event.venues", "event.resolutions", "organizers", "participants", "note.objectives", "note.background",
    "note.highlights", "note.comments", "entries", "next_steps",
)  # fmt: skip
FIELDS = (*WHOLE, *LISTS)
# Where an item is said moves when another item goes, and the register's own id is no matter of reading.
BESIDE = frozenset({"at", "organization"})
ALIKE = 50  # of 100: below it two items are not one, changed, but one that went and another that came
MOST = 10_000  # pairs that are compared letter by letter
LONGEST = 300


class Fate(StrEnum):
    """What became of a value that was read; `added`: a person filled in what was not read."""

    kept = "kept"
    changed = "changed"
    removed = "removed"
    added = "added"


@dataclass(frozen=True, slots=True)
class Compared:
    """A value of a field, by its path in the one reading and in the other."""

    field: str
    fate: Fate
    before: str | None
    after: str | None


def compare(read: Reading, made: Reading) -> list[Compared]:
    """Every value of both readings, once. A list of days or of States is one value, each item of the others is one.

    Items that only changed their places are kept.
    """
    before, after = read.model_dump(mode="json"), made.model_dump(mode="json")
    found = [one for name in WHOLE for one in _whole(name, value_at(before, name), value_at(after, name))]
    return found + [one for name in LISTS for one in _items(name, value_at(before, name), value_at(after, name))]


def value_at(whole: Mapping[str, Any], name: str) -> Any:
    """The value of a field, such as `event.title`."""
    for part in name.split("."):
        whole = whole[part]
    return whole


def _whole(name: str, before: object, after: object) -> Iterator[Compared]:
    if before == after and before:
        yield Compared(name, Fate.kept, name, name)
    elif before and after:
        yield Compared(name, Fate.changed, name, name)
    elif before:
        yield Compared(name, Fate.removed, name, None)
    elif after:
        yield Compared(name, Fate.added, None, name)


def _items(name: str, before: Sequence[object], after: Sequence[object]) -> Iterator[Compared]:
    old, new = [_words(one) for one in before], [_words(one) for one in after]
    kept = _same(old, new)
    changed = _alike(old, new, kept)
    for number in range(len(old)):
        to = kept.get(number, changed.get(number))
        fate = Fate.kept if number in kept else Fate.changed if number in changed else Fate.removed
        yield Compared(name, fate, f"{name}[{number}]", None if to is None else f"{name}[{to}]")
    for number in sorted(set(range(len(new))) - {*kept.values(), *changed.values()}):
        yield Compared(name, Fate.added, None, f"{name}[{number}]")


def _words(item: object) -> str:
    if isinstance(item, dict):
        return orjson.dumps([item[name] for name in sorted(item.keys() - BESIDE)]).decode()
    return str(item)


def _same(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    places: dict[str, list[int]] = {}
    for number in reversed(range(len(new))):
        places.setdefault(new[number], []).append(number)
    return {number: places[words].pop() for number, words in enumerate(old) if places.get(words)}


def _alike(old: Sequence[str], new: Sequence[str], kept: Mapping[int, int]) -> dict[int, int]:
    """Of the items that are not kept, which became which: the most alike first."""
    left = [number for number in range(len(old)) if number not in kept]
    came = sorted(set(range(len(new))) - set(kept.values()))
    if len(left) * len(came) > MOST:
        return dict(zip(left, came, strict=False))
    scored = [(fuzz.ratio(old[a][:LONGEST], new[b][:LONGEST]), a, b) for a in left for b in came]
    found: dict[int, int] = {}
    for score, a, b in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if score >= ALIKE and a not in found and b not in found.values():
            found[a] = b
    return found
