"""Files to readings."""

import hashlib
import json
from pathlib import Path
from typing import Any

from app.checks.models import Code
from app.reading.service import read
from tests.reading.reader import reading_of, summary
from tests.reading.test_notes import NOTES, SHARED, note

LETTER = """Information Note

Event: Final meeting on the national action plan of Belarus
Organizer(s): OSCE
Date and Venue: 22-23 January 2018, Minsk, Belarus
Participants: Belarus, OSCE

Background
- On 5 January 2015 the Ministry sent a letter to the Chair, inviting the Group of Experts to the meeting.
"""


def test_a_file_is_named_measured_and_read() -> None:
    text = str(note(NOTES[0])["text"])
    reading = read(text.encode(), "note.txt")
    assert reading.file.model_dump() == {
        "name": "note.txt",
        "media_type": "text/plain",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "bytes": len(text.encode()),
        "pages": None,
    }
    assert summary(reading) == summary(reading_of(text))


def test_a_file_that_cannot_be_read_gives_an_empty_reading_that_says_why() -> None:
    reading = read(b"%PDF-1.7 broken", "note.pdf")
    assert [(finding.code, finding.at) for finding in reading.findings] == [(Code.unreadable, "file")]
    assert (reading.language, reading.event.title, reading.spans) == (None, None, {})


def test_an_invitation_of_three_years_before_is_doubted_and_the_likely_day_suggested() -> None:
    findings = [(one.code, one.at, one.suggestion) for one in reading_of(LETTER).findings]
    assert findings == [(Code.letter_date_far, "note.background[0]", "2018-01-05")]


def test_the_entry_keeps_the_date_that_was_printed() -> None:
    assert [(one.date, one.kind) for one in reading_of(LETTER).entries] == [("2015-01-05", "letter")]


def test_spans_point_at_what_was_printed() -> None:
    reading = reading_of(LETTER)
    cut = {at: [LETTER[start:end] for start, end in spans] for at, spans in reading.spans.items()}
    assert cut["event.starts_on"] == ["22-23 January 2018"]
    assert cut["event.venues[0]"] == ["Minsk", "Belarus"]
    assert cut["participants[1]"] == ["OSCE"]


def labelled(path: Path) -> tuple[set[str], dict[str, Any]]:
    """The finding codes and the plain header fields of a label."""
    label = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    codes = {anomaly["kind"] for anomaly in label["anomalies"]}
    return codes, {"start": label["start"], "end": label["end"], "states": label["states"]}


def test_the_notes_outside_the_checkout_are_read_as_labelled_where_they_are_at_hand() -> None:
    for path in sorted(SHARED.glob("*.txt")):
        found = summary(reading_of(path.read_text(encoding="utf-8")))
        codes, header = labelled(path)
        assert {name: found[name] for name in header} == header
        assert set(found["findings"]) == codes
