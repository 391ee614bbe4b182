"""Where fenced processes come from: a process that has loaded the parsers, and forks one child a document.

A child begins with the code in place, which takes most of its time otherwise, and knows no other document: this
process passes on open files and never reads one. Start: `python -I -m app.reading.extract.nursery`, a socket as
standard input. An order is one fixed-size message with three open files: the document, the answer, the report.
"""

import os
import signal
import socket
import struct
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from app.reading.extract import child

ORDER = struct.Struct("<16sqd")  # kind, page (0: all), seconds of the wall clock
REPORT = struct.Struct("<i")  # the exit code as `os.waitstatus_to_exitcode` gives it
FILES = 3


def main(door: socket.socket) -> None:
    """Takes orders until the other end of the door is closed."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # minders are reaped by the kernel
    while order := _taken(door):
        kind, page, seconds, files = order
        child.load(kind)
        if os.fork() == 0:
            door.close()  # else an order that comes when the nursery is gone waits here for nobody
            _to_the_end(lambda: _mind(kind, page, seconds, files))  # noqa: B023 - called at once
        for file in files:
            os.close(file)


def _taken(door: socket.socket) -> tuple[str, int, float, Sequence[int]] | None:
    message, files, _, _ = socket.recv_fds(door, ORDER.size, FILES)
    if len(message) != ORDER.size:
        return None
    kind, page, seconds = ORDER.unpack(message)
    return kind.rstrip(b"\0").decode(), page, seconds, files


def _to_the_end(act: Callable[[], None]) -> NoReturn:
    """Runs `act` in a forked process, which ends here whatever happens."""
    code = 1
    try:
        act()
        code = 0
    finally:
        os._exit(code)


def _mind(kind: str, page: int, seconds: float, files: Sequence[int]) -> None:
    """Has a child read the document, ends it when its time is over, and reports how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    document, answer, report = files
    reader = os.fork()
    if reader == 0:
        _to_the_end(lambda: _read(kind, page, document, answer))
    signal.signal(signal.SIGALRM, lambda *_: os.kill(reader, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, status = os.waitpid(reader, 0)
    os.write(report, REPORT.pack(os.waitstatus_to_exitcode(status)))


def _read(kind: str, page: int, document: int, answer: int) -> None:
    os.dup2(document, 0)
    os.dup2(answer, 1)
    os.closerange(child.STANDARD_STREAMS, os.sysconf("SC_OPEN_MAX"))
    child.main(kind, page)


if __name__ == "__main__":
    main(socket.socket(fileno=sys.stdin.fileno()))
