"""Information notes: what they hold, what is sent, and the rows that keep each revision as it was."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel
from sqlalchemy import BigInteger, CheckConstraint, Text
from sqlmodel import Field

from app.access.models import Visibility
from app.kit.db import Table
from app.kit.languages import Language
from app.kit.shapes import Id, Input, Line, Prose, StateCode


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


class NotePublic(BaseModel):
    """A note on record. It is `stale` when an entry that it cites has changed since; `title` is its event's."""

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
    visibility: Visibility
    recorded_at: str
    recorded_by: str
    published_at: str | None


class NoteQuestion(BaseModel):
    """The filters of a list of notes."""

    event: Annotated[Id | None, Field(description="Only notes about this event.")] = None
    state: Annotated[StateCode | None, Field(description="Only notes about events of this State.")] = None
    status: Annotated[list[NoteStatus], Field(description="Only notes of this status.")] = []
    language: Annotated[Language | None, Field(description="Only notes in this language.")] = None


class Note(Table, table=True):
    """The current state of a note; earlier ones are in the ledger. Columns serve the filters of lists."""

    __table_args__ = (CheckConstraint("revision > 0", "revision"),)

    id: str = Field(primary_key=True)
    version: int
    seq: int = Field(sa_type=BigInteger)
    event_id: str = Field(foreign_key="event.id", index=True)
    language: str
    status: str
    revision: int
    submission_id: str | None
    visibility: str
    owner: str | None
    body: str = Field(sa_type=Text)


class NoteRevision(Table, table=True):
    """What one revision of a note says. A row is written once and never changed."""

    note_id: str = Field(primary_key=True, foreign_key="note.id")
    revision: int = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    body: str = Field(sa_type=Text)
