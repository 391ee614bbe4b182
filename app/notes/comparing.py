"""What is different between two texts of a note: by section, by item, and by word."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, NamedTuple

from app.notes.models import SectionName

Json = dict[str, Any]
# Chinese is written without blanks: each of its characters is a word of its own.
WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|.", re.DOTALL)
MOST_WORDS = 2000
OPERATIONS = {"equal": ("same",), "delete": ("removed",), "insert": ("added",), "replace": ("removed", "added")}


class _Item(NamedTuple):
    section: str
    text: str
    entries: list[Json]


def sections(before: Iterable[Json], after: Iterable[Json]) -> list[Json]:
    """The sections in which something is different, each with its items that are; items are told apart by their id."""
    old, new = _items(before), _items(after)
    stayed = _stayed(list(old), list(new))
    every = {**new, **{name: item for name, item in old.items() if name not in new}}
    found = [
        (item.section, told)
        for name, item in every.items()
        if (told := _told(name, old.get(name), new.get(name), moved=name not in stayed))
    ]
    named = {one: [told for section, told in found if section == one] for one in SectionName}
    return [{"name": name, "items": items} for name, items in named.items() if items]


def _items(told: Iterable[Json]) -> dict[str, _Item]:
    return {
        item["id"]: _Item(section["name"], item["text"], item["entries"])
        for section in told
        for item in section["items"]
    }


def _stayed(before: list[str], after: list[str]) -> set[str]:
    """The items that stand in the same order in both."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {name for block in blocks for name in before[block.a : block.a + block.size]}


def _told(name: str, old: _Item | None, new: _Item | None, *, moved: bool) -> Json | None:
    change = _change(old, new, moved=moved)
    if change is None:
        return None
    before, after = old and old.text, new and new.text
    return {"item": name, "change": change, "before": before, "after": after, "words": words(before, after)}


def _change(old: _Item | None, new: _Item | None, *, moved: bool) -> str | None:
    if old is None or new is None:
        return "added" if old is None else "removed"
    if old.text != new.text:
        return "changed"
    if moved or old.section != new.section:
        return "moved"
    return "entries" if old.entries != new.entries else None


def words(before: str | None, after: str | None) -> list[Mapping[str, str]]:
    """The words of both texts in order: those of both, those that were removed and those that were added."""
    return [
        {"change": change, "text": "".join(text for _, text in run)}
        for change, run in groupby(_words(before or "", after or ""), key=lambda word: word[0])
    ]


def _words(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS and old != new:  # nobody reads so long a text by words
        old, new = [before], [after]
    for operation, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        for change in OPERATIONS[operation]:
            if text := "".join(new[k:m] if change == "added" else old[i:j]):
                yield change, text
