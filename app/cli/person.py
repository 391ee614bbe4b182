"""`outreach person`: those who hold tokens."""

from datetime import datetime
from typing import Annotated

import typer
from sqlmodel import Session, col, select

from app.access.models import Person
from app.cli import register
from app.cli.listing import show
from app.kit.clock import instant
from app.kit.ids import new_id

cli = typer.Typer(add_completion=False, help="Create and list those who hold tokens.")


@cli.command("create", epilog='Example: outreach person create --name "Duty officer"')
def create(
    name: Annotated[str | None, typer.Option(help="Kept for you only; the ledger knows the id.")] = None,
) -> None:
    """Make a person, and print its id alone."""
    with register.opened(register.configured()) as database, database.session(writes=True) as session:
        person = enrol(session, name, now=register.present())
    typer.echo(person)


@cli.command("list", epilog="Example: outreach person list")
def list_people() -> None:
    """List all people, oldest first."""
    with register.opened(register.configured()) as database, database.session() as session:
        people = session.exec(select(Person).order_by(col(Person.id))).all()
        show(["id", "name", "created"], [[person.id, person.name or "", person.created_at] for person in people])


def enrol(session: Session, name: str | None, *, now: datetime) -> str:
    """Make a person; answers its id."""
    person = Person(id=new_id(), name=name, created_at=instant(now))
    session.add(person)
    session.flush()  # a token's foreign key needs the row
    return person.id
