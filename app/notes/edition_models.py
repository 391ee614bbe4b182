"""Notes in other languages: what is asked for, and what is told of each."""

from pydantic import BaseModel

from app.kit.languages import Language
from app.kit.shapes import Input
from app.notes.models import NoteStatus
from app.notes.revision_models import Number


class EditionCreate(Input):
    """The language in which a note is to be given too."""

    language: Language


class Alignment(Input):
    """The revision of its source that an edition now gives."""

    revision: Number


class EditionSummary(BaseModel):
    """A note in one language; `of` is the revision that it gives of the one it is an edition of, null for that one.

    It is `behind` where there is a later one; `untranslated` names the items whose text is that of the source still.
    """

    note: str
    language: Language
    status: NoteStatus
    revision: int
    of: int | None
    behind: bool
    untranslated: list[str]


class Editions(BaseModel):
    """A note in all its languages, the first one first."""

    items: list[EditionSummary]
