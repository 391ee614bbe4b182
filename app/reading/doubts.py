"""The plausibility checks, asked about what was understood of a note."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from app.checks import dates, names
from app.checks.models import Finding
from app.organizations import registry as organizations
from app.organizations.registry import Known
from app.reading.event import printed_years
from app.reading.excerpts import Excerpt
from app.reading.gazetteer import find_names
from app.reading.parts import Parts
from app.reading.places import state_of_city
from app.reading.sentences import sentences
from app.states import registry as states
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import DatePhrase, find_dates
from app.wording.resolutions import year_of

_LONGEST = 3000
_WORD = re.compile(r"\w+")


def doubts(parts: Parts) -> list[Finding]:
    """Every finding about a note, in the order of the reading; one that is not sure is not raised."""
    raised = [
        *_header_dates(parts),
        *_places(parts),
        *_names(parts),
        *_missing(parts),
        *_entries(parts),
        *_texts(parts),
        *_damage(parts),
    ]
    return list({(one.code, one.at, one.detail): one for one in raised}.values())


def _header_dates(parts: Parts) -> Iterator[Finding]:
    held = parts.head.when
    if held.starts_on and held.ends_on and (found := dates.end_before_start(held.starts_on, held.ends_on)):
        yield found
    yield from _of_phrases(held.words.text, held.phrases, "event.starts_on")


def _of_phrases(text: str, phrases: Sequence[DatePhrase], at: str) -> Iterator[Finding]:
    for phrase in phrases:
        printed = text[phrase.start : phrase.end]
        if phrase.impossible:
            yield dates.impossible_date(printed, at=at)
        if phrase.damaged:
            yield names.ocr_damage(printed, at=at, suggestion=phrase.edtf)
        for day, weekday in phrase.weekdays:
            if found := dates.weekday_mismatch(day, weekday, at=at):
                yield found


def _places(parts: Parts) -> Iterator[Finding]:
    language = parts.pack.language
    ambiguous = set(parts.pack.lists["ambiguous_cities"])
    for at, venue in enumerate(parts.head.venues):
        city, country = venue.value.city, venue.value.country
        true = state_of_city(city, language, country) if city and flat(city) not in ambiguous else None
        if city and country and true:
            where = states.name(true, language)
            found = names.city_country_mismatch(city, country, true, suggestion=where, at=f"event.venues[{at}]")
            if found:
                yield found
    yield from _title_states(parts)


def _title_states(parts: Parts) -> Iterator[Finding]:
    title = parts.head.states[0]
    of_states = [one.value.state for one in parts.head.participants if one.value.kind == "state"]
    there = {state for state in of_states if state}
    if parts.head.states[1] >= 0.9 and len(title) == 1 and all(of_states):
        name = states.name(title[0], parts.pack.language)
        if found := names.country_mismatch(title, there, title_name=name):
            yield found


def _names(parts: Parts) -> Iterator[Finding]:
    for at, organizer in enumerate(parts.head.organizers):
        place = f"organizers[{at}]"
        yield from _of_name(organizer.value.name, organizer.value.acronym, place, parts.pack)
    for at, participant in enumerate(parts.head.participants):
        yield from _of_name(participant.value.name, None, f"participants[{at}]", parts.pack)


def _of_name(name: str, acronym: str | None, at: str, pack: Pack) -> Iterator[Finding]:
    known = organizations.find(name)
    misprinted = names.plain_name(name) in _misprints()
    if misprinted or not _is_known(name, pack):
        found = names.org_name_error(name, {} if misprinted else _right_names(), _misprints(), at=at)
        yield from [found] if found else []
    if known and acronym and (doubt := _of_acronym(name, acronym, known, at)):
        yield doubt


def _is_known(name: str, pack: Pack) -> bool:
    """Whether the whole of a name is one of the registry, be it in another grammatical case."""
    return any(one.start == 0 and one.end == len(name) for one in find_names(name, pack.language))


@cache
def _right_names() -> Mapping[str, str]:
    return {
        names.plain_name(name): name
        for known in organizations.all_known()
        for name in (known.name, *known.names.values(), *known.aliases)
    }


@cache
def _misprints() -> Mapping[str, str]:
    return {names.plain_name(wrong): known.name for known in organizations.all_known() for wrong in known.misprints}


def _of_acronym(name: str, acronym: str, known: Known, at: str) -> Finding | None:
    """An acronym is doubted beside the name in the language that its list is in, or when it is another's."""
    other = organizations.find(acronym)
    own = [known.acronym or "", *known.aliases, *(one.acronym or "" for one in _family(known))]
    if not known.acronym or (other is None and organizations.find(name) and name != known.name):
        return None
    return names.acronym_mismatch(acronym, own, suggestion=known.acronym, at=at)


