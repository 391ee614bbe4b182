"""The fenced process cannot do what a parser must never do, and whatever becomes of it is a refusal."""

import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.reading.extract import extract, fence
from app.reading.extract.refusals import NotADocument, TooComplex
from tests.reading.extract import hostile as make

CLOSED = "import ctypes, os, socket, sys\nfrom app.reading.extract import child\nchild.limit()\nchild.close()\n"
Nurseries = Callable[[str], fence.Nursery]
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
        (b'{"text": 1, "pages": null, "unread_pages": [], "notices": []}', NotADocument),
        (b'{"text": "a", "pages": "1", "unread_pages": [], "notices": []}', NotADocument),
        (b'{"text": "a", "pages": 1, "unread_pages": [[]], "notices": []}', NotADocument),
        (b'{"text": "a", "pages": 1, "unread_pages": [], "notices": {}}', NotADocument),
        (b'{"refused": "a reason nobody knows"}', NotADocument),
        (b'{"refused": ["too_complex"]}', NotADocument),
        (b'{"refused": "too_complex"}', TooComplex),
    ],
)
def test_an_answer_of_the_wrong_shape_is_a_refusal(answer: bytes, refusal: type[Exception], nursery: Nurseries) -> None:
    with pytest.raises(refusal):
        fence.read(b"", kind="pdf", nursery=nursery(f"os.write(1, {answer!r})"))


@pytest.mark.parametrize("end", ["os._exit(1)", "os.abort()", "os.kill(os.getpid(), 9)", "os.kill(os.getppid(), 9)"])
def test_a_child_that_dies_or_kills_is_a_refusal(end: str, nursery: Nurseries) -> None:
    with pytest.raises(TooComplex):
        fence.read(b"", kind="pdf", nursery=nursery(f"{end}; os._exit(1)"))


def test_a_child_that_sleeps_is_ended_by_the_clock(nursery: Nurseries) -> None:
    start = time.monotonic()
    sleepers = nursery("time.sleep(60)")
    with pytest.raises(TooComplex):
        fence.read(b"", kind="pdf", nursery=sleepers, seconds=0.3)
    assert time.monotonic() - start < 10
    assert sleepers.pid is not None, "the nursery itself had to be ended"


def test_a_parser_runs_behind_the_closed_fence_with_no_file_but_its_own(nursery: Nurseries) -> None:
    parser = """
def parser(content):
    def tried(act):
        try:
            act()
        except OSError as refused:
            return type(refused).__name__
        return "done"
    acts = [lambda: open("/etc/hostname"), lambda: socket.socket(), os.fork, lambda: os.dup(0)]
    held = [file for file in range(3, 64) if tried(lambda: os.fstat(file)) == "done"]
    return {"text": f"{[tried(act) for act in acts]} {held}", "pages": None, "unread_pages": [], "notices": []}
child.load = lambda kind: parser
"""
    said = fence.read(b"", kind="pdf", nursery=nursery(parser)).text
    assert said == "['PermissionError', 'PermissionError', 'PermissionError', 'OSError'] []"


def test_a_nursery_that_hangs_is_ended_and_the_next_file_gets_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence, "GRACE", 0.1)
    nursery = fence.Nursery(("-c", "import time; time.sleep(60)"))
    with pytest.raises(TooComplex):
        fence.read(b"", kind="pdf", nursery=nursery, seconds=0.1)
    nursery.program = fence.NURSERY.program
    monkeypatch.undo()
    assert fence.read(make.ORDINARY, kind="docx", nursery=nursery) == fence.read(make.ORDINARY, kind="docx")
    nursery.end()


def test_a_nursery_that_cannot_start_is_a_refusal() -> None:
    nursery = fence.Nursery(("-c", "raise SystemExit(1)"))
    with pytest.raises(TooComplex):
        fence.read(b"", kind="pdf", nursery=nursery)
    nursery.end()


def test_a_file_is_read_though_the_nursery_was_killed_before() -> None:
    before = extract(make.ORDINARY, "n")
    pid = fence.NURSERY.pid
    assert pid is not None
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    assert extract(make.ORDINARY, "n") == before


def test_a_file_is_read_though_a_child_outlives_the_killed_nursery(nursery: Nurseries, tmp_path: Path) -> None:
    began = tmp_path / "began"
    answer = b'{"text": "read", "pages": null, "unread_pages": [], "notices": []}'
    sleeps = f"open({str(began)!r}, 'w'); time.sleep(60)"
    children = nursery(f"exec({sleeps!r}) if os.read(0, 5) == b'sleep' else os.write(1, {answer!r})")
    sleeper = threading.Thread(target=lambda: refused(b"sleep", children))
    sleeper.start()
    while not began.exists():
        time.sleep(0.01)
    assert children.pid is not None
    os.kill(children.pid, 9)
    assert fence.read(b"", kind="pdf", nursery=children, seconds=1).text == "read"
    sleeper.join()


def test_many_files_are_read_at_the_same_time() -> None:
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append(extract(make.ORDINARY, "n").text)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == [extract(make.ORDINARY, "n").text] * 6


def refused(content: bytes, nursery: fence.Nursery) -> None:
    with pytest.raises(TooComplex):
        fence.read(content, kind="pdf", nursery=nursery)


@pytest.fixture
def nursery() -> Iterator[Nurseries]:
    """Makes a nursery whose children do something else instead of reading."""
    with ExitStack() as ends:

        def made(code: str) -> fence.Nursery:
            one = fence.Nursery(("-I", "-c", _program(code)))
            ends.callback(one.end)
            return one

        yield made


def _program(code: str) -> str:
    loads = "import json, os, socket, time\nfrom app.reading.extract import child, nursery\n"
    act = code if "def parser" in code else f"child.main = lambda kind, page: exec({code!r})"
    return f"{loads}{act}\nnursery.main(socket.socket(fileno=0))"
