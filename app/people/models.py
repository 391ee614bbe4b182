"""People who take part in events. They need no account: whoever holds a token is of another table (access/models.py).

What says who somebody is stands in this one table, which nothing public reads: the ledger and the records of events
hold the id alone. So it can be erased, and what was recorded stays whole.
"""

from pydantic import BaseModel
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlmodel import Field, SQLModel

from app.kit.db import BYTEWISE, Table
from app.kit.shapes import Id, Input, Line, Replacement


class PersonBase(SQLModel):
    name: Line
    organization: Id | None = None
    position: Line | None = None
    contact: Line | None = None


class PersonCreate(PersonBase, Input):
    """Somebody to keep. `contact` is an address of any kind; only what is needed should be kept."""


class PersonUpdate(PersonBase, Replacement):
    """Somebody as they should be kept from now on; what was kept before is gone."""


class PersonMerge(Input):
    """The person that this one is the same as."""

    into: Id


class PersonPublic(BaseModel):
    """A person, shown to those who keep the list and to nobody else."""

    id: str
    version: int
    name: str
    organization: str | None
    position: str | None
    contact: str | None
    merged_into: str | None
    recorded_at: str
    recorded_by: str


class PersonGone(BaseModel):
    """What is left of a person who was erased."""

    id: str
    version: int


class Individual(Table, table=True):
    """A person as kept now. All that says who it is is null once it was erased; the id stays what records point at.

    `merged_into` is never merged itself.
    """

    __table_args__ = (
        Index("ix_individual_by_name", "sort_name", "id"),
        CheckConstraint("merged_into <> id", "merged"),
        CheckConstraint("(name IS NULL) = (sort_name IS NULL)", "sorted"),
        CheckConstraint(
            "name IS NOT NULL OR (organization IS NULL AND position IS NULL AND contact IS NULL)", "erased"
        ),
    )

    id: str = Field(primary_key=True)
    version: int
    name: str | None
    sort_name: str | None = Field(sa_type=BYTEWISE)
    # Asked at the end of a transaction, as for a token.
    organization: str | None = Field(
        sa_column_args=[ForeignKey("organization.id", deferrable=True, initially="DEFERRED")]
    )
    position: str | None
    contact: str | None
    merged_into: str | None = Field(foreign_key="individual.id", index=True)
    recorded_at: str
    recorded_by: str
