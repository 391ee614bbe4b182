"""Dated facts about States: what is written, what is read, and the rows that answer a State's history."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, StringConstraints
from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from app.access.models import OfferedVisibility, Visibility
from app.checks.models import Finding
from app.kit.db import Table
from app.kit.shapes import EdtfText, Id, Input, Line, Replacement, StateCode, WebAddress
from app.ledger.intervals import CURRENT
from app.timeline.members import Dates, Link, Period, Span
from app.timeline.shelves import PLACE


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
    """Where a fact was found: an address on the web, a submission, a note on record, or words; and the place in it.

    `revision` is that of the note, `span` the characters of its text, or of the one that was read in the submission.
    """

    url: WebAddress | None = None
    submission: Id | None = None
    note: Id | None = None
    revision: Annotated[int, Field(ge=1)] | None = None
    text: Line | None = None
    place: Line | None = None
    span: Span | None = None


class EntryBase(SQLModel):
    kind: Kind
    date: EdtfText
    date_basis: DateBasis | None = None
    dates: Dates = Field(default_factory=Dates)
    status: EntryStatus | None = None
    title: Line
    states: list[StateCode] = Field(max_length=200)
    groups: list[Line] = Field(default_factory=list, max_length=50)
    count: Line | None = None
    author: Line | None = None
    addressee: Line | None = None
    edition: Line | None = None
    replaces: Id | None = None
    valid: Period | None = None
    identifiers: list[Identifier] = Field(default_factory=list, max_length=20)
    sources: list[Source] = Field(default_factory=list, max_length=50)
    links: list[Link] = Field(default_factory=list, max_length=50)
    visibility: OfferedVisibility = Visibility.public


class EntryCreate(EntryBase, Input):
    """A fact to record. The date is EDTF (ISO 8601-2), for example `2014`, `2017-06-29/2017-06-30`.

    What each kind has beside that is at `/entry-kinds`. `groups` ("ASEAN States") and a bare `count` ("22 States") are
    kept as printed, and never turned into States.
    """


class EntryUpdate(EntryBase, Replacement):
    """A correction: the whole fact as it should read."""


class EntryPublic(BaseModel):
    """A fact on record. `earliest` and `latest` are computed from the date; null where it is open or unknown.

    `missing` names what an entry of this kind should tell and nobody has said so far (`/entry-kinds`). `contested`:
    sources differ, see `/entries/{id}/claims`.
    """

    id: str
    version: int
    kind: Kind
    date: str
    earliest: dt.date | None
    latest: dt.date | None
    precision: Literal["day", "month", "season", "year", "interval", "set", "unknown"]
    certain: bool
    date_basis: DateBasis | None
    dates: Dates
    status: EntryStatus | None
    title: str
    states: list[str]
    groups: list[str]
    count: str | None
    author: str | None
    addressee: str | None
    edition: str | None
    replaces: str | None
    valid: str | None
    identifiers: list[Identifier]
    sources: list[Source]
    links: list[Link]
    missing: list[str]
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


LEADING: dict[str, Any] = {"sqlite_where": text("lead = 1"), "postgresql_where": text("lead")}


class Held(SQLModel):
    """A version of something: it held from ledger number `from_seq` up to, not including, `to_seq`.

    `visibility` is the effective one: never wider than `floor`, that of the event or note which the entry belongs to,
    and never wider than that of a later version.
    """

    version: int = Field(primary_key=True)
    from_seq: int = Field(sa_type=BigInteger)
    to_seq: int = Field(default=CURRENT, sa_type=BigInteger)
    withdrawn: bool
    visibility: str
    owner: str | None


class Entry(Held, Table, table=True):
    """One version of an entry, whole."""

    __table_args__ = (
        Index("ix_entry_id_to_seq", "id", "to_seq"),
        Index("ix_entry_recorded", "to_seq", "id"),
        Index("ix_entry_kind_recorded", "kind", "to_seq", "id"),
        CheckConstraint("from_seq < to_seq", "held"),
    )

    id: str = Field(primary_key=True)
    kind: str
    floor: str
    event_id: str | None = Field(index=True)
    note_id: str | None = Field(index=True)
    body: str = Field(sa_type=Text)


class Dated(Held):
    """An entry's version on the timeline of one State, in the order of one of its dates.

    One of its States leads: a question about all States goes to that place alone.
    """

    state: str = Field(primary_key=True, foreign_key="state.iso3")
    entry_id: str = Field(primary_key=True)
    lead: bool
    kind: str
    status: str | None
    date: str
    sort_on: dt.date
    earliest_on: dt.date
    latest_on: dt.date


class Placing(Dated, Table, table=True):
    """The place by the main date: the index that answers a history, on any day, as known ever."""

    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "version"], ["entry.id", "entry.version"]),
        # They hold all that the questions ask, so that a page and its total are read without touching the rows.
        Index(
            "ix_placing_now",
            "state",
            "to_seq",
            "sort_on",
            "latest_on",
            "entry_id",
            "version",
            "place",
            "visibility",
            "withdrawn",
        ),
        Index(
            "ix_placing_ever",
            "state",
            "sort_on",
            "latest_on",
            "entry_id",
            "version",
            "place",
            "from_seq",
            "to_seq",
            "visibility",
            "withdrawn",
        ),
        Index("ix_placing_entry", "entry_id", "to_seq"),
        Index("ix_placing_lead_now", "to_seq", "sort_on", "latest_on", "entry_id", **LEADING),
        Index("ix_placing_lead_ever", "sort_on", "latest_on", "entry_id", **LEADING),
        CheckConstraint("from_seq < to_seq", "held"),
        CheckConstraint("earliest_on <= latest_on", "in_order"),
    )

    place: int = Field(foreign_key="shelved.place", sa_type=PLACE)


class Dating(Dated, Table, table=True):
    """The place by one of the named dates, such as the one of receipt; entries without that date have none."""

    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "version"], ["entry.id", "entry.version"]),
        Index("ix_dating_now", "state", "basis", "to_seq", "sort_on", "latest_on", "entry_id"),
        Index("ix_dating_entry", "entry_id", "to_seq"),
        Index("ix_dating_lead_now", "basis", "to_seq", "sort_on", "latest_on", "entry_id", **LEADING),
        CheckConstraint("from_seq < to_seq", "held"),
        CheckConstraint("earliest_on <= latest_on", "in_order"),
    )

    basis: str = Field(primary_key=True)


class Mention(Held, Table, table=True):
    """What an entry is found by: a symbol of its document, the address of a source, a submission, a linked entry."""

    __table_args__ = (
        ForeignKeyConstraint(["entry_id", "version"], ["entry.id", "entry.version"]),
        Index("ix_mention_now", "what", "value", "to_seq"),
        CheckConstraint("from_seq < to_seq", "held"),
    )

    entry_id: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    value: str = Field(primary_key=True)


class Assertion(Table, table=True):
    """What a source says of a State's first report at a date: an assertion, not an event."""

    state: str = Field(primary_key=True, foreign_key="state.iso3")
    asserted: str = Field(primary_key=True)
    latest_on: dt.date
    reported: bool
    source: str
    seq: int = Field(sa_type=BigInteger)


Json = dict[str, Any]
