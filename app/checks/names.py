"""Doubts about names of organizations, States and cities, and about what a note leaves out."""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz, process

from app.checks.models import Code, Finding
from app.kit.folding import fold

_WORDS = re.compile(r"\w+")
_SMALL = frozenset(
    {
        "the",
        "of",
        "for",
        "on",
        "in",
        "and",
        "to",
        "a",
        "at",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "et",
        "pour",
        "au",
        "aux",
        "sur",
        "en",
    }
    | {
        "el",
        "los",
        "las",
        "del",
        "y",
        "al",
        "para",
        "sobre",
        "por",
        "contra",
        "по",
        "в",
        "и",
        "о",
        "об",
        "на",
        "с",
        "و",
        "في",
        "من",
    }
)
_SPELLINGS = ((r"organis", "organiz"), (r"center", "centre"), (r"co-oper", "cooper"), (r"program\b", "programme"))
_SHORTEST = 4  # words that a name must have before a likeness means anything
_SHORT_WORD = 3  # letters
_LETTERS_ALIKE = 0.8
_NEAR = 84  # of 100: what is less alike is another name


def plain_name(name: str) -> str:
    """A name folded, in one of the spellings that are both right ("organisation", "centre", "co-operation")."""
    folded = fold(name)
    for spelling, other in _SPELLINGS:
        folded = re.sub(spelling, other, folded)
    return folded


def org_name_error(printed: str, right: Mapping[str, str], misprints: Mapping[str, str], *, at: str) -> Finding | None:
    """A name that is a known misprint, or nearly but not quite a right one.

    Both mappings have plain names (see plain_name) as keys: `right` the names that organizations have, with
    the name to suggest, `misprints` wrong ones, with the name that was meant.
    """
    plain = plain_name(printed)
    if plain in right:
        return None
    meant = misprints.get(plain)
    if meant is None:
        meant = _in_other_order(plain, right)
    if meant is None:
        near = process.extract(plain, right.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=3)
        meant = next((right[name] for name, _, _ in near if _is_slip(plain, name)), None)
    if meant is None:
        return None
    detail = f'"{printed}" is not the name of the organization that seems to be meant.'
    return Finding(code=Code.org_name_error, at=at, detail=detail, suggestion=meant)


def _in_other_order(plain: str, right: Mapping[str, str]) -> str | None:
    """The name that has the same words in another order."""
    words = _sorted_words(plain)
    if len(words) < _SHORTEST:
        return None
    return next((right[name] for name in right if name != plain and _sorted_words(name) == words), None)


@lru_cache(maxsize=8192)
def _sorted_words(name: str) -> tuple[str, ...]:
    return tuple(sorted(_WORDS.findall(name)))


def _is_slip(printed: str, name: str) -> bool:
    """Whether two names differ in a small word, or in a letter or two of one word."""
    words, others = _words(printed), _words(name)
    if len(others) < _SHORTEST or abs(len(words) - len(others)) > 1 or words == others:
        return False
    changes = [op for op in SequenceMatcher(None, words, others, autojunk=False).get_opcodes() if op[0] != "equal"]
    return len(changes) == 1 and all(_is_small(words[a:b], others[c:d]) for _, a, b, c, d in changes)


def _words(name: str) -> list[str]:
    """The words of a name, without a word such as "and" left at its end."""
    words = _WORDS.findall(name)
    return words[:-1] if words and words[-1] in _SMALL else words


def _is_small(printed: Sequence[str], meant: Sequence[str]) -> bool:
    if set(printed) | set(meant) <= _SMALL:
        return True
    if len(printed) != 1 or len(meant) != 1:
        return False
    return _is_letter_slip(printed[0], meant[0])


def _is_letter_slip(a: str, b: str) -> bool:
    """Whether one word is the other with a letter or two wrong; short words, as those of Arabic, with one only."""
    if not (a.isalpha() and b.isalpha()):
        return False
    if a[0] == b[0] and len(a) > _SHORTEST and SequenceMatcher(None, a, b).ratio() >= _LETTERS_ALIKE:
        return True
    return not a.isascii() and len(a) == len(b) and len(a) >= _SHORT_WORD and _differing(a, b) == 1


def _differing(a: str, b: str) -> int:
    return sum(x != y for x, y in zip(a, b, strict=True))


def acronym_mismatch(acronym: str, known: Collection[str], *, suggestion: str | None, at: str) -> Finding | None:
    """An acronym beside a name to which it does not belong; `known` are those that do."""
    parts = [part for part in re.split(r"[/\s-]+", acronym) if part]
    mine = {fold(one) for one in known}
    if fold(acronym) in mine or any(fold(part) in mine for part in parts):
        return None
    detail = f"The acronym {acronym} does not belong to the name before it."
    return Finding(code=Code.acronym_mismatch, at=at, detail=detail, suggestion=suggestion)


def resolution_year_mismatch(number: int, printed: int, true: int, *, at: str) -> Finding | None:
    """A resolution cited with the year of another."""
    if printed == true:
        return None
    detail = f"Resolution {number} was adopted in {true}; the note prints {number} ({printed})."
    return Finding(code=Code.resolution_year_mismatch, at=at, detail=detail, suggestion=f"{number} ({true})")


def city_country_mismatch(city: str, printed: str, true: str, *, suggestion: str, at: str) -> Finding | None:
    """A city beside a State in which it does not lie (alpha-3 codes); `suggestion` names the right one."""
    if printed == true:
        return None
    detail = f"{city} is not in the State printed beside it; it is in {suggestion}."
    return Finding(code=Code.city_country_mismatch, at=at, detail=detail, suggestion=suggestion)


def country_mismatch(
    title: Collection[str], taking_part: Collection[str], *, title_name: str, at: str = "event.states"
) -> Finding | None:
    """A title about one State when other States, but not that one, took part."""
    if len(title) != 1 or not taking_part or set(title) & set(taking_part):
        return None
    detail = f"The title speaks of {title_name}, which is not among the States that took part."
    return Finding(code=Code.country_mismatch, at=at, detail=detail)


def other_country(said: str, title: str, *, at: str) -> Finding:
    """A sentence about the event's own result or host that names another State than the title."""
    detail = f"The text speaks of {said} here, the title of {title}."
    return Finding(code=Code.country_mismatch, at=at, detail=detail, suggestion=title)


def missing_field(what: str, *, at: str) -> Finding:
    """A part of the header that a note needs and this one does not give."""
    return Finding(code=Code.missing_field, at=at, detail=f"The note does not give {what}.")


def ocr_damage(printed: str, *, at: str, suggestion: str | None = None) -> Finding:
    """Characters that scanning or copying has damaged."""
    detail = f'"{printed}" looks damaged in scanning or copying.'
    return Finding(code=Code.ocr_damage, at=at, detail=detail, suggestion=suggestion)
