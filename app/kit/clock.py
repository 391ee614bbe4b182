"""Instants and days: the one place that reads the clock, at the edge of the house."""

from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from pydantic import AfterValidator

from app.kit.db import Db

NO_INSTANT = "Give an RFC 3339 instant with its offset, for example 2018-01-22T09:30:00Z."


def instant(moment: datetime) -> str:
    """RFC 3339 in UTC with six digits of a second, so that instants sort as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def checked_instant(text: str) -> str:
    """An RFC 3339 instant in UTC, as `instant` writes it. Raises ValueError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:  # which repeats the text
        raise ValueError(NO_INSTANT) from error
    if moment.tzinfo is None or len(text) < len("2018-01-22T00:00Z"):
        raise ValueError(NO_INSTANT)
    try:
        return instant(moment)
    except OverflowError as error:
        raise ValueError("The instant lies outside the years 1 to 9999 in UTC.") from error


InstantText = Annotated[str, AfterValidator(checked_instant)]


def present() -> datetime:
    """The present instant, for those who are asked by no request."""
    return datetime.now(UTC)


# Asynchronous, since what only computes needs no thread of its own: a hop to one costs more than the work.
async def read_clock(_session: Db) -> datetime:
    """The present instant; for a writer, the one at which its turn began."""
    return present()


Now = Annotated[datetime, Depends(read_clock)]


def today(zone: ZoneInfo) -> date:
    """The present day in a time zone."""
    return datetime.now(zone).date()


async def read_today(request: Request, now: Now) -> date:
    """The present day in the time zone of the register (OUTREACH_TIMEZONE)."""
    return now.astimezone(ZoneInfo(request.app.state.settings.timezone)).date()


Today = Annotated[date, Depends(read_today)]
