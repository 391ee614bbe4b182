"""What an edit of a note sends, what a revision says, and what is different between two."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel
from sqlmodel import Field

from app.kit.differences import Difference
from app.kit.languages import Language
from app.kit.shapes import Input, Line, Prose, Replacement, StateCode
from app.notes.models import Citation, SectionName

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class ItemUpdate(Input):
    """One bullet or paragraph; a new one is given its `id` by the server."""

    id: Line | None = None
    text: Prose
    entries: Annotated[list[Citation], Field(max_length=100)] = Field(default_factory=list)


class SectionUpdate(Input):
    name: SectionName
    items: Annotated[list[ItemUpdate], Field(max_length=500)]


def _told_apart(sections: list[SectionUpdate]) -> list[SectionUpdate]:
    names = [section.name for section in sections]
    given = [item.id for section in sections for item in section.items if item.id]
    if len(set(names)) < len(names):
        raise ValueError("Name each section once.")
    if len(set(given)) < len(given):
        raise ValueError("Give each item an id of its own, or none: then it gets one.")
    return sections


class NoteUpdate(Replacement):
    """A note as it should read: a section that is left out is empty, and so is the address of the contact.

    `title` is what the note calls its event, in its own language; `state_approval` names the States for which a body
    has to approve the text before it is published. Left out, they stay as they are.
    """

    title: Line | None = None
    sections: Annotated[list[SectionUpdate], AfterValidator(_told_apart)]
    contact_email: Line | None = None
    state_approval: Annotated[list[StateCode], Field(max_length=200)] | None = None


class Restoration(Input):
    """The revision whose text a note is to have again."""

    revision: Number


class RevisionSummary(BaseModel):
    """When a revision was written and by whom, and when it was published, if it was.

    `note` is where it was written: the note itself, or the one beside it that became its next revision.
    """

    revision: int
    note: str
    recorded_at: str
    recorded_by: str
    published_at: str | None


class Revisions(BaseModel):
    """The revisions of a note, oldest first."""

    items: list[RevisionSummary]


class RevisionItem(BaseModel):
    id: str
    text: str


class RevisionSection(BaseModel):
    name: SectionName
    items: list[RevisionItem]


class RevisionPublic(BaseModel):
    """What a revision of a note says, for ever. On which entries a sentence rests, the note itself tells."""

    note: str
    event: str
    revision: int
    language: Language
    title: str
    sections: list[RevisionSection]
    disclaimer: str
    contact_email: str | None


class Words(BaseModel):
    change: Literal["same", "removed", "added"]
    text: str


class ItemDifference(BaseModel):
    """An item that is different: `moved` to another place with the same text, or with other `entries` behind it."""

    item: str
    change: Literal["added", "removed", "changed", "moved", "entries"]
    before: str | None
    after: str | None
    words: list[Words]


class SectionDifference(BaseModel):
    name: SectionName
    items: list[ItemDifference]


class RevisionsCompared(BaseModel):
    """What is different between two revisions: the sections where something is, and the other members that are."""

    note: str
    from_: Annotated[int, Field(alias="from")]
    to: int
    sections: list[SectionDifference]
    members: list[Difference]
