"""Runs a parser in a process of its own, which the kernel limits and which is thrown away afterwards."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from typing import BinaryIO

from app.reading.extract.gate import Kind
from app.reading.extract.refusals import REFUSALS, NotADocument, TooComplex

CHILD = "app.reading.extract.child"
SECONDS = 10.0  # of the wall clock; the child has a limit of its own for CPU time
MAX_ANSWER = 8 * 1024 * 1024
# Each child may take 384 MiB: this bounds what all readings together take.
_PLACES = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Answer:
    """What the child read: the text, the number of pages if the file tells it, pages without a text layer."""

    text: str
    pages: int | None
    unread_pages: tuple[int, ...]


def run(content: bytes, *, kind: Kind, python: str = sys.executable, seconds: float = SECONDS) -> Answer:
    """Has the child read `content`; raises a subclass of Unreadable for every other end than a text."""
    with _PLACES, _scratch() as document, _scratch() as answer:
        document.write(content)
        document.seek(0)
        code = _run([python, "-I", "-m", CHILD, kind], document, answer, seconds)
        if code != 0:
            raise TooComplex  # killed by a limit, by the clock, or by a fault of the parser
        answer.seek(0)
        return _understood(answer.read(MAX_ANSWER))


def _run(command: list[str], document: BinaryIO, answer: BinaryIO, seconds: float) -> int:
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module; nothing of the file is in the command
        command, stdin=document, stdout=answer, stderr=subprocess.DEVNULL, env={}, cwd="/"
    ) as child:
        clock = threading.Timer(seconds, child.kill)  # `wait(timeout=)` would look at intervals and lose time
        clock.start()
        try:
            return child.wait()
        finally:
            clock.cancel()


def _scratch() -> BinaryIO:
    """A file without a name: in memory where the system can, since a document may be confidential."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("document"), "w+b")
    return tempfile.TemporaryFile()


def _understood(said: bytes) -> Answer:
    """The child is not trusted either: its answer is checked like any other input."""
    try:
        match json.loads(said):
            case {"refused": str(code)}:
                raise REFUSALS.get(code, NotADocument)
            case {"text": str(text), "pages": int() | None as pages, "unread_pages": list(unread)}:
                return Answer(text, pages, tuple(int(page) for page in unread))
            case _:
                raise NotADocument
    except (ValueError, TypeError) as garbage:
        raise NotADocument from garbage