def _family(known: Known) -> list[Known]:
    return [one for one in organizations.all_known() if one.key == known.parent]


def _missing(parts: Parts) -> Iterator[Finding]:
    if not parts.head.title.text:
        yield names.missing_field("a title", at="event.title")
    if not parts.head.when.starts_on:
        yield names.missing_field("a date", at="event.starts_on")
    if not parts.head.organizers:
        yield names.missing_field("an organizer", at="organizers")
    if not parts.head.participants:
        yield names.missing_field("participants", at="participants")
    if parts.head.mode[0] != "virtual" and not any(one.value.city or one.value.country for one in parts.head.venues):
        yield names.missing_field("a venue", at="event.venues")


def _entries(parts: Parts) -> Iterator[Finding]:
    invited = parts.pack.phrases("invitation")
    start, end = parts.head.when.starts_on or "", parts.head.when.ends_on or ""
    for entry in parts.entries:
        read = entry.value
        to_event = read.kind == "letter" and len(read.date) == 10 and invited.search(flat(read.text))
        if to_event and len(start) == 10 and (found := dates.letter_date_far(read.date, start, at=read.at)):
            yield found
        if end and (late := dates.date_after_event(read.date[:10], end, at=read.at)):
            yield late


def _texts(parts: Parts) -> Iterator[Finding]:
    yield from _years(parts.head.title.text, "event.title")
    for place, item in _items(parts):
        yield from _years(item.text, place)
        for sentence in sentences(item, parts.pack):
            yield from _of_sentence(sentence.cut(0, _LONGEST), parts, place)


def _items(parts: Parts) -> Iterator[tuple[str, Excerpt]]:
    for section in ("objectives", "background", "highlights", "comments"):
        for at, item in enumerate(parts.sections.get(section, ())):
            yield f"note.{section}[{at}]", item


def _damage(parts: Parts) -> Iterator[Finding]:
    """Words with letters of another script, each field once; those of a label have no field of their own."""
    if not parts.repaired:
        return
    named = [(f"organizers[{at}]", one.words) for at, one in enumerate(parts.head.organizers)]
    places = [("event.title", parts.head.title), *named, *_items(parts)]
    found = [(at, parts.repaired & set(_WORD.findall(words.text))) for at, words in places]
    hits = [(at, min(words)) for at, words in found if words]
    for at, word in hits or [("file", min(parts.repaired))]:
        yield names.ocr_damage(word, at=at)


def _years(text: str, at: str) -> Iterator[Finding]:
    for number, printed in printed_years(text):
        true = year_of(number)
        if true and (found := names.resolution_year_mismatch(number, printed, true, at=at)):
            yield found


def _of_sentence(sentence: Excerpt, parts: Parts, at: str) -> Iterator[Finding]:
    phrases = find_dates(sentence.text, parts.pack.language)
    yield from _of_phrases(sentence.text, phrases, at)
    own = parts.pack.phrases("own_event", "event_itself").search(flat(sentence.text))
    for phrase in phrases:
        near = _is_near(phrase, parts.head.when.sessions, said=bool(own))
        if near and (found := dates.date_conflict(phrase.days, parts.head.when.sessions, at=at)):
            yield found
    if not phrases:
        yield from _day_counts(sentence.text, parts, at)


def _is_near(phrase: DatePhrase, sessions: Sequence[str], *, said: bool) -> bool:
    """Whether a date in the text is meant to be the event's: it shares a day with it, or names it in its month."""
    if not phrase.days or not sessions:
        return False
    return bool(set(phrase.days) & set(sessions)) or (said and phrase.days[0][:7] == sessions[0][:7])


def _day_counts(text: str, parts: Parts, at: str) -> Iterator[Finding]:
    plain = flat(text)
    for words, number in parts.pack.table("day_counts").items():
        if parts.head.when.sessions and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", plain):
            found = dates.count_mismatch(int(number), len(parts.head.when.sessions), what="days", at=at)
            if found:
                yield found
