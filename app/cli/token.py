"""`outreach token`: made, listed and revoked."""

from datetime import timedelta
from typing import Annotated

import typer
from sqlmodel import Session

from app.access import service as access
from app.access.models import Person, Role
from app.access.policy import POLICY
from app.access.visibility import COMMITTEE_SCOPE
from app.cli import home, register
from app.cli.failures import Refused
from app.cli.listing import show
from app.organizations import registry
from app.organizations import service as organizations
from app.organizations.models import Organization

HOLDERS: list[Role] = [role for role in Role if role is not Role.public]
SCOPES = frozenset({COMMITTEE_SCOPE, *(rule.scope for rule in POLICY.values() if rule.scope)})
cli = typer.Typer(add_completion=False, help="Create, list and revoke tokens.")


@cli.command("create", epilog="Example: outreach token create --role organizer --organization UNREC --days 30")
def create(
    role: Annotated[Role, typer.Option(help="What the holder is to the committee.", show_default=False)],
    organization: Annotated[str | None, typer.Option(help="Id, name or acronym; an organizer needs one.")] = None,
    scope: Annotated[list[str] | None, typer.Option(help="Only this of what the role may do; repeatable.")] = None,
    days: Annotated[float, typer.Option(help="Days until it expires, at most 365.")] = 1,
    person: Annotated[str | None, typer.Option(help="Id of its holder; a new person where none is given.")] = None,
) -> None:
    """Make a token, and print it alone. It is shown this once only."""
    settings = register.configured()
    _insist_on_role(role, scope or [])
    with register.opened(settings) as database, database.session(writes=True) as session:
        secret = access.issue(
            session, role=role, lifetime=_lifetime(days), now=register.present(), person=_holder(session, person),
            organization=_organization(session, role, organization, demo=home.demo_of(settings).organization),
            scopes=frozenset(scope or []),
        )  # fmt: skip
    typer.echo(secret)


@cli.command("list", epilog="Example: outreach token list")
def list_tokens() -> None:
    """List all tokens, newest first; the tokens themselves are not kept."""
    columns = ["id", "person", "role", "organization", "scopes", "expires", "revoked"]
    with register.opened(register.configured()) as database, database.session() as session:
        rows = [
            [t.id, t.person_id, t.role, t.organization_id or "", t.scopes, t.expires_at, t.revoked_at or ""]
            for t in access.list_tokens(session)
        ]
    show(columns, rows)


@cli.command("revoke", epilog="Example: outreach token revoke 019abc12-...")
def revoke(
    token: Annotated[str, typer.Argument(help="Id of the token, of `outreach token list`.", show_default=False)],
) -> None:
    """Make a token useless at once."""
    with register.opened(register.configured()) as database, database.session(writes=True) as session:
        if not access.revoke(session, token, now=register.present()):
            raise Refused("No token has this id: see `outreach token list`.")
    typer.echo("The token is revoked.")


def _insist_on_role(role: Role, scopes: list[str]) -> None:
    if role not in HOLDERS:
        raise Refused(f"Everybody is {role} without a token: choose one of {', '.join(HOLDERS)}.", code=2)
    if unknown := sorted(set(scopes) - SCOPES):
        raise Refused(f"There is no scope {unknown[0]}: choose of {', '.join(sorted(SCOPES))}.", code=2)


def _lifetime(days: float) -> timedelta:
    if not 0 < days <= access.LONGEST.days:
        raise Refused(f"Give --days above 0 and at most {access.LONGEST.days}.", code=2)
    return timedelta(days=days)


def _holder(session: Session, person: str | None) -> str | None:
    if person and session.get(Person, person) is None:
        raise Refused("No person has this id: see `outreach person list`.", code=2)
    return person


def _organization(session: Session, role: Role, text: str | None, *, demo: str | None) -> str | None:
    """The id of the organization that the token acts for. Raises Refused where an organizer has none."""
    if text is None and role is not Role.organizer:
        return None
    wanted = text or demo
    if wanted is None:
        raise Refused("An organizer acts for an organization: add --organization, for example UNREC.", code=2)
    found = session.get(Organization, wanted) or organizations.find(session, wanted)
    if found is None:
        near = "".join(f" Did you mean {known.name}?" for known in registry.suggest(wanted)[:1])
        raise Refused(f"No organization is registered as {wanted[:80]}.{near}", code=2)
    return found.id
