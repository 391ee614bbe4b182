"""Whether two events are one: decided without asking only where little doubt is left (docs/decisions/0008)."""

import re
from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz

from app.events.models import EventBase, EventType
from app.kit.folding import fold
from app.timeline.models import Kind

ALIKE = 85  # per cent of a title that two names of one event share, words in any order
RELATED = 50  # per cent that names of one event share at least; those of two events at one place may share less
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Json = dict[str, Any]


def coincide(known: Json, data: EventBase, kinds: Mapping[str, Kind]) -> bool:
    """Whether two events have the same date, as written, and are of types that make the same kind of entry."""
    return known["date"] == data.date and kinds.get(known["type"]) is kinds.get(data.type)


def same(known: Json, data: EventBase) -> bool:
    """Whether two events of one State that coincide are one and the same, so that nobody needs to be asked."""
    if not _days_known(data.date):
        return False
    likeness = _titles(known, data)
    return likeness >= ALIKE or (likeness >= RELATED and (_one_place(known, data) or _unopposed(known, data)))


def alike(known: Json, data: EventBase) -> bool:
    """Whether titles or places are alike enough to ask somebody."""
    return _titles(known, data) >= ALIKE or _one_place(known, data)


def _days_known(edtf: str) -> bool:
    """Whether a date is a day, an interval between two days, or a set of days, without doubt about any."""
    return all(DAY.fullmatch(part) for part in re.split(r"[/,]", edtf.strip("{}")))


def _titles(known: Json, data: EventBase) -> float:
    return fuzz.token_set_ratio(_plain(known["title"]), _plain(data.title))


def _one_place(known: Json, data: EventBase) -> bool:
    """Whether a city is common to both, be it that one names it in its title only."""
    here, there = _cities(known), _cities(data.model_dump(mode="json"))
    return bool(here & there) or _named(here, data.title) or _named(there, known["title"])


def _unopposed(known: Json, data: EventBase) -> bool:
    """Whether both are of one type that says something, and no city of one speaks against the other."""
    typed = known["type"] == data.type and data.type != EventType.other
    return typed and not (_cities(known) and _cities(data.model_dump(mode="json")))


def _named(cities: set[str], title: str) -> bool:
    return any(f" {city} " in f" {_plain(title)} " for city in cities)


def _cities(fields: Json) -> set[str]:
    return {_plain(venue["city"]) for venue in fields["venues"] if venue["city"]}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))
