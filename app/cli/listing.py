"""Lists on standard output: a table for a person, tab-separated lines for a program."""

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text


def show(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under their columns."""
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            sys.stdout.write("\t".join(row) + "\n")
        return
    table = Table(*columns, box=None)
    for row in rows:
        # Folded, since an id that is cut short is of no use; as Text, since a title may hold brackets.
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    Console().print(table)
