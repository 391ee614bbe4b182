"""Phrases of a language pack, searched in running text without moving a single character."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.kit.folding import fold

_NUMERIC = {"Nd", "No"}  # digits of any script; superscripts, which are marks and no part of a number
_ORDINAL_SIGNS = "ºª°"


class _Flat(dict[int, str]):
    """One folded character for each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = " " if char.isspace() else (fold(char) or char)
        if unicodedata.category(char) in _NUMERIC or char in _ORDINAL_SIGNS:
            folded = str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else "^"
        self[code] = folded[0]
        return folded[0]


_FLAT = _Flat()
_WORD_GAP = r"(?:[^\w.;:]{1,4}\w{1,30}){0,8}?[^\w.;:]{1,4}"
_UNSPACED_GAP = r"[^。；;]{0,24}?"
_ENDING = r"\w{0,12}"


def flat(text: str) -> str:
    """The text folded for matching, character by character: offsets stay what they were."""
    return text.translate(_FLAT)


def _word(word: str) -> str:
    return re.escape(word[:-1]) + _ENDING if word.endswith("*") else re.escape(word)


def phrase_source(phrase: str, *, spaced: bool) -> str:
    """The source of a pattern over flat text for one phrase."""
    blank, gap = (" {1,9}", _WORD_GAP) if spaced else (" {0,9}", _UNSPACED_GAP)
    halves = [blank.join(_word(word) for word in half.split()) for half in flat(phrase).split(" .. ")]
    ends = r"(?!\w)" if spaced and (phrase[-1].isalnum() or phrase[-1] == "*") else ""
    return gap.join(halves) + ends


def compiled(phrases: Iterable[str], *, spaced: bool = True, clitics: Iterable[str] = ()) -> re.Pattern[str]:
    """One pattern over flat text for all phrases, the longest first; it matches nothing when there are none.

    In a phrase `*` stands for any ending of a word and ` .. ` for up to eight words between. `spaced` tells
    whether the script puts blanks between words; `clitics` are particles written onto the next word.
    """
    return _compiled(tuple(phrases), spaced, tuple(clitics))


@lru_cache(maxsize=1024)
def _compiled(phrases: tuple[str, ...], spaced: bool, clitics: tuple[str, ...]) -> re.Pattern[str]:
    if not phrases:
        return re.compile(r"(?!)")
    any_of = "|".join(phrase_source(phrase, spaced=spaced) for phrase in sorted(set(phrases), key=len, reverse=True))
    if not spaced:
        return re.compile(f"(?:{any_of})")
    joined = "|".join(flat(c) for c in clitics)
    lead = f"(?:{joined}){{0,3}}?" if joined else ""
    return re.compile(rf"(?<!\w){lead}(?:{any_of})")


def between(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of text[start:end] between the matches of a pattern, empty ones too."""
    at = start
    for match in pattern.finditer(text, start, end):
        yield at, match.start()
        at = match.end()
    yield at, end
