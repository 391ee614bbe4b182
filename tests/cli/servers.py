"""Servers in processes of their own, as an operator starts them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import orjson

OUTREACH = Path(sys.executable).with_name("outreach")
PATIENCE = 60


def free_port() -> int:
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def ask(port: int, path: str, token: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=PATIENCE) as answer:
        return orjson.loads(answer.read())


@contextmanager
def running(folder: Path, *call: str, port: int, url: str = "") -> Iterator[subprocess.Popen[str]]:
    """A command that serves, once it answers; stopped as Ctrl-C does. What it says goes to the file `said`."""
    home = str(folder / "home")
    environment = {**os.environ, "OUTREACH_HOME": home, "OUTREACH_DATABASE_URL": url, "PORT": str(port)}
    with (
        (folder / "said").open("w") as said,
        subprocess.Popen([OUTREACH, *call], env=environment, stdout=said, stderr=said, text=True) as server,
    ):
        wait_for(server, port)
        yield server
        server.send_signal(signal.SIGINT)


def wait_for(server: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            ask(port, "/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
