"""A file in, its text out. Whatever is more than plain text is parsed in a fenced process of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.reading.extract import fence, gate, markdown, recognition, text
from app.reading.extract.gate import Kind
from app.reading.extract.notices import FINDINGS, Notice
from app.reading.extract.refusals import NotADocument, NoTextLayer, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.checks.models import Finding

__all__ = ["Extracted", "Unreadable", "extract"]

MEDIA_TYPES = {
    Kind.text: "text/plain",
    Kind.docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.odt: "application/vnd.oasis.opendocument.text",
    Kind.pdf: "application/pdf",
    Kind.rtf: "application/rtf",
    Kind.html: "text/html",
    Kind.eml: "message/rfc822",
}
PICTURES = {b"\x89P": "image/png", b"\xff\xd8": "image/jpeg", b"II": "image/tiff", b"MM": "image/tiff"}
# What calls itself so and is a plain text is a damaged file.
NEVER_TEXT = (".docx", ".pdf", ".odt", ".rtf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")


@dataclass(frozen=True)
class Extracted:
    """The text of a file, as spans refer to it: NFC, line feeds, a form feed between pages of a PDF.

    `confidence` is below 1 where the text was recognized in pictures.
    """

    text: str
    media_type: str
    pages: int | None
    findings: tuple[Finding, ...]
    confidence: float = 1.0


def extract(content: bytes, name: str) -> Extracted:
    """The text of a document; raises a subclass of Unreadable, and nothing else, for whatever cannot be read.

    The bytes decide what it is. The name decides nothing but this: what calls itself a Word file or a PDF and
    is neither is a damaged file, not a plain text.
    """
    kind = gate.check(content)
    match kind:
        case Kind.text:
            return _plain(content, name)
        case Kind.eml:
            return _message(content)
        case Kind.picture:
            return _recognized(content, kind="picture", media_type=PICTURES[content[:2]])
        case _:
            return _document(content, kind)


def _plain(content: bytes, name: str) -> Extracted:
    if name.casefold().endswith(NEVER_TEXT):
        raise NotADocument
    decoded, notices = text.decode(content)
    return Extracted(markdown.plain(decoded), MEDIA_TYPES[Kind.text], None, _doubts((), notices))


def _document(content: bytes, kind: Kind) -> Extracted:
    try:
        answer = fence.read(content, kind=kind)
    except NoTextLayer:
        return _recognized(content, kind="scan", media_type=MEDIA_TYPES[kind])
    return Extracted(answer.text, MEDIA_TYPES[kind], answer.pages, _doubts(answer.unread_pages, answer.notices))


def _recognized(content: bytes, *, kind: str, media_type: str) -> Extracted:
    found = recognition.recognized(content, kind=kind)
    said = f"The text was recognized in pictures, with a confidence of {found.confidence:.0%}: compare it with them."
    findings = _findings([("ocr_damage", said)]) + _doubts(found.unread_pages, ())
    return Extracted(found.text, media_type, found.pages, findings, found.confidence)


def _message(content: bytes) -> Extracted:
    """The note attached to a message, else the message; the file remains the message."""
    match fence.run(content, kind=Kind.eml):
        case {"attached": str(name), "others": int(others)}, bytes(attached) if gate.check(attached) is not Kind.eml:
            note = extract(attached, name)
            further = _doubts((), [Notice.others] if others else [])
            return replace(note, media_type=MEDIA_TYPES[Kind.eml], findings=note.findings + further)
        case {"body": str(body)}, _:
            return Extracted(text.clean(body), MEDIA_TYPES[Kind.eml], None, ())
        case _:
            raise NotADocument


def _doubts(unread_pages: Iterable[int], notices: Iterable[Notice]) -> tuple[Finding, ...]:
    said = [FINDINGS[notice] for notice in notices]
    said += [("unreadable", f"Page {page} holds a picture without text: it was not read.") for page in unread_pages]
    return _findings(said)


def _findings(said: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
    # Not at the top: the fenced process loads this package too, and pydantic would double its start-up time.
    from app.checks.models import Code, Finding  # noqa: PLC0415  (as just said)

    return tuple(Finding(code=Code(code), at="file", detail=detail) for code, detail in said)
