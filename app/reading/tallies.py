"""How many came, where it stands after a name: "Ministry of Trade – 6 persons", "海关总署关员三名"."""

import re
from functools import lru_cache

from app.kit.languages import Language
from app.reading.excerpts import Excerpt
from app.wording.matching import flat, phrase_source
from app.wording.numbers import number_source
from app.wording.packs import Pack, pack

_DASH = r"\s{1,3}[-–—]\s{0,3}"
_HAN_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百两几数]{1,6})"
_SHORTEST = 2


@lru_cache(maxsize=16)
def _tally(language: Language) -> re.Pattern[str]:
    """A number at the end of a name, with its unit; after a dash also a word such as "two" with what follows."""
    source = pack(language)
    units = "|".join(re.escape(unit) for unit in source.lists["count_units"])
    if not source.spaced:
        return re.compile(rf"[-–—]{{0,2}}({_HAN_NUMBER}\s?(?:{units}))$")
    some = "|".join(re.escape(word) for word in source.lists["indefinite"])
    return re.compile(rf"{_DASH}(\d{{1,4}}(?:\s?(?:{units})\.?)?|(?:{some})(?!\w)[^-–—]{{0,40}})$")


def without_tally(words: Excerpt, source: Pack) -> tuple[Excerpt, str]:
    """The name without a number of people at its end, and that number."""
    match = _tally(source.language).search(flat(words.text))
    if not match or match.start() < _SHORTEST:
        return words, ""
    return words.cut(0, match.start()), words.text[match.start(1) : match.end(1)]


def has_tally(words: str, source: Pack) -> bool:
    """Whether words end with a number of people."""
    match = _tally(source.language).search(flat(words).rstrip(" .,;"))
    return bool(match and match.start() >= _SHORTEST)


@lru_cache(maxsize=16)
def _crowd(language: Language) -> re.Pattern[str]:
    """A number, said openly or not, of people of no kind: "about fifty people", "девять человек с каждой стороны"."""
    source = pack(language)
    some = "|".join(phrase_source(word, spaced=source.spaced) for word in source.lists["crowd_leads"])
    people = "|".join(phrase_source(word, spaced=source.spaced) for word in source.lists["crowd"])
    number = number_source(language)
    blank = r"\s{0,3}"
    whole = rf"(?:(?:{some}){blank}){{0,2}}(?:{number}{blank}|(?:{some}){blank})(?:[名位个]{blank})?(?:{people})"
    ends = "|".join(phrase_source(word, spaced=source.spaced) for word in source.lists["crowd_ends"])
    return re.compile(rf"(?:(?:{people}){blank})?{whole}(?:{blank}(?:{ends})){{0,2}}{blank}")


def is_crowd(words: str, source: Pack) -> bool:
    """Whether words only count people, and tell of none who or what they are."""
    return bool(_crowd(source.language).fullmatch(flat(words).strip(" .,;")))
