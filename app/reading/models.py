"""What was understood of an information note: the shape that every format and language is read into."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.checks.models import Finding

EventType = Literal[
    "workshop",
    "national_round_table",
    "nap_drafting",
    "nap_final_review",
    "training_course",
    "peer_review",
    "state_visit",
    "regional_conference",
    "side_event",
    "open_consultation",
    "industry_outreach",
    "virtual_meeting",
    "parliamentary_seminar",
    "academic_event",
    "other",
]
Mode = Literal["in_person", "virtual", "hybrid"]
OrganizerRole = Literal["organizer", "co_organizer", "cooperation", "host", "funder", "support"]
ParticipantKind = Literal["state", "igo", "ngo", "academia", "industry", "committee", "individual", "group"]
EntryKind = Literal[
    "national_report",
    "additional_information",
    "matrix",
    "nap",
    "assistance_request",
    "event",
    "visit",
    "peer_review",
    "note",
    "letter",
    "point_of_contact",
    "legislation",
    "other",
]
LARGEST = 2**53 - 1  # no greater whole number is the same in every JSON (RFC 7493, section 2.2)
Number = Annotated[int, Field(ge=0, le=LARGEST)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
MOST_PEOPLE = 100_000
Spans = dict[str, list[tuple[Number, Number]]]


class Shape(BaseModel):
    """A part of a reading: nothing beyond the members named is accepted."""

    model_config = ConfigDict(extra="forbid")


class FileFacts(Shape):
    """The file as it came: `sha256` in hexadecimal, `pages` null where the format has none."""

    name: str
    media_type: str
    sha256: str
    bytes: Number
    pages: Number | None


class ReadVenue(Shape):
    """A place as printed; `country` is an ISO 3166 alpha-3 code."""

    place: str | None
    city: str | None
    country: str | None


class ReadEvent(Shape):
    """The event of the header; dates are EDTF, `sessions` each day it met, `states` whom it was about."""

    title: str | None
    type: EventType
    mode: Mode
    starts_on: str | None
    ends_on: str | None
    sessions: list[str]
    venues: list[ReadVenue]
    states: list[str]
    resolutions: list[str]


class ReadOrganizer(Shape):
    """An organizer as printed, without the acronym in brackets; `organization` is an id of a register."""

    name: str
    acronym: str | None
    role: OrganizerRole
    organization: str | None


class ReadParticipant(Shape):
    """Who took part, as printed; `total` is a number printed beside the name."""

    name: str
    kind: ParticipantKind
    state: str | None
    total: Annotated[int, Field(ge=0, le=MOST_PEOPLE)] | None


class ReadNote(Shape):
    """The sections, one item a bullet or paragraph, unwrapped and without marks."""

    objectives: list[str]
    background: list[str]
    highlights: list[str]
    comments: list[str]
    disclaimer: str | None
    contact_email: str | None


class ReadEntry(Shape):
    """A dated past fact; `text` is the sentence that states it, `at` the item that holds the sentence."""

    date: str
    kind: EntryKind
    states: list[str]
    status: str | None
    text: str
    at: str


class NextStep(Shape):
    """A commitment: who (null where the note does not say), what, and by when (EDTF)."""

    actor: str | None
    action: str
    due: str | None
    at: str


class Reading(Shape):
    """A note as understood. `spans` and `confidence` have paths into the reading as keys; spans are half-open
    character offsets into the extracted text, confidence runs from 0 to 1."""

    file: FileFacts
    language: str | None
    event: ReadEvent
    organizers: list[ReadOrganizer]
    participants: list[ReadParticipant]
    note: ReadNote
    entries: list[ReadEntry]
    next_steps: list[NextStep]
    findings: list[Finding]
    spans: Spans
    confidence: dict[str, Share]
