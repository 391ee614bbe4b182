"""Dates in running text, as notes of the United Nations print them, in EDTF (ISO 8601-2)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from app.kit.languages import Language
from app.wording.matching import flat
from app.wording.packs import pack
from app.wording.tokens import Part, Token, tokens
from app.wording.units import Unit, YearPart, month_units, year_parts
from app.wording.written import in_figures


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date printed at text[start:end]. `first` and `last` are its ends as printed, even in the wrong order;
    `days` each day of it where it has days; `weekdays` pairs of a day and the weekday (Monday is 0) beside it."""

    edtf: str
    start: int
    end: int
    first: str = ""
    last: str = ""
    days: tuple[str, ...] = ()
    weekdays: tuple[tuple[str, int], ...] = ()
    impossible: bool = False
    damaged: bool = False


_FIGURES = re.compile(
    r"(?<![\d/.\-])(?:(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    r"|(?:(?P<from>\d{1,2})\.? ?- ?)?(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)"
    r"|(?P<day>\d{1,2})(?P<by>[. /-])(?P<roman>[ivx]{1,4})(?P=by)(?P<year>(?:19|20)\d\d)"
    r"|(?P<dd>[0-3]\d)\.(?P<mm>[01]\d)\.(?P<yy>[0-3]\d))(?![\d/\-]|\.\d)"
)
_LONGEST_SPAN = 366
_A_YEAR = 4
_BETWEEN = (Part.through, Part.also, Part.filler, Part.weekday, Part.before_year, Part.year_noun, Part.after_year)
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}


@lru_cache(maxsize=512)  # the sentences of a note: each of its stages asks for their dates
def find_dates(text: str, language: Language, near: str = "") -> tuple[DatePhrase, ...]:
    """The dates of a text in order, none overlapping; a day that does not exist gives its month. Days printed
    without a year are the last such days before `near` (EDTF), or no dates where nothing is near."""
    figures = in_figures(text, language, near)
    found = tokens(figures.text, language)
    units = list(month_units(found))
    _share_years(units, found)
    if near or figures.year:
        _years_near(units, figures.year or near)
    phrases = list(_from_units(units, found))
    taken = frozenset(k for unit in units for k in range(unit.first, unit.last + 1))
    phrases += _from_years(list(year_parts(found, taken)), found)
    phrases += _from_figures(text, day_first=pack(language).day_first)
    phrases = [replace(phrase, end=figures.end_of(phrase.end)) for phrase in phrases]
    return tuple(_apart(sorted(phrases, key=lambda phrase: (phrase.start, -phrase.end))))


def _apart(phrases: Sequence[DatePhrase]) -> list[DatePhrase]:
    kept: list[DatePhrase] = []
    for phrase in phrases:
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def _link(found: Sequence[Token], first: int, last: int) -> Part | None:
    """What joins two dates when nothing but fillers and one link stands between these tokens."""
    links = [token.part for token in found[first:last] if token.part in {Part.through, Part.also}]
    plain = all(token.part in _BETWEEN for token in found[first:last])
    return links[0] if plain and links and last - first <= 6 else None


def _share_years(units: Sequence[Unit], found: Sequence[Token]) -> None:
    """A year printed once holds for the dates linked to it: "28 February - 2 March 2017"."""
    for here, after in zip(reversed(units[:-1]), reversed(units[1:]), strict=True):
        if here.year is None and after.year and _link(found, here.last + 1, after.first):
            here.year = after.year - (here.month > after.month)
    for before, here in pairwise(units):
        if here.year is None and before.year and _link(found, before.last + 1, here.first):
            here.year = before.year


def _years_near(units: Sequence[Unit], near: str) -> None:
    """The year of days that are printed without one: that of a date near them, or the one before."""
    year, month = int(near[:4]), int(near[5:7] or 12)
    for unit in units:
        if unit.year is None and unit.days:
            unit.year = year - (unit.month > month)


def _from_units(units: Sequence[Unit], found: Sequence[Token]) -> Iterator[DatePhrase]:
    at = 0
    while at < len(units):
        unit = units[at]
        if unit.year is None:
            at += 1
            continue
        phrase = _phrase(unit, found)
        after = units[at + 1] if at + 1 < len(units) and units[at + 1].year else None
        joined = after and _joined(phrase, _phrase(after, found), _link(found, unit.last + 1, after.first))
        yield joined or phrase
        at += 2 if joined else 1


def _joined(left: DatePhrase, right: DatePhrase, link: Part | None) -> DatePhrase | None:
    """One phrase for two linked ones: a range, or neighbours in the calendar joined by "and"."""
    neighbours = link is Part.also and _next_after(left.last) == right.first
    if link is None or left.impossible or right.impossible or not (link is Part.through or neighbours):
        return None
    return _interval(
        (left.first, right.last),
        (left.start, right.end),
        weekdays=left.weekdays + right.weekdays,
        damaged=left.damaged or right.damaged,
    )


def _next_after(point: str) -> str:
    if len(point) == 10:
        return (date.fromisoformat(point) + timedelta(days=1)).isoformat()
    if len(point) == 7 and point[5:] < "12":
        return f"{point[:5]}{int(point[5:]) + 1:02}"
    return str(int(point[:4]) + 1) + ("-01" if len(point) == 7 else "")


