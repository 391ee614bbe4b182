"""A timeline entry as a sentence that a Background can print: the words are data, one file a language."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.kit.dates import parse
from app.kit.languages import Language
from app.notes import happenings, titles
from app.notes.agreeing import NAME, begun, fill, states
from app.notes.happenings import Held
from app.notes.headlines import detail, past
from app.notes.packs import Pack, pack
from app.notes.titles import Title
from app.states import registry
from app.wording.printing import dated, print_date

Entry = Mapping[str, Any]

_YEARS = re.compile(r"(?<!\d)(\d{4})\s?[-–/]\s?(\d{4})(?!\d)")


def sentence(entry: Entry, *, language: Language, on: date | None, event: Entry | None = None) -> str:
    """The entry in words: its title where that is a sentence of the language, else made of what is recorded.

    `on` is the day whose State names are used, `event` the event on record that the entry belongs to. A date is never
    more exact than the entry's. A title in another language is quoted only where nothing else tells the fact.
    """
    title, words = titles.read(entry["title"]), pack(language)
    if title.language is language and title.is_sentence:
        return title.text
    if entry["kind"] in happenings.KINDS:
        made = happenings.held(Held(entry, title, words, on, event or {}))
    elif entry["kind"] == "letter":
        made = _letter(entry, title, words)
    else:
        made = _of_kind(entry, title, words, on)
    return made or _as_recorded(entry, title, words, on)


def is_invitation(entry: Entry) -> bool:
    """Whether an entry is a letter that invites."""
    title = titles.read(entry["title"])
    return entry["kind"] == "letter" and title.words.signs.invitation.search(title.text) is not None


def _of_kind(entry: Entry, title: Title, words: Pack, on: date | None) -> str | None:
    pattern = words.sentences.get(_key(entry, title))
    if pattern is None or not entry["states"]:
        return None
    own = title.language is words.language
    who = states(entry["states"], words, on=on, by=entry["date"].startswith(".."))
    return begun(fill(
        words, pattern,
        who=who,
        when=dated(entry["date"], words.language),
        period=words.parts["years"].format(x=entry["date"].replace("/", "-")),
        what=words.parts["about"].format(x=title.text) if own else "",
        more=(own and detail(title.text)) or _period(entry, title, words),
    ))  # fmt: skip


def _key(entry: Entry, title: Title) -> str:
    kind = str(entry["kind"])
    if kind == "national_report" and title.words.signs.first.search(title.text):
        return "first_report"
    if kind == "nap":
        years_only = re.fullmatch(r"\d{4}/\d{4}", entry["date"])
        return "nap_in_force" if years_only and entry["date_basis"] == "in_force" else f"nap_{entry['status']}"
    return kind


def _period(entry: Entry, title: Title, words: Pack) -> str:
    """The years of a plan, from the record or from its title."""
    years = _YEARS.search(entry.get("valid") or "") or _YEARS.search(title.text)
    return words.parts["period"].format(x=words.parts["years"].format(x="-".join(years.groups()))) if years else ""


def _letter(entry: Entry, title: Title, words: Pack) -> str | None:
    key = "letter_dated" if parse(entry["date"]).is_day else "letter_sent"
    printed, when = print_date(entry["date"], words.language), dated(entry["date"], words.language)
    letter = words.parts[key].format(date=printed, when=when)
    if title.language is words.language:
        clause = past(title.text, words.headlines) if words.headlines else None
        return clause and begun(fill(words, words.sentences["letter"], dated=letter, what=clause))
    if not is_invitation(entry):
        return None
    invited = next((who for who, sign in title.words.signs.invited.items() if sign.search(title.text)), "nobody")
    return begun(fill(words, words.sentences[f"invitation_to_{invited}"], dated=letter))


def _as_recorded(entry: Entry, title: Title, words: Pack, on: date | None) -> str:
    """The date and the title as it stands, in quotation marks where it is in another language; and whose it is."""
    printed, own = begun(print_date(entry["date"], words.language)), title.language is words.language
    names = [registry.in_text(iso3, words.language, on=on) for iso3 in entry["states"]]
    pairs = zip(entry["states"], names, strict=True)
    unnamed = [iso3 for iso3, name in pairs if not (own and name in title.text)]
    whose = words.parts["whose"].format(who=f"{states(unnamed, words, on=on):{NAME}}") if unnamed else ""
    pattern = words.sentences["recorded" if own else "recorded_elsewhere"]
    return fill(
        words, pattern, date=printed, what=title.text.rstrip("."), whose=whose, kind=words.kinds[entry["kind"]],
        language=words.languages[title.language],
    )  # fmt: skip
