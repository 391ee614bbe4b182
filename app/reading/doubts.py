"""The plausibility checks, asked about what was understood of a note."""

from collections.abc import Iterator

from app.checks.models import Finding
from app.reading.counts import count_doubts
from app.reading.excerpts import Excerpt
from app.reading.misdated import date_doubts
from app.reading.misnamed import name_doubts
from app.reading.omissions import omissions
from app.reading.parts import Parts
from app.reading.spoiled import spoiled

_SECTIONS = ("objectives", "background", "highlights", "comments")


def doubts(parts: Parts) -> list[Finding]:
    """Every finding about a note, each once; one that is not sure is not raised."""
    raised = [
        *date_doubts(parts),
        *name_doubts(parts),
        *count_doubts(parts),
        *omissions(parts),
        *spoiled(parts, _fields(parts)),
    ]
    return list({(one.code, one.at, one.detail): one for one in raised}.values())


def _fields(parts: Parts) -> Iterator[tuple[str, Excerpt]]:
    """The texts of a reading with their places in it."""
    yield "event.title", parts.head.title
    yield "event.starts_on", parts.head.when.words
    for at, organizer in enumerate(parts.head.organizers):
        yield f"organizers[{at}]", organizer.words
    for section in _SECTIONS:
        for at, item in enumerate(parts.sections.get(section, ())):
            yield f"note.{section}[{at}]", item
