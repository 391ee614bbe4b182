"""All that was understood of a note, before it is written out as a reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.reading.excerpts import Excerpt
from app.reading.fields import Fields
from app.reading.found import Found
from app.reading.models import (
    EventType,
    Mode,
    NextStep,
    ReadEntry,
    ReadOrganizer,
    ReadParticipant,
    ReadVenue,
)
from app.reading.when import When
from app.wording.packs import Pack


@dataclass(frozen=True, slots=True)
class Parts:
    """What the stages found; `sections` hold the items by section."""

    pack: Pack
    fields: Fields
    title: Excerpt
    type: tuple[EventType, float]
    mode: tuple[Mode, float]
    when: When
    venues: Sequence[Found[ReadVenue]]
    states: tuple[list[str], float]
    resolutions: Mapping[str, Sequence[Excerpt]]
    organizers: Sequence[Found[ReadOrganizer]]
    participants: Sequence[Found[ReadParticipant]]
    sections: Mapping[str, Sequence[Excerpt]]
    disclaimer: Excerpt
    contact: Excerpt
    entries: Sequence[Found[ReadEntry]]
    steps: Sequence[Found[NextStep]]
    repaired: frozenset[str]
