"""`outreach upgrade`: a backup, the database brought up to date, and back again if that fails."""

from datetime import datetime
from pathlib import Path

import typer

from app.cli import archives, progress, register
from app.cli.backup import FOLDER
from app.cli.failures import Refused
from app.kit import migrations
from app.kit.db import Database
from app.outlets.archive import keeping, reading

cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: outreach upgrade")
def upgrade() -> None:
    """Back up the register and bring it up to date; where that fails, everything is put back as it was.

    Stop the server before. The backup stays in the folder `backups` of the home.
    """
    settings, now = register.configured(), register.present()
    folder = settings.home / FOLDER
    with register.found(settings) as database:
        if register.revision(database) is None:
            raise Refused(register.NONE_YET)
        with archives.explained(folder):
            progress.follow(keeping.keep(database.engine, folder, now=now), "Backing up")
        _bring_up_to_date(database, folder / keeping.name(now), now=now)
    typer.echo(f"The database is up to date. A backup from before is {folder / keeping.name(now)}.")


def _bring_up_to_date(database: Database, backup: Path, *, now: datetime) -> None:
    try:
        register.prepare(database, now=now)
    except Exception as error:
        put_back(database, backup)
        raise Refused(f"The upgrade failed ({error}); the register is as it was. Its backup is {backup}.") from error


def put_back(database: Database, backup: Path) -> None:
    """Make the register what it was when a backup was written, in one transaction, unless it still is."""
    with reading.opened(backup) as archive, database.session(writes=True) as session:
        if not archive.is_of(session.connection()):
            migrations.downgrade_within(session.connection())
            progress.follow(archive.restore(session, newest=False), "Putting back")
