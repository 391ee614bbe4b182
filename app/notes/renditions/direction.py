"""Numbers inside right-to-left text: the bidirectional algorithm would print "22-23" as "23-22"."""

import re
from dataclasses import replace

from app.kit.languages import RTL
from app.notes.document import Document, Row

_ISLAND = re.compile(r"\d+(?:\s?[-–/]\s?\d+)+|[0-9A-Za-z]+(?:[-./:@+_]+[0-9A-Za-z]+)+")
ISOLATE, END = "\u2066", "\u2069"  # UAX 9: left-to-right isolate, pop directional isolate


def isolate(text: str) -> str:
    """The text with each range of numbers, address and identifier kept in its own left-to-right island."""
    return _ISLAND.sub(lambda found: f"{ISOLATE}{found[0]}{END}", text)


def isolated(document: Document) -> Document:
    """The same note, safe to lay out from right to left; unchanged in other languages."""
    if document.language not in RTL:
        return document
    sections = tuple(
        replace(part, items=tuple(replace(item, text=isolate(item.text)) for item in part.items))
        for part in document.sections
    )
    return replace(
        document,
        header=tuple(Row(row.label, isolate(row.value)) for row in document.header),
        sections=sections,
        disclaimer=isolate(document.disclaimer),
    )
