"""Numbers in running text, in digits or in words, and phrases that count something with one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from app.kit.languages import Language
from app.wording.matching import phrase_source
from app.wording.packs import Pack, pack
from app.wording.tokens import HAN_DIGITS, han_number

_TENS = 20
_MARK = "#"
_DIGITS = r"(?<![\d.,/-])\d{1,3}(?![\d%])(?![.,/]\d)"
_HAN_ONES = f"[{HAN_DIGITS[1:]}两]"
_HAN_WORD = rf"(?:{_HAN_ONES}?十{_HAN_ONES}?|{_HAN_ONES})(?![{HAN_DIGITS}百千万])"
_BETWEEN = re.compile(r" y | et | و|[- ]")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number said at text[start:end] of the whole phrase."""

    number: int
    start: int
    end: int


@cache
def number_source(language: Language) -> str:
    """The source of a pattern, without groups, that finds a number in flat text."""
    source = pack(language)
    if not source.spaced:
        return f"(?:{_DIGITS}|{_HAN_WORD})"
    words = source.table("numbers")
    tens = "|".join(re.escape(word) for word, value in words.items() if int(value) >= _TENS)
    every = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    article = "|".join(map(re.escape, source.definite))
    lead = f"(?:{article})?" if article else ""
    pair = rf"(?:{every})(?: y | et | و|[- ])(?:{every})" if tens else every
    return rf"(?:{_DIGITS}|{lead}(?:{pair}|{every})(?!\w))"


def number_of(printed: str, source: Pack) -> int | None:
    """The value of a number as `number_source` finds it; None where words do not make one number."""
    if printed.isdecimal():
        return int(printed)
    if not source.spaced:
        return int(han_number(printed.replace("两", "二")))
    words = source.table("numbers")
    bare = _bare(printed, source, words)
    if bare in words:
        return int(words[bare])
    parts = [int(words.get(part, 0)) for part in _BETWEEN.split(bare) if part]
    ones, tens = min(parts, default=0), max(parts, default=0)
    return ones + tens if len(parts) == 2 and 0 < ones < 10 and tens >= _TENS and tens % 10 == 0 else None


def _bare(printed: str, source: Pack, words: Mapping[str, str]) -> str:
    article = next((one for one in source.definite if printed.startswith(one) and printed not in words), "")
    return printed[len(article) :]


@cache
def _pattern(language: Language, topic: str) -> re.Pattern[str]:
    source = pack(language)
    numbers = number_source(language)
    phrases = sorted(source.lists.get(topic, ()), key=len, reverse=True)
    made = [phrase_source(one, spaced=source.spaced).replace(re.escape(_MARK), f"({numbers})") for one in phrases]
    if not made:
        return re.compile(r"(?!)")
    edge = r"(?<!\w)" if source.spaced else ""
    lead = "(?:[وفبل]|لل)?" if source.clitics else ""
    return re.compile(f"{edge}{lead}(?:{'|'.join(made)})")


def counted(plain: str, topic: str, source: Pack) -> Iterator[Counted]:
    """The numbers that phrases of a topic count with in a flat text; `#` stands for the number in the phrases."""
    for match in _pattern(source.language, topic).finditer(plain):
        printed = next((group for group in match.groups() if group), "")
        number = number_of(printed, source) if printed else None
        if number is not None:
            yield Counted(number, *match.span())
