"""`outreach restore`: a register made again from one file."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import archives, progress, register
from app.outlets.archive import reading

cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: OUTREACH_HOME=/srv/again outreach restore register.zip")
def restore(
    file: Annotated[Path, typer.Argument(help="An archive of `outreach export` or `backup`.", show_default=False)],
) -> None:
    """Make a register again from one file, in a home or a database that holds nothing.

    The file is checked to its last byte before anything is written, and the ledger once everything is there. It does
    not matter whether SQLite or PostgreSQL held the register before.
    """
    settings = register.configured()
    with archives.explained(file), reading.opened(file) as archive:
        progress.follow(archive.check(), "Checking")
        with register.made(settings) as database, database.session(writes=True) as session:
            progress.follow(archive.restore(session), "Restoring")
        kept = archives.keep_keys(archive, settings.signing_keys)
    head = archive.manifest.ledger
    typer.echo(f"The register is there, with {head.seq} changes. The root of its ledger is {head.root}.{kept}")
