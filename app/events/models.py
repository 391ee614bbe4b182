"""Outreach events: what was held where and when, by whom, with whom, about which States."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

import orjson
from pydantic import BaseModel, StringConstraints, ValidationInfo, field_validator
from sqlalchemy import BigInteger, CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel

from app.access.models import OfferedVisibility, Visibility
from app.checks.models import Finding
from app.events.participants import Participant
from app.events.venues import Times, Venue, Zone
from app.kit import dates
from app.kit.db import Table
from app.kit.differences import Difference
from app.kit.languages import Language
from app.kit.shapes import Day, Id, Input, Line, PointInTime, Replacement, Sound, StateCode
from app.ledger.intervals import CURRENT
from app.timeline.models import Identifier, Kind, Source


class EventType(StrEnum):
    """The types of events that every register starts with; more are added as data (types.py)."""

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


TypeKey = Annotated[str, StringConstraints(max_length=50), Sound]
ResolutionText = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4} \([0-9]{4}\)$")]


class Organizer(Input):
    """An organizer as printed, and the registered organization where it is known."""

    name: Line
    organization: Id | None = None
    role: OrganizerRole = OrganizerRole.organizer


class EventBase(SQLModel):
    title: Line
    type: TypeKey
    mode: Mode = Mode.in_person
    status: EventStatus = Field(
        default=EventStatus.held, description="Without it a new event that starts later is planned."
    )
    starts_on: PointInTime
    ends_on: PointInTime | None = None
    sessions: list[Day] = Field(default_factory=list, max_length=100)
    timezone: Zone | None = None
    times: list[Times] = Field(default_factory=list, max_length=100)
    venues: list[Venue] = Field(default_factory=list, max_length=20)
    states: list[StateCode] = Field(max_length=200)
    organizers: list[Organizer] = Field(default_factory=list, max_length=50)
    participants: list[Participant] = Field(default_factory=list, max_length=500)
    resolutions: list[ResolutionText] = Field(default_factory=list, max_length=20)
    languages: list[Language] = Field(default_factory=list, max_length=6)
    series: Line | None = None
    follows: Id | None = None
    identifiers: list[Identifier] = Field(default_factory=list, max_length=20)
    sources: list[Source] = Field(default_factory=list, max_length=50)
    visibility: OfferedVisibility = Visibility.public

    @field_validator("ends_on")
    @classmethod
    def ends_after_it_starts(cls, ends_on: str | None, known: ValidationInfo) -> str | None:
        if "starts_on" in known.data:
            dates.parse(dates.spanning(known.data["starts_on"], ends_on))
        return ends_on

    @field_validator("sessions")
    @classmethod
    def sessions_fit(cls, sessions: list[dt.date], known: ValidationInfo) -> list[dt.date]:
        _within(known, sessions, "A session lies before the start or after the end of the event.")
        return sessions

    @field_validator("times")
    @classmethod
    def times_are_those_of_a_place(cls, times: list[Times], known: ValidationInfo) -> list[Times]:
        if times and known.data.get("timezone", "") is None:
            raise ValueError("Times need the time zone of the place as `timezone`, for example Asia/Ashgabat.")
        _within(known, [one.on for one in times], "Times lie before the start or after the end of the event.")
        return times

    @property
    def date(self) -> str:
        """When the event was held, as EDTF: a set of sessions, one date, or an interval."""
        return dates.spanning(self.starts_on, self.ends_on, self.sessions)


def _within(known: ValidationInfo, days: list[dt.date], refusal: str) -> None:
    """Insist that days are among those of the event, as far as these are understood."""
    if days and known.data.keys() >= {"starts_on", "ends_on"}:
        span = dates.parse(dates.spanning(known.data["starts_on"], known.data["ends_on"]))
        if any(not span.first_day <= day <= span.last_day for day in days):
            raise ValueError(refusal)


class EventCreate(EventBase, Input):
    """An event to record. `starts_on` is a day, or EDTF where no more is known, for example `2014`."""


class EventUpdate(EventBase, Replacement):
    """An event as it should read. Without `status` and `visibility` it keeps those that it has."""

    def over(self, current: str) -> Self:
        """As every replacement. Nothing is announced, or shown to more people, by leaving a member out."""
        known = orjson.loads(current)
        kept = {name: known[name] for name in ("status", "visibility") if name not in self.model_fields_set}
        told = super().over(current).model_dump(exclude_unset=True)
        return type(self).model_validate(told | {name: value for name, value in kept.items() if value})


class EventPublic(BaseModel):
    """An event on record; `date` is its EDTF date, computed from start, end and sessions.

    `entry` is its timeline entry. `certain` is false where a date straddles the day that was asked for. `reason` is
    that of this version, `status_reason` the one for which its status changed last.
    """

    id: str
    version: int
    title: str
    type: str
    mode: Mode
    status: EventStatus
    status_reason: str | None
    date: str
    certain: bool
    starts_on: str
    ends_on: str | None
    sessions: list[dt.date]
    timezone: str | None
    times: list[Times]
    venues: list[Venue]
    states: list[str]
    organizers: list[Organizer]
    participants: list[Participant]
    resolutions: list[str]
    languages: list[Language]
    series: str | None
    follows: str | None
    identifiers: list[Identifier]
    sources: list[Source]
    entry: str | None
    visibility: Visibility
    findings: list[Finding]
    recorded_at: str
    recorded_by: str
    supersedes: int | None
    withdrawn_at: str | None
    reason: str | None


class EventVersion(EventPublic):
    """A version of an event, and in what it differs from the one before that the reader may see."""

    changes: list[Difference]


class EventVersions(BaseModel):
    """Every version of an event, oldest first."""

    items: list[EventVersion]


# In the indexes too, so that counting the rows of a list reads none of them: they are long.
COUNTED = ("withdrawn", "visibility", "owner", "earliest_on", "latest_on", "status")


class Event(Table, table=True):
    """One version of an event. It held from ledger number `from_seq` up to, not including, `to_seq`.

    `visibility` is the effective one, and never wider than that of a later version. The other columns serve the
    filters of lists; `sought` and `series` are folded.
    """

    __table_args__ = (
        Index("ix_event_id_to_seq", "id", "to_seq"),
        Index("ix_event_now", "to_seq", "sort_on", "id", "from_seq", *COUNTED),
        Index("ix_event_ever", "sort_on", "id", "from_seq", "to_seq", *COUNTED),
        Index("ix_event_follows", "follows", "to_seq"),
        CheckConstraint("from_seq < to_seq", "held"),
        CheckConstraint("earliest_on <= latest_on", "in_order"),
    )

    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    from_seq: int = Field(sa_type=BigInteger)
    to_seq: int = Field(default=CURRENT, sa_type=BigInteger)
    withdrawn: bool
    visibility: str
    owner: str | None
    entry_id: str | None
    follows: str | None
    series: str | None
    sought: str
    type: str
    mode: str
    status: str
    sort_on: dt.date
    earliest_on: dt.date
    latest_on: dt.date
    body: str = Field(sa_type=Text)


class TypeOfEvent(Table, table=True):
    """A type of event as it is now; one that is not `active` is given to no further event."""

    type: str = Field(primary_key=True)
    version: int
    entry_kind: str
    active: bool
    body: str = Field(sa_type=Text)
