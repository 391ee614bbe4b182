"""Outreach events: what was held where and when, by whom, with whom, about which States."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, StringConstraints, ValidationInfo, field_validator
from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from app.access.models import OfferedVisibility, Visibility
from app.checks.models import Finding
from app.kit import dates
from app.kit.db import Table
from app.kit.languages import Language
from app.kit.shapes import Day, EdtfText, Id, Input, Line, PointInTime, StateCode
from app.timeline.models import Identifier, Kind, Source


class EventType(StrEnum):
    """The types of events."""

    workshop = "workshop"
    national_round_table = "national_round_table"
    nap_drafting = "nap_drafting"
    nap_final_review = "nap_final_review"
    training_course = "training_course"
    peer_review = "peer_review"
    state_visit = "state_visit"
    regional_conference = "regional_conference"
    side_event = "side_event"
    open_consultation = "open_consultation"
    industry_outreach = "industry_outreach"
    virtual_meeting = "virtual_meeting"
    parliamentary_seminar = "parliamentary_seminar"
    academic_event = "academic_event"
    other = "other"

    @property
    def entry_kind(self) -> Kind:
        """The kind of timeline entry that an event of this type makes."""
        return {EventType.state_visit: Kind.visit, EventType.peer_review: Kind.peer_review}.get(self, Kind.event)


class Mode(StrEnum):
    in_person = "in_person"
    virtual = "virtual"
    hybrid = "hybrid"


class EventStatus(StrEnum):
    draft = "draft"
    planned = "planned"
    held = "held"
    postponed = "postponed"
    cancelled = "cancelled"


class OrganizerRole(StrEnum):
    organizer = "organizer"
    co_organizer = "co_organizer"
    cooperation = "cooperation"
    host = "host"
    funder = "funder"
    support = "support"


class ParticipantKind(StrEnum):
    state = "state"
    igo = "igo"
    ngo = "ngo"
    academia = "academia"
    industry = "industry"
    committee = "committee"
    individual = "individual"
    group = "group"
    count = "count"  # type: ignore[assignment]  # the word of the contract hides str.count, which nobody needs here


class ParticipantRole(StrEnum):
    """In what role somebody takes part; all but provider and donor put the event on their State's timeline."""

    subject = "subject"
    host = "host"
    invited = "invited"
    attended = "attended"
    peer = "peer"
    provider = "provider"
    donor = "donor"


ON_TIMELINE = frozenset(ParticipantRole) - {ParticipantRole.provider, ParticipantRole.donor}
Count = Annotated[int, Field(ge=0, le=100_000)]
ResolutionText = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4} \([0-9]{4}\)$")]


class Venue(Input):
    """Where an event was held: a building or platform, a city as printed, and the State of the place."""

    place: Line | None = None
    city: Line | None = None
    country: StateCode | None = None


class Organizer(Input):
    """An organizer as printed, and the registered organization where it is known."""

    name: Line
    organization: Id | None = None
    role: OrganizerRole = OrganizerRole.organizer


class Participant(Input):
    """Who took part, as printed; numbers without names are normal, and a group is never expanded."""

    name: Line
    kind: ParticipantKind
    state: StateCode | None = None
    organization: Id | None = None
    role: ParticipantRole = ParticipantRole.attended
    total: Count | None = None
    women: Count | None = None
    men: Count | None = None


class EventBase(SQLModel):
    title: Line
    type: EventType
    mode: Mode = Mode.in_person
    status: EventStatus = EventStatus.held
    starts_on: EdtfText
    ends_on: PointInTime | None = None
    sessions: list[Day] = Field(default_factory=list, max_length=100)
    venues: list[Venue] = Field(default_factory=list, max_length=20)
    states: list[StateCode] = Field(max_length=200)
    organizers: list[Organizer] = Field(default_factory=list, max_length=50)
    participants: list[Participant] = Field(default_factory=list, max_length=500)
    resolutions: list[ResolutionText] = Field(default_factory=list, max_length=20)
    languages: list[Language] = Field(default_factory=list, max_length=6)
    follows: Id | None = None
    identifiers: list[Identifier] = Field(default_factory=list, max_length=20)
    sources: list[Source] = Field(default_factory=list, max_length=50)
    visibility: OfferedVisibility = Visibility.public

    @property
    def date(self) -> str:
        """When the event was held, as EDTF: a set of sessions, one date, or an interval."""
        return dates.spanning(self.starts_on, self.ends_on, self.sessions)


class EventCreate(EventBase, Input):
    """An event to record. `starts_on` is a day, or EDTF where no more is known, for example `2014`."""

    @field_validator("ends_on")
    @classmethod
    def ends_after_it_starts(cls, ends_on: str | None, known: ValidationInfo) -> str | None:
        if "starts_on" in known.data:
            dates.parse(dates.spanning(known.data["starts_on"], ends_on))
        return ends_on

    @field_validator("sessions")
    @classmethod
    def sessions_fit(cls, sessions: list[dt.date], known: ValidationInfo) -> list[dt.date]:
        if known.data.keys() >= {"starts_on", "ends_on"}:
            span = dates.parse(dates.spanning(known.data["starts_on"], known.data["ends_on"]))
            if any(not span.first_day <= day <= span.last_day for day in sessions):
                raise ValueError("A session lies before the start or after the end of the event.")
        return sessions


class EventPublic(BaseModel):
    """An event on record; `date` is its EDTF date, computed from start, end and sessions."""

    id: str
    version: int
    title: str
    type: EventType
    mode: Mode
    status: EventStatus
    date: str
    starts_on: str
    ends_on: str | None
    sessions: list[dt.date]
    venues: list[Venue]
    states: list[str]
    organizers: list[Organizer]
    participants: list[Participant]
    resolutions: list[str]
    languages: list[Language]
    follows: str | None
    identifiers: list[Identifier]
    sources: list[Source]
    visibility: Visibility
    findings: list[Finding]
    recorded_at: str
    recorded_by: str
    reason: str | None


class EventTypePublic(BaseModel):
    """A type of event, and the kind of timeline entry that it makes."""

    type: EventType
    entry_kind: Kind


class EventTypes(BaseModel):
    items: list[EventTypePublic]


class Event(Table, table=True):
    """The current state of an event; earlier ones are in the ledger. Columns serve the filters of lists."""

    __table_args__ = (Index("ix_event_newest", "sort_on", "id"),)

    id: str = Field(primary_key=True)
    version: int
    seq: int = Field(sa_type=BigInteger)
    entry_id: str | None
    title: str
    sought: str
    type: str
    mode: str
    status: str
    sort_on: dt.date
    earliest_on: dt.date
    latest_on: dt.date
    visibility: str
    owner: str | None
    body: str = Field(sa_type=Text)


class EventState(Table, table=True):
    """A State that an event is about or that takes part in it; `subject` tells the two apart."""

    state: str = Field(primary_key=True, foreign_key="state.iso3")
    event_id: str = Field(primary_key=True, foreign_key="event.id")
    subject: bool


class EventOrganizer(Table, table=True):
    """A registered organization that holds an event, in some role."""

    organization_id: str = Field(primary_key=True, foreign_key="organization.id")
    event_id: str = Field(primary_key=True, foreign_key="event.id")


class EventCountry(Table, table=True):
    """A country that an event was held in."""

    country: str = Field(primary_key=True, foreign_key="state.iso3")
    event_id: str = Field(primary_key=True, foreign_key="event.id")
