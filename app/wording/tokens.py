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
    year_noun = "n"  # "year" itself before its number: passed over on the way to a month or a season
    between = "b"  # the "and" that follows joins two ends
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
_LOOKALIKE = re.compile(r"(?=[lioоз\d]{1,4}(?!\w))(?:\d[lioоз\d]{0,3}|[lioоз]\d[lioоз\d]{0,2})")
_AS_DIGITS = str.maketrans("lioоз", "11003")
_LONELY = {"l": 1, "i": 1, "з": 3}  # a letter that stands where a day has to stand
_AS_LETTERS = (("l", "1"), ("i", "1"), ("o", "0"), ("о", "0"), ("з", "3"))
HAN_DIGITS = "〇一二三四五六七八九"
_HAN_DATE = rf"[{HAN_DIGITS}零○十]{{1,4}}(?=[年月日号])"
_REACH_OF_BETWEEN = 10  # tokens


@cache
def vocabulary(language: Language) -> tuple[re.Pattern[str], dict[str, tuple[Part, int]]]:
    """The words of dates in a language: a pattern that finds the longest of them, and their meaning."""
    words = _meanings(pack(language))
    spaced = pack(language).spaced
    ends = r"(?![^\W\d_])" if spaced else ""
    known = "|".join(re.escape(word).replace(r"\ ", " +") for word in sorted(words, key=len, reverse=True))
    first, plain = ("", _TOKENS.pattern) if spaced else (f"{_HAN_DATE}|", _UNSPACED_TOKENS.pattern)
    return re.compile(rf"{_LOOKALIKE.pattern}|{first}{_attached(language)}(?:{known}){ends}|{plain}"), words


def _attached(language: Language) -> str:
    """A conjunction written onto a weekday, cut off from it: "Wednesday 13 andThursday 14 March"."""
    source = pack(language)
    joined = "|".join(map(re.escape, source.lists.get("attached_conjunctions", ())))
    days = "|".join(map(re.escape, source.table("weekdays")))
    return rf"(?:{joined})(?=(?:{days})(?!\w))|" if joined and days else ""


def _meanings(source: Pack) -> dict[str, tuple[Part, int]]:
    words: dict[str, tuple[Part, int]] = {}
    for topic, part in _WORDS.items():
        for word, meaning in source.table(topic).items():
            words[word] = (Part(meaning), 0) if topic == "date_words" else (part, int(meaning))
    words = {damaged: words[word] for word in source.table("months") for damaged in _damaged(word)} | words
    for mark, part in _MARKS.items():
        words.setdefault(mark, (part, 0))
    return words


def _damaged(word: str) -> set[str]:
    """A month's name with digits scanned in place of its letters."""
    return {word.replace(letter, digit) for letter, digit in _AS_LETTERS} if len(word) > 2 else set()


def tokens(text: str, language: Language) -> list[Token]:
    """The tokens of a text, in order, with offsets into it."""
    pattern, words = vocabulary(language)
    found = [_token(match, words) for match in pattern.finditer(flat(text))]
    units = pack(language).table("date_units")
    return _with_ranges(_with_units(found, units) if units else found)


def _with_ranges(found: list[Token]) -> list[Token]:
    """After "between" the first "and" stands for everything in the middle too."""
    for at, token in enumerate(found):
        if token.part is Part.between:
            found[at] = replace(token, part=Part.before_year)
            ahead = range(at + 1, min(at + _REACH_OF_BETWEEN, len(found)))
            link = next((n for n in ahead if found[n].part in {Part.also, Part.other}), at)
            if found[link].part is Part.also and found[link].text.isalpha():
                found[link] = replace(found[link], part=Part.through)
    return found


def _with_units(found: list[Token], units: Mapping[str, str]) -> list[Token]:
    """Numbers that a unit follows, as in Chinese, take its meaning; the unit itself is left as filler."""
    for at in range(1, len(found)):
        unit, number = units.get(found[at].text), found[at - 1]
        if unit and number.text.isdecimal() and _fits(unit, int(number.text)):
            found[at - 1] = replace(number, part=Part(unit), value=int(number.text))
            found[at] = replace(found[at], part=Part.after_year if unit == "y" else Part.filler)
    return found


def _fits(unit: str, number: int) -> bool:
    least, most = {"y": (_FIRST_YEAR, _LAST_YEAR), "m": (1, 12), "d": (1, 31)}[unit]
    return least <= number <= most


def han_number(text: str) -> str:
    """The figures of a number in Chinese characters: 二〇〇五 and 十二 and 二十三."""
    plain = text.replace("零", "〇").replace("○", "〇")
    if "十" not in plain:
        return "".join(str(HAN_DIGITS.index(char)) for char in plain)
    tens, _, ones = plain.partition("十")
    return f"{HAN_DIGITS.find(tens) if tens else 1}{HAN_DIGITS.find(ones) if ones else 0}"


def _token(match: re.Match[str], words: dict[str, tuple[Part, int]]) -> Token:
    text = han_number(match.group()) if set(match.group()) <= set(HAN_DIGITS + "零○十") else match.group()
    part, value = words.get(text) or words.get(" ".join(text.split())) or _number(text)
    return Token(part, value, match.start(), match.end(), text)


def lonely_day(token: Token) -> int:
    """The day that a single letter stands for; 0 if it is none."""
    return _LONELY.get(token.text, 0)


def _number(text: str) -> tuple[Part, int]:
    digits = text.translate(_AS_DIGITS) if any(char.isdigit() for char in text) else text
    if not digits.isdecimal() or len(digits) > 4:
        return Part.other, 0
    value = int(digits)
    if _FIRST_YEAR <= value <= _LAST_YEAR and len(digits) == 4:
        return Part.year, value
    return (Part.day, value) if len(digits) <= 2 and 1 <= value <= 31 else (Part.other, value)
