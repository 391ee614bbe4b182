"""Where and at what hours an event was held."""

from functools import cache
from typing import Annotated, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, StringConstraints, ValidationInfo, field_validator, model_validator
from pydantic import Field as Rule

from app.kit.shapes import Day, Input, Line, StateCode

Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


@cache
def _zones() -> set[str]:
    return available_timezones()


def _zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("This is no IANA time zone; Europe/Vienna is one.")
    return name


Zone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_zone)]


class Venue(Input):
    """Where an event was held: a building or platform, a city as printed, the State of the place, and where it lies.

    Coordinates are degrees of WGS 84, both or none.
    """

    place: Line | None = None
    city: Line | None = None
    country: StateCode | None = None
    latitude: Annotated[float, Rule(ge=-90, le=90, allow_inf_nan=False, strict=True)] | None = None
    longitude: Annotated[float, Rule(ge=-180, le=180, allow_inf_nan=False, strict=True)] | None = None

    @model_validator(mode="after")
    def lies_somewhere(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("Give latitude and longitude, or neither.")
        return self


class Times(Input):
    """When a session begins and ends, by the clocks of the event's time zone."""

    on: Day
    starts: Clock
    ends: Clock | None = None

    @field_validator("ends")
    @classmethod
    def ends_later(cls, ends: str | None, known: ValidationInfo) -> str | None:
        if ends and ends <= known.data.get("starts", ""):
            raise ValueError("A session ends after it starts; one that goes on past midnight has times on two days.")
        return ends
