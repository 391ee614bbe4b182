"""The labelled notes: texts of invented facts beside what a careful person reads in them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETS = {"developed on": "notes", "not yet developed on": "unread", "held back": "held_back"}


@dataclass(frozen=True, slots=True)
class Label:
    """A note: `expect` holds the right reading in the short form, `accept` other right answers by field."""

    name: str
    kept: str
    language: str
    text: str
    expect: dict[str, Any]
    accept: dict[str, Any]


def labels(kept: str) -> Iterator[Label]:
    """The notes of one of `SETS`, in the order of their names."""
    for path in sorted((Path(__file__).parents[1] / SETS[kept]).glob("*.toml")):
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        yield Label(path.stem, kept, path.stem[:2], held["text"], held["expect"], held.get("accept", {}))
