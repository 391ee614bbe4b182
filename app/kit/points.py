"""Single points in time in EDTF (ISO 8601-2:2019): a day or less than a day, and what each can mean.

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
XXXX, XXXX-11-08      None, None                     unknown
====================  =============================  =========================================
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "season", "year", "interval", "set", "unknown"]

_POINT = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?(?P<mark>[?~%]?)"
)
_NO_YEAR = "The register keeps the years 0001 to 9999, written with four digits."
_NO_SEASON = "The seasons are 21 (spring), 22 (summer), 23 (autumn) and 24 (winter)."
_NO_MONTH = "A month needs a year: 201X and 20XX stand alone."
# What is EDTF, or nearly, and cannot be kept: the first that fits says why.
_REFUSED = (
    (r"[0-9-]+T.*", "A historical date has no time of day: leave out what follows the day."),
    (r"Y.+|-[0-9X]{4,}.*|0000.*", _NO_YEAR),
    (r"[?~%0-9X-]*[?~%][?~%0-9X-]*", "One `?`, `~` or `%` stands at the end and qualifies the whole date."),
    (r"[0-9]{2}[0-9X]X-.*", _NO_MONTH),
    (r"[0-9X]{4}(-[0-9X]{2}){0,2}", "`X` stands for the last digits: 201X, 20XX, 2014-XX, 2014-05-XX, 2014-XX-XX."),
)
_OTHER = (
    "Not an EDTF date (ISO 8601-2): write year, month, day as in 2018-01-22, or less of it as in "
    "2018-01 and 2018, or an interval as in 2018-01-22/2018-01-23."
)
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


def point(text: str) -> Edtf:
    """The one point in time that a text means. Raises BadDate."""
    match = _POINT.fullmatch(text)
    if match is None or match["year"] == "0000":
        raise BadDate(next((why for form, why in _REFUSED if re.fullmatch(form, text, re.ASCII)), _OTHER))
    earliest, latest, precision = _bounds(match["year"], match["month"], match["day"])
    mark = match["mark"]
    return Edtf(text, earliest, latest, precision, approximate=mark in {"~", "%"}, uncertain=mark in {"?", "%"})


def day(year: str, month: str, number: str) -> date:
    """The day with these numbers. Raises BadDate."""
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        raise BadDate("There is no such day in the calendar.") from None


def _last_of_month(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _season(year: str, season: int) -> tuple[date, date]:
    first = day(year, f"{_SEASON_STARTS[season]}", "1")
    if first.month < 12:
        return first, _last_of_month(first.replace(month=first.month + 2))
    return first, _last_of_month(day(f"{first.year + 1}", "2", "1"))


def _bounds(year: str, month: str | None, number: str | None) -> tuple[date | None, date | None, Precision]:
    if year == "XXXX":
        _month_day(f"{_LEAP_YEAR}", month, number)
        return None, None, "unknown"
    if "X" not in year:
        return _month_day(year, month, number)
    if month is not None:
        raise BadDate(_NO_MONTH)
    # The century and the decade that begin with the year 0 begin here with the first year there is.
    return _year(max(year.replace("X", "0"), "0001"))[0], _year(year.replace("X", "9"))[1], "interval"


def _year(year: str) -> tuple[date, date]:
    return day(year, "1", "1"), day(year, "12", "31")


def _month_day(year: str, month: str | None, number: str | None) -> tuple[date, date, Precision]:
    if month is None or (month == "XX" and number in {None, "XX"}):
        return *_year(year), "year"
    if month == "XX":
        raise BadDate("A day needs a month: write 2018-XX-XX or 2018 where the month is not known.")
    if int(month) in _SEASON_STARTS and number is None:
        return *_season(year, int(month)), "season"
    if number is None and int(month) in range(25, 42):
        raise BadDate(_NO_SEASON)
    if number in {None, "XX"}:
        first = day(year, month, "1")
        return first, _last_of_month(first), "month"
    exact = day(year, month, number or "")
    return exact, exact, "day"
