"""Readings for tests: a text read as if it came in a file, and reduced to what a test compares."""

import re
import unicodedata
from typing import Any

from app.reading.models import FileFacts, Reading
from app.reading.service import read_text

FILE = FileFacts(name="note.txt", media_type="text/plain", sha256="0" * 64, bytes=0, pages=None)
_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТХУаеѕіјорсхукмтнЁё", "ABESIJKMHOPCTXYaesijopcxykmthEe")
_PLACE = re.compile(r"(\w+)(?:\.(\w+))?(?:\[(\d+)\])?")


def reading_of(text: str) -> Reading:
    """The reading of a text."""
    return read_text(text, file=FILE)


def summary(reading: Reading) -> dict[str, Any]:
    """The reading in the short form of the notes beside the tests."""
    event, note = reading.event, reading.note
    return {
        "title": event.title,
        "type": event.type,
        "mode": event.mode,
        "start": event.starts_on,
        "end": event.ends_on,
        "sessions": event.sessions,
        "venues": [[venue.place or "", venue.city or "", venue.country or ""] for venue in event.venues],
        "states": event.states,
        "resolutions": event.resolutions,
        "organizers": [[one.name, one.acronym or "", one.role] for one in reading.organizers],
        "participants": [[one.name, one.kind] for one in reading.participants],
        "objectives": note.objectives,
        "background": note.background,
        "highlights": note.highlights,
        "comments": note.comments,
        "disclaimer": note.disclaimer or "",
        "email": note.contact_email or "",
        "entries": [[one.date, one.kind, one.states] for one in reading.entries],
        "steps": [[one.actor, one.due or ""] for one in reading.next_steps],
        "findings": sorted({one.code.value for one in reading.findings}),
    }


def value_at(reading: Reading, place: str) -> Any:
    """What stands at a path such as `note.background[2]` of a reading."""
    match = _PLACE.fullmatch(place)
    assert match is not None
    value: Any = getattr(reading, match[1])
    value = getattr(value, match[2]) if match[2] else value
    return value[int(match[3])] if match[3] else value


def letters(text: str) -> str:
    """A text without what unwrapping may take away: blanks, hyphens, invisible signs, bullets."""
    plain = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return "".join(char for char in plain if char.isalnum())
