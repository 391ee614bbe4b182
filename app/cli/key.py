"""`outreach key`: the keys that sign checkpoints of the ledger."""

from typing import Annotated

import typer

from app.cli import register
from app.ledger import signing

cli = typer.Typer(add_completion=False, help="List, add and retire the keys that sign checkpoints of the ledger.")


@cli.command("list", epilog="Example: outreach key list")
def list_keys() -> None:
    """Print the public halves of all keys, one a line, as others need them to check a signature."""
    settings = register.configured()
    signing_now = {key.verifier for key in signing.keys_of(settings.signing_keys, settings.origin)}
    for verifier in signing.verifiers_of(settings.signing_keys, settings.origin):
        typer.echo(verifier if verifier in signing_now else f"{verifier}  retired")


@cli.command(epilog="Example: outreach key add")
def add() -> None:
    """Let a new key sign beside those that do, and print its public half.

    Publish it, and retire the old key once those who check have taken the new one.
    """
    settings = register.configured()
    typer.echo(signing.add(settings.signing_keys, settings.origin))


@cli.command(epilog="Example: outreach key retire 1f2e3d4c")
def retire(
    hint: Annotated[str, typer.Argument(metavar="HASH", help="The eight digits in the middle of the key.")],
) -> None:
    """Let a key sign no more; what it has signed can still be checked."""
    settings = register.configured()
    typer.echo(signing.retire(settings.signing_keys, settings.origin, hint))
