"""What all commands have in common: help, exit codes, and errors in one line."""

import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
import typer

from app.cli import COMMANDS
from tests.cli.conftest import Outreach

OUTREACH = Path(sys.executable).with_name("outreach")
GROUPS = {
    "token": ["create", "list", "revoke"],
    "person": ["create", "list"],
    "key": ["list", "add", "retire"],
}
CALLS = [
    call for name in COMMANDS for call in ([[name, verb] for verb in GROUPS[name]] if name in GROUPS else [[name]])
]


def test_help_lists_every_command_without_importing_any() -> None:
    listing = "import sys; from app.cli import run; run(['--help']); print('sqlalchemy' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True).stdout

    assert [name for name in COMMANDS if f" {name} " not in said] == []
    assert said.splitlines()[-1] == "False"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_sentence_that_its_own_help_begins_with(name: str) -> None:
    command = typer.main.get_command(import_module(f"app.cli.{name}").cli)

    assert (command.help or "").splitlines()[0] == COMMANDS[name]


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_every_command_has_help_with_an_example(command: Outreach, call: list[str]) -> None:
    said = command(*call, "--help")

    assert (said.code, said.err) == (0, "")
    assert "Example: " in said.out
    assert f"outreach {' '.join(call)}" in said.out


def test_help_comes_at_once() -> None:
    started = time.perf_counter()
    subprocess.run([OUTREACH, "--help"], capture_output=True, check=True)

    assert time.perf_counter() - started < 2  # 0.15 s on an idle machine


@pytest.mark.parametrize(
    ("call", "line"),
    [
        ([], "Missing command. See `outreach --help`."),
        (["srve"], "No such command 'srve'. Did you mean 'serve'? See `outreach --help`."),
        (["read"], "Missing argument 'files'. See `outreach read --help`."),
        (
            ["serve", "--prot", "1"],
            "No such option: --prot (Possible options: --host, --port). See `outreach serve --help`.",
        ),
        (["token", "revoke", "a", "b"], "Got unexpected extra argument(s) (b). See `outreach token revoke --help`."),
    ],
)
def test_a_call_that_is_not_understood_is_one_line_and_code_2(command: Outreach, call: list[str], line: str) -> None:
    said = command(*call)

    assert (said.code, said.out) == (2, "")
    assert said.err == f"outreach: {line}\n"


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("OUTREACH_TIMEZONE", "Mars/Olympus", "Correct the setting OUTREACH_TIMEZONE: This is no IANA time zone"),
        ("OUTREACH_SECURE_COOKIES", "perhaps", "Correct the setting OUTREACH_SECURE_COOKIES: "),
    ],
)
def test_a_wrong_setting_is_named(
    command: Outreach, monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str
) -> None:
    monkeypatch.setenv(name, value)

    said = command("migrate")

    assert said.code == 2
    assert said.err.startswith(f"outreach: {line}")
    assert said.err.count("\n") == 1


def test_a_fault_of_our_own_is_not_hidden(command: Outreach, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("app.cli.register.configured", broken)

    with pytest.raises(RuntimeError, match="a fault"):
        command("migrate")


def test_output_that_nobody_reads_to_its_end_is_no_fault(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Information note\n" * 9)
    many = " ".join([str(note)] * 40)

    said = subprocess.run(["bash", "-c", f"{OUTREACH} read {many} | head -c 10"], capture_output=True, check=True)  # noqa: S607 (any shell with pipes)

    assert (len(said.stdout), said.stderr) == (10, b"")


def test_an_unreachable_database_is_said_in_one_line(command: Outreach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")

    said = command("migrate")

    assert said.code == 1
    assert said.err == "outreach: The database cannot be reached. Try again in a few seconds.\n"
