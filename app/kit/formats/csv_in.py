"""CSV (RFC 4180) as people send it: with a byte order mark or without, commas, semicolons or tabulators between."""

import csv
import io
from collections.abc import Iterator, Sequence

from app.kit.errors import Invalid, field
from app.kit.formats.csv import plain

DELIMITERS = ",;\t"
Cells = dict[str, str]


class BadTable(Invalid):
    """The file is no CSV in UTF-8 with the columns that are asked for. Its first line names the columns."""

    slug, title = "bad-table", "The file cannot be read as a table"


def read(content: bytes, *, columns: Sequence[str], required: Sequence[str]) -> Iterator[tuple[int, Cells | None]]:
    """The rows of a table with their lines, cells by column, the empty ones left out; wholly empty rows are skipped.

    A row with more or fewer cells than the first line is None, since nobody knows which is which. A byte order mark is
    skipped, and semicolons or tabulators may stand for commas. Raises BadTable.
    """
    try:
        text = content.decode("utf-8-sig")
        delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        _insist_on_columns([name.strip() for name in reader.fieldnames or ()], columns, required)
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        for row in reader:
            cells = _cells(row)
            if cells != {}:
                yield reader.line_num, cells
    except UnicodeDecodeError as error:
        raise _bad("The file is not UTF-8: save it as CSV UTF-8.") from error
    except csv.Error as error:
        raise _bad("A line of the file is not CSV: check its quotes.") from error


def _insist_on_columns(present: Sequence[str], columns: Sequence[str], required: Sequence[str]) -> None:
    if len(set(present)) < len(present):
        raise _bad("A column is named twice.")
    if missing := [name for name in required if name not in present]:
        raise _bad(f"The first line lacks the column {missing[0]}.")
    if not set(present) <= set(columns):
        raise _bad(f"A column is not known. Known are {', '.join(columns)}.")


def _cells(row: Cells) -> Cells | None:
    if None in row or None in row.values():  # which marks cells too many, and too few
        return None
    return {name: plain(cell.strip()) for name, cell in row.items() if cell.strip()}


def _bad(detail: str) -> BadTable:
    return BadTable(detail, errors=[field("/file", "bad_table", detail)])
