"""The command line in the process of the test: the same entry point, without the half second of a start."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import cli
from app.settings import get_settings


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Outreach = Callable[..., Said]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The data folder of the command."""
    return tmp_path / "home"


@pytest.fixture
def command(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Outreach]:
    """The `outreach` command in a home without a database."""
    monkeypatch.setenv("OUTREACH_HOME", str(home))
    monkeypatch.delenv("OUTREACH_DATABASE_URL", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    get_settings.cache_clear()

    def call(*arguments: object) -> Said:
        code = cli.run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    yield call
    get_settings.cache_clear()


@pytest.fixture
def outreach(command: Outreach, url: str, monkeypatch: pytest.MonkeyPatch) -> Outreach:
    """The same over the prepared database of this test, once on each engine."""
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    get_settings.cache_clear()
    return command
