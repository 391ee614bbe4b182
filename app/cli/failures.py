"""How a command fails: one line on standard error that says what to do, and an exit code."""

import typer
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from typer.exceptions import Abort, TyperException

from app.kit.errors import Problem
from app.kit.problems import from_database


class Refused(Exception):
    """The command cannot be done as it was given; the sentence says what to do instead."""

    def __init__(self, sentence: str, *, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def explain(error: Exception) -> int:
    """Say in one line what went wrong; answers the exit code. A fault of our own is raised again."""
    code, sentence = _verdict(error)
    typer.echo(f"outreach: {' '.join(sentence.split())}", err=True)
    return code


def _verdict(error: Exception) -> tuple[int, str]:
    match error:
        case Refused():
            return error.code, str(error)
        case TyperException():
            return error.exit_code, _usage(error)
        case Abort():
            return 1, "Stopped."
        case Problem():
            return 1, error.detail
        case ValidationError():
            return 2, first_doubt(error)
        case DBAPIError():
            return 1, from_database(error).detail
    raise error


def _usage(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "outreach"
    said = error.format_message().replace("Value error, ", "").rstrip(".")
    return f"{said}{'' if said.endswith('?') else '.'} See `{command} --help`."


def first_doubt(error: ValidationError) -> str:
    """The first thing that is wrong with a value, and where."""
    place, sentence = placed_doubt(error)
    return f"{place}: {sentence}" if place else sentence


def placed_doubt(error: ValidationError) -> tuple[str, str]:
    """The place of the first thing that is wrong, and a sentence about it."""
    doubt = error.errors()[0]
    said = str(doubt["msg"]).removeprefix("Value error, ").rstrip(".")
    return ".".join(str(part) for part in doubt["loc"]), f"{said}."
