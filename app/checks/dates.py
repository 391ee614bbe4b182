"""Doubts about dates: each function answers one finding, or None where nothing is odd."""

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from app.checks.models import Code, Finding

_A_YEAR = timedelta(days=366)
# The first month of each season of EDTF; winter may be that at the beginning of the year.
_SEASONS = {"21": "03", "22": "06", "23": "09", "24": "01"}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def letter_date_far(letter: str, event_start: str, *, at: str) -> Finding | None:
    """An invitation written more than a year before the event (both ISO 8601 days).

    Suggested is the same day in the last year in which it still comes before the event.
    """
    written, start = date.fromisoformat(letter), date.fromisoformat(event_start)
    if start - written <= _A_YEAR:
        return None
    years = start.year - written.year
    detail = (
        f"The letter of {letter} invites to an event that began on {event_start}, "
        f"{years} {'year' if years == 1 else 'years'} later."
    )
    return Finding(code=Code.letter_date_far, at=at, detail=detail, suggestion=_same_day_before(written, start))


def _same_day_before(written: date, start: date) -> str | None:
    for year in (start.year, start.year - 1):
        try:
            moved = written.replace(year=year)
        except ValueError:
            continue
        if moved <= start:
            return moved.isoformat()
    return None


def date_after_event(told: str, event_end: str, *, at: str) -> Finding | None:
    """A past fact dated after the end of the event of which the note tells (EDTF; its earliest day counts)."""
    if earliest(told) <= event_end:
        return None
    detail = f"The note tells of {told} as past, though the event ended on {event_end}."
    return Finding(code=Code.date_after_event, at=at, detail=detail)


def earliest(told: str) -> str:
    """Where an EDTF date begins, as far as it tells: the first of a set or an interval, a season's first month."""
    first = re.split(r"[/,]", told.strip("{}[]"))[0].removesuffix("~").removesuffix("?")
    year, _, part = first.partition("-")
    return f"{year}-{_SEASONS[part]}" if part in _SEASONS else first


def end_before_start(starts_on: str, ends_on: str, *, at: str = "event.ends_on") -> Finding | None:
    """An event that ends before it starts."""
    if ends_on >= starts_on:
        return None
    detail = f"The event is printed as ending on {ends_on}, before it starts on {starts_on}."
    return Finding(code=Code.end_before_start, at=at, detail=detail)


def impossible_date(printed: str, *, at: str) -> Finding:
    """A day that the calendar does not have, as printed."""
    detail = f'The calendar has no such day as "{printed}"; only the month was taken over.'
    return Finding(code=Code.impossible_date, at=at, detail=detail)


def weekday_mismatch(day: str, weekday: int, *, at: str) -> Finding | None:
    """A weekday (Monday is 0) beside a day on which it did not fall."""
    true = date.fromisoformat(day).weekday()
    if true == weekday:
        return None
    detail = f"{day} was a {_WEEKDAYS[true]}, not a {_WEEKDAYS[weekday]} as printed."
    return Finding(code=Code.weekday_mismatch, at=at, detail=detail)


def date_conflict(printed: Collection[str], sessions: Collection[str], *, at: str) -> Finding | None:
    """Days given for the event in the text that differ from the days in the header (ISO 8601 days)."""
    if not printed or set(printed) <= set(sessions):
        return None
    detail = f"The text gives {_span(printed)} for the event, the header {_span(sessions)}."
    return Finding(code=Code.date_conflict, at=at, detail=detail)


def told_twice(first: str, second: str, *, at: str) -> Finding:
    """One fact that the note dates in two ways."""
    detail = f"The note dates the same fact {first} in one place and {second} in another."
    return Finding(code=Code.date_conflict, at=at, detail=detail)


def _span(days: Collection[str]) -> str:
    first, last = min(days), max(days)
    return first if first == last else f"{first} to {last}"


def count_mismatch(counted: int, listed: int, *, what: str, at: str) -> Finding | None:
    """A number in the text that differs from what the header lists."""
    if counted == listed:
        return None
    detail = f"The text speaks of {counted} {what}, the header gives {listed}."
    return Finding(code=Code.count_mismatch, at=at, detail=detail)


def sum_mismatch(whole: int, parts: Sequence[int], *, at: str) -> Finding:
    """A number that is not the sum of the parts listed for it."""
    detail = f"The text gives {whole}, but its parts ({', '.join(map(str, parts))}) add up to {sum(parts)}."
    return Finding(code=Code.count_mismatch, at=at, detail=detail)
