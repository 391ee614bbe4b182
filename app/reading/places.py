"""Cities and the States they are in, as the Unicode locale data (CLDR, time zones) and GeoNames name them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from babel import Locale
from babel.core import get_global

from app.kit.languages import Language
from app.reading.gazetteer import bare_form
from app.states import registry as states
from app.wording.matching import flat
from app.wording.packs import Pack, pack

_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MOST_WORDS, _LONGEST_UNSPACED = 3, 8


@cache
def _state_of_zone() -> Mapping[str, str]:
    by_iso2 = {state.iso2: state.iso3 for state in states.all_states()}
    zones: Mapping[str, str] = get_global("zone_territories")
    return {zone: by_iso2[iso2] for zone, iso2 in zones.items() if iso2 in by_iso2 and zone not in states.DISPUTED}


@cache
def cities(language: Language) -> Mapping[str, str]:
    """Flat names of cities in the language and in English, with the alpha-3 code of their State."""
    found: dict[str, str] = {}
    for tag in dict.fromkeys((Language.en, language)):
        names = Locale(tag.value).time_zones
        for zone, iso3 in _state_of_zone().items():
            plain = zone.rsplit("/", 1)[-1].replace("_", " ")
            found.setdefault(flat(plain), iso3)
            if zone in names and "city" in names[zone]:
                found[flat(names[zone]["city"])] = iso3
    found.update(pack(language).table("cities"))
    return MappingProxyType(found)


@cache
def _gathered() -> Mapping[str, tuple[str, ...]]:
    """Flat names of cities of some size, with the States that have a city of the name, the largest city first."""
    found: dict[str, tuple[str, ...]] = {}
    for line in resources.files("app.wording").joinpath("cities.txt").read_text(encoding="utf-8").splitlines():
        iso3, *names = line.split("|")
        for name in names:
            homes = found.get(name, ())
            if iso3 not in homes:
                found[name] = (*homes, iso3)
    return MappingProxyType(found)


@cache
def _inflected(language: Language) -> Mapping[str, tuple[str, ...]]:
    """The same by names without their endings, where the language has endings."""
    source = pack(language)
    if not source.endings:
        return MappingProxyType({})
    known = {**_gathered(), **{name: (home,) for name, home in cities(language).items()}}
    return MappingProxyType({_bare(name, source): homes for name, homes in known.items() if not name.isascii()})


def _bare(name: str, source: Pack) -> str:
    return " ".join(bare_form(word, source) for word in name.split())


@lru_cache(maxsize=4096)
def states_of_city(city: str, language: Language) -> tuple[str, ...]:
    """The States that have a city of this name, the one most likely meant first; none where it is not known."""
    source = pack(language)
    for plain in _forms(flat(city).strip(), source):
        first = cities(language).get(plain)
        homes = _gathered().get(plain) or _inflected(language).get(_bare(plain, source), ())
        if first or homes:
            return tuple(dict.fromkeys([*([first] if first else []), *homes]))
    return ()


def is_city_name(name: str, state: str, language: Language) -> bool:
    """Whether a State's name, as printed, may as well be a city: one of its own, or a capital of another State."""
    plain = flat(name).strip()
    own = state in _gathered().get(plain, ())
    return own or cities(language).get(plain, state) != state


def _forms(plain: str, source: Pack) -> Iterator[str]:
    """A printed name as it is, then without "city of" before it or "capital" after it."""
    yield plain
    lead = source.phrases("city_words").match(plain)
    if lead and lead.end() < len(plain):
        yield plain[lead.end() :].strip()
    for tail in (*source.lists["city_tails"], *(source.lists["city_words"] if not source.spaced else ())):
        if plain.endswith(tail) and len(plain) > len(tail):
            yield plain[: -len(tail)].strip()


def state_of_city(city: str, language: Language, printed: str | None = None) -> str | None:
    """The State that a city of this name is in, or None; the one `printed` beside it, if it has such a city."""
    homes = states_of_city(city, language)
    return printed if printed in homes else (homes[0] if homes else None)


def cities_in(text: str, language: Language) -> list[tuple[int, int]]:
    """Where running text names a city after words such as "in": its start and end, in order."""
    source = pack(language)
    if not source.spaced:
        return _cities_unspaced(text, source)
    words = [match.span() for match in _WORDS.finditer(text)]
    found: list[tuple[int, int]] = []
    for at in range(1, len(words)):
        if found and words[at][0] < found[-1][1]:
            continue
        if span := _city_at(text, words, at, source):
            found.append(span)
    return found


def _city_at(text: str, words: list[tuple[int, int]], at: int, source: Pack) -> tuple[int, int] | None:
    start, plain = words[at][0], flat(text)
    leads = source.lists["city_leads"]
    skipped = next((len(c) for c in source.clitics if c in leads and plain.startswith(c, start)), 0)
    if plain[slice(*words[at - 1])] not in leads and not skipped:
        return None
    begins = [start + skipped] if plain[slice(*words[at - 1])] not in leads else [start]
    for begin in begins:
        for last in range(min(at + _MOST_WORDS, len(words)) - 1, at - 1, -1):
            end = words[last][1]
            if not text[begin].islower() and states_of_city(text[begin:end], source.language):
                return begin, end
    return None


def _cities_unspaced(text: str, source: Pack) -> list[tuple[int, int]]:
    found = []
    for lead in source.phrases("city_leads").finditer(flat(text)):
        ends = range(min(len(text), lead.end() + _LONGEST_UNSPACED), lead.end() + 1, -1)
        end = next((end for end in ends if states_of_city(text[lead.end() : end], source.language)), 0)
        if end:
            found.append((lead.end(), end))
    return found
