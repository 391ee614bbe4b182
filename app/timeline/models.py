"""Dated facts about States: what is written, what is read, and the rows that answer a State's history."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, StringConstraints
from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Text
from sqlmodel import Field, SQLModel

from app.access.models import OfferedVisibility, Visibility
from app.checks.models import Finding
from app.kit.db import Table
from app.kit.shapes import EdtfText, Id, Input, Line, Replacement, StateCode, WebAddress
from app.ledger.intervals import CURRENT


class Kind(StrEnum):
    """What a timeline entry is about."""

    national_report = "national_report"
    additional_information = "additional_information"
    matrix = "matrix"
    nap = "nap"
    assistance_request = "assistance_request"
    event = "event"
    visit = "visit"
    peer_review = "peer_review"
    note = "note"
    letter = "letter"
    point_of_contact = "point_of_contact"
    legislation = "legislation"
    other = "other"


class DateBasis(StrEnum):
    """What the date of an entry means."""

    written = "written"
    received = "received"
    distributed = "distributed"
    adopted = "adopted"
    submitted = "submitted"
    published = "published"
    held = "held"
    in_force = "in_force"


class EntryStatus(StrEnum):
    """How far a plan or a document has come."""

    planned = "planned"
    draft = "draft"
    adopted = "adopted"
    submitted = "submitted"
    superseded = "superseded"
    cancelled = "cancelled"


# What of these has not happened.
INTENDED = (EntryStatus.planned, EntryStatus.draft, EntryStatus.cancelled)


class Identifier(Input):
    """One symbol of a document, kept as printed; `scheme` is who numbers it, such as `un`."""

    scheme: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,29}$")]
    value: Line


class Source(Input):
    """Where a fact was found: an address on the web, a submission, or words; and the place in it."""

    url: WebAddress | None = None
    submission: Id | None = None
    text: Line | None = None
    place: Line | None = None


class EntryBase(SQLModel):
    kind: Kind
    date: EdtfText
    date_basis: DateBasis | None = None
    status: EntryStatus | None = None
    title: Line
    states: list[StateCode] = Field(min_length=1, max_length=200)
    identifiers: list[Identifier] = Field(default_factory=list, max_length=20)
    sources: list[Source] = Field(default_factory=list, max_length=50)
    visibility: OfferedVisibility = Visibility.public


class EntryCreate(EntryBase, Input):
    """A fact to record. The date is EDTF (ISO 8601-2), for example `2014`, `2017-06-29/2017-06-30`."""


class EntryUpdate(EntryBase, Replacement):
    """A correction: the whole fact as it should read."""


class EntryPublic(BaseModel):
    """A fact on record. `earliest` and `latest` are computed from the date; null where it is open or unknown."""

    id: str
    version: int
    kind: Kind
    date: str
    earliest: dt.date | None
    latest: dt.date | None
    precision: Literal["day", "month", "season", "year", "interval", "set", "unknown"]
    certain: bool
    date_basis: DateBasis | None
    status: EntryStatus | None
    title: str
    states: list[str]
    identifiers: list[Identifier]
    sources: list[Source]
    event: str | None
    note: str | None
    findings: list[Finding]
    contested: bool
    visibility: Visibility
    recorded_at: str
    recorded_by: str
    supersedes: int | None
    withdrawn_at: str | None
    reason: str | None


class EntryVersions(BaseModel):
    """Every version of an entry, oldest first."""

    items: list[EntryPublic]


class Entry(Table, table=True):
    """One version of an entry. It held from ledger number `from_seq` up to, not including, `to_seq`.

    `visibility` is the effective one: never wider than `floor`, that of the event or note which the entry belongs to,
    and never wider than that of a later version.
    """

    __table_args__ = (Index("ix_entry_id_to_seq", "id", "to_seq"), CheckConstraint("from_seq < to_seq", "held"))

    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    from_seq: int = Field(sa_type=BigInteger)
    to_seq: int = Field(default=CURRENT, sa_type=BigInteger)
    withdrawn: bool
    floor: str
    visibility: str
    owner: str | None
    event_id: str | None = Field(index=True)
    note_id: str | None = Field(index=True)
    body: str = Field(sa_type=Text)


class Placing(Table, table=True):
    """An entry's version on the timeline of one State: the index that answers a history, on any day, as known ever."""

    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "version"], ["entry.id", "entry.version"]),
        Index("ix_placing_now", "state", "to_seq", "sort_on", "latest_on", "entry_id"),
        Index("ix_placing_ever", "state", "sort_on", "latest_on", "entry_id"),
        CheckConstraint("from_seq < to_seq", "held"),
        CheckConstraint("earliest_on <= latest_on", "in_order"),
    )

    state: str = Field(primary_key=True, foreign_key="state.iso3")
    entry_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    from_seq: int = Field(sa_type=BigInteger)
    to_seq: int = Field(default=CURRENT, sa_type=BigInteger)
    kind: str
    status: str | None
    date: str
    sort_on: dt.date
    earliest_on: dt.date
    latest_on: dt.date
    withdrawn: bool
    visibility: str
    owner: str | None


class Assertion(Table, table=True):
    """What a source says of a State's first report at a date: an assertion, not an event."""

    state: str = Field(primary_key=True, foreign_key="state.iso3")
    asserted: str = Field(primary_key=True)
    latest_on: dt.date
    reported: bool
    source: str
    seq: int = Field(sa_type=BigInteger)


Json = dict[str, Any]
