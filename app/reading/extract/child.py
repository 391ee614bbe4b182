"""The fenced process: reads a document from standard input, writes its text as JSON, may do nothing else.

The kernel enforces: address space, CPU time, size of what is written, no further open file or socket, no
further process (not for a superuser, so a superuser's rights are given up first). On top of that, an audit
hook refuses network, files and programs to Python code. Start: `python -I -m app.reading.extract.child KIND`.
"""

import codecs
import json
import os
import resource
import sys
from contextlib import suppress

MEMORY = 384 * 1024 * 1024
CPU_SECONDS = 2
ANSWER = 8 * 1024 * 1024
STANDARD_STREAMS = 3
NOBODY = 65534
CODECS = (
    "cp437",
    "utf-8",
    "utf-16-le",
    "ascii",
    "latin-1",
)  # Python loads these when first used: then too late
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "open")


def limit() -> None:
    """The first act: what holds from now on, whatever a parser does."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (ANSWER, ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def close() -> None:
    """The second act, once all code is loaded: no file, no socket, no process, no rights."""
    with suppress(OSError):  # not a superuser, or a container without that user: then there is less to give up
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (STANDARD_STREAMS, STANDARD_STREAMS))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)


def main(kind: str) -> None:
    """Reads standard input as `kind` (docx or pdf) and answers on standard output."""
    limit()
    if kind == "pdf":
        from app.reading.extract.pdf import read  # noqa: PLC0415 - only what this format needs is loaded
    else:
        from app.reading.extract.docx import read  # noqa: PLC0415 - as above
    from app.reading.extract.refusals import Unreadable  # noqa: PLC0415 - after the limits, like all the rest

    for codec in CODECS:
        codecs.lookup(codec)
    content = sys.stdin.buffer.read()
    close()
    try:
        answer = read(content)
    except Unreadable as refusal:
        answer = {"refused": refusal.code}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_complex"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
