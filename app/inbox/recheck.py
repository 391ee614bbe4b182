"""The checks of a reading that its sender made, run again: whoever sends does not decide what a reviewer is warned of.

Run again are the checks that need nothing but the reading. Those that need the words as printed (weekdays, days that
the calendar lacks, numbers in the text, damage by scanning), those of names, and whether the country fits the rest of
the note stay as the sender reports them.
"""

import re
from collections.abc import Iterator
from datetime import date

from app.checks import dates, names
from app.checks.models import Code, Finding
from app.kit.languages import Language
from app.reading.event import printed_years
from app.reading.models import ReadEntry, Reading
from app.reading.places import state_of_city
from app.states import registry
from app.wording.matching import flat
from app.wording.packs import pack
from app.wording.resolutions import year_of

OURS = frozenset({Code.duplicate_event, Code.unknown_organization})  # only the register can know them
CALENDAR = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
SECTIONS = ("objectives", "background", "highlights", "comments")


def recheck(reading: Reading) -> Reading:
    """The reading with the findings that it must have, and without those that only the register can make."""
    kept = [one for one in reading.findings if one.code not in OURS]
    told = {(one.code, one.at) for one in kept}
    found = (*_event(reading), *_venues(reading), *_missing(reading), *_entries(reading), *_resolutions(reading))
    more = {(one.code, one.at): one for one in found if one and (one.code, one.at) not in told}
    return reading.model_copy(update={"findings": [*kept, *more.values()]})


def _language(reading: Reading) -> Language:
    return Language(reading.language) if reading.language in set(Language) else Language.en


def _event(reading: Reading) -> Iterator[Finding | None]:
    start, end = _calendar(reading.event.starts_on), _calendar(reading.event.ends_on)
    if start and end and len(start) == len(end):
        yield dates.end_before_start(start, end)


def _calendar(edtf: str | None) -> str:
    """The first day, month or year of a date; blank where there is none to compare with."""
    start = (edtf or "").partition("/")[0]
    return start if CALENDAR.fullmatch(start) else ""


def _venues(reading: Reading) -> Iterator[Finding | None]:
    language = _language(reading)
    for number, venue in enumerate(reading.event.venues):
        plain = flat(venue.city or "")
        true = (
            state_of_city(plain, language, venue.country)
            if plain not in pack(language).lists["ambiguous_cities"]
            else None
        )
        if venue.city and venue.country and true:
            where, at = registry.name(true, language), f"event.venues[{number}]"
            yield names.city_country_mismatch(venue.city, venue.country, true, suggestion=where, at=at)


def _missing(reading: Reading) -> Iterator[Finding]:
    event = reading.event
    placed = event.mode == "virtual" or any(venue.city or venue.country for venue in event.venues)
    wanted = {
        "event.title": ("a title", event.title), "event.starts_on": ("a date", event.starts_on),
        "organizers": ("an organizer", reading.organizers), "participants": ("participants", reading.participants),
        "event.venues": ("a venue", placed),
    }  # fmt: skip
    yield from (names.missing_field(what, at=at) for at, (what, given) in wanted.items() if not given)


def _entries(reading: Reading) -> Iterator[Finding | None]:
    start, end = _calendar(reading.event.starts_on), _calendar(reading.event.ends_on)
    for read in reading.entries:
        told = _calendar(read.date)
        if told and end:
            yield dates.date_after_event(told, end, at=read.at)
        if _invites(read, reading) and _are_days(told, start):
            yield dates.letter_date_far(told, start, at=read.at)


def _invites(read: ReadEntry, reading: Reading) -> bool:
    invitation = pack(_language(reading)).phrases("invitation")
    return read.kind == "letter" and bool(invitation.search(flat(read.text)))


def _are_days(*told: str) -> bool:
    try:
        return all(len(one) == len("2018-01-22") and date.fromisoformat(one) for one in told)
    except ValueError:
        return False


def _resolutions(reading: Reading) -> Iterator[Finding | None]:
    items = [
        (f"note.{name}[{number}]", text) for name in SECTIONS for number, text in enumerate(getattr(reading.note, name))
    ]
    for at, text in [("event.title", reading.event.title or ""), *items]:
        for number, printed in printed_years(text):
            if true := year_of(number):
                yield names.resolution_year_mismatch(number, printed, true, at=at)
