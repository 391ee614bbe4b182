"""The lines of a PDF page with measures that tell how they belong together (points, from the lower left)."""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

import pypdfium2.raw as pdfium

from app.reading.extract.leftward import mended

HYPHENS = frozenset("\x02\ufffe\xad")
HYPHEN = "\xad"  # stands in a line's text for a hyphen at its end
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
PLAIN_HYPHENS = {ord(hyphen): "-" for hyphen in HYPHENS}
HIGHER = 0.15
WIDE_GAP = 1.5  # times the height of letters: cells of a table, and no words of justified text
FIRST_WORD = re.compile(r"[\u3001-\u9fff\uff01-\uff5e]|\S+")  # a Chinese line may end behind each character
LATIN = re.compile("(?=[0-9./:@&+_-]*[A-Za-z])[0-9A-Za-z][0-9A-Za-z ./:@&+_\u2066-\u2069-]*[0-9A-Za-z]")
APART = 0.12  # times the height of letters: words, and no letters of one
LETTERS_OF_LIGATURE = re.compile("[اأإآ]ل")
# What is put between Chinese characters and numbers or Latin letters, where Chinese itself has no blank.
CHINESE_BLANK = re.compile(
    "(?<=[\u3001-\u9fff\uff01-\uff5e]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z]) (?=[\u3001-\u9fff\uff01-\uff5e])"
)


@dataclass(frozen=True)
class Line:
    """One line as printed. `size` is the height of its letters, `first_word` the width of its first word.

    `leftward` tells that its script runs from right to left.
    """

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    first_word: float
    leftward: bool


@dataclass(frozen=True)
class Place:
    """Where a character stands."""

    left: float
    right: float
    baseline: float
    size: float


def _is_leftward(text: str, *, otherwise: bool = False) -> bool:
    """By the first letter with a direction (Unicode annex 9, rule P2), `otherwise` where there is none."""
    for character in text:
        if (kind := unicodedata.bidirectional(character)) in {"L", "R", "AL"}:
            return kind != "L"
    return otherwise


def lines_of(textpage: pdfium.FPDF_TEXTPAGE, *, page: int) -> list[Line]:
    """The lines of a page that hold a visible character, in the order of the file."""
    characters = [chr(pdfium.FPDFText_GetUnicode(textpage, at)) for at in range(pdfium.FPDFText_CountChars(textpage))]
    text = "".join(characters)
    return [_line(textpage, text, start, end, page=page) for start, end in _ranges(textpage, text)]


def _ranges(textpage: pdfium.FPDF_TEXTPAGE, text: str) -> Iterator[tuple[int, int]]:
    """Where lines begin and end. PDFium leaves out the line's end after a hyphen: its place on the page tells."""
    for found in re.finditer(r"[^\r\n]+", text):
        start = found.start()
        for at in range(start, found.end() - 1):
            if text[at] in HYPHENS and _is_below(textpage, at):
                yield start, at + 1
                start = at + 1
        if text[start : found.end()].strip():
            yield start, found.end()


def _is_below(textpage: pdfium.FPDF_TEXTPAGE, at: int) -> bool:
    """Whether the next character stands on a lower line."""
    here, after = _place(textpage, at), _place(textpage, at + 1)
    return after.baseline < here.baseline - 0.5 * max(here.size, after.size)


