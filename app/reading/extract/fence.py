"""Has a file read in a process of its own, which the kernel limits and which is thrown away afterwards."""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO

from app.reading.extract.notices import Notice
from app.reading.extract.nursery import ORDER, REPORT
from app.reading.extract.refusals import REFUSALS, NotADocument, TooComplex

SECONDS = 10.0  # of the wall clock; the child has a limit of its own for CPU time
GRACE = 5.0  # for the nursery to start, to load a parser, and to report
# Each child may take 384 MiB: this bounds what all readings together take.
_PLACES = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Answer:
    """What the child read: the text, the number of pages if the file tells it, pages without a text layer."""

    text: str
    pages: int | None
    unread_pages: tuple[int, ...]
    notices: tuple[Notice, ...]


@dataclass
class Nursery:
    """The process that forks the children of this one; started when first needed, and anew when it is gone."""

    program: Sequence[str] = ("-I", "-m", "app.reading.extract.nursery")
    _process: subprocess.Popen[bytes] | None = None
    _door: socket.socket | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def order(self, kind: str, page: int, seconds: float, files: Sequence[int]) -> None:
        """Has a child read `files[0]`, answer to `files[1]` and its end reported to `files[2]`."""
        message = ORDER.pack(kind.encode(), page, seconds)
        with self._turn:
            for _ in range(2):  # once more where the nursery turns out to be gone
                try:
                    socket.send_fds(self._open(), [message], files)
                except OSError:
                    self._end()
                else:
                    return
        raise TooComplex

    @property
    def pid(self) -> int | None:
        """The process, None while there is none."""
        return self._process.pid if self._process else None

    def end(self) -> None:
        """Ends the nursery and all its children: it hangs, or is not needed any more."""
        with self._turn:
            self._end()

    def forget(self) -> None:
        """In a forked process: the nursery is the parent's."""
        self._process, self._door, self._turn = None, None, threading.Lock()

    def _open(self) -> socket.socket:
        if self._door is None:
            self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    [sys.executable, *self.program],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={},
                    cwd="/",
                    start_new_session=True,
                )
        return self._door

    def _end(self) -> None:
        if self._door is not None and self._process is not None:
            self._door.close()
            with suppress(ProcessLookupError):  # it ended by itself
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = self._door = None


NURSERY = Nursery()
os.register_at_fork(after_in_child=NURSERY.forget)
atexit.register(NURSERY.end)


def run(
    content: bytes, *, kind: str, page: int = 0, nursery: Nursery = NURSERY, seconds: float = SECONDS
) -> tuple[object, bytes]:
    """What the child says of `content`, and the bytes that it adds.

    Raises a subclass of Unreadable for every other end. The child is not trusted either: whoever asks checks.
    """
    with _PLACES, _scratch() as document, _scratch() as answer:
        document.write(content)
        document.seek(0)
        if _run(nursery, kind, page, seconds, (document, answer)) != 0:
            raise TooComplex  # killed by a limit, by the clock, or by a fault of the parser
        answer.seek(0)
        head, _, tail = answer.read().partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError as garbage:
        raise NotADocument from garbage
    if isinstance(said, dict) and "refused" in said:
        raise REFUSALS.get(str(said["refused"]), NotADocument)
    return said, tail


def read(content: bytes, *, kind: str, nursery: Nursery = NURSERY, seconds: float = SECONDS) -> Answer:
    """Has the child read the text of `content`; raises a subclass of Unreadable where it does not."""
    said, _ = run(content, kind=kind, nursery=nursery, seconds=seconds)
    match said:
        case {
            "text": str(text),
            "pages": int() | None as pages,
            "unread_pages": list(unread),
            "notices": list(notices),
        } if all(isinstance(page, int) for page in unread) and set(map(str, notices)) <= set(Notice):
            return Answer(text, pages, tuple(unread), tuple(map(Notice, notices)))
        case _:
            raise NotADocument


def _run(nursery: Nursery, kind: str, page: int, seconds: float, files: tuple[BinaryIO, BinaryIO]) -> int:
    """The child's exit code."""
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb", buffering=0) as report:
        try:
            nursery.order(kind, page, seconds, (*(file.fileno() for file in files), theirs))
        finally:
            os.close(theirs)
        watch = select.poll()
        watch.register(report, select.POLLIN)
        if not watch.poll((seconds + GRACE) * 1000):
            nursery.end()
            return -signal.SIGKILL
        said = report.read(REPORT.size) or b""
    return int(REPORT.unpack(said)[0]) if len(said) == REPORT.size else -signal.SIGKILL


def _scratch() -> BinaryIO:
    """A file without a name: in memory where the system can, since a document may be confidential."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("document"), "w+b")
    return tempfile.TemporaryFile()
