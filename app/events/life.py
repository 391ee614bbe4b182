"""The life of an event: which status may follow which. Time alone changes none: no event is held by itself."""

from datetime import date
from typing import Any, TypeVar

from app.events.models import EventBase, EventStatus
from app.kit import dates
from app.kit.errors import Conflict

E = TypeVar("E", bound=EventBase)
S = EventStatus
# Nothing that was announced goes back to being a draft. What was put down by mistake can be put right.
NEXT = {
    S.draft: {S.planned, S.held, S.cancelled},
    S.planned: {S.held, S.postponed, S.cancelled},
    S.postponed: {S.planned, S.held, S.cancelled},
    S.held: {S.planned, S.postponed, S.cancelled},
    S.cancelled: {S.planned},
}


class StatusNotReachable(Conflict):
    """An event does not go from its present status to this one. `allowed` lists where it can go.

    What was announced is no draft any more; a cancelled event that is taken up again is planned first.
    """

    slug, title = "status-not-reachable", "The event cannot take this status now"


def begun(data: E, *, today: date) -> E:
    """A new event with its first status: without one, what starts after today for certain is planned."""
    if "status" in data.model_fields_set or dates.parse(data.starts_on).first_day <= today:
        return data
    return data.model_copy(update={"status": EventStatus.planned})


def check(before: EventStatus, after: EventStatus) -> None:
    """Insist that a status may follow another. Raises StatusNotReachable."""
    if after is not before and after not in NEXT[before]:
        allowed = [status for status in EventStatus if status in NEXT[before]]
        raise StatusNotReachable(f"An event that is {before} does not become {after}.", allowed=allowed)


def reason(known: dict[str, Any], status: EventStatus, why: str) -> str | None:
    """The reason for which the status changed last, after a change for the reason `why`."""
    told: str | None = known["status_reason"]
    return told if known["status"] == status else why
