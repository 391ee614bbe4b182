"""Plain text as it comes from many machines: its encoding, its line ends, and characters that say nothing."""

import codecs
import re
import unicodedata

from app.reading.extract.encodings import guessed
from app.reading.extract.mojibake import restored
from app.reading.extract.notices import Notice
from app.reading.extract.refusals import Empty, NotADocument, TooComplex

MAX_CHARACTERS = 500_000
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Controls but tab, line feed, form feed; the byte order mark; noncharacters; halves of surrogate pairs.
SILENT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
LINE_END = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
MANY_CONTROLS = 0.02  # and three for short texts


def decode(content: bytes) -> tuple[str, list[Notice]]:
    """The text of a plain text file, and what a person should know of it.

    Raises NotADocument where it is none, Empty where nothing is left, TooComplex where it is too long.
    """
    found = decoded(content)
    if len(found) > 2 * MAX_CHARACTERS:
        raise TooComplex
    text = restored(found)
    controls = sum(1 for _ in SILENT.finditer(text))
    if controls > MANY_CONTROLS * len(text) + 3:
        raise NotADocument
    return clean(text), [Notice.garbled] if text != found else []


def clean(text: str) -> str:
    """What spans refer to: line ends as line feeds, silent characters gone, NFC (Unicode annex 15)."""
    text = unicodedata.normalize("NFC", SILENT.sub("", LINE_END.sub("\n", text)))
    if len(text) > MAX_CHARACTERS:
        raise TooComplex
    if not any(character.isalnum() for character in text):
        raise Empty
    return text


def decoded(content: bytes, *, declared: str = "") -> str:
    """The characters of a text: by its mark, else UTF-8 if it is that, else as declared, else as it looks best."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    if wide := _wide(content):
        return _strictly(content, wide)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(known(declared) or guessed(content), errors="replace")


def known(encoding: str) -> str:
    """The encoding, if it is one that is read; else nothing."""
    try:
        return codecs.lookup(encoding).name if encoding else ""
    except (LookupError, OSError):  # behind the fence nothing more can be loaded
        return ""


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as broken:
        raise NotADocument from broken


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: blanks and stops are wide in every language, so NULs stand on one side only."""
    sample = content[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(content) % 2 or even + odd < len(sample) / 20:
        return None
    if odd > 8 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 8 * odd else None
