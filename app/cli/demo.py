"""`outreach demo`: a register with sample data, and a token for each role."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import as_file, files

import typer
from sqlmodel import Session, select

from app.access import service as access
from app.access.models import Person, Role
from app.cli import home, load, register, serve
from app.cli.person import enrol
from app.cli.token import HOLDERS
from app.kit.db import Database
from app.organizations import service as organizations
from app.settings import Settings
from app.timeline.models import Entry

ORGANIZER = "UNRCPD"
LIFETIME = timedelta(days=7)
HOST = "127.0.0.1"
cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: PORT=8080 outreach demo")
def demo(port: serve.Port = 8000) -> None:
    """Serve a register with sample data, and print a token for each role.

    The sample is loaded into an empty register only: later runs keep what was entered. For trying out, on this
    machine alone; a register that others reach is served by `outreach serve`.
    """
    settings, now = register.configured(), register.present()
    serve.insist_on_port(HOST, port)
    with register.made(settings) as database:
        register.prepare(database, now=now)
        fill(database, now=now)
        tokens = admit(database, settings, now=now)
    typer.echo(_welcome(port, tokens))
    serve.listen(HOST, port)


def fill(database: Database, *, now: datetime) -> None:
    """Load the packaged sample into a register without entries."""
    with database.session() as session:
        empty = session.exec(select(Entry.id).limit(1)).first() is None
    if empty:
        with as_file(files("app") / "sample") as folder:
            load.load_folder(database, folder, clock=lambda: now)


def admit(database: Database, settings: Settings, *, now: datetime) -> Mapping[Role, str]:
    """A fresh token for each role, held by the same people as before."""
    with database.session(writes=True) as session:
        known = home.demo_of(settings)
        people = {role: _person(session, role, known.people.get(role), now=now) for role in HOLDERS}
        acting = organizations.find(session, ORGANIZER)
        organization = acting.id if acting else None
        tokens: dict[Role, str] = {
            role: access.issue(
                session, role=role, lifetime=LIFETIME, now=now, person=people[role],
                organization=organization if role is Role.organizer else None,
            )
            for role in HOLDERS
        }  # fmt: skip
    home.keep(settings, home.Demo(organization=organization, people=people))
    return tokens


def _person(session: Session, role: Role, known: str | None, *, now: datetime) -> str:
    if known and session.get(Person, known):
        return known
    return enrol(session, f"Demo {role}", now=now)


def _welcome(port: int, tokens: Mapping[Role, str]) -> str:
    address = f"http://{HOST}:{port}"
    lines = [
        f"Outreach is at {address}",
        f"  a State       {address}/states/TKM",
        f"  the API       {address}/api/v1/openapi.json",
        f"Tokens for this demo, for {LIFETIME.days} days:",
        *(f"  {role:<14}{token}" for role, token in tokens.items()),
        "Stop with Ctrl-C.",
    ]
    return "\n".join(lines)
