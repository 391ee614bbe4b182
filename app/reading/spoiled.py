"""Text that scanning or copying has spoiled: letters of another script, digits for letters, broken encodings."""

import re
from collections.abc import Iterable, Iterator

from app.checks import names
from app.checks.models import Finding
from app.reading.excerpts import Excerpt
from app.reading.parts import Parts
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.resolutions import find as resolution

_WORD = re.compile(r"\w+")
# Digits with letters that look like them; what they stand for is a year or the number of a known resolution.
_MIXED = re.compile(r"(?<![\w/.-])(?=[\dlIOoОоЗзІі|]{4}(?![\w/-]))(?=\D*\d)(?=\d*[lIOoОоЗзІі|])[\dlIOoОоЗзІі|]{4}")
_AS_DIGITS = str.maketrans("lIOoОоЗзІі|", "11000033111")
_FIRST_YEAR, _LAST_YEAR = 1945, 2099
_WITH_DIGIT = re.compile(r"(?<![\w/.-])(?=[^\W\d]*[013][^\W\d]*(?![\w/-]))(?=\w{3,14}(?!\w))\w+")
_AS_LETTERS = (("1", "l"), ("1", "i"), ("0", "o"), ("0", "о"), ("3", "з"))
_BROKEN = re.compile(
    "\ufffd|(?:[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[™œ\u009d“”˜¦])|(?:[ÐÑ][^\\sA-Za-zÀ-ÿ]){3}"
)
_LONGEST = 20_000


def spoiled(parts: Parts, places: Iterable[tuple[str, Excerpt]]) -> Iterator[Finding]:
    """Damage, each field once; words repaired in a label have no field of their own."""
    placed = list(places)
    mixed = [(at, min(words)) for at, item in placed if (words := parts.repaired & set(_WORD.findall(item.text)))]
    if parts.repaired and not mixed:
        mixed = [("file", min(parts.repaired))]
    for at, word in mixed:
        yield names.ocr_damage(word, at=at)
    for at, item in placed:
        if found := _damage_in(item.text[:_LONGEST], parts.pack):
            yield names.ocr_damage(found[0], at=at, suggestion=found[1])


def _damage_in(text: str, source: Pack) -> tuple[str, str | None] | None:
    """The first damaged word of a text, with what it should be."""
    if broken := _BROKEN.search(text):
        return text[max(0, broken.start() - 12) : broken.end() + 12].strip(), None
    for match in _MIXED.finditer(text):
        digits = match.group().translate(_AS_DIGITS)
        if digits.isdecimal() and (_FIRST_YEAR <= int(digits) <= _LAST_YEAR or resolution(int(digits))):
            return match.group(), digits
    return _damaged_month(text, source)


def _damaged_month(text: str, source: Pack) -> tuple[str, str | None] | None:
    """The name of a month with a digit in place of a letter."""
    months = source.table("months")
    for match in _WITH_DIGIT.finditer(text):
        plain = flat(match.group())
        meant = next((m for digit, letter in _AS_LETTERS if (m := plain.replace(digit, letter)) in months), None)
        if meant and plain not in months and meant != plain:
            return match.group(), meant.capitalize()
    return None
