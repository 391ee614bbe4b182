"""Historical dates in EDTF (ISO 8601-2:2019): kept as given, with the days that they can mean.

Level 0 and 1 without times of day, long years and years before 1, and of level 2 the sets; `XXXX` (no year
known) may stand before a month and day, as in lists that print "8-10 November" under a lost heading.
points.py has what one point in time can mean; of more than one:

====================  =============================  =========================================
given                 earliest, latest               precision
====================  =============================  =========================================
a/b                   of a and of b                  interval
../b, a/..; /b, a/    None for an end that is open   interval
                      (`..`) or not known (blank)
{a,b} (all of them)   of the first and the last      set
[a,b] (one of them)   of the first and the last      set
{a,b..c}, [..a,b..]   b to c; None where it is open  set
====================  =============================  =========================================

`?` marks what is uncertain, `~` what is approximate, `%` both; neither widens earliest and latest.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from app.kit.points import BadDate, Edtf, Precision, day, point

__all__ = ["BadDate", "Edtf", "Precision", "days_of", "parse", "single", "spanning"]

_LONGEST = 1000
_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_LAST = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}")
_OPEN = ("..", "")


@lru_cache(maxsize=8192)
def parse(text: str) -> Edtf:
    """The date that an EDTF text means; the text is kept as given. Raises BadDate."""
    if len(text) > _LONGEST:
        raise BadDate("The date is too long: one date, interval or set is expected.")
    if _PLAIN_DAY.fullmatch(text) and not text.startswith("0000"):
        exact = day(text[:4], text[5:7], text[8:])
        return Edtf(text, exact, exact, "day", approximate=False, uncertain=False)
    if "/" in text:
        return _interval(text)
    if text[:1] + text[-1:] in {"{}", "[]"}:
        return _set(text)
    return point(text)


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
    if any(later - earlier > timedelta(days=1) for earlier, later in pairwise(days)):
        return "{" + ",".join(each.isoformat() for each in days) + "}"
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
        days = [_member(part) for part in text[1:-1].split(",")]
        sessions = tuple(sorted(each.first_day for each in days if each.is_day))
        if len(sessions) < len(days):
            raise BadDate("The sessions of an event are days, such as {2020-12-01,2020-12-08}.")
        return sessions[0].isoformat(), sessions[-1].isoformat(), sessions
    start, slash, end = text.partition("/")
    if start in _OPEN or (slash and end in _OPEN):
        raise BadDate("An event has a start and an end: an open interval is not expected here.")
    return start, end or start, ()


def _interval(text: str) -> Edtf:
    if _YEAR_LAST.fullmatch(text):
        raise BadDate("Write the year first, as in 2018-01-22: which of the numbers is the day is not certain.")
    ends = text.split("/")
    if len(ends) != 2 or all(end in _OPEN for end in ends):
        raise BadDate(
            "An interval has two ends, as in 2018-01-22/2018-01-23; `..` stands for an open one, nothing for one that "
            "is not known."
        )
    known = [point(end) for end in ends if end not in _OPEN]
    earliest = None if ends[0] in _OPEN else known[0].earliest
    latest = None if ends[1] in _OPEN else known[-1].latest
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
    parts = text[1:-1].split(",")
    if any(part.startswith("..") for part in parts[1:]) or any(part.endswith("..") for part in parts[:-1]):
        raise BadDate("`..` is open at the start of the first date of a set, or at the end of the last one.")
    members = [_member(part) for part in parts]
    _require_same_knowledge(members)
    earliest = None if text[1:].startswith("..") else min(member.first_day for member in members)
    latest = None if text[:-1].endswith("..") else max(member.last_day for member in members)
    known = members[0].year_known
    return _joined(text, members, earliest if known else None, latest if known else None, "set")


def _member(part: str) -> Edtf:
    """A member of a set: a point in time, or a run of them such as `1670..1672`."""
    start, run, end = part.partition("..")
    return _interval(f"{start or '..'}/{end or '..'}") if run else point(part)


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
