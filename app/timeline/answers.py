"""What is told about an entry beside the entry itself: its versions with their differences, and its links."""

from pydantic import BaseModel

from app.kit.differences import Difference
from app.timeline.models import EntryPublic, Kind


class EntryVersion(EntryPublic):
    """A version of an entry, and in what it differs from the one before that the reader may see."""

    changes: list[Difference]


class EntryVersions(BaseModel):
    """Every version of an entry, oldest first."""

    items: list[EntryVersion]


class Linked(BaseModel):
    """The other end of a link, and how it stands to this entry: `led_to` an entry that follows from this one."""

    rel: str
    entry: str
    kind: Kind
    date: str
    title: str
    withdrawn: bool


class Links(BaseModel):
    """The links of an entry in both directions; `date` is its own. The other ends are ordered by their dates."""

    entry: str
    date: str
    items: list[Linked]
