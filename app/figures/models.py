"""What the Committee itself published about its work, and which row of a file made which record."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel
from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.kit.db import Table
from app.kit.shapes import EdtfText, Input, Line


class Topic(StrEnum):
    """What a published fact is about."""

    resolution = "resolution"
    aggregate = "aggregate"
    document = "document"
    meeting = "meeting"
    chair = "chair"


class FactBase(SQLModel):
    topic: Topic
    name: Line
    date: EdtfText
    value: Annotated[int, Field(ge=0)] | None = None
    paragraph: Line | None = None
    text: Line | None = None
    source: Line


class FactCreate(FactBase, Input):
    """A published fact: a paragraph of a resolution, a figure (`value`) under the name of its metric, a document."""


class CommitteeFact(Table, table=True):
    """A published fact on record; it is reference data, and no entry of any State's timeline."""

    __table_args__ = (
        Index("ix_committee_fact_figure", "topic", "name", "sort_on"),
        CheckConstraint("earliest_on <= latest_on", "in_order"),
    )

    id: str = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    topic: str
    name: str
    date: str
    sort_on: dt.date
    earliest_on: dt.date
    latest_on: dt.date
    value: int | None
    paragraph: str | None
    text: str | None
    source: str


class LoadedRow(Table, table=True):
    """A row of a loaded file, by the digest of its cells, and the record that it made or was linked to."""

    digest: str = Field(primary_key=True)
    thing: str


class Tally(BaseModel):
    """A count: `certain` had happened by the day; `total` adds those whose imprecise date may lie after it."""

    total: int
    certain: int


class FirstReports(BaseModel):
    """How many Member States are on record as having sent a first report, as having sent none, or as neither."""

    yes: Tally
    no: Tally
    unknown: int


class Plans(BaseModel):
    """A revision counts as a plan of its own: plans and the States that have them are counted apart."""

    plans: Tally
    states: Tally


class Published(BaseModel):
    """A figure that the Committee published, the same figure of this register, and ours minus theirs.

    `certain` is false where the figure's own date may lie after the day asked for.
    """

    metric: str
    date: str
    certain: bool
    value: int
    text: str | None
    source: str
    ours: Tally
    difference: Tally


class ReportingPublic(BaseModel):
    """Reporting on one day: counts over the States that were Members on that day."""

    as_of: dt.date
    known_at: str | None
    member_states: int
    first_reports: FirstReports
    additional_information: Tally
    submitted_plans: Plans
    all_plans: Plans
    events: Tally
    visits: Tally
    peer_reviews: Tally
    notes: Tally
    published: list[Published]
    notice: str
