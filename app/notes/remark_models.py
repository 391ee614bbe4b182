"""Remarks on notes: what is sent and told, and the rows that keep them, apart from the notes that they are about."""

from pydantic import BaseModel
from sqlalchemy import BigInteger, CheckConstraint, Index, Text
from sqlmodel import Field

from app.access.models import Visibility
from app.kit.db import Table
from app.kit.shapes import Input, Line, Prose
from app.ledger.intervals import CURRENT


class RemarkCreate(Input):
    """What is to be said of a note, or of one `item` of it."""

    item: Line | None = None
    text: Prose


class Resolution(Input):
    """What became of a remark, in words where there is something to say."""

    answer: Prose | None = None


class RemarkPublic(BaseModel):
    """A remark on a note as it read in a revision; `answer` is what was said when it was resolved."""

    id: str
    version: int
    note: str
    revision: int
    item: str | None
    text: str
    remarked_at: str
    remarked_by: str
    resolved_at: str | None
    resolved_by: str | None
    answer: str | None
    visibility: Visibility
    recorded_at: str
    recorded_by: str


class Remarks(BaseModel):
    """The remarks on a note, oldest first."""

    items: list[RemarkPublic]


class Remark(Table, table=True):
    """One version of a remark, held from `from_seq` up to, not including, `to_seq`.

    It is for the committee and for the organization whose note it is about, also when that is for everybody.
    """

    __table_args__ = (
        Index("ix_remark_note", "note_id", "to_seq", "id"),
        CheckConstraint("from_seq < to_seq", "held"),
    )

    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    from_seq: int = Field(sa_type=BigInteger)
    to_seq: int = Field(default=CURRENT, sa_type=BigInteger)
    note_id: str
    resolved: bool
    visibility: str
    owner: str | None
    body: str = Field(sa_type=Text)
