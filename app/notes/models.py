"""Information notes: what they hold, what is sent, and the rows that keep each revision as it was."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel
from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field

from app.access.models import Visibility
from app.kit.db import Table
from app.kit.differences import Difference
from app.kit.languages import Language
from app.kit.shapes import Id, Input, Line, Prose, StateCode
from app.ledger.intervals import CURRENT
from app.timeline.history import Moment
from app.timeline.models import Source


class NoteStatus(StrEnum):
    """How far a note has come on its way to the reader."""

    draft = "draft"
    in_review = "in_review"
    approved = "approved"
    published = "published"
    withdrawn = "withdrawn"


class SectionName(StrEnum):
    """The sections of a note, in the order in which they are printed."""

    objectives = "objectives"
    background = "background"
    highlights = "highlights"
    comments = "comments"


class Citation(Input):
    """The version of a timeline entry that a sentence rests on."""

    id: Id
    version: Annotated[int, Field(ge=1)]


class NoteItem(Input):
    """One bullet or paragraph, and the entries that it is made of."""

    id: Line
    text: Prose
    entries: list[Citation]


class NoteSection(Input):
    name: SectionName
    items: list[NoteItem]


class NoteContent(Input):
    """What a note says: everything that a revision keeps."""

    language: Language
    title: Line
    sections: list[NoteSection]
    disclaimer: Prose
    contact_email: Line | None


class NoteCompose(Input):
    """The language of the note that is to be written from the record."""

    language: Language


class UnderWay(BaseModel):
    """The next revision of a published note: a note of its own until it is published, which `id` names."""

    id: str
    revision: int
    status: NoteStatus


class EditionOf(BaseModel):
    """The note that another one gives in its own language, and in which revision."""

    note: str
    revision: int


class StateApproval(BaseModel):
    """The approval of a revision by the body that speaks for a State."""

    state: str
    revision: int
    by: str
    on: str
    source: Source | None
    recorded_at: str
    recorded_by: str


class NotePublic(BaseModel):
    """A note on record. It is `stale` when an entry that it cites has changed since; `title` names its event.

    A note in another language is an `edition_of` one, and `stale` too when that has a later revision.

    `published_on` is the day of `published_at`, its first publication, in the register's time zone; `reason` tells why
    the note was withdrawn, or a draft returned. `publish_at` is when an approved note will be published.
    `state_approval` names the States that have to approve a revision before it is published, `state_approvals` how
    those of this revision did.
    `under_way` tells those who may see it of the next revision of a published note, whose `revises` names the note.
    """

    id: str
    version: int
    event: str
    language: Language
    title: str
    status: NoteStatus
    revision: int
    stale: bool
    sections: list[NoteSection]
    disclaimer: str
    contact_email: str | None
    submission: str | None
    state_approval: list[str]
    state_approvals: list[StateApproval]
    publish_at: str | None
    revises: str | None
    edition_of: EditionOf | None
    under_way: UnderWay | None
    visibility: Visibility
    recorded_at: str
    recorded_by: str
    published_at: str | None
    published_on: dt.date | None
    withdrawn_at: str | None
    reason: str | None


class NoteVersion(NotePublic):
    """A version of a note, and in what it differs from the one before that the reader may see."""

    changes: list[Difference]


class NoteVersions(BaseModel):
    """Every version of a note, oldest first."""

    items: list[NoteVersion]


class NoteQuestion(Moment):
    """The filters of a list of notes; with `as_of` only those that were published by the day."""

    event: Annotated[Id | None, Field(description="Only notes about this event.")] = None
    state: Annotated[StateCode | None, Field(description="Only notes about events of this State.")] = None
    status: list[NoteStatus] = Field(default_factory=list, description="Only notes of this status.")
    language: Annotated[Language | None, Field(description="Only notes in this language.")] = None
    include: Annotated[Literal["withdrawn"] | None, Field(description="Show withdrawn notes too.")] = None


# A note that was not withdrawn, as it is now: there is one edition of it in a language.
_HOLDS = text(f"to_seq = {CURRENT} AND NOT withdrawn AND revises IS NULL")
HOLDS: dict[str, Any] = {"sqlite_where": _HOLDS, "postgresql_where": _HOLDS}


class Note(Table, table=True):
    """One version of a note. It held from ledger number `from_seq` up to, not including, `to_seq`.

    `visibility` is never wider than that of a later version. The other columns serve the filters of lists.
    """

    __table_args__ = (
        Index("ix_note_id_to_seq", "id", "to_seq"),
        Index("ix_note_now", "to_seq", "id"),
        Index("ix_note_edition", "edition_of", "language", unique=True, **HOLDS),
        CheckConstraint("revision > 0", "revision"),
        CheckConstraint("from_seq < to_seq", "held"),
    )

    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    from_seq: int = Field(sa_type=BigInteger)
    to_seq: int = Field(default=CURRENT, sa_type=BigInteger)
    event_id: str = Field(index=True)
    language: str
    status: str
    revision: int
    withdrawn: bool
    published_on: dt.date | None
    submission_id: str | None
    revises: str | None = Field(index=True)
    edition_of: str | None
    publish_at: str | None = Field(index=True)
    visibility: str
    owner: str | None
    body: str = Field(sa_type=Text)


class NoteRevision(Table, table=True):
    """What one revision of a note says, and the version of the note that began it. A row is never changed."""

    __table_args__ = (ForeignKeyConstraint(["note_id", "version"], ["note.id", "note.version"]),)

    note_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    version: int
    body: str = Field(sa_type=Text)
