"""The documentation is true: its commands are known, and its requests answer as it says."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.cli import COMMANDS
from tests import make
from tests.callers import Caller

HERE = Path(__file__).parents[1]
PAGES = [HERE / "README.md", *sorted((HERE / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
BASE = "http://127.0.0.1:8000"


def commands(program: str) -> list[str]:
    """Every command of a program that a reader is told to type, its lines joined."""
    blocks = [block for page in PAGES for block in BLOCK.findall(page.read_text())]
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return sorted({line for line in lines if line.startswith((f"{program} ", f".venv/bin/{program} "))})


def option(words: list[str], name: str) -> str | None:
    return words[words.index(name) + 1] if name in words else None


@pytest.mark.F1
@pytest.mark.parametrize("command", commands("curl"))
def test_a_request_of_the_documentation_answers(expert: Caller, organizer: Caller, command: str) -> None:
    words = shlex.split(command)
    (address,) = [word for word in words if word.startswith(BASE)]
    caller = organizer if "/submissions" in address else expert
    parts = urlsplit(address)
    known = make.event(expert, states=["KGZ"], starts_on="2019-05-16", ends_on="2019-05-17")["id"]
    path = f"{parts.path}?{parts.query}".replace("$EVENT", known)
    body, form = option(words, "-d"), option(words, "-F")
    method = option(words, "-X") or ("POST" if body or form else "GET")
    files = {"file": ("note.txt", make.NOTE.encode())} if form else None

    json = {"Content-Type": "application/json"} if body else None
    answer = caller.request(method, path, content=body, files=files, headers=json)

    assert answer.status_code == (201 if method == "POST" else 200), answer.text


def test_the_documentation_tells_how_to_ask() -> None:
    assert len(commands("curl")) >= 5


@pytest.mark.parametrize("command", commands("outreach"))
def test_a_command_of_the_documentation_exists(command: str) -> None:
    _program, name = shlex.split(command)[:2]

    assert name in COMMANDS or name.startswith("--")
