"""Spans of time as ISO 8601-1 writes them, in whole years, months, weeks and days."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_DURATION = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})W)?(?:(\d{1,7})D)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def before(day: date, text: str) -> date:
    """The day that lies `text`, such as `P12M`, before another; date.min where there is none so early.

    A month before 31 March is 28 or 29 February: a day that a month lacks is its last. Raises ValueError.
    """
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        raise ValueError("Give a duration (ISO 8601), for example P12M or P90D.")
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    number = day.year * 12 + day.month - 1 - years * 12 - months
    if number < 12:
        return date.min
    year, month = divmod(number, 12)
    start = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    back = timedelta(weeks=weeks, days=days)
    return start - back if start - date.min > back else date.min


def limit(day: date, text: str) -> date:
    """The day that `text` names: itself where it is a day, else that long before `day`. Raises ValueError."""
    return date.fromisoformat(text) if _DAY.fullmatch(text) else before(day, text)


def _checked(text: str) -> str:
    try:
        limit(date.max, text)
    except ValueError as error:
        raise ValueError("Give a duration (ISO 8601) such as P12M, or a day as YYYY-MM-DD.") from error
    return text


# A day, or how long before the present one.
Since = Annotated[str, StringConstraints(max_length=30), AfterValidator(_checked)]
