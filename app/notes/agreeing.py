"""Patterns of a language pack, filled: what is named stands in its case, and words agree with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from babel.lists import format_list

from app.notes.packs import Forms, Noun, Pack
from app.states import registry

PLAIN, NAME = "plain", "name"


@dataclass(frozen=True, slots=True)
class Term:
    """Something that a sentence is about.

    In a pattern `{who}` is its plain form, `{who:of}` its form of that name, and `{who:submitted}` the word of the pack
    that agrees with it. `key` is gender (m, f, n) and number (s, p).
    """

    said: Callable[[str], str] = field(repr=False)
    pack: Pack
    key: str
    by: bool = False

    def __format__(self, spec: str) -> str:
        words = self.pack.forms_by if self.by else self.pack.forms
        return agreed(words[spec], self.key) if spec in words else self.said(spec or PLAIN)


def agreed(words: Forms, key: str) -> str:
    """The form of a word for gender and number, or for the number alone."""
    return words[key] if key in words else words[key[-1]]


def fill(pack: Pack, pattern: str, **places: object) -> str:
    """A pattern of the pack with its places filled, and put right where words meet ("à Le Caire", "y Italia")."""
    text = pattern.format(**places)
    for found, put in pack.tidy:
        text = found.sub(put, text)
    return text


def begun(text: str) -> str:
    """The text with a capital, as a sentence begins."""
    return text[:1].upper() + text[1:]


def joined(names: Sequence[str], pack: Pack) -> str:
    """Several names as a list of the language."""
    return format_list(list(names), locale=pack.locale) if names else ""


def states(codes: Sequence[str], pack: Pack, *, on: date | None, by: bool = False) -> Term:
    """States in a sentence, named as on a day; `by` where they had done it by a day."""
    found = [registry.grammar(iso3, pack.language, on=on) for iso3 in codes]
    number = "s" if len(found) == 1 or pack.agrees_with_first else "p"
    if len(found) == 1:
        number = found[0].number
    genders = [each.gender for each in found[:1] if pack.agrees_with_first] or [each.gender for each in found]
    gender = "m" if "m" in genders else genders[0]
    return Term(partial(_in_case, tuple(codes), pack, on), pack, gender + number, by)


def noun(word: Noun, text: str, pack: Pack, *, many: bool) -> Term:
    """A noun with what belongs to it, in its one form."""
    return Term(lambda _case: text, pack, word.gender + ("p" if many else "s"))


def _in_case(codes: Sequence[str], pack: Pack, on: date | None, case: str) -> str:
    if case == NAME:
        return joined([registry.in_text(iso3, pack.language, on=on) for iso3 in codes], pack)
    return joined([registry.form(iso3, pack.language, case, on=on) for iso3 in codes], pack)
