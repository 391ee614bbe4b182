"""The reader and the writer are a pair: what the register writes, it reads back to the same record."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.kit.languages import Language
from app.notes import renditions
from app.notes.document import document
from app.notes.naming import local
from app.notes.renditions import Format
from app.reading import service as reading
from app.wording.standard import committee_email, standard
from tests import make
from tests.notes import pairs
from tests.notes.made import NOTE_ID
from tests.notes.taken import squeezed, text_of

READ: tuple[Format, ...] = ("html", "pdf", "docx", "txt", "md")
BESIDE = Path(__file__).parents[3] / "shared" / "notes" / "00.txt"  # a note of the Committee, where it is at hand
TEXTS = [make.NOTE.encode(), *([BESIDE.read_bytes()] if BESIDE.exists() else [])]
FACTS = [("2004-12-03", "national_report", ["URY"]), ("2015", "event", ["URY"])]


def record(event: dict[str, Any], language: Language) -> dict[str, Any]:
    """What is on record of a note and its event, in the shape of a reading."""
    organizers = [(local(one["name"], language), one["acronym"], one["role"]) for one in event["organizers"]]
    people = [(local(one["name"], language), one["kind"], one["total"]) for one in event["participants"]]
    return {
        "language": language,
        **{name: event[name] for name in ("title", "starts_on", "ends_on", "mode", "venues", "states")},
        "resolutions": ["1540 (2004)"],
        "organizers": organizers,
        "participants": people,
        **pairs.sections(language),
        "disclaimer": standard(language).disclaimer,
        "contact_email": committee_email(),
        "facts": FACTS,
        "findings": [],
    }


def read_back(content: bytes, name: str) -> dict[str, Any]:
    """What the reader understands of a file, in the same shape."""
    read = reading.read(content, name)
    event, note = read.event.model_dump(), read.note.model_dump()
    return {
        "language": read.language,
        **{name: event[name] for name in ("title", "starts_on", "ends_on", "mode", "venues", "states", "resolutions")},
        "organizers": [(each.name, each.acronym, each.role) for each in read.organizers],
        "participants": [(each.name, each.kind, each.total) for each in read.participants],
        **note,
        "facts": [(each.date, each.kind, each.states) for each in read.entries],
        "findings": [finding.code for finding in read.findings],
    }


@pytest.mark.N13
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("form", READ)
def test_what_is_written_is_read_back_to_the_same_record(form: Format, language: Language) -> None:
    event, address = pairs.event(language), f"https://outreach.example/notes/{NOTE_ID}"
    printed = document(pairs.note(language), event, address=address, receipt=f"812:{'9f' * 32}")
    assert read_back(renditions.render(printed, form), f"note.{form}") == record(event, language)


def test_an_item_that_names_an_id_is_an_item_still() -> None:
    said = f"The record {NOTE_ID} was discussed by the participants."
    read = reading.read(
        make.NOTE.replace("The draft was reviewed", f"{said}\n\nThe draft was reviewed").encode(), "n.txt"
    )
    assert read.note.highlights[0] == said


@pytest.mark.N13
@pytest.mark.parametrize("form", READ)
@pytest.mark.parametrize("text", TEXTS)
def test_what_is_read_is_written_again_with_every_sentence(text: bytes, form: Format) -> None:
    read = reading.read(text, "note.txt").model_dump()
    parts = ("objectives", "background", "highlights", "comments")
    sections = [
        {"name": name, "items": [{"id": f"{name}-{at}", "text": said} for at, said in enumerate(read["note"][name])]}
        for name in parts
    ]
    note = pairs.note(Language.en) | read["note"] | {"sections": sections}
    event = read["event"] | {"organizers": read["organizers"], "participants": read["participants"]}

    written = squeezed(text_of(renditions.render(document(note, event), form), form))

    assert [sentence for sentence in sentences(text.decode()) if sentence not in written] == []


def sentences(text: str) -> list[str]:
    """The sentences of a note in English, squeezed, without the stop: a field of the header is written without."""
    cut = re.split(r"(?<=[.!?])\s+|\n\s*\n(?=\W*[A-Z])", text)
    return [squeezed(re.sub(r"^[-¹\s]+|[.¹\s]+$", "", one)) for one in cut if one.strip("-¹ \n")]
