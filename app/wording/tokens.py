"""Running text cut into what dates are made of: days, months, years, weekdays and the words that join them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from app.kit.languages import Language
from app.wording.matching import flat
from app.wording.packs import Pack, pack


class Part(Enum):
    """What a token can be in a date."""

    day = "d"
    month = "m"
    year = "y"
    weekday = "w"
    season = "s"
    through = "r"  # "to", a dash: everything between the ends
    also = "a"  # "and", a comma: one more
    filler = "f"
    before_year = "p"  # "in", "since": a year may follow
    after_year = "u"  # "года": a year came before
    ordinal = "o"
    quarter = "q"  # or half; its value says how many make a year
    other = "x"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text from `start` up to `end`; `value` is its number (weekdays: Monday is 0)."""

    part: Part
    value: int
    start: int
    end: int
    text: str


_TOKENS = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
_UNSPACED_TOKENS = re.compile(r"\d+|[a-z]+|[^\d\s]")
_WORDS = {
    "months": Part.month,
    "weekdays": Part.weekday,
    "seasons": Part.season,
    "ordinals": Part.ordinal,
    "year_parts": Part.quarter,
    "date_words": Part.other,
}
_MARKS = {
    ",": Part.also,
    "、": Part.also,
    "&": Part.also,
    "-": Part.through,
    "~": Part.through,
    ".": Part.filler,
    "^": Part.filler,
}
_FIRST_YEAR, _LAST_YEAR = 1945, 2099
_LOOKALIKE = re.compile(r"(?=[lio\d]{1,4}(?!\w))(?:\d[lio\d]{0,3}|[lio]\d[lio\d]{0,2})")


@cache
def vocabulary(language: Language) -> tuple[re.Pattern[str], dict[str, tuple[Part, int]]]:
    """The words of dates in a language: a pattern that finds the longest of them, and their meaning."""
    words = _meanings(pack(language))
    spaced = pack(language).spaced
    ends = r"(?![^\W\d_])" if spaced else ""
    known = "|".join(re.escape(word).replace(r"\ ", " +") for word in sorted(words, key=len, reverse=True))
    plain = (_TOKENS if spaced else _UNSPACED_TOKENS).pattern
    return re.compile(rf"(?:{known}){ends}|{_LOOKALIKE.pattern}|{plain}"), words


def _meanings(source: Pack) -> dict[str, tuple[Part, int]]:
    words: dict[str, tuple[Part, int]] = {}
    for topic, part in _WORDS.items():
        for word, meaning in source.table(topic).items():
            words[word] = (Part(meaning), 0) if topic == "date_words" else (part, int(meaning))
    for mark, part in _MARKS.items():
        words.setdefault(mark, (part, 0))
    return words


def tokens(text: str, language: Language) -> list[Token]:
    """The tokens of a text, in order, with offsets into it."""
    pattern, words = vocabulary(language)
    found = [_token(match, words) for match in pattern.finditer(flat(text))]
    units = pack(language).table("date_units")
    return _with_units(found, units) if units else found


def _with_units(found: list[Token], units: Mapping[str, str]) -> list[Token]:
    """Numbers that a unit follows, as in Chinese, take its meaning; the unit itself is left as filler."""
    for at in range(1, len(found)):
        unit, number = units.get(found[at].text), found[at - 1]
        if unit and number.text.isdecimal() and len(number.text) <= 4:
            found[at - 1] = replace(number, part=Part(unit), value=int(number.text))
            found[at] = replace(found[at], part=Part.after_year if unit == "y" else Part.filler)
    return found


def _token(match: re.Match[str], words: dict[str, tuple[Part, int]]) -> Token:
    text = match.group()
    part, value = words.get(text) or words.get(" ".join(text.split())) or _number(text)
    return Token(part, value, match.start(), match.end(), text)


def _number(text: str) -> tuple[Part, int]:
    digits = text.translate(str.maketrans("lio", "110")) if text[:1].isdigit() or text[-1:].isdigit() else text
    if not digits.isdecimal() or len(digits) > 4:
        return Part.other, 0
    value = int(digits)
    if _FIRST_YEAR <= value <= _LAST_YEAR and len(digits) == 4:
        return Part.year, value
    return (Part.day, value) if len(digits) <= 2 and 1 <= value <= 31 else (Part.other, value)
