"""Next steps: who has undertaken to do what, by when, and which entry shows that it was done."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints
from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Text
from sqlmodel import Field, SQLModel

from app.access.models import OfferedVisibility, Visibility
from app.kit.db import Table
from app.kit.differences import Difference
from app.kit.durations import Since
from app.kit.shapes import EdtfText, Id, Input, Line, Replacement, Sound, StateCode, Words
from app.ledger.intervals import CURRENT
from app.timeline.history import Moment
from app.timeline.models import EntryStatus, Kind, Source

Action = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), Sound]


class StepStatus(StrEnum):
    """What has become of a step."""

    open = "open"
    closed = "closed"
    withdrawn = "withdrawn"


class Expected(Input):
    """The entry that would show that a step was done: its kind, and its status where only one will do."""

    kind: Kind
    status: EntryStatus | None = None


class StepBase(SQLModel):
    actor: Line | None = None
    action: Action
    states: list[StateCode] = Field(max_length=200)
    date: EdtfText
    due: EdtfText | None = None
    expects: Expected | None = None
    sources: list[Source] = Field(default_factory=list, max_length=50)
    visibility: OfferedVisibility = Visibility.public


class StepCreate(StepBase, Input):
    """A commitment to follow: who, what, for which States. `date` is when it was made, `due` by when; both are EDTF."""


class StepUpdate(StepBase, Replacement):
    """A correction: the whole step as it should read."""


class Closure(Input):
    """The entry that shows that the step was done."""

    entry: Id


class StepRecord(BaseModel):
    """A step as it is on record. `earliest` and `latest` are computed from its date, and from `due`."""

    id: str
    version: int
    status: StepStatus
    actor: str | None
    action: str
    states: list[str]
    date: str
    earliest: dt.date | None
    latest: dt.date | None
    due: str | None
    due_earliest: dt.date | None
    due_latest: dt.date | None
    expects: Expected | None
    sources: list[Source]
    event: str | None
    note: str | None
    closed_by: str | None
    visibility: Visibility
    recorded_at: str
    recorded_by: str
    supersedes: int | None
    withdrawn_at: str | None
    reason: str | None


class StepPublic(StepRecord):
    """A step on the day asked for. It is overdue when it is open and the last day of `due` has passed.

    `certain` is false where the day lies within an imprecise date, that of the step or of the entry that closed it,
    and where that entry was withdrawn, or is cancelled now: then nothing shows any more that the step was done, and it
    counts as open.
    """

    overdue: bool
    certain: bool


class StepDetail(StepPublic):
    """A step with the entries that may close it: somebody has to choose one, none does so by itself."""

    proposals: list[str]


class StepVersion(StepRecord):
    """A version of a step, and in what it differs from the one before that the reader may see."""

    changes: list[Difference]


class StepVersions(BaseModel):
    """Every version of a step, oldest first."""

    items: list[StepVersion]


class StepQuestion(Moment):
    """The filters of a list of steps."""

    state: list[StateCode] = Field(
        default_factory=list, max_length=200, description="Only steps of one of these States; may be repeated."
    )
    status: Annotated[
        Literal["open", "overdue", "closed", "withdrawn"] | None,
        Field(description="What has become of them on the day; left out: all that were not withdrawn."),
    ] = None
    actor: Annotated[Words | None, Field(description="Words of the name of who is to act.")] = None
    event: Annotated[Id | None, Field(description="Only steps agreed at this event.")] = None
    older_than: Annotated[
        Since | None, Field(description="Agreed by this day, or this long ago (ISO 8601), for example `P12M`.")
    ] = None
    order: Annotated[Literal["asc", "desc"], Field(description="Oldest or newest first.")] = "asc"


class Step(Table, table=True):
    """One version of a step. It held from ledger number `from_seq` up to, not including, `to_seq`.

    `visibility` is the effective one, as that of an entry. A step of no due day has the last one there is.
    """

    __table_args__ = (
        Index("ix_step_now", "to_seq", "sort_on", "latest_on", "id"),
        Index("ix_step_ever", "sort_on", "latest_on", "id"),
        CheckConstraint("from_seq < to_seq", "held"),
        CheckConstraint("earliest_on <= latest_on", "in_order"),
        CheckConstraint("(status = 'closed') = (closed_by IS NOT NULL)", "closed_by_an_entry"),
        CheckConstraint("(closed_by IS NULL) = (closed_state IS NULL)", "closed_for_a_state"),
    )

    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    from_seq: int = Field(sa_type=BigInteger)
    to_seq: int = Field(default=CURRENT, sa_type=BigInteger)
    status: str
    actor: str
    kind: str | None = Field(index=True)
    sort_on: dt.date
    earliest_on: dt.date
    latest_on: dt.date
    due_on: dt.date
    closed_by: str | None = Field(index=True)
    closed_state: str | None = Field(foreign_key="state.iso3")
    event_id: str | None = Field(index=True)
    note_id: str | None = Field(index=True)
    floor: str
    visibility: str
    owner: str | None
    body: str = Field(sa_type=Text)


class StepState(Table, table=True):
    """A State that a step's version concerns."""

    __table_args__ = (ForeignKeyConstraint(["step_id", "version"], ["step.id", "step.version"]),)

    state: str = Field(primary_key=True, foreign_key="state.iso3")
    step_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
