"""Where something was held, as a sentence says it: "à Vienne (Autriche)", "в городе Ашхабад (Туркменистан)"."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from babel import Locale
from babel.core import get_global

from app.kit.folding import fold
from app.kit.languages import Language
from app.notes.agreeing import Term, fill, joined, states
from app.notes.packs import Pack, pack
from app.states import registry

Event = Mapping[str, Any]


def where(event: Event, words: Pack, *, on: date | None, cities: Sequence[str] = ()) -> str:
    """The places of an event, each with its preposition, or that it was online; nothing where nobody knows.

    `cities` are those that its title names, for a venue without one.
    """
    parts, mode = words.parts, event.get("mode")
    if mode == "virtual":
        return parts["where"].format(x=parts["online"])
    found = [_place(venue, words, on, cities) for venue in event.get("venues") or [{}]]
    phrases = [*dict.fromkeys(filter(None, found)), *([parts["online"]] if mode == "hybrid" else [])]
    return fill(words, parts["where"], x=joined(phrases, words)) if phrases else ""


def city(printed: str, language: Language, country: str | None = None) -> str:
    """A city as the language writes it, where that is known and it lies in that country; else as printed."""
    own = _cities(language).get(fold(printed))
    if own and country in {None, own[0]}:
        return own[1]
    zone = _zones().get(fold(printed))
    if zone is None or (country and get_global("zone_territories").get(zone) != registry.get(country).iso2):
        return printed
    in_latin_letters = printed if fold(printed).isascii() else _last(zone)
    return _city(zone, language) or in_latin_letters


def _place(venue: Mapping[str, Any], words: Pack, on: date | None, titled: Sequence[str]) -> str:
    country = venue.get("country")
    state = states([country], words, on=on) if country else None
    printed = [venue["city"]] if venue.get("city") else titled
    if not printed:
        return _filled("in_country", words, country=state) if state else ""
    cities = [city(each, words.language, country) for each in printed]
    if state and not _is_state(cities, state):
        return _filled("in_place", words, city=joined(cities, words), country=state)
    several = [joined(cities, words)] if words.one_preposition else cities
    return joined([_filled("in_city", words, city=each) for each in several], words)


def _is_state(cities: Sequence[str], state: Term) -> bool:
    """Whether a city is named as its State is: "Singapore"."""
    return fold(cities[0]) == fold(f"{state:name}")


def _filled(key: str, words: Pack, **places: object) -> str:
    return fill(words, words.parts[key], **places)


@cache
def _cities(language: Language) -> Mapping[str, tuple[str, str]]:
    """The cities of the pack by their folded names: the State in which each lies, and its name in the language."""
    keyed = ((key.split(" ", 1), name) for key, name in pack(language).cities.items())
    return MappingProxyType({fold(city): (state, name) for (state, city), name in keyed})


@cache
def _zones() -> Mapping[str, str]:
    """The time zone that is named after a city, by the city's name in each of the six languages, folded."""
    zones = sorted(get_global("zone_territories"))
    found = {fold(_last(zone)): zone for zone in zones if "/" in zone}
    for language in Language:
        found |= {fold(name): zone for zone in zones if (name := _city(zone, language))}
    return MappingProxyType(found)


def _last(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _city(zone: str, language: Language) -> str | None:
    name = Locale(language.value).time_zones.get(zone, {}).get("city")
    return None if name is None else str(name)
