"""The same note as text, as a Word file and as a PDF gives the same reading."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.reading.service import read
from tests.documents import as_docx, as_docx_with_table, as_eml, as_html, as_odt, as_pdf, as_rtf

INVENTED = """Information Note¹

Event: National round table on the invented plan of Kyrgyzstan on the implementation of resolution 1540 (2004)

Organizer(s): Organization for Security and Co-operation in Europe (OSCE) in cooperation with the United Nations \
Office for Disarmament Affairs (UNODA)

Date and Venue: 5-8 August 2014, Bishkek, Kyrgyzstan

Participants: Kyrgyzstan, OSCE, UNODA and the 1540 Committee Group of Experts.

Background

- Kyrgyzstan submitted an invented report to the 1540 Committee on 14 December 2005, which nobody has ever seen.
- On 3 March 2014, the Permanent Mission of Kyrgyzstan sent an invented letter to the Chair of the 1540 Committee.

Highlights and discussions

Representatives of invented ministries and law-enforcement bodies considered the draft of an invented plan, article \
by article, and agreed on most of its invented provisions during four days of discussions.

Additional Comments

For further information, please contact the 1540 Committee experts by e-mail at 1540experts@un.org.

¹ For information – not an official report. All facts of this note are invented for a test.
"""
SAMPLE = Path(__file__).parents[3] / "shared" / "notes" / "00.txt"
NOTES = {"invented": INVENTED} | ({"00": SAMPLE.read_text(encoding="utf-8")} if SAMPLE.exists() else {})
FORMATS: dict[str, Callable[[str], bytes]] = {
    "docx": as_docx,
    "docx with a table and a list": as_docx_with_table,
    "pdf": as_pdf,
    "odt": as_odt,
    "rtf": as_rtf,
    "html": as_html,
    "eml": as_eml,
    "narrow pdf": lambda text: as_pdf(text, width="12cm", numbered=True),
}


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("made", FORMATS)
def test_a_note_reads_the_same_in_every_format(note: str, made: str) -> None:
    assert facts(FORMATS[made](NOTES[note])) == facts(NOTES[note].encode())


def facts(content: bytes) -> dict[str, Any]:
    """A reading without what belongs to the file: its name and size, and where in its text things stand."""
    return read(content, name="note").model_dump(mode="json", exclude={"file", "spans", "confidence"})
