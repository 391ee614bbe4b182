"""What the Committee itself published about its work, and which row of a file made which record."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel
from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.kit.db import Table
from app.kit.languages import Language
from app.kit.shapes import DayWindow, EdtfText, Input, Line, StateCode
from app.timeline.history import Moment


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


class PlanCounts(BaseModel):
    """Plans, and the Member States that have one. A plan is the first of one of its States, or a revision."""

    plans: Tally
    first: Tally
    revisions: Tally
    states: Tally


class PlanPublic(BaseModel):
    """A plan behind the figures. `certain` is false where its date may lie after the day asked for."""

    entry: str
    date: str
    certain: bool
    status: str | None
    title: str
    states: list[str]
    revision: bool
    edition: str | None
    replaces: str | None


class YearOfPlans(BaseModel):
    """The plans that were there at the end of a year, or on the day asked for where that is earlier."""

    year: int
    all: PlanCounts
    submitted: PlanCounts


class PlansPublic(BaseModel):
    """Plans on one day, those submitted to the Committee apart, beside the figures that the Committee published."""

    as_of: dt.date
    known_at: str | None
    all: PlanCounts
    submitted: PlanCounts
    series: list[YearOfPlans]
    published: list[Published]
    items: list[PlanPublic]
    notice: str


class FollowThroughQuestion(Moment):
    """Whose events, and how long after them a report or plan is looked for."""

    months: Annotated[int, Field(ge=1, le=120, description="How long after an event, in months.")] = 12
    state: Annotated[StateCode | None, Field(description="Only events of this State.")] = None


class Outcome(BaseModel):
    """A report or plan that came after an event."""

    entry: str
    kind: str
    date: str
    title: str


class Days(BaseModel):
    """Days from the end of an event to what followed. They differ where a date is imprecise; null: without limit."""

    least: int
    most: int | None


class FollowedPublic(BaseModel):
    """An event of one State, and the first report or plan that followed it within the months asked for.

    `followed` is `maybe` where imprecise dates leave it open. `waiting`: nothing followed, and the months are not over.
    """

    state: str
    event: str | None
    entry: str
    kind: str
    date: str
    title: str
    certain: bool
    followed: Literal["yes", "maybe", "no"]
    waiting: bool
    by: Outcome | None
    days: Days | None


class FollowThroughPublic(BaseModel):
    """What followed events within some months. An event counts once for each State on whose timeline it stands.

    `undated` events have no known year, and are left out. That one thing followed another does not mean that it was
    because of it.
    """

    as_of: dt.date
    known_at: str | None
    months: int
    events: Tally
    followed: Tally
    waiting: int
    undated: int
    items: list[FollowedPublic]
    next: str | None
    total: int | None
    notice: str


class ReadingQuestion(Moment, DayWindow):
    """Of which readings the worth is asked; days are those of acceptance, in UTC."""

    language: Annotated[Language | None, Field(description="Only notes in this language.")] = None
    media_type: Annotated[Line | None, Field(description="Only files of this media type.")] = None
    field: Annotated[Line | None, Field(description="Only this field of the reading.")] = None


class Fates(BaseModel):
    """What became of the values of a field. `readings` is the number of accepted notes, with or without such a value.

    `read` = `kept` + `changed` + `removed`. `precision` is the share of what was read that was kept, `recall` the share
    of what is on record in the end (`kept` + `changed` + `added`) that was read right; null where there is nothing to
    share. `claimed` is the mean confidence that the machine gave, with the `with_claim` values for which it gave one,
    and `claimed_kept` the share of these that was kept: where the machine is honest, both are the same.
    """

    readings: int
    read: int
    kept: int
    changed: int
    removed: int
    added: int
    precision: float | None
    recall: float | None
    with_claim: int
    claimed: float | None
    claimed_kept: float | None


class FieldFates(Fates):
    """The same for one field, in one language (null: none was recognized) and from files of one media type."""

    field: str
    language: str | None
    media_type: str


class FieldTotal(Fates):
    """The same for one field, in all languages and formats."""

    field: str


class Tenth(BaseModel):
    """Values of which the machine was sure from one tenth up to the next: how many, and what share was kept."""

    at_least: float
    values: int
    claimed: float
    kept: float


class ReadingFiguresPublic(BaseModel):
    """How good readings were in use: what the machine had read beside what people accepted.

    Counted are submissions of files that the caller may see, by their last acceptance; those taken back are not.
    """

    as_of: dt.date
    known_at: str | None
    readings: int
    untouched: int
    all: Fates
    fields: list[FieldTotal]
    items: list[FieldFates]
    calibration: list[Tenth]


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
