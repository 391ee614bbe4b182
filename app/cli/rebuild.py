"""`outreach rebuild`: the tables that are made from the ledger, made again."""

from typing import Annotated

import typer

from app.cli import progress, register
from app.cli.failures import Refused
from app.outlets import projections

cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: outreach rebuild --check")
def rebuild(
    check: Annotated[bool, typer.Option("--check", help="Only compare; 1 where something is different.")] = False,
) -> None:
    """Make every table again that is made from the ledger, and tell which were not what it makes of them.

    In one transaction, while others may read. With --check nothing is changed and nobody waits: the tables are made in
    a database of their own and compared. What the ledger does not tell (people, tokens, files) is not touched;
    `outreach verify` looks after the ledger itself.
    """
    with register.opened(register.configured()) as database:
        comparison = projections.Comparison(database.engine)
        try:
            progress.follow(comparison.make(), "Comparing")
            if not check:
                with database.session(writes=True) as session:
                    progress.follow(projections.rebuild(session), "Making again")
        except projections.NobodysKind as error:
            raise Refused(str(error)) from error
    for difference in comparison.differences:
        typer.echo(difference)
    typer.echo(_verdict(len(comparison.differences), check=check))
    if check and comparison.differences:
        raise typer.Exit(1)


def _verdict(different: int, *, check: bool) -> str:
    said = f"Tables that are different: {different}" if different else "Every table is as it should be"
    return f"{said}." if check else f"{said}; all are made again."
