"""A word processor that is not ours opens the Word file of a note in every language, and shows its text."""

from pathlib import Path

import pytest

from app.kit.languages import Language
from app.notes import renditions
from app.notes.document import document
from tests import office
from tests.notes import pairs
from tests.notes.taken import said, squeezed, text_of


@pytest.mark.C3
@pytest.mark.prove
@pytest.mark.parametrize("language", list(Language))
def test_libreoffice_opens_the_word_file_and_shows_all_of_it(language: Language, tmp_path: Path) -> None:
    program = office.found()
    assert program, office.MISSING
    note = document(pairs.note(language), pairs.event(language))
    file = tmp_path / "note.docx"
    file.write_bytes(renditions.render(note, "docx"))

    office.convert(program, [file], "html", tmp_path, timeout=120)

    shown = squeezed(text_of(file.with_suffix(".html").read_bytes(), "html"))
    assert [text for text in [*said(note), note.disclaimer] if squeezed(text) not in shown] == []
