"""How the first page of a note looks in each language, beside pictures that were looked at by eye.

`python -m tests.notes.test_pages` draws the pictures anew: look at them before they are kept.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from pypdfium2 import PdfDocument

from app.kit.languages import Language
from app.notes import renditions
from app.notes.document import Document, document
from tests.notes import pairs

PAGES = Path(__file__).parent / "pages"
DOTS_AN_INCH, POINTS_AN_INCH = 48, 72
ALIKE = 1.0  # of 255, the root of the mean square difference of blurred pages


def printed(language: Language) -> Document:
    return document(pairs.note(language) | {"status": "draft"}, pairs.event(language))


def drawn(note: Document) -> Image.Image:
    """The first page of the PDF."""
    page = PdfDocument(renditions.render(note, "pdf"))[0]
    picture: Image.Image = page.render(scale=DOTS_AN_INCH / POINTS_AN_INCH).to_pil()
    return picture.convert("L")


def approved(language: Language) -> Image.Image:
    return Image.open(PAGES / f"{language}.png").convert("L")


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pages are apart; letters that moved by a hair count for little."""
    blurred = [page.filter(ImageFilter.GaussianBlur(1.5)) for page in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*blurred)).rms[0])


@pytest.mark.parametrize("language", list(Language))
def test_the_first_page_looks_as_it_was_approved(language: Language) -> None:
    kept, page = approved(language), drawn(printed(language))
    assert page.size == kept.size
    assert difference(page, kept) < ALIKE


@pytest.mark.parametrize("language", list(Language))
def test_a_page_that_is_laid_out_otherwise_is_told(language: Language) -> None:
    note, kept = printed(language), approved(language)
    without_mark, without_row = replace(note, mark=None), replace(note, header=note.header[1:])
    shifted = ImageChops.offset(kept, 0, 2)
    turned = kept.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    changed = [drawn(without_mark), drawn(without_row), shifted, turned]
    assert [each for each in map(difference, changed, [kept] * 4) if each < ALIKE] == []


if __name__ == "__main__":
    for each in Language:
        drawn(printed(each)).quantize(16).save(PAGES / f"{each}.png", optimize=True)
