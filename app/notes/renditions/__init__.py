"""An information note in the formats that people take it away in."""

from collections.abc import Callable, Mapping
from typing import Literal

from app.notes.document import Document
from app.notes.renditions import html, pdf, text

Format = Literal["txt", "html", "docx", "pdf"]

MEDIA_TYPES: Mapping[Format, str] = {
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def _word(document: Document) -> bytes:
    from app.notes.renditions import docx  # noqa: PLC0415 - 7 MB that a server needs when it is first asked for

    return docx.render(document)


_WRITERS: Mapping[Format, Callable[[Document], bytes]] = {
    "txt": text.render,
    "html": html.render,
    "docx": _word,
    "pdf": pdf.render,
}


def render(document: Document, format: Format) -> bytes:  # noqa: A002 - the word that the address and the command use
    """The note in one format: the same note gives the same bytes."""
    return _WRITERS[format](document)
