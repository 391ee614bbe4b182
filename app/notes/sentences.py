"""A timeline entry as a sentence that a Background can print: the words are data, in background.toml."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from babel.lists import format_list

from app.kit.dates import parse
from app.kit.errors import Invalid, field
from app.kit.languages import Language
from app.notes.headlines import detail, happening, past
from app.states import registry
from app.wording.phrases import find_dates
from app.wording.printing import dated, print_date

Entry = Mapping[str, Any]

_HAPPENINGS = {"event": "held", "peer_review": "held", "visit": "took place"}
_LEAST_WORDS = 6  # a shorter title is a headline, whatever it ends with


class UnsupportedLanguage(Invalid):
    """Notes are written from the record in English only, so far."""

    slug, title = "unsupported-language", "Notes are not yet written in this language"


@cache
def _tables() -> Mapping[Language, Mapping[str, Any]]:
    table = tomllib.loads(files("app.notes").joinpath("background.toml").read_text("utf-8"))
    return {Language(tag): sentences for tag, sentences in table.items()}


def languages() -> tuple[Language, ...]:
    """The languages in which notes can be written from the record."""
    return tuple(_tables())


def wording(language: Language) -> Mapping[str, Any]:
    """The sentences of one language; raises UnsupportedLanguage."""
    if language not in _tables():
        advice = f"Notes are written from the record in: {', '.join(languages())}."
        raise UnsupportedLanguage(
            "A note cannot be written from the record in this language yet.",
            errors=[field("/language", "unsupported_language", advice)],
        )
    return _tables()[language]


def sentence(entry: Entry, *, language: Language, on: date | None) -> str:
    """The entry in words: its title where that is a sentence, else made of kind, States, title and date.

    `on` is the day whose State names are used. A date is never more exact than the entry's.
    """
    title = str(entry["title"]).strip()
    if is_sentence(title, language=language):
        return title
    words = wording(language)
    made = _of_kind(entry, title, words, language, on)
    return made or _as_recorded(entry, title, words, language, on)


def is_sentence(title: str, *, language: Language) -> bool:
    """Whether a title is a whole sentence with its date in it, as read from an earlier note."""
    ends = title.rstrip("”’\"')")[-1:] in {".", "!", "?", "。"}
    return ends and len(title.split()) >= _LEAST_WORDS and bool(find_dates(title, language))


def named(states: Sequence[str], *, language: Language, on: date | None) -> str:
    """The States' names inside a sentence, joined."""
    names = [registry.in_text(iso3, language, on=on) for iso3 in states]
    return format_list(names, locale="en_GB" if language is Language.en else language.value)


def begun(text: str) -> str:
    """The text with a capital, as a sentence begins."""
    return text[:1].upper() + text[1:]


def _of_kind(entry: Entry, title: str, words: Mapping[str, Any], language: Language, on: date | None) -> str | None:
    if entry["kind"] in _HAPPENINGS:
        return _held(entry, title, words, language)
    if entry["kind"] == "letter":
        return _letter(entry, title, words, language)
    pattern = words["sentences"].get(_key(entry, title))
    if pattern is None:
        return None
    places = {
        "who": named(entry["states"], language=language, on=on),
        "when": dated(entry["date"], language),
        "period": entry["date"].replace("/", "-"),
        "what": title,
        "more": detail(title),
        "had": "had " if entry["date"].startswith("..") else "",
    }
    return begun(pattern.format(**places))


def _key(entry: Entry, title: str) -> str:
    kind = str(entry["kind"])
    if kind == "national_report" and re.search(r"\bfirst\b", title, re.IGNORECASE):
        return "first_report"
    if kind == "nap":
        years_only = re.fullmatch(r"\d{4}/\d{4}", entry["date"])
        return "nap_in_force" if years_only and entry["date_basis"] == "in_force" else f"nap_{entry['status']}"
    return kind


def _held(entry: Entry, title: str, words: Mapping[str, Any], language: Language) -> str | None:
    headlines, when = words["headlines"], dated(entry["date"], language)
    if clause := past(title, headlines):
        return str(words["sentences"]["clause"].format(When=begun(when), what=clause))
    parts = happening(title, headlines)
    if parts is None:
        return None
    held = _HAPPENINGS[entry["kind"]]
    verb = held if held != "held" else ("were held" if parts.many else "was held")
    pattern = words["sentences"]["happening_in" if parts.place else "happening"]
    return str(pattern.format(what=parts.what, held=verb, place=parts.place, when=when))


def _letter(entry: Entry, title: str, words: Mapping[str, Any], language: Language) -> str | None:
    clause = past(title, words["headlines"])
    if clause is None:
        return None
    day = parse(entry["date"]).is_day
    when = f"dated {print_date(entry['date'], language)}" if day else f"sent {dated(entry['date'], language)}"
    return str(words["sentences"]["letter"].format(dated=when, what=clause))


def _as_recorded(entry: Entry, title: str, words: Mapping[str, Any], language: Language, on: date | None) -> str:
    printed = begun(print_date(entry["date"], language))
    names = [registry.in_text(iso3, language, on=on) for iso3 in entry["states"]]
    unnamed = [iso3 for iso3, name in zip(entry["states"], names, strict=True) if name not in title]
    whose = words["of"].format(who=named(unnamed, language=language, on=on)) if unnamed else ""
    return str(words["undescribed"].format(date=printed, what=title.rstrip(".") + whose))
