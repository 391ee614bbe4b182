"""An information note in the formats that people take it away in."""

from collections.abc import Callable, Mapping
from typing import Literal

from app.notes.document import Document
from app.notes.renditions import html, markdown, pdf, text

Format = Literal["html", "pdf", "docx", "txt", "md", "xml"]

MEDIA_TYPES: Mapping[Format, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "xml": "application/xml",
}


def _word(document: Document) -> bytes:
    from app.notes.renditions import docx  # noqa: PLC0415 - 7 MB that a server needs when it is first asked for

    return docx.render(document)


def _xml(document: Document) -> bytes:
    from app.notes.renditions import akomantoso  # noqa: PLC0415 - as above

    return akomantoso.render(document)


_WRITERS: Mapping[Format, Callable[[Document], bytes]] = {
    "html": html.render,
    "pdf": pdf.render,
    "docx": _word,
    "txt": text.render,
    "md": markdown.render,
    "xml": _xml,
}


def render(document: Document, format: Format) -> bytes:  # noqa: A002 - the word that the address and the command use
    """The note in one format: the same note gives the same bytes."""
    return _WRITERS[format](document)
