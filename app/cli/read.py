"""`outreach read`: notes to readings, without a database."""

import hashlib
import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from app.checks.models import Code, Finding
from app.reading import service
from app.reading.extract import Unreadable
from app.reading.models import FileFacts, ReadEvent, Reading, ReadNote

Line = tuple[bool, str]
cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: outreach read note.docx note.pdf > readings.jsonl")
def read(
    files: Annotated[list[Path], typer.Argument(help="Notes as text, .docx or .pdf.", show_default=False)],
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
    with ProcessPoolExecutor(min(len(files), os.cpu_count() or 1), mp_context=fresh) as pool:
        yield pool.map(read_line, files)


def read_line(path: Path) -> Line:
    """Whether a file could be read, and its reading as JSON."""
    content = b""
    try:
        content = path.read_bytes()
        return True, service.read(content, path.name).model_dump_json()
    except Unreadable as refusal:
        return False, _unread(path.name, content, refusal.detail).model_dump_json()
    except OSError as error:
        return False, _unread(path.name, content, f"The file cannot be opened: {error.strerror}.").model_dump_json()


def _unread(name: str, content: bytes, why: str) -> Reading:
    """The reading of a file of which nothing was understood."""
    sha256 = hashlib.sha256(content).hexdigest()
    return Reading(
        file=FileFacts(name=name, media_type="application/octet-stream", sha256=sha256, bytes=len(content), pages=None),
        language=None,
        event=ReadEvent(
            title=None, type="other", mode="in_person", starts_on=None, ends_on=None,
            sessions=[], venues=[], states=[], resolutions=[],
        ),
        organizers=[],
        participants=[],
        note=ReadNote(objectives=[], background=[], highlights=[], comments=[], disclaimer=None, contact_email=None),
        entries=[],
        next_steps=[],
        findings=[Finding(code=Code.unreadable, at="file", detail=why)],
        spans={},
        confidence={},
    )  # fmt: skip
