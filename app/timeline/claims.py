"""What sources say of one member of an entry, where they differ: all are kept, and one is chosen."""

from typing import Literal

from pydantic import BaseModel
from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field

from app.access.models import OfferedVisibility, Visibility
from app.kit.db import Table
from app.kit.shapes import Input
from app.timeline.models import Held, Source

Value = str | list[str] | None


# The members of an entry that sources may differ about.
ClaimMember = Literal[
    "kind", "date", "date_basis", "status", "title", "states", "count", "author", "addressee", "edition", "valid"
]


class ClaimCreate(Input):
    """What a source says of a member of an entry; the value is one that the member itself could have."""

    member: ClaimMember
    value: Value
    source: Source
    visibility: OfferedVisibility = Visibility.public


class ClaimPublic(BaseModel):
    """What a source says. `chosen`: the entry has this value, by the decision of `chosen_by`, for this `reason`.

    What the entry said before anybody differed is a claim too, made by whoever recorded it, with its sources. Who
    corrects the entry to a value that nobody claims has overruled the choice.
    """

    id: str
    version: int
    entry: str
    member: ClaimMember
    value: Value
    sources: list[Source]
    claimed_at: str
    claimed_by: str
    chosen: bool
    chosen_at: str | None
    chosen_by: str | None
    reason: str | None
    visibility: Visibility
    withdrawn_at: str | None
    recorded_at: str
    recorded_by: str


class Claims(BaseModel):
    """The claims about an entry, by member, in the order in which they were made."""

    items: list[ClaimPublic]


class Claim(Held, Table, table=True):
    """One version of a claim."""

    __table_args__ = (
        Index("ix_claim_entry", "entry_id", "to_seq"),
        Index("ix_claim_id_to_seq", "id", "to_seq"),
        CheckConstraint("from_seq < to_seq", "held"),
    )

    id: str = Field(primary_key=True)
    entry_id: str
    body: str = Field(sa_type=Text)
