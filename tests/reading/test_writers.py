"""A note that other programs wrote reads as what they were given: LibreOffice and pandoc convert all test notes.

A long proof (`make prove`); LibreOffice is not brought along, and its part is left out where it is missing.
Some forms cannot hold all: pandoc drops empty lines, a page has no tabs, a PDF has no paragraphs.
"""

from collections.abc import Callable
from pathlib import Path

import docx
import pypandoc
import pytest

from app.reading.service import read
from tests import office
from tests.documents import saved
from tests.reading.reader import summary
from tests.reading.test_notes import NOTES, note

pytestmark = pytest.mark.prove
FORMATS = ("odt", "rtf", "html")
Writer = Callable[[list[Path], str, Path], None]


def typed(text: str) -> bytes:
    """A Word file in which every line is a paragraph, as somebody types it."""
    document = docx.Document()
    for line in text.strip("\n").split("\n"):
        document.add_paragraph(line)
    return saved(document)


def libreoffice(files: list[Path], form: str, folder: Path) -> None:
    program = office.found()
    if not program:
        pytest.skip(office.MISSING)
    office.convert(program, files, form, folder)


def pandoc(files: list[Path], form: str, folder: Path) -> None:
    for file in files:
        to = str(folder / f"{file.stem}.{form}")
        pypandoc.convert_file(str(file), form, outputfile=to, extra_args=["--standalone"])


@pytest.mark.parametrize(
    ("writer", "form", "least"),
    [
        (libreoffice, "odt", 0.95),
        (libreoffice, "rtf", 0.95),
        (libreoffice, "html", 0.85),
        (libreoffice, "pdf", 0.75),
        *((pandoc, form, 0.8) for form in FORMATS),
    ],
)
def test_a_note_reads_the_same_whatever_program_wrote_it(
    writer: Writer, form: str, least: float, tmp_path: Path
) -> None:
    files = [tmp_path / f"{path.stem}.docx" for path in NOTES]
    for path, file in zip(NOTES, files, strict=True):
        file.write_bytes(typed(note(path)["text"]))
    writer(files, form, tmp_path)
    other = [file.stem for file in files if not _same(file, file.with_suffix(f".{form}"))]
    assert len(other) <= (1 - least) * len(files), other


def _same(source: Path, made: Path) -> bool:
    return summary(read(made.read_bytes(), made.name)) == summary(read(source.read_bytes(), source.name))