def _line(textpage: pdfium.FPDF_TEXTPAGE, text: str, start: int, end: int, *, page: int) -> Line:
    start, end = end - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())
    word = FIRST_WORD.match(text, start)
    word_end = min(end, word.end() if word else end)
    first, last, turn = (_place(textpage, at) for at in (start, end - 1, word_end - 1))
    middle = _place(textpage, start + (end - start) // 2)
    body = max((first, middle, last), key=lambda place: place.size)
    printed = _printed(textpage, text, range(start, end), body)
    leftward = _is_leftward(printed, otherwise=_is_leftward(text))
    return Line(
        text=mended(printed) if leftward else printed,
        page=page,
        left=min(first.left, last.left),
        right=max(first.right, last.right),
        baseline=body.baseline,
        size=body.size,
        first_word=max(first.right, turn.right) - min(first.left, turn.left),
        leftward=leftward,
    )


def _printed(textpage: pdfium.FPDF_TEXTPAGE, text: str, places: range, body: Place) -> str:
    """The line's text, raised digits as superscript characters, a hyphen at its end as a soft one."""
    printed = "".join(_character(textpage, text, at, body) for at in _in_order(textpage, text, places))
    printed = LETTERS_OF_LIGATURE.sub(
        lambda pair: pair[0][::-1] if _is_ligature(textpage, places.start + pair.start()) else pair[0], printed
    )
    printed = CHINESE_BLANK.sub("", printed)
    broken = printed[-1] in HYPHENS or (printed[-1] in "-‐" and printed[-2:-1].isalpha())
    inner = printed[:-1].replace(HYPHEN, "").translate(PLAIN_HYPHENS)  # within a line it is the word's own
    return inner + (HYPHEN if broken else printed[-1])


def _in_order(textpage: pdfium.FPDF_TEXTPAGE, text: str, places: range) -> list[int]:
    """The places of a line's characters, where Latin words came from right to left turned round."""
    order = list(places)
    for words in reversed(list(LATIN.finditer(text, places.start, places.stop))):
        first, last = _place(textpage, words.start()), _place(textpage, words.end() - 1)
        if first.left > last.left:
            span = slice(words.start() - places.start, words.end() - places.start)
            order[span] = _rightward(textpage, text, order[span])
    return order


def _rightward(textpage: pdfium.FPDF_TEXTPAGE, text: str, places: list[int]) -> list[int]:
    """Places from left to right; a blank has none of its own, and stands wherever words are apart.

    A stop to the left of them all ends an Arabic sentence.
    """
    blanks = [at for at in places if text[at] == " "]
    stand = {at: _place(textpage, at) for at in places if text[at] != " "}
    order: list[int] = []
    for at in sorted(stand, key=lambda at: stand[at].left):
        if order and blanks and stand[at].left - stand[order[-1]].right > APART * stand[at].size:
            order.append(blanks.pop())
        order.append(at)
    ends = sum(1 for _ in takewhile(lambda at: not text[at].isalnum(), order))
    return order[ends:] + order[:ends]


def _character(textpage: pdfium.FPDF_TEXTPAGE, text: str, at: int, body: Place) -> str:
    """A character of a line; a raised digit is a superscript character, a wide gap a tab."""
    if text[at] in "0123456789" and _is_raised(textpage, at, body):
        return text[at].translate(RAISED)
    if text[at] == " " and 0 < at < len(text) - 1 and not _is_leftward(text[at - 1] + text[at + 1]):
        gap = _place(textpage, at + 1).left - _place(textpage, at - 1).right
        return "\t" if gap > WIDE_GAP * body.size else " "
    return text[at]


def _is_ligature(textpage: pdfium.FPDF_TEXTPAGE, at: int) -> bool:
    """Whether two characters stand in one place, and so are one glyph, whose letters come in the order of the page."""
    here, after = _place(textpage, at), _place(textpage, at + 1)
    return (here.left, here.right) == (after.left, after.right)


def _is_raised(textpage: pdfium.FPDF_TEXTPAGE, at: int, body: Place) -> bool:
    """Whether a digit's lower edge stands above the line, be it a smaller digit or a superscript glyph."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(textpage, at, left, right, bottom, top)
    return bottom.value > body.baseline + HIGHER * body.size


def _place(textpage: pdfium.FPDF_TEXTPAGE, at: int) -> Place:
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetLooseCharBox(textpage, at, box)
    pdfium.FPDFText_GetCharOrigin(textpage, at, x, y)
    return Place(box.left, box.right, y.value, abs(box.top - box.bottom))
