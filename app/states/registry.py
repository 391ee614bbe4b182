"""The States of the register: packaged reference data, no database.

`reference.json` is made by `app.states.generate`. Who counts in aggregates is `State.listed`; the
Holy See and the State of Palestine take part without being counted.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from rapidfuzz import fuzz, process

from app.kit import dates
from app.kit.folding import fold
from app.kit.languages import Language
from app.states import forms

_ARTICLE = re.compile(r"^(?:the |la |le |les |los |las |el |l')(?=.)")


class Group(StrEnum):
    """Regional groups of the United Nations."""

    african = "african"
    asia_pacific = "asia_pacific"
    eastern_european = "eastern_european"
    grulac = "grulac"
    weog = "weog"


# Time zones of places over which States differ: the name of a city there says nothing of a State.
DISPUTED = frozenset({"Asia/Jerusalem", "Asia/Hebron", "Asia/Gaza", "Europe/Simferopol", "Africa/El_Aaiun"})


class UnknownState(LookupError):
    """No State has this key."""


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name no longer in use: from `since` (None: before this register begins) up to, not with, `until`."""

    names: Mapping[Language, str]
    running: Mapping[Language, str]
    since: date | None
    until: date
    source: str


@dataclass(frozen=True, slots=True)
class State:
    """A State: `iso3` is its key, `names` the United Nations short names, `variants` other names in print.

    `running` has the names inside a sentence in the languages where that is not the short name. `member_source` is the
    resolution of the General Assembly on admission, where it is kept.
    """

    iso3: str
    iso2: str
    m49: str
    names: Mapping[Language, str]
    running: Mapping[Language, str]
    formal: str
    variants: tuple[str, ...]
    former: tuple[FormerName, ...]
    group: Group | None
    group_note: str | None
    member: bool
    member_since: str | None
    member_source: str | None

    @property
    def listed(self) -> bool:
        """Whether the State counts in aggregates: Member States do."""
        return self.member


def _names(raw: Mapping[str, str]) -> Mapping[Language, str]:
    return MappingProxyType({Language(tag): name for tag, name in raw.items()})


def _former(raw: dict[str, Any]) -> FormerName:
    since = date.fromisoformat(raw["since"]) if raw["since"] else None
    return FormerName(
        names=_names(raw["names"]),
        running=_names(raw["running"]),
        since=since,
        until=date.fromisoformat(raw["until"]),
        source=raw["source"],
    )


def _state(raw: dict[str, Any]) -> State:
    shaped = {
        "names": _names(raw["names"]),
        "running": _names(raw["running"]),
        "variants": tuple(raw["variants"]),
        "former": tuple(map(_former, raw["former"])),
        "group": Group(raw["group"]) if raw["group"] else None,
    }
    return State(**{**raw, **shaped})


@lru_cache(maxsize=1)
def _by_key() -> Mapping[str, State]:
    raw = json.loads((files(__package__) / "reference.json").read_text(encoding="utf-8"))
    return MappingProxyType({record["iso3"]: _state(record) for record in raw})


@lru_cache(maxsize=1)
def all_states() -> tuple[State, ...]:
    """Every State, sorted by its ISO 3166 alpha-3 key."""
    return tuple(_by_key().values())


def is_known(iso3: str) -> bool:
    """Whether a State has this key."""
    return iso3 in _by_key()


def get(iso3: str) -> State:
    """The State with this ISO 3166 alpha-3 key (upper case); raises UnknownState."""
    try:
        return _by_key()[iso3]
    except KeyError:
        raise UnknownState(f"No State has the key {iso3[:8]!r}: give an ISO 3166 alpha-3 code.") from None


def _named(state: State, on: date | None) -> State | FormerName:
    """What names the State on a day: a former name that held then, else the State itself."""
    day = on or date.max
    return next((old for old in state.former if (old.since or date.min) <= day < old.until), state)


def name(iso3: str, language: Language = Language.en, *, on: date | None = None) -> str:
    """The United Nations short name, as it was on a day where `on` is given; raises UnknownState."""
    return _named(get(iso3), on).names[language]


def name_then(iso3: str, edtf: str, language: Language = Language.en) -> str:
    """The short name on the first day that a date (EDTF) may mean; of no known year, the present name."""
    when = dates.parse(edtf)
    return name(iso3, language, on=when.first_day if when.year_known else None)


def in_text(iso3: str, language: Language = Language.en, *, on: date | None = None) -> str:
    """The name as it stands inside a sentence; raises UnknownState.

    English has its article ("the Russian Federation"), bracketed names are turned round ("the Islamic
    Republic of Iran"). Other languages come without article and in the first case.
    """
    named = _named(get(iso3), on)
    return named.running.get(language, named.names[language])


def form(iso3: str, language: Language, case: str = "plain", *, on: date | None = None) -> str:
    """The name in a sentence with its article, case or preposition: "du Turkménistan", "во Вьетнаме".

    `case` is one of `app.states.forms.cases`; raises UnknownState, UnknownForm.
    """
    return forms.form(in_text(iso3, language, on=on), language, case)


def grammar(iso3: str, language: Language, *, on: date | None = None) -> forms.Agreement:
    """The gender and number of the name, for verbs and adjectives that agree with it; raises UnknownState."""
    return forms.agreement(in_text(iso3, language, on=on), language)


def was_member(state: State, on: date) -> bool:
    """Whether a State was a Member of the United Nations on a day. None of the list has ceased to be one."""
    return state.member and (state.member_since or "") <= on.isoformat()


def members(on: date) -> tuple[State, ...]:
    """The States that were Members of the United Nations on a day, sorted by key: the base of a share."""
    return tuple(state for state in all_states() if was_member(state, on))


def _all_names(state: State) -> list[str]:
    former = [known for old in state.former for known in old.names.values()]
    running = [known.removeprefix("the ") for known in state.running.values()]
    return [*state.names.values(), *running, state.formal.removeprefix("the "), *former, *state.variants]


@lru_cache(maxsize=1)
def matcher() -> Mapping[str, str]:
    """Every name of every State, folded (see app.kit.folding), with the State's key.

    Short, formal, former and other names in all six languages; no codes. Single words such as "chad" or
    "jordan" may also be a person's name: it is the reader of running text who must look at what is around.
    """
    pairs = ((known, state.iso3) for state in all_states() for known in _all_names(state))
    return MappingProxyType({fold(known): iso3 for known, iso3 in pairs})


def find(text: str) -> str | None:
    """The key of the State with exactly this name in any language, or None; an article may precede it."""
    folded = fold(text)
    return matcher().get(folded) or matcher().get(_ARTICLE.sub("", folded))


@lru_cache(maxsize=256)
def search(text: str) -> frozenset[str]:
    """The keys of the States that have this as their key, or in any of their names, present or former."""
    wanted = fold(text)
    keyed = {iso3 for iso3 in _by_key() if fold(iso3) == wanted}
    return frozenset(keyed | {iso3 for name, iso3 in matcher().items() if wanted in name})


@lru_cache(maxsize=1024)
def having(word: str) -> tuple[str, ...]:
    """The keys of the States of which a name, present or former, has a word that begins so; the word is folded."""
    begins = re.compile(rf"\b{re.escape(word)}")
    return tuple(sorted({iso3 for name, iso3 in matcher().items() if begins.search(name)}))


def suggest(text: str) -> list[str]:
    """Up to three keys whose names look like the text, best first: for "did you mean", never for linking."""
    scored = process.extract(fold(text), matcher().keys(), scorer=fuzz.ratio, score_cutoff=75, limit=12)
    return list(dict.fromkeys(matcher()[folded] for folded, _, _ in scored))[:3]
