"""An information note as plain text (UTF-8), in the layout that the Committee's notes have always had."""

from collections.abc import Iterator

from app.notes.document import Document, Section
from app.wording.standard import standard

_FOOTNOTE = "¹"


def render(document: Document) -> bytes:
    """The note as UTF-8 text, a paragraph a line, blank lines between; ends with a line end."""
    return ("\n\n".join(_blocks(document)) + "\n").encode()


def _blocks(document: Document) -> Iterator[str]:
    colon = standard(document.language).colon
    if document.mark:
        yield f"[{document.mark.upper()}]"
    yield document.title + _FOOTNOTE
    for row in document.header:
        yield f"{row.label}{colon} {row.value}"
    for section in document.sections:
        yield from _section(section)
    yield f"{_FOOTNOTE} {document.disclaimer}"
    yield "\n".join(filter(None, [document.address, _imprint(document)]))


def _imprint(document: Document) -> str:
    """The edition, with what other formats tell beside the text: who wrote it, in which language, when, its receipt."""
    told = (document.edition, document.author, document.language, document.changed_at, document.receipt)
    return " · ".join(filter(None, told))


def _section(section: Section) -> Iterator[str]:
    yield section.heading
    bullet = "- " if section.style == "bullets" else ""
    for item in section.items:
        yield bullet + item.text
