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
class Head:
    """What the header says of the event; a value and how sure it is where no words in print belong to it."""

    fields: Fields
    title: Excerpt
    type: tuple[EventType, float]
    mode: tuple[Mode, float]
    when: When
    venues: Sequence[Found[ReadVenue]]
    states: tuple[list[str], float]
    organizers: Sequence[Found[ReadOrganizer]]
    participants: Sequence[Found[ReadParticipant]]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the stages found; `sections` hold the items by section, `preamble` what stands before the first
    label or heading, `repaired` words that mixed two scripts."""

    pack: Pack
    head: Head
    resolutions: Mapping[str, Sequence[Excerpt]]
    sections: Mapping[str, Sequence[Excerpt]]
    disclaimer: Excerpt
    contact: Excerpt
    entries: Sequence[Found[ReadEntry]]
    steps: Sequence[Found[NextStep]]
    repaired: frozenset[str]
    preamble: Sequence[Excerpt] = ()
