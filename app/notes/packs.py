"""The words in which notes are written from the record: one file a language in `wording/`, and nothing of it in code.

Each file explains its own tables; `concepts.toml` says what the types and kinds of the record are about. A seventh
language is a seventh file, beside its forms of the names of States (app.states.forms).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from app.kit.languages import Language

Forms = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Noun:
    """What something that was held is called: with its article for one and for several, and alone (`bare`)."""

    gender: str
    one: str
    many: str
    bare: str


@dataclass(frozen=True, slots=True)
class Signs:
    """How titles in a language show what they are about: the first pattern that is found names the concept."""

    nouns: Mapping[str, re.Pattern[str]]
    scopes: Mapping[str, re.Pattern[str]]
    topics: Mapping[str, re.Pattern[str]]
    invited: Mapping[str, re.Pattern[str]]
    words: re.Pattern[str]
    first: re.Pattern[str]
    invitation: re.Pattern[str]
    several: re.Pattern[str] | None = None
    online: re.Pattern[str] | None = None
    held_in: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """The words of one language; `forms` agree with what they are said of, `forms_by` also say that it was by a day."""

    language: Language
    locale: str
    agrees_with_first: bool
    one_preposition: bool
    noun_last: bool
    tidy: tuple[tuple[re.Pattern[str], str], ...]
    parts: Forms
    sentences: Forms
    forms: Mapping[str, Forms]
    forms_by: Mapping[str, Forms]
    nouns: Mapping[str, Noun]
    topics: Forms
    kinds: Forms
    cities: Forms
    languages: Forms
    resolutions: Mapping[str, Forms]
    headlines: Mapping[str, Any] | None
    signs: Signs


@dataclass(frozen=True, slots=True)
class Concept:
    """What a type of event is: a noun, and how wide and about what it is, where the type says so."""

    noun: str
    scope: str | None = None
    topic: str | None = None


@cache
def pack(language: Language) -> Pack:
    """The words of one language."""
    table = _read(language.value)
    forms = {name: table[name] for name in ("parts", "sentences", "forms", "topics", "kinds", "cities")}
    return Pack(
        language=language,
        locale=table["locale"],
        agrees_with_first=table.get("agrees_with_first", False),
        one_preposition=table.get("one_preposition", False),
        noun_last=table.get("noun_last", False),
        tidy=tuple((re.compile(found), put) for found, put in table["tidy"]),
        forms_by=table["forms"] | table["forms_by"],
        nouns={name: _noun(raw) for name, raw in table["nouns"].items()},
        languages=table["languages"],
        resolutions={topic: table[topic] for topic in ("reports", "outreach", "action_plans")},
        headlines=table.get("headlines"),
        signs=_signs(table["signs"]),
        **forms,
    )


@cache
def concepts() -> Mapping[str, Concept]:
    """What each type of event and each kind of entry is, in terms that every pack has words for."""
    return {name: Concept(**raw) for name, raw in _read("concepts").items()}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("app.notes").joinpath("wording", f"{name}.toml").read_text("utf-8"))


def _noun(raw: Mapping[str, str]) -> Noun:
    one, many = raw["one"], raw["many"]
    return Noun(raw["gender"], one, many, raw.get("bare", one))


def _signs(raw: Mapping[str, Any]) -> Signs:
    concepts: Mapping[str, Any] = {name: _compiled(raw[name]) for name in ("nouns", "scopes", "topics", "invited")}
    single: Mapping[str, Any] = _compiled({name: sign for name, sign in raw.items() if isinstance(sign, str)})
    return Signs(**concepts, **single)


def _compiled(signs: Forms) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(sign, re.IGNORECASE) for name, sign in signs.items()}
