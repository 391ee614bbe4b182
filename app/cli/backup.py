"""`outreach backup`: a dated copy, made while the register is used."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import archives, progress, register
from app.outlets.archive import keeping

FOLDER = "backups"
cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: outreach backup /mnt/backups --keep 30")
def backup(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Folder; else `backups` in the home.", show_default=False)
    ] = None,
    keep: Annotated[int | None, typer.Option(min=1, help="Put away all but this many, the oldest first.")] = None,
) -> None:
    """Write a backup with the instant in its name, while others go on writing.

    It is on disk and was read again once this prints its name. Nothing is overwritten. `outreach restore` takes it.
    """
    settings, now = register.configured(), register.present()
    place = folder or settings.home / FOLDER
    with register.opened(settings) as database, archives.explained(place):
        progress.follow(keeping.keep(database.engine, place, now=now, most=keep), "Backing up")
    typer.echo(str(place / keeping.name(now)))
