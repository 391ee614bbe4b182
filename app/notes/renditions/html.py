"""An information note as HTML: a page that stands alone, and the part of it that other pages show."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from app.notes.document import Document
from app.notes.renditions.direction import isolated
from app.wording.standard import standard


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("app.notes", "renditions"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def body(document: Document) -> str:
    """The note as one `<article>` without style, all text escaped; `data-entries` names an item's entries."""
    return _filled("body.html", document)


def render(document: Document) -> bytes:
    """The note as a page of its own (UTF-8): no script, nothing fetched, styles for light, dark and print."""
    return _filled("note.html", document).encode()


def _filled(template: str, document: Document) -> str:
    words = standard(document.language)
    note = isolated(document)
    return _environment().get_template(template).render(note=note, colon=words.colon, metadata=_metadata(document))


def _metadata(document: Document) -> list[tuple[str, str]]:
    """What the page tells of itself, in the terms of Dublin Core (ISO 15836-2)."""
    told = {
        "title": document.name, "language": document.language, "creator": document.author,
        "identifier": document.identifier, "hasVersion": str(document.revision), "modified": document.changed_at,
        "provenance": document.receipt,
    }  # fmt: skip
    return [(term, value) for term, value in told.items() if value]
