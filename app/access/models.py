"""People who write, their tokens, and who sees what."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator
from sqlalchemy import ForeignKey
from sqlmodel import Field

from app.kit.db import Table


class Role(StrEnum):
    """What somebody is to the committee; `public` is everybody without a token."""

    public = "public"
    reader = "reader"
    organizer = "organizer"
    expert = "expert"
    administrator = "administrator"
    auditor = "auditor"


class Visibility(StrEnum):
    """Who may see a record, from everybody to a named list."""

    public = "public"
    committee = "committee"
    restricted = "restricted"

    def stricter(self, other: "Visibility") -> "Visibility":
        """The one of two that fewer may see: what holds for a record that belongs to another."""
        order = list(Visibility)
        return max(self, other, key=order.index)


def _offered(visibility: Visibility) -> Visibility:
    if visibility is Visibility.restricted:
        raise ValueError("Named lists of readers are not there yet: choose public or committee.")
    return visibility


OfferedVisibility = Annotated[Visibility, AfterValidator(_offered)]


class Person(Table, table=True):
    """Somebody who holds tokens. The ledger knows only the id."""

    id: str = Field(primary_key=True)
    name: str | None
    created_at: str


class Token(Table, table=True):
    """A token, known by its digest alone. `scopes` is blank for all that the role may do."""

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    # Asked at the end of a transaction: within one, the registry may be emptied and made again from the ledger.
    organization_id: str | None = Field(
        sa_column_args=[ForeignKey("organization.id", deferrable=True, initially="DEFERRED")]
    )
    role: str
    scopes: str
    digest: str = Field(unique=True)
    created_at: str
    expires_at: str
    revoked_at: str | None


class PageSession(Table, table=True):
    """A sign-in on the pages, from its cookie's secret, of which only the digest is kept, to signing out."""

    id: str = Field(primary_key=True)
    token_id: str = Field(foreign_key="token.id")
    created_at: str
    ended_at: str | None
