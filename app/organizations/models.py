"""Organizations that hold, support or attend events."""

from pydantic import BaseModel
from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from app.kit.db import BYTEWISE, Table
from app.kit.languages import Language
from app.kit.shapes import Id, Input, Line
from app.organizations.kinds import Kind


class OrganizationBase(SQLModel):
    name: Line
    acronym: Line | None = None
    kind: Kind
    parent: Id | None = None
    names: dict[Language, Line] = Field(default_factory=dict)
    aliases: list[Line] = Field(default_factory=list, max_length=50)


class OrganizationCreate(OrganizationBase, Input):
    """An organization to register. `names` are its official names in other languages."""


class OrganizationPublic(BaseModel):
    """An organization of the registry."""

    id: str
    version: int
    name: str
    acronym: str | None
    kind: Kind
    parent: str | None
    names: dict[Language, str]
    aliases: list[str]
    recorded_at: str
    recorded_by: str


class Organization(Table, table=True):
    """The current state of an organization; `key` names those of the starting list."""

    id: str = Field(primary_key=True)
    version: int
    seq: int = Field(sa_type=BigInteger)
    key: str | None = Field(unique=True)
    name: str
    sort_name: str = Field(index=True, sa_type=BYTEWISE)
    parent_id: str | None = Field(foreign_key="organization.id")
    body: str = Field(sa_type=Text)


class OrganizationName(Table, table=True):
    """A folded name, acronym or alias under which an organization is found."""

    folded: str = Field(primary_key=True, sa_type=BYTEWISE)
    organization_id: str = Field(primary_key=True, foreign_key="organization.id")
