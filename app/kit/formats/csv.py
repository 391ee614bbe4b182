"""CSV (RFC 4180) in UTF-8, without a byte order mark: one header row, then the records.

A cell that a spreadsheet would take for a formula has an apostrophe more; `plain` takes it away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

MEDIA_TYPE = "text/csv"
TYPE_SENT = "text/csv; charset=utf-8; header=present"
# What begins a formula (OWASP, CSV Injection), after any apostrophes that a text has itself.
FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
ESCAPED = re.compile(r"'+[=+\-@\t\r\n]")
BETWEEN = "; "


def write(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The file: a column for each name, a row for each record; null is an empty cell, a list is joined by `; `."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
    return text.getvalue().encode()


def cell(value: object) -> str:
    """A value as a cell holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return guarded(BETWEEN.join(map(str, value)))
    return str(value) if isinstance(value, int) else guarded(str(value))


def guarded(text: str) -> str:
    """The text with an apostrophe before it where it might be taken for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def plain(text: str) -> str:
    """The text that a cell was made of: the inverse of `guarded`."""
    return text[1:] if ESCAPED.match(text) else text


def asked(accept: str | None) -> bool:
    """Whether an Accept header prefers CSV: it names it before JSON, and not as the lesser choice."""
    weights = dict(_weight(part) for part in (accept or "").split(","))
    csv_weight = weights.get(MEDIA_TYPE, 0.0)
    others = [weights.get(kind, 0.0) for kind in ("application/json", "application/*", "*/*")]
    return csv_weight > 0 and csv_weight >= max(others)


def _weight(part: str) -> tuple[str, float]:
    kind, *parameters = (word.strip().lower() for word in part.split(";"))
    given = next((word[2:] for word in parameters if word.startswith("q=")), "1")
    try:
        return kind, float(given)
    except ValueError:
        return kind, 0.0
