"""Tokens: made, recognized, revoked; and what a principal may do."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.access.models import PageSession, Person, Role, Token
from app.access.policy import Rule
from app.kit import rows
from app.kit.clock import instant
from app.kit.errors import Forbidden, Unauthorized
from app.kit.ids import new_id

PREFIX = "outreach_"
LONGEST = timedelta(days=365)
SESSION_LASTS = timedelta(hours=8)
SYSTEM = "system"
TOKENS = rows.table(Token)
HOLDER = rows.Statement(TOKENS.select().where(TOKENS.c.digest == bindparam("digest")))


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is calling: a role, and for a token its person, organization and scopes (none: all of the role)."""

    role: Role
    person: str | None = None
    organization: str | None = None
    scopes: frozenset[str] = frozenset()
    token: str | None = None

    @property
    def id(self) -> str:
        """The pseudonym that the ledger keeps."""
        return self.person or str(self.role)


PUBLIC = Principal(Role.public)


class LifetimeTooLong(ValueError):
    """A token lives from one moment to 365 days."""


def digest(secret: str) -> str:
    """What is kept of a token."""
    return sha256(secret.encode()).hexdigest()


def issue(
    session: Session,
    *,
    role: Role,
    lifetime: timedelta,
    now: datetime,
    person: str | None = None,
    organization: str | None = None,
    scopes: frozenset[str] = frozenset(),
) -> str:
    """A new token (256 random bits), shown once. Makes a person unless one is named. Raises LifetimeTooLong."""
    if not timedelta(0) < lifetime <= LONGEST:
        raise LifetimeTooLong("A token lives at least a moment and at most 365 days.")
    secret = PREFIX + secrets.token_urlsafe(32)
    if person is None:
        person = new_id()
        session.add(Person(id=person, name=None, created_at=instant(now)))
        session.flush()  # the token's foreign key needs the row
    token = Token(
        id=new_id(), person_id=person, organization_id=organization, role=role, scopes=" ".join(sorted(scopes)),
        digest=digest(secret), created_at=instant(now), expires_at=instant(now + lifetime), revoked_at=None,
    )  # fmt: skip
    session.add(token)
    return secret


def recognize(session: Session, secret: str, *, now: datetime) -> Principal:
    """Who holds this token. Raises Unauthorized for one that is unknown, expired or revoked."""
    return _principal(_valid(_token(session, secret), now=now))


def _token(session: Session, secret: str) -> Token | None:
    found = HOLDER.ask(session, digest=digest(secret))
    return rows.made(Token, found[0]) if found else None


def insist(session: Session, principal: Principal, *, now: datetime) -> None:
    """Insist that the token of somebody who was recognized before is still good. Raises Unauthorized."""
    if principal.token is not None:
        _valid(session.get(Token, principal.token), now=now)


def sign_in(session: Session, secret: str, *, now: datetime) -> str:
    """Start a session on the pages with a token; answers the session's own secret (256 random bits), for its cookie.

    Raises Unauthorized as `recognize` does.
    """
    token = _valid(_token(session, secret), now=now)
    started = secrets.token_urlsafe(32)
    session.add(PageSession(id=digest(started), token_id=token.id, created_at=instant(now), ended_at=None))
    return started


def resume(session: Session, secret: str, *, now: datetime) -> Principal:
    """Who signed in to this session. Raises Unauthorized once it was ended, is 8 hours old, or its token is no good."""
    page = session.get(PageSession, digest(secret))
    if page is None or page.ended_at is not None or page.created_at <= instant(now - SESSION_LASTS):
        raise Unauthorized("The session is over. Sign in again.")
    return _principal(_valid(session.get(Token, page.token_id), now=now))


def sign_out(session: Session, secret: str, *, now: datetime) -> None:
    """End a session: its cookie is worth nothing from now on, whoever kept a copy."""
    page = session.get(PageSession, digest(secret))
    if page and page.ended_at is None:
        page.ended_at = instant(now)


def _valid(token: Token | None, *, now: datetime) -> Token:
    if token is None or token.revoked_at is not None or token.expires_at <= instant(now):
        raise Unauthorized("The token is unknown, expired or revoked. Ask the administrator for a new one.")
    return token


def _principal(token: Token) -> Principal:
    return Principal(
        Role(token.role), token.person_id, token.organization_id, frozenset(token.scopes.split()), token.id
    )


def allow(principal: Principal, rule: Rule) -> None:
    """Insist that a principal may call an operation. Raises Unauthorized or Forbidden, naming what is needed."""
    if principal.role not in rule.roles:
        if principal.role is Role.public:
            raise Unauthorized("Send a token as `Authorization: Bearer TOKEN`.")
        raise Forbidden(f"This is for the roles {', '.join(sorted(rule.roles))}.")
    if rule.scope and principal.scopes and rule.scope not in principal.scopes:
        raise Forbidden(f"The token lacks the scope {rule.scope}.")


def list_tokens(session: Session) -> list[Token]:
    """Every token, newest first."""
    return list(session.exec(select(Token).order_by(col(Token.id).desc())))


def revoke(session: Session, token_id: str, *, now: datetime) -> bool:
    """Make a token useless at once; False where there is no such token."""
    token = session.get(Token, token_id)
    if token and token.revoked_at is None:
        token.revoked_at = instant(now)
    return token is not None
