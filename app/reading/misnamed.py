"""Doubts about names: organizations and their acronyms, cities beside States, and the State that a note is about."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from app.checks import names
from app.checks.models import Finding
from app.organizations import registry as organizations
from app.organizations.registry import Known
from app.reading.event import printed_years
from app.reading.excerpts import Excerpt
from app.reading.gazetteer import Named, find_names
from app.reading.parts import Parts
from app.reading.places import state_of_city
from app.reading.sentences import sentences
from app.states import registry as states
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.resolutions import year_of

_LONGEST = 3000
_SURE = 0.9
_IN_BRACKETS = re.compile(r"\s{0,2}[(（]\s?([^\W\d_][^()（）\s]{1,11})\s?[)）]")
_PLANS = frozenset({"nap_drafting", "nap_final_review"})


def name_doubts(parts: Parts) -> Iterator[Finding]:
    """Every doubt about a name of the header and of the text."""
    yield from _places(parts)
    yield from _title_states(parts)
    for at, organizer in enumerate(parts.head.organizers):
        place = f"organizers[{at}]"
        yield from _of_name(organizer.value.name, organizer.value.acronym, place, parts.pack)
    for at, participant in enumerate(parts.head.participants):
        yield from _of_name(participant.value.name, None, f"participants[{at}]", parts.pack)
    yield from _in_texts(parts)


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


def _title_states(parts: Parts) -> Iterator[Finding]:
    title = parts.head.states[0]
    of_states = [one.value.state for one in parts.head.participants if one.value.kind == "state"]
    there = {state for state in of_states if state}
    if parts.head.states[1] >= _SURE and len(title) == 1 and all(of_states):
        name = states.name(title[0], parts.pack.language)
        if found := names.country_mismatch(title, there, title_name=name):
            yield found


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
    if not known.acronym or (other is None and organizations.find(name) and name != known.name):
        return None
    return names.acronym_mismatch(acronym, _own_acronyms(known), suggestion=known.acronym, at=at)


def _own_acronyms(known: Known) -> list[str]:
    """The acronyms that may stand beside a name: its own, and that of the whole it is a part of."""
    family = [one for one in organizations.all_known() if one.key == known.parent]
    return [known.acronym or "", *known.aliases, *(one.acronym or "" for one in family)]


def _in_texts(parts: Parts) -> Iterator[Finding]:
    """Resolutions with the year of another, names with the acronym of another, States that are not the event's."""
    yield from _years(parts.head.title.text, "event.title")
    for item in parts.preamble:
        yield from _acronyms(item.text[:_LONGEST], "file", parts.pack)
    for section in ("objectives", "background", "highlights", "comments"):
        for at, item in enumerate(parts.sections.get(section, ())):
            place = f"note.{section}[{at}]"
            yield from _years(item.text, place)
            yield from _acronyms(item.text[:_LONGEST], place, parts.pack)
            if section in {"highlights", "comments"}:
                yield from _other_states(item, place, parts)


def _years(text: str, at: str) -> Iterator[Finding]:
    for number, printed in printed_years(text):
        true = year_of(number)
        if true and (found := names.resolution_year_mismatch(number, printed, true, at=at)):
            yield found


def _acronyms(text: str, at: str, pack: Pack) -> Iterator[Finding]:
    """A known name in running text with the acronym of another known organization in brackets after it."""
    for one in find_names(text, pack.language):
        printed = _IN_BRACKETS.match(text, one.end) if one.what == "organization" else None
        if printed and (found := _of_pair(one, printed[1], text, at)):
            yield found


def _of_pair(one: Named, acronym: str, text: str, at: str) -> Finding | None:
    known = organizations.find(text[one.start : one.end])
    other = organizations.find(acronym)
    if known is None or other is None or other.key in {known.key, known.parent} or other.parent == known.key:
        return None
    return names.acronym_mismatch(acronym, _own_acronyms(known), suggestion=known.acronym, at=at)


def _other_states(item: Excerpt, at: str, parts: Parts) -> Iterator[Finding]:
    """A sentence about the event's own result or host that names one State, which the header does not know."""
    if len(parts.head.states[0]) != 1 or parts.head.states[1] < _SURE:
        return
    for sentence in sentences(item, parts.pack):
        text = sentence.text[:_LONGEST]
        other = _own_result(text, parts) or _own_host(text, parts)
        if other:
            title, said = (states.name(one, parts.pack.language) for one in (parts.head.states[0][0], other))
            yield names.other_country(said, title, at=at)


def _own_result(text: str, parts: Parts) -> str | None:
    """The State whose plan the sentence says was agreed on, at a meeting about the plan of another one."""
    plain, pack = flat(text), parts.pack
    if parts.head.type[0] not in _PLANS or not pack.phrases("agreed").search(plain):
        return None
    named = [one for one in find_names(text, pack.language) if one.what == "state"]
    plans = [match.end() for match in pack.phrases("plan_of").finditer(plain)]
    starts = [match.start() for match in pack.phrases("plan_of").finditer(plain)]
    if len(named) != 1 or not plans or named[0].key in _taking_part(parts):
        return None
    one = named[0]
    near = any(0 <= one.start - end <= 3 for end in plans) or (not pack.spaced and one.end in starts)
    return one.key if near else None


def _own_host(text: str, parts: Parts) -> str | None:
    """The State whose authorities the sentence thanks for this event, where the header knows no such State."""
    plain, pack = flat(text), parts.pack
    if not (pack.phrases("this_event").search(plain) and pack.phrases("thanked").search(plain)):
        return None
    named = [one for one in find_names(text, pack.language) if one.what == "state"]
    offices = list(pack.phrases("authorities").finditer(plain))
    if len(named) != 1 or len(offices) != 1 or named[0].key in _in_header(parts):
        return None
    one, office = named[0], offices[0]
    near = 0 <= one.start - office.end() <= 16 or 0 <= office.start() - one.end <= 3
    return one.key if near else None


def _taking_part(parts: Parts) -> set[str]:
    there = {one.value.state for one in parts.head.participants if one.value.state}
    return there | set(parts.head.states[0])


def _in_header(parts: Parts) -> set[str]:
    """Every State that the header names: taking part, paying, or the one of the place."""
    named = {one.key for field in parts.head.fields.fields for one in find_names(field.value.text, parts.pack.language)}
    places = {one.value.country for one in parts.head.venues if one.value.country}
    return _taking_part(parts) | named | places
