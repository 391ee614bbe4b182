"""Days, months and years put together from tokens: "Monday 20 to Wednesday 22 June 2016" is one unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.wording.tokens import Part, Token, lonely_day

_LINKS = (Part.through, Part.also)
_PASSED = (Part.filler, Part.weekday)
_TO_YEAR = (*_PASSED, Part.year_noun)
_REACH = 6  # tokens looked at on either side before a date is given up
_MOST_DAYS = 31


@dataclass(slots=True)
class Unit:
    """Days of one month as printed: each with the link before it. Token places run from `first` to `last`."""

    month: int
    year: int | None
    days: list[tuple[int, Part | None]]
    first: int
    last: int
    weekdays: list[tuple[int, int]] = field(default_factory=list)
    damaged: bool = False


def month_units(found: Sequence[Token]) -> Iterator[Unit]:
    """Every month of the text with what belongs to it, in order."""
    floor = 0
    for at, token in enumerate(found):
        if token.part is Part.month and at >= floor:
            unit = _unit(found, at, floor)
            floor = unit.last + 1
            yield unit


def _unit(found: Sequence[Token], at: int, floor: int) -> Unit:
    unit = Unit(month=found[at].value, year=None, days=[], first=at, last=at)
    _year_before(found, unit, floor)
    if unit.year is None:
        _days_before(found, unit, floor)
    if not unit.days:
        _days_after(found, unit)
    if unit.year is None:
        _year_after(found, unit)
    _unit_after(found, unit)
    _weekday_after(found, unit)
    return unit


def _unit_after(found: Sequence[Token], unit: Unit) -> None:
    """The unit written onto the last number, as in Chinese, is part of the date."""
    after = unit.last + 1
    if after < len(found) and found[after].part is Part.filler and found[after].start == found[unit.last].end:
        unit.last = after


def _year_before(found: Sequence[Token], unit: Unit, floor: int) -> None:
    """The order of Chinese: the year, its unit, then the month."""
    at = unit.first - 1
    if at - 1 >= floor and found[at].part is Part.after_year and found[at - 1].part is Part.year:
        unit.year, unit.first = found[at - 1].value, at - 1


def _back(found: Sequence[Token], at: int, floor: int, passed: tuple[Part, ...] = _PASSED) -> int:
    while at >= floor and found[at].part in passed:
        at -= 1
    return at


def _days_before(found: Sequence[Token], unit: Unit, floor: int) -> None:
    """The list of days that ends before the month, read from its end."""
    at = _back(found, unit.first - 1, floor)
    link: Part | None = None
    while at >= floor and len(unit.days) < _MOST_DAYS and (days := _as_days(found, at)):
        if unit.days:
            unit.days[0] = (unit.days[0][0], link)
        unit.damaged = unit.damaged or found[at].part is not Part.day or not found[at].text.isdecimal()
        unit.days[:0] = days
        unit.first = at
        _weekday_before(found, unit, floor)
        at = _back(found, at - 1, floor)
        if at < floor or found[at].part not in _LINKS or _starts_anew(found, at, unit, floor):
            return
        link = found[at].part
        at = _back(found, at - 1, floor)


def _starts_anew(found: Sequence[Token], at: int, unit: Unit, floor: int) -> bool:
    """A comma after a number that is no earlier day: "Room 25, 12 May" is one day."""
    before = _back(found, at - 1, floor)
    if before < floor or found[before].part is not Part.day:
        return True
    if found[at].text not in {",", "、", "."}:
        return False
    ahead = _back(found, before - 1, floor)
    noun = ahead >= floor and found[ahead].part is Part.other and found[ahead].text.isalpha() and ahead == before - 1
    return noun or found[before].value >= unit.days[0][0]


def _as_days(found: Sequence[Token], at: int) -> list[tuple[int, Part | None]]:
    """The day that a token is, or the two that a lost dash has pushed together ("1920 April")."""
    token = found[at]
    if token.part is Part.day or lonely_day(token):
        return [(token.value or lonely_day(token), None)]
    if not token.text.isdecimal() or len(token.text) not in {3, 4}:
        return []
    cut = len(token.text) // 2
    first, last = int(token.text[:cut]), int(token.text[cut:])
    return [(first, None), (last, Part.through)] if 1 <= first < last <= 31 else []


def _weekday_before(found: Sequence[Token], unit: Unit, floor: int) -> None:
    at = unit.first - 1
    while at >= max(floor, unit.first - 3) and (found[at].text == "," or found[at].part is Part.filler):
        at -= 1
    if at >= floor and found[at].part is Part.weekday:
        unit.weekdays.append((unit.days[0][0], found[at].value))


def _ahead(found: Sequence[Token], at: int, passed: tuple[Part, ...] = _PASSED) -> int:
    end = min(len(found), at + _REACH)
    while at < end and found[at].part in passed:
        at += 1
    return at


def _days_after(found: Sequence[Token], unit: Unit) -> None:
    """Days after their month: "August 2, 2016", and always so in Chinese."""
    at = _ahead(found, unit.last + 1) if unit.year is None else unit.last + 1
    at = _ahead(found, at, (Part.filler,))
    link: Part | None = None
    while at < len(found) and found[at].part is Part.day and len(unit.days) < _MOST_DAYS:
        unit.days.append((found[at].value, link))
        unit.last = at
        after = _ahead(found, at + 1)
        if after >= len(found) or found[after].part not in _LINKS:
            return
        link = found[after].part
        at = _ahead(found, after + 1)


def _year_after(found: Sequence[Token], unit: Unit) -> None:
    at = _ahead(found, unit.last + 1, _TO_YEAR)
    if at < len(found) and found[at].text == ",":
        at = _ahead(found, at + 1)
    if at < len(found) and found[at].part is Part.year:
        unit.year, unit.last = found[at].value, at


def _weekday_after(found: Sequence[Token], unit: Unit) -> None:
    """A weekday in brackets after its day: "22 January 2018 (Monday)"."""
    at = unit.last + 1
    while at < min(len(found), unit.last + 3) and found[at].text in {"(", ",", "（"}:
        at += 1
    follows = unit.last + 1 < at < len(found) and found[at].part is Part.weekday
    if follows and len(unit.days) == 1 and at + 1 < len(found) and found[at + 1].text in {")", "）"}:
        unit.weekdays.append((unit.days[0][0], found[at].value))


@dataclass(frozen=True, slots=True)
class YearPart:
    """A year that stands alone, or a season, quarter or half of it."""

    edtf: str
    first: int
    last: int


def year_parts(found: Sequence[Token], taken: frozenset[int]) -> Iterator[YearPart]:
    """Years in running text that a word before or after marks as dates, outside the tokens already `taken`."""
    for at, token in enumerate(found):
        if token.part is Part.year and at not in taken and not _is_symbol(found, at):
            part = _part_of_year(found, at) or _plain_year(found, at)
            if part:
                yield part


def _is_symbol(found: Sequence[Token], at: int) -> bool:
    """A year within a document symbol or in brackets: no date."""
    before = found[at - 1].text if at else ""
    after = found[at + 1].text if at + 1 < len(found) else ""
    return before in {"/", "(", "（"} or after in {"/", "(", "（"}


def _part_of_year(found: Sequence[Token], at: int) -> YearPart | None:
    """A season, quarter or half named before the year, or after it, as in Chinese."""
    year = found[at].value
    before = _back(found, at - 1, max(0, at - _REACH), _TO_YEAR)
    if before >= 0 and (named := _season_or_part(found, before, year)):
        return YearPart(named[0], before - named[1], at)
    after = at + 2 if at + 1 < len(found) and found[at + 1].part is Part.after_year else len(found)
    for last in range(after, min(after + 3, len(found))):
        named = _season_or_part(found, last, year)
        if named and last - named[1] >= after:
            return YearPart(named[0], at, last)
    return None


def _season_or_part(found: Sequence[Token], at: int, year: int) -> tuple[str, int] | None:
    """The season that a token is, or the part of the year that it ends, with the number of tokens before it."""
    token = found[at]
    if token.part is Part.season:
        return f"{year}-{token.value}", 0
    for other in (at - 1, _back(found, at - 1, max(0, at - 3))):
        pair = (token, found[other]) if other >= 0 else ()
        part = next((one for one in pair if one.part is Part.quarter), None)
        number = next((one for one in pair if one.part in {Part.ordinal, Part.day}), None)
        if part and number and (last := number.value * (12 // part.value)) <= 12:
            return f"{year}-{last - 12 // part.value + 1:02}/{year}-{last:02}", at - other
    return None


def _plain_year(found: Sequence[Token], at: int) -> YearPart | None:
    before = _back(found, at - 1, max(0, at - _REACH))
    marked = before >= 0 and found[before].part in {Part.before_year, Part.year_noun}
    if not marked and not _has_unit(found, at):
        return None
    return YearPart(str(found[at].value), before if marked else at, at)


def _has_unit(found: Sequence[Token], at: int) -> bool:
    """A word such as "года" after the year, or after the years that follow it."""
    while at + 2 < len(found) and found[at + 1].part in _LINKS and found[at + 2].part is Part.year:
        at += 2
    return at + 1 < len(found) and found[at + 1].part is Part.after_year
