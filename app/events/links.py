"""What lists of events are filtered by: rows that belong to one version of an event."""

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from app.kit.db import Table


def _of_event() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["event_id", "version"], ["event.id", "event.version"])


class EventState(Table, table=True):
    """A State that an event is about or that takes part in it; `subject` tells the two apart."""

    __table_args__ = (_of_event(),)

    state: str = Field(primary_key=True, foreign_key="state.iso3")
    event_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    subject: bool


class EventOrganizer(Table, table=True):
    """A registered organization that holds an event, in some role."""

    __table_args__ = (_of_event(),)

    organization_id: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)


class EventVenue(Table, table=True):
    """A place that an event was held in, by its number in the list of the event; the city is folded."""

    __table_args__ = (_of_event(), Index("ix_event_venue_country", "country"))

    event_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    country: str | None = Field(foreign_key="state.iso3")
    city: str | None
    latitude: float | None
    longitude: float | None


class EventPerson(Table, table=True):
    """A person who takes part in an event."""

    __table_args__ = (_of_event(),)

    person_id: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
