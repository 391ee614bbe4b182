"""The names of States inside sentences: article, case and preposition, in six languages.

The grammar is data, one file a language in `grammar/`: classes of names with their forms. Apostrophes are typographic.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from app.kit.languages import Language


class UnknownForm(LookupError):
    """The language has no such form, or no form of this name."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What verbs and adjectives agree with: the gender (m, f, n) and the number (s, p) of a name."""

    gender: Literal["m", "f", "n"]
    number: Literal["s", "p"]


def form(name: str, language: Language, case: str) -> str:
    """One form of a name, which is as `registry.in_text` gives it; raises UnknownForm.

    `plain` is the subject of a sentence in every language; fr and es have `of`, `to`, `in`; ar these and `by`; ru
    `genitive`, `dative`, `accusative`, `instrumental`, `prepositional`, `in` and `into` with their prepositions.
    """
    try:
        return _declined(_printed(name), language)[case]
    except KeyError:
        raise UnknownForm(f"No form {case!r} of {name!r} in {language.value!r}.") from None


def agreement(name: str, language: Language) -> Agreement:
    """The gender and number of a name in a sentence; raises UnknownForm."""
    kind = _kind(_printed(name), language)
    return Agreement(kind["gender"], kind["number"])


def cases(language: Language) -> tuple[str, ...]:
    """The names of all forms of a language."""
    return (*_grammar(language)["cases"], *_grammar(language).get("built", {}))


def listed(language: Language) -> tuple[str, ...]:
    """The names that are listed by class, in the order of the file."""
    return tuple(name for kind in _grammar(language)["classes"].values() for name in _members(kind))


@cache
def _grammar(language: Language) -> Mapping[str, Any]:
    path = files(__package__).joinpath("grammar", f"{language.value}.toml")
    return MappingProxyType(tomllib.loads(path.read_text("utf-8")))


def _printed(name: str) -> str:
    return name.replace("'", "’")


def _kind(name: str, language: Language) -> Mapping[str, Any]:
    for kind in _grammar(language)["classes"].values():
        if name in _members(kind) or (not any(_members(kind)) and _stem(name, kind) is not None):
            return MappingProxyType(kind)
    raise UnknownForm(f"No class of {name!r} in {language.value!r}.")


def _members(kind: Mapping[str, Any]) -> list[str]:
    return [*kind.get("names", ()), *(phrase[0] for phrase in kind.get("phrases", ()))]


def _stem(name: str, kind: Mapping[str, Any]) -> str | None:
    before, _, after = kind.get("written", "{}").partition("{}")
    fits = name.startswith(before) and name.endswith(after)
    return name.removeprefix(before).removesuffix(after) if fits else None


@cache
def _declined(name: str, language: Language) -> Mapping[str, str]:
    grammar = _grammar(language)
    forms = dict(zip(grammar["cases"], _in_order(name, _kind(name, language)), strict=True))
    forms |= grammar.get("own", {}).get(name, {})
    preposition = _preposition(name, grammar.get("prepositions", {}))
    built = {case: text.format(preposition=preposition, **forms) for case, text in grammar.get("built", {}).items()}
    return MappingProxyType(forms | built)


def _in_order(name: str, kind: Mapping[str, Any]) -> Iterator[str]:
    for phrase in kind.get("phrases", ()):
        if phrase[0] == name:
            return iter(phrase)
    return (pattern.format(_stem(name, kind)) for pattern in kind["forms"])


def _preposition(name: str, choices: Mapping[str, Any]) -> str:
    return next((word for word, names in choices.items() if name in names), choices.get("rest", ""))
