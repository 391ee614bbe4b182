"""A page of a PDF as a bitmap: for pages that hold pictures of text."""

import pypdfium2

from app.reading.extract.bitmaps import DOTS, gray, scaled
from app.reading.extract.refusals import NotADocument

POINTS = 72  # an inch


def read(content: bytes, page: int = 1) -> dict[str, object]:
    """A page as bitmap, and how many there are; raises NotADocument. The file has passed all checks of pdf.py."""
    try:
        document = pypdfium2.PdfDocument(content)
        sheet = document[page - 1]
        factor = scaled(*sheet.get_size(), wish=DOTS / POINTS)
        bitmap = sheet.render(scale=factor, grayscale=True)
    except (pypdfium2.PdfiumError, IndexError) as broken:
        raise NotADocument from broken
    whole = memoryview(bitmap.buffer).cast("B")
    rows = b"".join(whole[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height))
    return {"pages": len(document), "bytes": gray(bitmap.width, bitmap.height, rows)}
