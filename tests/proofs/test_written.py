"""Notes of twenty events of the sample data, in six languages and every format: valid, whole, opened by others."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import page
import pytest
from lxml import etree

from app.cli import demo
from app.kit.db import Database
from app.kit.languages import Language
from app.notes.document import Document, document
from app.notes.renditions import Format
from tests import office
from tests.callers import Caller
from tests.conftest import NOW
from tests.notes.taken import said, squeezed, text_of
from tests.notes.test_metadata import schema
from tests.notes.test_renditions import FORMATS
from tests.notes.test_same_text import only_arabic, without

Json = dict[str, Any]
EVENTS = 20
# Said too of a stream whose last byte is a carriage return: the line feed that ends it is then taken with it for one
# end of a line.
DOUBTED = "a stream /Length does not match its raw content length"
STREAM = re.compile(rb"/Length (\d+)[^>]*>>\nstream\n")


class Written(NamedTuple):
    """A note as the register gives it, and as it is printed."""

    name: str
    printed: Document
    formats: dict[Format, bytes]


def written(expert: Caller) -> Iterator[Written]:
    events = expert.read("/events", limit=EVENTS)["items"]
    assert len(events) == EVENTS
    for event in events:
        for language in Language:
            note = expert.make(f"/events/{event['id']}/notes", {"language": language})
            formats = {form: expert.get(f"/notes/{note['id']}.{form}").content for form in FORMATS}
            yield Written(f"{event['title']}, {language}", document(note, event), formats)


def missing(one: Written, form: Format, text: str) -> list[str]:
    """The parts of a note that a format does not have in their order, or its disclaimer."""
    parts = [*said(one.printed)]
    if (form, one.printed.language) == ("pdf", Language.ar):  # its lines run both ways
        disclaimer, text, parts = only_arabic(one.printed.disclaimer), only_arabic(text), list(map(only_arabic, parts))
    else:
        disclaimer, text = squeezed(one.printed.disclaimer), squeezed(text)
    rest, lost = without(text, [disclaimer], in_order=False)
    return [f"{one.name}, {form}: {part}" for part in [*lost, *without(rest, parts, in_order=True)[1]]]


def invalid(one: Written) -> Iterator[str]:
    for profile in ("ua1", "2a"):
        for failure in page.validate_pdf_bytes(one.formats["pdf"], profile=profile).failures:
            if failure.message != DOUBTED or not streams_end_where_they_say(one.formats["pdf"]):
                yield f"{one.name}, {profile}: {failure.message}"
    schema().validate(etree.fromstring(one.formats["xml"]))
    for error in schema().error_log:
        yield f"{one.name}, xml: {error.message}"


def streams_end_where_they_say(pdf: bytes) -> bool:
    ends = [found.end() + int(found[1]) for found in STREAM.finditer(pdf)]
    return len(ends) == pdf.count(b"endstream") and all(pdf[end:].startswith(b"\nendstream") for end in ends)


def opened(notes: list[Written], folder: Path) -> Iterator[str]:
    """What LibreOffice does not show of the Word files."""
    program = office.found()
    assert program, office.MISSING
    names = {folder / f"{number}.docx": note for number, note in enumerate(notes)}
    for file, note in names.items():
        file.write_bytes(note.formats["docx"])
    office.convert(program, list(names), "html", folder)
    for file, note in names.items():
        yield from missing(note, "docx", text_of(file.with_suffix(".html").read_bytes(), "html"))


@pytest.mark.C3
@pytest.mark.C4
@pytest.mark.C5
@pytest.mark.N11
@pytest.mark.prove
def test_notes_of_twenty_events_in_six_languages_are_whole_in_every_format(
    expert: Caller, database: Database, tmp_path: Path, proven: Callable[[str], None]
) -> None:
    demo.fill(database, now=NOW)
    notes = list(written(expert))

    assert [fault for note in notes for fault in invalid(note)] == []
    texts = ((note, form, text_of(content, form)) for note in notes for form, content in note.formats.items())
    assert [part for note, form, text in texts for part in missing(note, form, text)] == []
    assert list(opened(notes, tmp_path)) == []
    proven(f"{len(notes)} notes, each valid PDF/UA-1, PDF/A-2a and Akoma Ntoso; 6 formats whole; Word files opened")