def _interval(
    ends: tuple[str, str],
    span: tuple[int, int],
    *,
    weekdays: tuple[tuple[str, int], ...] = (),
    damaged: bool = False,
) -> DatePhrase:
    first, last = ends
    edtf = f"{first}/{last}" if first < last else first
    days = tuple(_days_between(first, last)) if len(first) == len(last) == 10 else ()
    return DatePhrase(edtf, *span, first, last, days, weekdays, damaged=damaged)


def _days_between(first: str, last: str) -> Iterator[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    for step in range(min((end - start).days, _LONGEST_SPAN) + 1):
        yield (start + timedelta(days=step)).isoformat()


def _phrase(unit: Unit, found: Sequence[Token]) -> DatePhrase:
    span = (found[unit.first].start, found[unit.last].end)
    month = f"{unit.year}-{unit.month:02}"
    points = [_day(unit, day) for day, _ in unit.days]
    whole = [point for point in points if point]
    if len(whole) < len(points) or not whole:
        return DatePhrase(month, *span, month, month, impossible=bool(points), damaged=unit.damaged)
    weekdays = tuple(sorted((_day(unit, day) or "", weekday) for day, weekday in unit.weekdays))
    if len(points) == 2 and unit.days[1][1] is Part.through:
        return _interval((whole[0], whole[1]), span, weekdays=weekdays, damaged=unit.damaged)
    days = _listed(unit, whole)
    edtf = _compact(days)
    return DatePhrase(edtf, *span, days[0], days[-1], tuple(days), weekdays, damaged=unit.damaged)


def _listed(unit: Unit, points: Sequence[str]) -> list[str]:
    days = {points[0]}
    for before, point, (_, link) in zip(points, points[1:], unit.days[1:], strict=False):
        days.update(_days_between(before, point) if link is Part.through else (point,))
    return sorted(days | set(points))


def _compact(days: Sequence[str]) -> str:
    if len(days) == 1:
        return days[0]
    run = all(_next_after(before) == after for before, after in pairwise(days))
    return f"{days[0]}/{days[-1]}" if run else "{" + ",".join(days) + "}"


def _day(unit: Unit, day: int) -> str | None:
    try:
        return date(unit.year or 0, unit.month, day).isoformat()
    except ValueError:
        return None


def _from_years(parts: Sequence[YearPart], found: Sequence[Token]) -> Iterator[DatePhrase]:
    """Years that stand alone, with the years linked to them: "in 2014 and 2016", "from 2015 to 2017"."""
    for part in parts:
        last = part.last
        first, _, end = part.edtf.partition("/")
        linked = _linked_year(found, last, Part.through) if len(part.edtf) == _A_YEAR else None
        if linked is not None and (ends := (first, str(found[linked].value))) and ends[0] < ends[1]:
            yield DatePhrase("/".join(ends), found[part.first].start, found[linked].end, *ends)
            continue
        yield DatePhrase(part.edtf, found[part.first].start, found[last].end, first, end or first)
        while (after := _linked_year(found, last, Part.also)) is not None:
            year = str(found[after].value)
            yield DatePhrase(year, found[after].start, found[after].end, year, year)
            last = after


def _linked_year(found: Sequence[Token], at: int, link: Part) -> int | None:
    """The year that a link joins to the one at `at`, with its unit or a word for "in" between them."""
    links = [n for n in range(at + 1, min(at + 3, len(found))) if found[n].part is link]
    after = links[0] + 1 if links else len(found)
    while after < len(found) and found[after].part in {Part.before_year, Part.year_noun, Part.filler}:
        after += 1
    plain = (
        all(found[n].part in {link, Part.after_year, Part.filler} for n in range(at + 1, links[0])) if links else False
    )
    return after if plain and after < len(found) and found[after].part is Part.year else None


def _from_figures(text: str, *, day_first: bool) -> Iterator[DatePhrase]:
    for match in _FIGURES.finditer(flat(text)):
        points = [match["iso"]] if match["iso"] else _figures(match, day_first=day_first)
        if points and all(map(_exists, points)):
            yield _interval((points[0], points[-1]), match.span())


def _figures(match: re.Match[str], *, day_first: bool) -> list[str]:
    """Day and month in figures, where their order is certain: by the language, a dot, or a number over 12."""
    if match["roman"]:
        return [f"{match['year']}-{_ROMAN.get(match['roman'], 0):02}-{int(match['day']):02}"]
    if match["yy"]:
        return [f"20{match['yy']}-{match['mm']}-{match['dd']}"] if day_first else []
    a, b = int(match["a"]), int(match["b"])
    if not (day_first or match["sep"] == "." or a > 12 or a == b or b > 12):
        return []
    day, month = (b, a) if b > 12 and match["sep"] != "." else (a, b)
    days = [int(match["from"]), day] if match["from"] else [day]
    return [f"{match['y']}-{month:02}-{d:02}" for d in days]


def _exists(point: str) -> bool:
    try:
        date.fromisoformat(point)
    except ValueError:
        return False
    return True
