"""CSV: what is written is read again as it was, and no cell is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.formats import csv as table

CELLS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=20), st.sampled_from(["=1+1", "'=1", "''@x", "+41 22"])
)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_every_cell_comes_back_as_it_was_and_begins_no_formula(rows: list[tuple[str, str]]) -> None:
    header, *found = read(table.write(("a", "b"), [{"a": a, "b": b} for a, b in rows]))

    assert header == ["a", "b"]
    assert [tuple(map(table.plain, row)) for row in found] == rows
    assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_values_are_written_as_words() -> None:
    row = {"none": None, "yes": True, "no": False, "number": 3, "list": ["TKM", "KGZ"], "text": "Türkiye"}

    content = table.write(tuple(row), [row])

    assert read(content)[1] == ["", "true", "false", "3", "TKM; KGZ", "Türkiye"]
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, False), ("*/*", False), ("application/json", False), ("text/csv", True), ("text/csv, */*;q=0.1", True),
        ("text/csv;q=0.5, application/json", False), ("text/html, text/csv;q=0.9, */*;q=0.8", True),
        ("text/csv;q=0", False), ("text/csv;q=x", False), ("TEXT/CSV", True),
    ],
)  # fmt: skip
def test_a_table_is_sent_to_who_prefers_it(accept: str | None, wanted: bool) -> None:
    assert table.asked(accept) is wanted
