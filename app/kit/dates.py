"""Historical dates in EDTF (ISO 8601-2:2019): kept as given, with the days that they can mean.

Level 0 and 1 without times of day, long years and years before 1, and of level 2 the sets; `XXXX` (no year
known) may stand before a month and day, as in lists that print "8-10 November" under a lost heading.

====================  =============================  =========================================
given                 earliest, latest               precision
====================  =============================  =========================================
2018-01-22            that day                       day
2018-07, 2018-07-XX   first, last of the month       month
2021-21 ... 2021-24   meteorological season of the   season (spring, summer, autumn, winter;
                      northern hemisphere            winter begins in December of its year)
2014, 2014-XX         first, last of the year        year
201X, 20XX            first, last of the decade or   interval
                      century
a/b, ../b, a/..       of a and of b; None if open    interval
{a,b} (all of them)   of the first and the last      set
[a,b] (one of them)   of the first and the last      set
XXXX, XXXX-11-08      None, None                     unknown
====================  =============================  =========================================

`?` marks what is uncertain, `~` what is approximate, `%` both; neither widens earliest and latest.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Precision = Literal["day", "month", "season", "year", "interval", "set", "unknown"]

_LONGEST = 1000
_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_POINT = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<mark>[?~%]?)"
)
_YEAR_LAST = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}")
_SEASON_STARTS = {21: 3, 22: 6, 23: 9, 24: 12}
_LEAP_YEAR = 2000  # stands for a year that is not known, so that 29 February is a day in it


class BadDate(ValueError):
    """The text is not a date that the register can keep; the sentence says what to write instead."""


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as given, the first and last day that it can mean (None: not known), and how precise it is."""

    text: str
    earliest: date | None
    latest: date | None
    precision: Precision
    approximate: bool
    uncertain: bool

    @property
    def year_known(self) -> bool:
        return self.earliest is not None or self.latest is not None

    @property
    def first_day(self) -> date:
        """The earliest day for comparing: date.min where it is open or not known."""
        return self.earliest or date.min

    @property
    def last_day(self) -> date:
        """The latest day for comparing: date.max where it is open or not known."""
        return self.latest or date.max

    @property
    def sort_day(self) -> date:
        """The place in a timeline: the earliest day, else the latest; no known year comes last."""
        return self.earliest or self.latest or date.max

    @property
    def is_day(self) -> bool:
        return self.precision == "day"


@lru_cache(maxsize=8192)
def parse(text: str) -> Edtf:
    """The date that an EDTF text means; the text is kept as given. Raises BadDate."""
    if len(text) > _LONGEST:
        raise BadDate("The date is too long: one date, interval or set is expected.")
    if _PLAIN_DAY.fullmatch(text):
        day = _day(text[:4], text[5:7], text[8:])
        return Edtf(text, day, day, "day", approximate=False, uncertain=False)
    if "/" in text:
        return _interval(text)
    if text[:1] + text[-1:] in {"{}", "[]"}:
        return _set(text)
    return _point(text)


def single(text: str) -> Edtf:
    """As parse, but for one point in time, such as the day an event starts on. Raises BadDate.

    One of several, `[2020,2021]`, is one point that is not well known; an interval and `{...}` are not.
    """
    parsed = parse(text)
    if "/" in text or text.startswith("{"):
        raise BadDate("One point in time is expected here, not an interval or a set of dates.")
    return parsed


def spanning(starts_on: str, ends_on: str | None, sessions: Sequence[date] = ()) -> str:
    """The EDTF of an event: the set of its sessions if these are not consecutive days, else day or interval.

    Raises BadDate when an end is not one point in time, or comes before the start.
    """
    days = sorted(set(sessions))
    if any(later - day > timedelta(days=1) for day, later in pairwise(days)):
        return "{" + ",".join(day.isoformat() for day in days) + "}"
    single(starts_on)
    if ends_on is None or single(ends_on).text == starts_on:
        return starts_on
    return parse(f"{starts_on}/{ends_on}").text


def days_of(text: str) -> tuple[str, str, tuple[date, ...]]:
    """Start, end and sessions of an event's EDTF: the inverse of spanning, for all that spanning gives.

    The end equals the start where there is one point only. Raises BadDate for what has no start or no end,
    and for a set of something other than days.
    """
    parse(text)
    if text.startswith("{"):
        days = [parse(part) for part in text[1:-1].split(",")]
        sessions = tuple(sorted(day.first_day for day in days if day.is_day))
        if len(sessions) < len(days):
            raise BadDate("The sessions of an event are days, such as {2020-12-01,2020-12-08}.")
        return sessions[0].isoformat(), sessions[-1].isoformat(), sessions
    start, _, end = text.partition("/")
    if ".." in {start, end}:
        raise BadDate("An event has a start and an end: an open interval is not expected here.")
    return start, end or start, ()


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadDate("There is no such day in the calendar.") from None


