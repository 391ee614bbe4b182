"""A file in, its text out. Word files and PDFs are parsed in a fenced process of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.reading.extract import fence, gate, text
from app.reading.extract.gate import Kind
from app.reading.extract.notices import FINDINGS, Notice
from app.reading.extract.refusals import NotADocument, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.checks.models import Finding

__all__ = ["Extracted", "Unreadable", "extract"]

TEXT_TYPE = "text/plain"
MEDIA_TYPES = {
    Kind.docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.pdf: "application/pdf",
}


@dataclass(frozen=True)
class Extracted:
    """The text of a file, as spans refer to it: NFC, line feeds, a form feed between pages of a PDF."""

    text: str
    media_type: str
    pages: int | None
    findings: tuple[Finding, ...]


def extract(content: bytes, name: str) -> Extracted:
    """The text of a document; raises a subclass of Unreadable, and nothing else, for whatever cannot be read.

    The bytes decide what it is. The name decides nothing but this: what calls itself a Word file or a PDF and
    is neither is a damaged file, not a plain text.
    """
    kind = gate.check(content)
    if kind is Kind.text:
        if name.casefold().endswith((".docx", ".pdf")):
            raise NotADocument
        decoded, notices = text.decode(content)
        return Extracted(decoded, TEXT_TYPE, None, _doubts((), notices))
    answer = fence.read(content, kind=kind)
    return Extracted(answer.text, MEDIA_TYPES[kind], answer.pages, _doubts(answer.unread_pages, answer.notices))


def _doubts(unread_pages: Iterable[int], notices: Iterable[Notice]) -> tuple[Finding, ...]:
    # Not at the top: the fenced process loads this package too, and pydantic would double its start-up time.
    from app.checks.models import Code, Finding  # noqa: PLC0415  (as just said)

    said = [FINDINGS[notice] for notice in notices]
    said += [("unreadable", f"Page {page} holds a picture without text: it was not read.") for page in unread_pages]
    return tuple(Finding(code=Code(code), at="file", detail=detail) for code, detail in said)
