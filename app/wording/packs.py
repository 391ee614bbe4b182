"""Language packs: what notes say in one language, as data; a further language is one more file."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from app.kit.languages import Language
from app.wording.matching import compiled, flat


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """The words of one language. `lists` holds phrases by topic, `tables` words with their meaning (both flat).

    `day_first`: 05/04 is 5 April; `date_first`: a verb follows its date; `role_last`: a name comes
    before the word for its role; `clitics` are written onto the next word,
    `endings` onto the one before; `verb_first`: a verb comes before who does it; `definite` are articles written
    onto words, `future_beginnings` and `future_endings` what makes a verb one of the future, `told_endings`
    what makes one of a promise that is told.
    """

    language: Language
    spaced: bool
    day_first: bool
    date_first: bool
    role_last: bool
    clitics: tuple[str, ...]
    endings: tuple[str, ...]
    verb_first: bool
    definite: tuple[str, ...]
    future_beginnings: tuple[str, ...]
    future_endings: tuple[str, ...]
    told_endings: tuple[str, ...]
    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Mapping[str, str]]

    def phrases(self, *topics: str) -> re.Pattern[str]:
        """One pattern, over flat text, for all phrases of the topics."""
        found = tuple(phrase for topic in topics for phrase in self.lists.get(topic, ()))
        return compiled(found, spaced=self.spaced, clitics=self.clitics)

    def table(self, topic: str) -> Mapping[str, str]:
        """Flat word to meaning, empty where the language has no such table."""
        return self.tables.get(topic, {})


def _inverted(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {flat(word): meaning for meaning, words in table.items() for word in words}


def _packaged(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files("app.wording").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def pack(language: Language) -> Pack:
    """The pack of a language, read once from its packaged files: layout, header fields, facts, doubts and prose."""
    data = _packaged(language.value)
    for part in ("header", "facts", "doubts", "prose"):
        for topic, table in _packaged(f"{language.value}_{part}").items():
            data[topic] = data.get(topic, {}) | table
    data["demonyms"] = _packaged("demonyms")[language.value]
    script = data.pop("script")
    return Pack(
        language=language,
        spaced=script["spaced"],
        day_first=script["day_first"],
        date_first=script["date_first"],
        role_last=script["role_last"],
        clitics=tuple(script["clitics"]),
        endings=tuple(sorted((flat(e) for e in script["endings"]), key=len, reverse=True)),
        verb_first=script["verb_first"],
        definite=tuple(script["definite"]),
        future_beginnings=tuple(script["future_beginnings"]),
        future_endings=tuple(script["future_endings"]),
        told_endings=tuple(script["told_endings"]),
        lists={topic: tuple(flat(p) for p in phrases) for topic, phrases in data.pop("lists").items()},
        tables={topic: _inverted(table) for topic, table in data.items()},
    )


def packs() -> tuple[Pack, ...]:
    """All packs, in the order of the languages."""
    return tuple(pack(language) for language in Language)