def _last_of_month(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _season(year: str, season: int) -> tuple[date, date]:
    first = _day(year, f"{_SEASON_STARTS[season]}", "1")
    if first.month < 12:
        return first, _last_of_month(first.replace(month=first.month + 2))
    return first, _last_of_month(_day(f"{first.year + 1}", "2", "1"))


def _point(text: str) -> Edtf:
    match = _POINT.fullmatch(text)
    if match is None:
        raise BadDate(
            "Not an EDTF date (ISO 8601-2): write year, month, day as in 2018-01-22, or less of it as in "
            "2018-01 and 2018, or an interval as in 2018-01-22/2018-01-23."
        )
    year, month, day, mark = match["year"], match["month"], match["day"], match["mark"]
    earliest, latest, precision = _bounds(year, month, day)
    return Edtf(text, earliest, latest, precision, approximate=mark in {"~", "%"}, uncertain=mark in {"?", "%"})


def _bounds(year: str, month: str | None, day: str | None) -> tuple[date | None, date | None, Precision]:
    if year == "XXXX":
        _month_day(f"{_LEAP_YEAR}", month, day)
        return None, None, "unknown"
    if "X" not in year:
        return _month_day(year, month, day)
    if month is not None:
        raise BadDate("A month needs a year: 201X and 20XX stand alone.")
    return _year(year.replace("X", "0"))[0], _year(year.replace("X", "9"))[1], "interval"


def _year(year: str) -> tuple[date, date]:
    return _day(year, "1", "1"), _day(year, "12", "31")


def _month_day(year: str, month: str | None, day: str | None) -> tuple[date, date, Precision]:
    if month is None or (month == "XX" and day in {None, "XX"}):
        return *_year(year), "year"
    if month == "XX":
        raise BadDate("A day needs a month: write 2018-XX-XX or 2018 where the month is not known.")
    if int(month) in _SEASON_STARTS and day is None:
        return *_season(year, int(month)), "season"
    if day in {None, "XX"}:
        first = _day(year, month, "1")
        return first, _last_of_month(first), "month"
    exact = _day(year, month, day or "")
    return exact, exact, "day"


def _interval(text: str) -> Edtf:
    if _YEAR_LAST.fullmatch(text):
        raise BadDate("Write the year first, as in 2018-01-22: which of the numbers is the day is not certain.")
    ends = text.split("/")
    if len(ends) != 2 or ends == ["..", ".."] or "" in ends:
        raise BadDate("An interval has two ends, as in 2018-01-22/2018-01-23; `..` stands for an open one.")
    known = [_point(end) for end in ends if end != ".."]
    earliest = None if ends[0] == ".." else known[0].earliest
    latest = None if ends[1] == ".." else known[-1].latest
    _require_same_knowledge(known)
    if len(known) == 2:
        _require_order(ends, earliest, latest)
    return _joined(text, known, earliest, latest, "interval")


def _require_order(ends: list[str], earliest: date | None, latest: date | None) -> None:
    """Refuse an end before the start; without a year, days are compared within one month only."""
    reversed_days = earliest is not None and latest is not None and latest < earliest
    start, end = (end.rstrip("?~%") for end in ends)
    same_month = earliest is None and len(start) == len(end) == 10 and start[:7] == end[:7]
    if reversed_days or (same_month and end < start):
        raise BadDate("The interval ends before it starts.")


def _set(text: str) -> Edtf:
    members = [_point(part) for part in text[1:-1].split(",")]
    _require_same_knowledge(members)
    first = min(member.first_day for member in members)
    last = max(member.last_day for member in members)
    known = members[0].year_known
    return _joined(text, members, first if known else None, last if known else None, "set")


def _require_same_knowledge(parts: list[Edtf]) -> None:
    """Refuse a part with a year beside one without: their order cannot be known."""
    if len({part.year_known for part in parts}) > 1:
        raise BadDate("Either all parts have a year or none: `..` stands for an open end.")


def _joined(text: str, parts: list[Edtf], earliest: date | None, latest: date | None, kind: Precision) -> Edtf:
    return Edtf(
        text,
        earliest,
        latest,
        kind if parts[0].year_known else "unknown",
        approximate=any(part.approximate for part in parts),
        uncertain=any(part.uncertain for part in parts),
    )
