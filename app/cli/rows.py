"""Rows of CSV files: read whole and checked for their columns, and what became of each."""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.cli.failures import Refused


class Result(StrEnum):
    """What became of a row."""

    recorded = "recorded"
    linked = "linked"
    unchanged = "unchanged"
    refused = "refused"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its line there, its cells by column, and a digest that knows it again."""

    file: str
    line: int
    cells: Mapping[str, str]
    digest: str

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: the record that it made, is part of, or was linked to; or why it was refused."""

    row: Row
    result: Result
    thing: str | None = None
    reason: str | None = None


def placed(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """The records that rows made or were linked to, by the digest of the row."""
    new = (one for one in outcomes if one.result in {Result.recorded, Result.linked})
    return {one.row.digest: one.thing for one in new if one.thing}


def read(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file in UTF-8. Raises Refused for one that cannot be read or lacks a column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _insist_on_columns(path, columns, reader.fieldnames or ())
            return [_row(path, reader.line_num, columns, cells) for cells in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refused(f"{path.name} cannot be read as CSV in UTF-8: {error}.") from error


def _insist_on_columns(path: Path, columns: Sequence[str], present: Sequence[str]) -> None:
    if missing := [column for column in columns if column not in present]:
        raise Refused(f"{path.name} lacks the column {missing[0]}: its first line must name {', '.join(columns)}.")


def _row(path: Path, line: int, columns: Sequence[str], cells: Mapping[str | None, str | None]) -> Row:
    if None in cells or None in cells.values():
        raise Refused(f"{path.name} line {line}: the number of cells is not that of the first line.")
    kept = {column: (cells[column] or "").strip() for column in columns}
    # Over names and cells: a file may gain columns, and be named otherwise, without being another file.
    digest = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
    return Row(path.name, line, kept, digest)
