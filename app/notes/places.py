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
from app.notes.packs import Pack
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
    return parts["where"].format(x=joined(phrases, words)) if phrases else ""


def city(printed: str, language: Language, country: str | None = None) -> str:
    """A city as the language writes it, where CLDR knows it and it lies in that country; else as printed."""
    zone = _zones().get(fold(printed))
    if zone is None or (country and get_global("zone_territories").get(zone) != registry.get(country).iso2):
        return printed
    return _city(zone, language) or printed


def _place(venue: Mapping[str, Any], words: Pack, on: date | None, titled: Sequence[str]) -> str:
    country = venue.get("country")
    state = states([country], words, on=on) if country else None
    printed = [venue["city"]] if venue.get("city") else titled
    if not printed:
        return _filled("in_country", words, country=state) if state else ""
    cities = [city(each, words.language, country) for each in printed]
    key = "in_city" if state is None or _is_state(cities, state) else "in_place"
    return _filled(key, words, city=joined(cities, words), country=state)


def _is_state(cities: Sequence[str], state: Term) -> bool:
    """Whether a city is named as its State is: "Singapore"."""
    return fold(cities[0]) == fold(f"{state:name}")


def _filled(key: str, words: Pack, **places: object) -> str:
    return fill(words, words.parts[key], **places)


@cache
def _zones() -> Mapping[str, str]:
    """The time zone that is named after a city, by the city's name in each of the six languages, folded."""
    zones = sorted(get_global("zone_territories"))
    found = {fold(zone.rpartition("/")[2].replace("_", " ")): zone for zone in zones if "/" in zone}
    for language in Language:
        found |= {fold(name): zone for zone in zones if (name := _city(zone, language))}
    return MappingProxyType(found)


def _city(zone: str, language: Language) -> str | None:
    name = Locale(language.value).time_zones.get(zone, {}).get("city")
    return None if name is None else str(name)
