"""Starts the program that recognizes text, with limits: `python -I -m app.reading.extract.launcher PROGRAM ...`."""

import os
import resource
import sys
from contextlib import suppress

from app.reading.extract.child import NOBODY

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 60
WRITTEN = 8 * 1024 * 1024
FILES = 32


def main(program: str, *arguments: str) -> None:
    """Becomes the program. It gets a bitmap that we made ourselves, and may start no further process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):  # as in child.py
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    os.execve(program, [program, *arguments], {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"})  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(*sys.argv[1:])
