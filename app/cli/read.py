"""`outreach read`: notes to readings, without a database."""

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from app.checks.models import Code, Finding
from app.reading import service

UNKNOWN = "application/octet-stream"  # the media type of a file of which nothing could be read
AHEAD = 8  # files for each process: enough that none waits, and few readings in memory
Line = tuple[bool, str]
cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: outreach read note.docx note.pdf > readings.jsonl")
def read(
    files: Annotated[
        list[Path], typer.Argument(help="Notes: text, .docx, .odt, .rtf, .pdf, .html, .eml, scans.", show_default=False)
    ],
) -> None:
    """Read notes and print what was understood, one JSON reading a line.

    Nothing is kept, and no database is needed. A file that cannot be read gets its line too, with a finding, and
    the exit code is then 1.
    """
    understood = True
    with _lines(files) as lines:
        watched = track(lines, "Reading", len(files), console=Console(stderr=True), disable=not sys.stderr.isatty())
        for readable, line in watched:
            sys.stdout.write(line + "\n")
            understood &= readable
    if not understood:
        raise typer.Exit(1)


@contextmanager
def _lines(files: list[Path]) -> Iterator[Iterator[Line]]:
    """The lines of the files, in order; several files are read by several processes."""
    if len(files) == 1:
        yield map(read_line, files)
        return
    # Fresh processes: a fork would copy the thread that draws the progress bar.
    fresh = multiprocessing.get_context("spawn")
    processes = min(len(files), os.cpu_count() or 1)
    with ProcessPoolExecutor(processes, mp_context=fresh) as pool:
        yield _in_order(pool, files, ahead=AHEAD * processes)


def _in_order(pool: ProcessPoolExecutor, files: list[Path], *, ahead: int) -> Iterator[Line]:
    """The lines in the order of the files; no more are read ahead of the one that is awaited than `ahead`."""
    awaited: deque[Future[Line]] = deque()
    for file in files:
        awaited.append(pool.submit(read_line, file))
        if len(awaited) > ahead:
            yield awaited.popleft().result()
    while awaited:
        yield awaited.popleft().result()


def read_line(path: Path) -> Line:
    """Whether a file could be read, and its reading as JSON."""
    try:
        content, reason = path.read_bytes(), None
    except OSError as error:
        content, reason = b"", f"The file cannot be opened: {error.strerror}."
    reading = service.read(content, name=path.name)
    if reason:
        reading.findings[:] = [Finding(code=Code.unreadable, at="file", detail=reason)]
    return reading.file.media_type != UNKNOWN, reading.model_dump_json()
