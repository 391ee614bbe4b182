"""Dates written out in words, as minutes have them: "the fifteenth of March two thousand and seventeen"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from app.kit.languages import Language
from app.wording.matching import flat
from app.wording.numbers import number_of, number_source
from app.wording.packs import Pack, pack

_THOUSANDS = 2000


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A year in words, and a day in words before its month."""
    source, number = pack(language), number_source(language)
    leads = "|".join(map(re.escape, source.lists["written_thousands"])) or r"(?!)"
    links = "|".join(map(re.escape, source.lists["written_links"])) or r"(?!)"
    months = "|".join(map(re.escape, source.table("months")))
    year = re.compile(rf"(?<!\w)(?:{leads}) ({number})(?!\w)")
    return year, re.compile(rf"(?<!\w)({number})(?: (?:{links}))?(?= (?:{months})(?!\w))")


@dataclass(frozen=True, slots=True)
class Figures:
    """A text, of the same length, with written dates in figures; where they stood in words, and the first year."""

    text: str
    spans: Sequence[tuple[int, int]] = ()
    year: str = ""

    def end_of(self, at: int) -> int:
        """Where the words end that a place belongs to; the place itself where it is none of them."""
        return next((end for start, end in self.spans if start < at < end), at)


def in_figures(text: str, language: Language, near: str = "") -> Figures:
    """The dates of a text with a year in words in figures; `near` stands for a year where none is printed."""
    source = pack(language)
    plain = flat(text)
    years, days = _patterns(language)
    written = any(lead in plain for lead in source.lists["written_thousands"])
    found = list(years.finditer(plain)) if written else []
    if not found and not near:
        return Figures(text)
    every = [*found, *days.finditer(plain)]
    for match in every:
        text = _written_over(text, match, _THOUSANDS if match.re is years else 0, source)
    year = str(_THOUSANDS + (number_of(found[0][1], source) or 0)) if found else ""
    return Figures(text, [match.span() for match in every], year)


def _written_over(text: str, match: re.Match[str], base: int, source: Pack) -> str:
    """The text with the number of a match in figures over its words."""
    value = number_of(match[1], source)
    figures = str(base + value).ljust(match.end() - match.start()) if value else match.group()
    return text[: match.start()] + figures + text[match.end() :]
