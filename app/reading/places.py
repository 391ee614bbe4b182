"""Cities and the States they are in, as the Unicode locale data name them in all languages (CLDR, time zones)."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale
from babel.core import get_global

from app.kit.languages import Language
from app.states import registry as states
from app.wording.matching import flat
from app.wording.packs import pack

# Where States differ over a place, the name of a city says nothing about the State, and no doubt is raised.
_DISPUTED = frozenset({"Asia/Jerusalem", "Asia/Hebron", "Asia/Gaza", "Europe/Simferopol", "Africa/El_Aaiun"})


@cache
def _state_of_zone() -> Mapping[str, str]:
    by_iso2 = {state.iso2: state.iso3 for state in states.all_states()}
    zones: Mapping[str, str] = get_global("zone_territories")
    return {zone: by_iso2[iso2] for zone, iso2 in zones.items() if iso2 in by_iso2 and zone not in _DISPUTED}


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


def state_of_city(city: str, language: Language) -> str | None:
    """The State that a city of this name is in, or None."""
    return cities(language).get(flat(city).strip())
