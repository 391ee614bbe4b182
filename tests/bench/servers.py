"""The contenders' servers: one process each, on the first core where cores can be chosen; who asks has the others."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE_SECONDS = 30.0


@dataclass
class Server:
    """A command with `{port}` in it, and what its environment holds beside ours."""

    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    pid: int = 0
    started_in: float = 0.0  # seconds from the command to the first connection


def uvicorn(app: str, **environment: str) -> Server:
    """An ASGI application, or its factory (`module:create_app`), under uvicorn."""
    factory = ["--factory"] if app.endswith(("create_app", "tutorial", "rest")) else []
    command = [sys.executable, "-m", "uvicorn", app, *factory, "--port", "{port}", "--no-access-log"]
    return Server([*command, "--log-level", "error", "--no-server-header"], environment)


@contextmanager
def served(server: Server, folder: Path) -> Iterator[Server]:
    """Run a server; what it logs goes to a file, as in operation."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server.port = free.getsockname()[1]
    command = [part.format(port=server.port) for part in server.command]
    started = time.perf_counter()
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, env=os.environ | dict(server.environment), stderr=log, stdout=log)
    try:
        server.pid = process.pid
        pin(process.pid, first=True)
        _wait(server, process, folder)
        server.started_in = time.perf_counter() - started
        yield server
    finally:
        process.terminate()
        process.wait()


def pin(pid: int, *, first: bool) -> None:
    """Keep a process on the first core, or off it."""
    if hasattr(os, "sched_setaffinity") and (cores := sorted(os.sched_getaffinity(0)))[1:]:
        os.sched_setaffinity(pid, {cores[0]} if first else set(cores[1:]))


def _wait(server: Server, process: subprocess.Popen[bytes], folder: Path) -> None:
    ends = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < ends and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", server.port)) == 0:
                return
        time.sleep(0.01)
    raise SystemExit(f"A contender did not start: {(folder / 'server.log').read_text()[-2000:]}")


def memory(pid: int) -> float:
    """Megabytes of memory that a process holds; 0 where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS:")), 0.0)
