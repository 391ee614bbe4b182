"""The text of a PDF: its lines, put together again to paragraphs by where they stand on the page."""

import re
import zlib
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from app.reading.extract.furniture import without_furniture
from app.reading.extract.gate import check_pdf_names, plain_names
from app.reading.extract.lines import Line, lines_of
from app.reading.extract.paragraphs import laid_out
from app.reading.extract.refusals import (
    Encrypted,
    HasEmbeddedObjects,
    HasScripts,
    NotADocument,
    NoTextLayer,
    TooComplex,
)
from app.reading.extract.text import clean

MAX_PAGES = 200
MAX_UNPACKED = 32 * 1024 * 1024
DICTIONARY = 4096  # bytes before a stream
STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n?|\n)")
XFA_FORMS = frozenset({pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND})


def read(content: bytes) -> dict[str, object]:
    """The text of a PDF, its pages, and those that only hold pictures; raises a subclass of Unreadable."""
    for packed in _packed_objects(content):
        check_pdf_names(packed)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Encrypted if error.err_code == pdfium.FPDF_ERR_PASSWORD else NotADocument from error
    if len(document) > MAX_PAGES:
        raise TooComplex
    _check_actions(document)
    pages, unread = _pages(document)
    if not any(pages):
        raise NoTextLayer
    return {
        "text": clean(laid_out(without_furniture(pages), width=document[0].get_width())),
        "pages": len(document),
        "unread_pages": unread,
        "notices": [],
    }


def _pages(document: pypdfium2.PdfDocument) -> tuple[list[list[Line]], list[int]]:
    """The lines of each page, and the numbers of the pages that show something but hold no text."""
    pages: list[list[Line]] = []
    unread: list[int] = []
    try:
        for number, page in enumerate(document, start=1):
            textpage = page.get_textpage()  # held: its memory goes with it
            lines = lines_of(textpage.raw, page=number)
            pages.append(lines)
            if not lines and pdfium.FPDFPage_CountObjects(page.raw):
                unread.append(number)
    except pypdfium2.PdfiumError as error:
        raise NotADocument from error
    return pages, unread


def _check_actions(document: pypdfium2.PdfDocument) -> None:
    """What the names in the file did not betray, asked of the parser."""
    raw = document.raw
    if pdfium.FPDFDoc_GetJavaScriptActionCount(raw) > 0 or pdfium.FPDF_GetFormType(raw) in XFA_FORMS:
        raise HasScripts
    if pdfium.FPDFDoc_GetAttachmentCount(raw) > 0:
        raise HasEmbeddedObjects


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """The contents of compressed object streams (ISO 32000-1, 7.5.7), where names may hide from the gate.

    Whether a stream is one is told by what stands shortly before it. That takes in some other streams too, which
    does no harm; those are let off where they do not unpack.
    """
    room = MAX_UNPACKED
    for found in STREAM.finditer(content):
        before = plain_names(content[max(0, found.start() - DICTIONARY) : found.start()])
        if b"/ObjStm" in before:
            unpacked = _unpacked(memoryview(content)[found.end() :], before, room=room)
            room -= len(unpacked)
            if room < 0:
                raise TooComplex
            yield unpacked


def _unpacked(data: memoryview, before: bytes, *, room: int) -> bytes:
    """A stream's contents, nothing where it does not unpack and does not claim to hold objects itself."""
    try:
        return zlib.decompressobj().decompress(data, room + 1)
    except zlib.error as error:
        own = before[before.rfind(b"obj") :]
        if b"/ObjStm" in own and b"Filter" in own:
            raise NotADocument from error
        return b""
