"""The `outreach` command. The module of a command is imported when that command is called, so that help is quick."""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

COMMANDS = {
    "serve": "Serve the API and the pages.",
    "demo": "Serve a register with sample data, and print a token for each role.",
    "migrate": "Bring the database and its reference data up to date.",
    "read": "Read notes and print what was understood, one JSON reading a line.",
    "load": "Load a folder of CSV files with dated facts; doing it twice changes nothing.",
    "submit": "Send a note to a running server.",
    "render": "Write a note as a file.",
    "verify": "Check the whole ledger of this register, or one receipt.",
    "key": "List, add and retire the keys that sign checkpoints of the ledger.",
    "export": "Write the whole register to one file: records, ledger, files and a manifest.",
    "restore": "Make a register again from one file, in a home or a database that holds nothing.",
    "backup": "Write a backup with the instant in its name, while others go on writing.",
    "upgrade": "Back up the register and bring it up to date; where that fails, everything is put back as it was.",
    "rebuild": "Make every table again that is made from the ledger, and tell which were not what it makes of them.",
    "token": "Create, list and revoke tokens.",
    "person": "Create and list those who hold tokens.",
}


class Commands(TyperGroup):
    """Lists every command by its name and summary, and imports only the one that is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, _, rest = super().resolve_command(ctx, args)
        return name, typer.main.get_command(import_module(f"app.cli.{name}").cli), rest


def _listed() -> None:
    """Stands in the list of commands for one that is not imported yet."""


cli = typer.Typer(
    cls=Commands,
    help="Outreach events, information notes and the reporting timeline of each State.",
    epilog="Example: outreach demo",
    add_completion=False,
)
for _name, _summary in COMMANDS.items():
    cli.command(_name, help=_summary)(_listed)


def run(arguments: Sequence[str]) -> int:
    """Do one command; answers its exit code: 0 done, 1 not done or not wholly, 2 not understood."""
    try:
        return typer.main.get_command(cli).main(list(arguments), "outreach", standalone_mode=False) or 0
    except Exception as error:  # noqa: BLE001 - whatever is not a user's mistake is raised again there
        answer: int = import_module("app.cli.failures").explain(error)
        return answer


def main() -> None:
    """The entry point of the `outreach` script."""
    sys.exit(run(sys.argv[1:]))
