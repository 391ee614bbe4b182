"""The fenced process cannot do what a parser must never do, and whatever becomes of it is a refusal."""

import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from app.reading.extract import extract, fence
from app.reading.extract.gate import Kind
from app.reading.extract.refusals import NotADocument, TooComplex
from tests.reading.extract import hostile as make

CLOSED = "import ctypes, os, socket, sys\nfrom app.reading.extract import child\nchild.limit()\nchild.close()\n"
LIBRARY = "library = ctypes.CDLL(None, use_errno=True)\n"


def inside(code: str, *, before: str = "") -> tuple[int, str]:
    """Exit code and output of `code` run behind the closed fence."""
    program = before + CLOSED.replace("child.close()", f"{LIBRARY}child.close()") + textwrap.dedent(code)
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False, env={})
    return done.returncode, done.stdout.strip()


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket()",
        "socket.getaddrinfo(b'127.0.0.1', 80)",
        "open('/etc/hostname')",
        "os.open('/dev/shm/x', os.O_CREAT)",
        "os.fork()",
        "os.system('true')",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.execv('/bin/true', ['true'])",
    ],
)
def test_python_code_behind_the_fence_gets_no_network_no_file_and_no_program(code: str) -> None:
    attempt = f"try:\n    {code}\nexcept OSError as refused:\n    print(type(refused).__name__)"
    assert inside(attempt) == (0, "PermissionError")


@pytest.mark.parametrize(
    "call", ["socket(2, 1, 0)", "open(b'/etc/hostname', 0)", "dup(0)", "memfd_create(b'x', 0)", "fork()"]
)
def test_native_code_behind_the_fence_gets_no_new_file_socket_or_process(call: str) -> None:
    code = f"result = library.{call}\nif result != 0: os.write(1, str(result).encode())\nos._exit(0)"
    assert inside(code) == (0, "-1")


def test_memory_behind_the_fence_ends_at_its_limit() -> None:
    code = "try:\n    bytes(400 << 20)\nexcept MemoryError:\n    print('refused', len(bytes(200 << 20)))"
    assert inside(code) == (0, f"refused {200 << 20}")


def test_computing_behind_the_fence_ends_after_two_seconds() -> None:
    start = time.monotonic()
    code, _ = inside("while True: pass")
    assert (code, time.monotonic() - start < 15) == (-24, True)


def test_no_more_than_the_largest_answer_is_written(tmp_path: Path) -> None:
    target = tmp_path / "answer"
    code, _ = inside("file.write(bytes(9 << 20)); file.flush()", before=f"file = open({str(target)!r}, 'wb')\n")
    assert (code == 0, target.stat().st_size) == (False, 8 << 20)


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (b"", NotADocument),
        (b"{", NotADocument),
        (b"[]", NotADocument),
        (b'{"text": 1, "pages": null, "unread_pages": []}', NotADocument),
        (b'{"text": "a", "pages": "1", "unread_pages": []}', NotADocument),
        (b'{"text": "a", "pages": 1, "unread_pages": [[]]}', NotADocument),
        (b'{"refused": "a reason nobody knows"}', NotADocument),
        (b'{"refused": "too_complex"}', TooComplex),
    ],
)
def test_an_answer_of_the_wrong_shape_is_a_refusal(answer: bytes, refusal: type[Exception], tmp_path: Path) -> None:
    python = _program(f"import sys; sys.stdout.buffer.write({answer!r})", tmp_path)
    with pytest.raises(refusal):
        fence.run(b"", kind=Kind.pdf, python=python)


@pytest.mark.parametrize("end", ["raise SystemExit(1)", "import os; os.abort()", "import os; os.kill(os.getpid(), 9)"])
def test_a_child_that_dies_is_a_refusal(end: str, tmp_path: Path) -> None:
    python = _program(end, tmp_path)
    with pytest.raises(TooComplex):
        fence.run(b"", kind=Kind.pdf, python=python)


def test_a_child_that_sleeps_is_ended_by_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = _program("import time; time.sleep(60)", tmp_path)
    start = time.monotonic()
    with pytest.raises(TooComplex):
        fence.run(b"", kind=Kind.pdf, python=python, seconds=0.3)
    assert time.monotonic() - start < 10


def test_many_files_are_read_at_the_same_time() -> None:
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append(extract(make.ORDINARY, "n").text)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == [extract(make.ORDINARY, "n").text] * 6


def _program(code: str, folder: Path) -> str:
    """A program to run in the interpreter's place; it ignores what it is told to do."""
    interpreter = folder / "interpreter"
    interpreter.write_text(f"#!{sys.executable}\n{code}\n")
    interpreter.chmod(0o700)
    return str(interpreter)
