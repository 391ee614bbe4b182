"""What is told of a note that rests on entries which have changed."""

from typing import Literal

from pydantic import BaseModel

from app.kit.differences import Difference
from app.notes.models import SectionName

# What becomes of items that rest on what changed, and were edited by hand.
Edited = Literal["keep", "replace"]


class StaleEntry(BaseModel):
    """An entry that has another version than the one that is cited: in what it differs, and the reason if one is told.

    There are no differences where the version that is cited is not for the reader.
    """

    entry: str
    cited: int
    current: int
    withdrawn: bool
    reason: str | None
    differences: list[Difference]


class StaleItem(BaseModel):
    """An item that rests on what has changed, and the sentences that would be written now: none where it is to go.

    It is `edited` where it reads otherwise than the record had it: by hand, or in the words of a note that was sent.
    """

    item: str
    section: SectionName
    text: str
    edited: bool
    now: list[str]
    entries: list[StaleEntry]


class StaleEdition(BaseModel):
    """The note that this one is an edition of: the revision that it gives, and the later one that holds now."""

    note: str
    revision: int
    current: int


class Staleness(BaseModel):
    """The items of a note that rest on entries which have changed since, and a later revision of its source."""

    note: str
    revision: int
    stale: bool
    edition_of: StaleEdition | None
    items: list[StaleItem]
