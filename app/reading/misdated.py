"""Doubts about dates: those that cannot be, that run backwards, or that tell the same thing in two ways."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from app.checks import dates, names
from app.checks.models import Finding
from app.reading.excerpts import Excerpt
from app.reading.models import ReadEntry
from app.reading.parts import Parts
from app.reading.sentences import sentences
from app.wording.matching import flat
from app.wording.phrases import DatePhrase, find_dates
from app.wording.tokens import tokens
from app.wording.units import Unit, month_units

_LONGEST = 3000
_DAY, _MONTH = 10, 7  # characters of an EDTF day and month
_SECTIONS = ("objectives", "background", "highlights", "comments")
_MOST = 50  # reports that are compared with each other


def date_doubts(parts: Parts) -> list[Finding]:
    """Every doubt about a date of the header, of what stands around it, and of the text."""
    return [*_of_header(parts), *_of_entries(parts), *_of_body(parts)]


def _of_header(parts: Parts) -> Iterator[Finding]:
    held = parts.head.when
    if held.starts_on and held.ends_on and (found := dates.end_before_start(held.starts_on, held.ends_on)):
        yield found
    yield from _of_phrases(held.words.text, held.phrases, "event.starts_on", with_order=False)
    for item in dict.fromkeys([*(field.value for field in parts.head.fields.fields), *parts.preamble]):
        if item != held.words:
            text = item.text[:_LONGEST]
            yield from _of_phrases(text, find_dates(text, parts.pack.language), "event.starts_on")


def _of_phrases(text: str, phrases: Sequence[DatePhrase], at: str, *, with_order: bool = True) -> Iterator[Finding]:
    for phrase in phrases:
        printed = text[phrase.start : phrase.end]
        if phrase.impossible:
            yield dates.impossible_date(printed, at=at)
        if phrase.damaged:
            yield names.ocr_damage(printed, at=at, suggestion=phrase.edtf)
        if with_order and (found := dates.end_before_start(phrase.first, phrase.last, at=at)):
            yield found
        for day, weekday in phrase.weekdays:
            if found := dates.weekday_mismatch(day, weekday, at=at):
                yield found


def _of_entries(parts: Parts) -> Iterator[Finding]:
    invited = parts.pack.phrases("invitation")
    start, end = parts.head.when.starts_on or "", parts.head.when.ends_on or ""
    for entry in parts.entries:
        read = entry.value
        to_event = read.kind == "letter" and len(read.date) == _DAY and invited.search(flat(read.text))
        if to_event and len(start) == _DAY and (found := dates.letter_date_far(read.date, start, at=read.at)):
            yield found
        if end and (late := dates.date_after_event(read.date, max(start, end), at=read.at)):
            yield late
    yield from _told_twice([one.value for one in parts.entries])


def _told_twice(entries: Sequence[ReadEntry]) -> Iterator[Finding]:
    """One act of one State told in two places, with dates that differ in the day, the month or the year alone."""
    once = [one for one in entries if one.kind == "national_report" and len(one.date) == _DAY and len(one.states) == 1]
    for one, other in combinations(once[:_MOST], 2):
        apart = sum(a != b for a, b in zip(one.date.split("-"), other.date.split("-"), strict=True))
        if one.states == other.states and one.at != other.at and apart == 1:
            yield dates.told_twice(one.date, other.date, at=other.at)


def _of_body(parts: Parts) -> Iterator[Finding]:
    for section in _SECTIONS:
        for at, item in enumerate(parts.sections.get(section, ())):
            for sentence in sentences(item, parts.pack):
                yield from _of_sentence(sentence.cut(0, _LONGEST), parts, f"note.{section}[{at}]")
    for at, one in enumerate(parts.head.organizers):
        yield from _conflicts(one.words.cut(0, _LONGEST), parts, f"organizers[{at}]")


def _of_sentence(sentence: Excerpt, parts: Parts, at: str) -> Iterator[Finding]:
    yield from _of_phrases(sentence.text, find_dates(sentence.text, parts.pack.language), at)
    yield from _conflicts(sentence, parts, at)
    yield from _without_year(sentence.text, parts, at)


def _conflicts(sentence: Excerpt, parts: Parts, at: str) -> Iterator[Finding]:
    own = parts.pack.phrases("own_event", "event_itself").search(flat(sentence.text))
    sessions = parts.head.when.sessions
    for phrase in find_dates(sentence.text, parts.pack.language):
        near = _is_near(phrase, sessions, said=bool(own))
        if near and (found := dates.date_conflict(phrase.days, sessions, at=at)):
            yield found


def _is_near(phrase: DatePhrase, sessions: Sequence[str], *, said: bool) -> bool:
    """Whether a date in the text is meant to be the event's: it shares a day with it, or names it in its month."""
    if not phrase.days or not sessions:
        return False
    return bool(set(phrase.days) & set(sessions)) or (said and phrase.days[0][:_MONTH] == sessions[0][:_MONTH])


def _without_year(text: str, parts: Parts, at: str) -> Iterator[Finding]:
    """Days of the event's own month printed without a year: their weekdays, and a range that leaves the event."""
    sessions = parts.head.when.sessions
    for unit in month_units(tokens(text, parts.pack.language)) if sessions else ():
        days = _in_year_of(unit, sessions)
        if set(days) & set(sessions):
            if len(days) > 1 and (found := dates.date_conflict(days, sessions, at=at)):
                yield found
            yield from _weekdays(unit, sessions, at)


def _in_year_of(unit: Unit, sessions: Sequence[str]) -> list[str]:
    """The days of a month without a year, in the year of the event; a range gives every day."""
    year, month, _ = map(int, sessions[0].split("-"))
    if unit.year is not None or unit.month != month or not unit.days:
        return []
    numbers = sorted(day for day, _ in unit.days)
    ranged = len(unit.days) == 2 and unit.days[1][1] is not None
    try:
        return [date(year, month, n).isoformat() for n in (range(numbers[0], numbers[-1] + 1) if ranged else numbers)]
    except ValueError:
        return []


def _weekdays(unit: Unit, sessions: Sequence[str], at: str) -> Iterator[Finding]:
    for number, weekday in unit.weekdays:
        day = f"{sessions[0][:_MONTH]}-{number:02}"
        if day in sessions and (found := dates.weekday_mismatch(day, weekday, at=at)):
            yield found
