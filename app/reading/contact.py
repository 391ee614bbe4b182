"""The address for further information, in its plain form."""

import re
from collections.abc import Sequence

from app.reading.excerpts import NOTHING, Excerpt

_AT = r"(?:@|\s{0,2}[\[({]\s?(?:at|@|arroba|arobase|собака)\s?[\])}]\s{0,2}|\s(?:at|AT)\s|\s{1,2}@\s{0,2}|@\s{1,2})"
_DOT = r"(?:\.|\s?[\[({]\s?(?:dot|\.|punto|point)\s?[\])}]\s?|\s(?:dot|DOT)\s)"
_ADDRESS = re.compile(
    rf"(?<![\w.+-])([\w+-]{{1,40}}(?:\.[\w+-]{{1,40}}){{0,4}}){_AT}((?:[\w-]{{1,60}}{_DOT}){{1,5}}[a-zA-Z]{{2,12}})(?![\w@])",
    re.ASCII,
)
_COMMITTEE = re.compile(r"1540.{0,60}@(?:[\w-]{1,60}\.){0,3}un\.org$")


def plain_address(words: str) -> str:
    """An address as it is typed: without blanks and with its signs, also when it was printed disguised."""
    match = _ADDRESS.search(words)
    if not match:
        return words
    host = re.sub(_DOT, ".", match[2])
    return f"{match[1]}@{host}".lower()


def has_address(words: str) -> bool:
    """Whether an address stands in the words."""
    return bool(_ADDRESS.search(words))


def is_address(words: str) -> bool:
    """Whether the words are an address and nothing else."""
    return bool(_ADDRESS.fullmatch(words.strip(" .;,")))


def contact(texts: Sequence[Excerpt]) -> Excerpt:
    """The first address of the Committee, else the first address; nothing where there is none."""
    found = [
        words.cut(*match.span())
        for words in texts
        for match in _ADDRESS.finditer(words.text)
        if "@" in match.group() or any(sign in "[({0123456789" for sign in match.group())
    ]
    of_committee = [words for words in found if _COMMITTEE.search(plain_address(words.text))]
    return (of_committee or found or [NOTHING])[0]
