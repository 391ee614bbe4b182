"""`outreach export`: everything in one file."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import archives, progress, register
from app.outlets.archive import writing

cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: outreach export register.zip")
def export(
    file: Annotated[Path, typer.Argument(help="The new file, a ZIP archive.", show_default=False)],
    keys: Annotated[bool, typer.Option("--with-keys", help="Put the keys that sign checkpoints in too.")] = False,
) -> None:
    """Write the whole register to one file: records, ledger, files and a manifest.

    From one moment, while others go on writing. The same register gives the same bytes. Keep the file as you keep the
    register: it holds what only the committee may see, and the digests of tokens. The keys that sign checkpoints stay
    out unless they are asked for.
    """
    settings = register.configured()
    with register.opened(settings) as database, archives.explained(file):
        progress.follow(writing.write(database.engine, file, keys=settings.signing_keys if keys else None), "Exporting")
    typer.echo(f"The register is in {file}.")
