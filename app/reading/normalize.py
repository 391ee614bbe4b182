"""Characters made plain, so that later stages meet one kind of blank, dash and bullet; the way back is kept."""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

_ONE_TO_ONE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u205f\u3000", " "),
        **dict.fromkeys((chr(code) for code in range(0x2000, 0x200B)), " "),
        **dict.fromkeys("\u2010\u2011\u2043", "-"),
        **dict.fromkeys("\u0085\u2028\u2029\x0b\x0c", "\n"),
        **dict.fromkeys((chr(code) for code in range(0xE000, 0xF900)), "•"),
        **dict.fromkeys((chr(code) for code in (*range(9), *range(14, 32), 127)), " "),
        "：": ":",
        "｜": "|",
        "；": ";",
        "（": "(",
        "）": ")",
    }
)
_UNEVEN = re.compile(
    "\r\n?|[\u00ad\u061c\u0640\u064b-\u0652\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    "|[\ufb00-\ufb06]|[^\\W\\d_][\u0300-\u036f\u0653-\u0655]+"
)
_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_TO_LATIN = str.maketrans("АВЕЅІЈКМНОРСТХУаеѕіјорсхукмтн", "ABESIJKMHOPCTXYaesijopcxykmth")
_TO_CYRILLIC = str.maketrans("ABEKMHOPCTXYaeopcxyk", "АВЕКМНОРСТХУаеорсхук")


@dataclass(frozen=True, slots=True)
class Clean:
    """Text to work on. `origin[i]` is the place of its character i in the extracted text, and one more for the
    end; `repaired` are the words in which letters of two scripts were mixed, as they should be."""

    text: str
    origin: Sequence[int]
    repaired: frozenset[str]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span in the extracted text of a span, not empty, in this one."""
        return self.origin[start], max(self.origin[end - 1] + 1, self.origin[end])


def normalize(text: str) -> Clean:
    """One kind of blank, hyphen, line end and bullet, composed letters, no marks of direction, no mixed words."""
    plain = text.translate(_ONE_TO_ONE)
    origin: Sequence[int] = range(len(plain) + 1)
    if _UNEVEN.search(plain):
        plain, origin = _evened(plain)
    plain, repaired = _one_script(plain)
    return Clean(plain, origin, repaired)


def _evened(text: str) -> tuple[str, Sequence[int]]:
    parts: list[str] = []
    origin = array("q")
    done = 0
    for match in _UNEVEN.finditer(text):
        parts += [text[done : match.start()], new := _replacement(match.group())]
        origin.extend(range(done, match.start()))
        origin.extend([match.start()] * len(new))
        done = match.end()
    parts.append(text[done:])
    origin.extend(range(done, len(text) + 1))
    return "".join(parts), origin


def _replacement(found: str) -> str:
    if found[0] == "\r":
        return "\n"
    if len(found) == 1 and not "\ufb00" <= found <= "\ufb06":
        return ""
    return unicodedata.normalize("NFKC", found[:8])


def _one_script(text: str) -> tuple[str, frozenset[str]]:
    """Words that mix Latin and Cyrillic letters of the same look, written in the script of most of them."""
    if not (_CYRILLIC.search(text) and _LATIN.search(text)):
        return text, frozenset()
    repaired: set[str] = set()

    def swap(match: re.Match[str]) -> str:
        mended = _mended(match.group())
        if mended != match.group():
            repaired.add(mended)
        return mended

    return _WORD.sub(swap, text), frozenset(repaired)


def _mended(word: str) -> str:
    if word.isascii():
        return word
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if not cyrillic or not latin:
        return word
    mended = word.translate(_TO_LATIN if latin > cyrillic else _TO_CYRILLIC)
    wrong = _CYRILLIC if latin > cyrillic else _LATIN
    return word if wrong.search(mended) else mended
