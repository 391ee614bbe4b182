"""Organizations that hold, support or attend events: their names over time, what they are a part of, their mergers."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel
from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Text
from sqlmodel import Field, SQLModel

from app.kit import dates
from app.kit.db import BYTEWISE, Table
from app.kit.languages import Language
from app.kit.shapes import Id, Input, Line, PointInTime, Replacement
from app.ledger.intervals import CURRENT
from app.organizations.kinds import Kind

Json = dict[str, Any]


def _of_a_known_year(text: str) -> str:
    if not dates.parse(text).year_known:
        raise ValueError("Give at least the year in which the name ended, for example 2010.")
    return text


class FormerName(Input):
    """A name no longer in use. `until` is the first day of the name that followed: a day, or EDTF such as `2010`."""

    name: Line
    names: dict[Language, Line] = Field(default_factory=dict)
    until: Annotated[PointInTime, AfterValidator(_of_a_known_year)]


class OrganizationBase(SQLModel):
    name: Line
    acronym: Line | None = None
    kind: Kind
    parent: Id | None = None
    names: dict[Language, Line] = Field(default_factory=dict)
    former_names: list[FormerName] = Field(default_factory=list, max_length=20)
    aliases: list[Line] = Field(default_factory=list, max_length=50)


class OrganizationCreate(OrganizationBase, Input):
    """An organization to register. `names` are its official names in other languages."""


class OrganizationUpdate(OrganizationBase, Replacement):
    """An organization as it should read from now on."""


class OrganizationMerge(Input):
    """The organization that this one is the same as: it stays, and is found under the names of both."""

    into: Id


class OrganizationRecord(BaseModel):
    """One version of an organization. `merged_into` is the id of the organization that it turned out to be."""

    id: str
    version: int
    name: str
    acronym: str | None
    kind: Kind
    parent: str | None
    names: dict[Language, str]
    former_names: list[FormerName]
    aliases: list[str]
    merged_into: str | None
    recorded_at: str
    recorded_by: str
    reason: str | None


class Whole(BaseModel):
    """What an organization is a part of."""

    id: str
    name: str


class OrganizationPublic(OrganizationRecord):
    """An organization of the registry.

    `called` is its name on the day and in the language asked for; `parents` are what it is a part of, the nearest
    first.
    """

    called: str
    parents: list[Whole]


class OrganizationVersions(BaseModel):
    """Every version of an organization, oldest first."""

    items: list[OrganizationRecord]


class Organization(Table, table=True):
    """An organization as such: what other tables point at. `key` names those of the starting list."""

    id: str = Field(primary_key=True)
    key: str | None = Field(unique=True)


class OrganizationVersion(Table, table=True):
    """What was on record of an organization from ledger number `from_seq` up to, not including, `to_seq`."""

    __table_args__ = (
        Index("ix_organization_version_id_to_seq", "id", "to_seq"),
        Index("ix_organization_version_now", "to_seq", "sort_name", "id"),
        CheckConstraint("from_seq < to_seq", "held"),
        CheckConstraint("merged_into <> id", "merged"),
    )

    id: str = Field(primary_key=True, foreign_key="organization.id")
    version: int = Field(primary_key=True)
    from_seq: int = Field(sa_type=BigInteger)
    to_seq: int = Field(default=CURRENT, sa_type=BigInteger)
    name: str
    sort_name: str = Field(sa_type=BYTEWISE)
    kind: str
    parent_id: str | None = Field(foreign_key="organization.id", index=True)
    merged_into: str | None = Field(foreign_key="organization.id", index=True)
    body: str = Field(sa_type=Text)


class OrganizationName(Table, table=True):
    """A folded name, former name, acronym or alias under which a version of an organization is found."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "version"], ["organization_version.id", "organization_version.version"]
        ),
    )

    folded: str = Field(primary_key=True, sa_type=BYTEWISE)
    organization_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
