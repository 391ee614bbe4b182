"""`outreach migrate`: the database brought up to date."""

import typer

from app.cli import register

cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: OUTREACH_HOME=/srv/outreach outreach migrate")
def migrate() -> None:
    """Bring the database and its reference data up to date.

    Makes the database where there is none. Doing it again changes nothing.
    """
    with register.made(register.configured()) as database:
        register.prepare(database, now=register.present())
    typer.echo("The database is up to date.")
