"""The fenced process: reads a document from standard input, writes its text as JSON, may do nothing else.

The kernel enforces: address space, CPU time, size of what is written, no further open file or socket, no
further process (not for a superuser, so a superuser's rights are given up first). On top of that, an audit
hook refuses network, files and programs to Python code. The nursery forks it.
"""

import codecs
import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from app.reading.extract.refusals import Unreadable

MEMORY = 384 * 1024 * 1024
CPU_SECONDS = 2
CHUNK = 1 << 20
ANSWER = 8 * 1024 * 1024
LARGE_ANSWERS = {"eml": 32 * 1024 * 1024, "scan": 32 * 1024 * 1024, "picture": 32 * 1024 * 1024}  # files and pictures
STANDARD_STREAMS = 3
NOBODY = 65534
# Python loads these when first used: then too late.
CODECS = [
    "ascii",
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "utf-32-be",
    "latin-1",
    "idna",
    "cp437",
    "cp850",
    "cp852",
    "cp866",
    "cp874",
    "cp932",
    "cp949",
    "cp1250",
    "cp1251",
    "cp1252",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "koi8-r",
    "koi8-u",
    "mac-roman",
    "mac-cyrillic",
    "gb18030",
    "gbk",
    "gb2312",
    "big5",
    "big5hkscs",
    "euc-kr",
    "euc-jp",
    "shift_jis",
    "iso2022_jp",
    "iso8859-2",
    "iso8859-3",
    "iso8859-4",
    "iso8859-5",
    "iso8859-6",
    "iso8859-7",
    "iso8859-8",
    "iso8859-9",
    "iso8859-15",
    "utf-7",
]
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "open")

Parser = Callable[..., dict[str, object]]


def load(kind: str) -> Parser:
    """The parser of a format, a module beside this one, with all that it needs later."""
    for codec in CODECS:
        codecs.lookup(codec)
    parser: Parser = import_module(f"app.reading.extract.{kind}").read
    return parser


def limit(*, answer: int = ANSWER) -> None:
    """The first act: what holds from now on, whatever a parser does."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (answer, answer))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def close() -> None:
    """The second act, before anything is parsed: no file, no socket, no process, no rights."""
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


def main(kind: str, page: int = 0) -> None:
    """Reads standard input, or one page of it, as `kind`, whose parser is loaded; answers on standard output.

    The answer is a line of JSON; what its member `bytes` holds (a picture, a file) follows as it is.
    """
    limit(answer=LARGE_ANSWERS.get(kind, ANSWER))
    parse = load(kind)
    content = b"".join(iter(lambda: os.read(0, CHUNK), b""))
    close()
    try:
        answer = parse(content, page) if page else parse(content)
    except Unreadable as refusal:
        answer = {"refused": refusal.code}
    except (MemoryError, RecursionError):
        answer = {"refused": "too_complex"}
    tail = answer.pop("bytes", b"")
    _say(json.dumps(answer).encode() + b"\n")
    _say(tail if isinstance(tail, bytes) else b"")


def _say(words: bytes) -> None:
    rest = memoryview(words)
    while rest:
        rest = rest[os.write(1, rest) :]
