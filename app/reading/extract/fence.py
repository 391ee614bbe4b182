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
ENDING = 0.2  # between the last sign of a process and its end
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

    def order(self, kind: str, page: int, seconds: float, files: Sequence[int]) -> int:
        """Has a child read `files[0]`, answer to `files[1]` and its end reported to `files[2]`.

        The process that will take the order, unless it is ended before.
        """
        message = ORDER.pack(kind.encode(), page, seconds)
        with self._turn:
            for _ in range(2):  # once more where the nursery turns out to be gone
                try:
                    process, door = self._open()
                    socket.send_fds(door, [message], files)
                except OSError:
                    self._end()
                else:
                    return process.pid
        raise TooComplex

    def lost(self, pid: int) -> bool:
        """Whether the process that should have taken an order is gone; the next order starts another."""
        with self._turn, suppress(subprocess.TimeoutExpired):
            if self._process is not None and self._process.pid == pid:
                self._process.wait(ENDING)
                self._end()
            return True
        return False

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

    def _open(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        if self._process is None or self._door is None:
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
        return self._process, self._door

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
    with _PLACES:
        code, answer = _run(content, nursery, kind, page, seconds)
        if code is None:  # the nursery was gone before it took the order
            code, answer = _run(content, nursery, kind, page, seconds)
    if code != 0:
        raise TooComplex  # killed by a limit, by the clock, or by a fault of the parser
    head, _, tail = answer.partition(b"\n")
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


def _run(content: bytes, nursery: Nursery, kind: str, page: int, seconds: float) -> tuple[int | None, bytes]:
    """The child's exit code and what it wrote; no exit code where the nursery ended without a child's report."""
    with _scratch() as document, _scratch() as answer:
        document.write(content)
        document.seek(0)
        code = _code(nursery, kind, page, seconds, (document, answer))
        answer.seek(0)
        return code, answer.read()


def _code(nursery: Nursery, kind: str, page: int, seconds: float, files: tuple[BinaryIO, BinaryIO]) -> int | None:
    ours, theirs = os.pipe()
    with os.fdopen(ours, "rb", buffering=0) as report:
        try:
            pid = nursery.order(kind, page, seconds, (*(file.fileno() for file in files), theirs))
        finally:
            os.close(theirs)
        watch = select.poll()
        watch.register(report, select.POLLIN)
        if not watch.poll((seconds + GRACE) * 1000):
            nursery.end()
            return -signal.SIGKILL
        said = report.read(REPORT.size) or b""
    if len(said) == REPORT.size:
        return int(REPORT.unpack(said)[0])
    return None if nursery.lost(pid) else -signal.SIGKILL


def _scratch() -> BinaryIO:
    """A file without a name: in memory where the system can, since a document may be confidential."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("document"), "w+b")
    return tempfile.TemporaryFile()
