"""Security Council resolutions that notes cite: packaged reference data.

`resolutions.json` has for each its number, year, day of adoption, subject, the period in which a note's
Background cites it, the end of the Committee's mandate that it sets, and its paragraphs that matter. What
a paragraph means is said in our own words; `number` is null where the source does not number it. Every
statement has the page it was taken from.

The resolutions on 1540 are cited like this: 1540 (2004) always; of those that renew the mandate the last
one that says more than the new date (1673, 1810, 1977, 2663; 2572 and 2622 only moved the date while
1977 went on); 2325 (2016) from its adoption on.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


class Topic(StrEnum):
    """What a paragraph is about."""

    obligations = "obligations"
    reports = "reports"
    further_content = "further_content"
    additional_information = "additional_information"
    action_plans = "action_plans"
    outreach = "outreach"
    points_of_contact = "points_of_contact"
    effective_practices = "effective_practices"
    organizations = "organizations"
    mandate = "mandate"
    reviews = "reviews"
    experts = "experts"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An operative paragraph, or a range such as "1-3": its meaning in our words."""

    number: str | None
    topic: Topic
    meaning: str
    source_url: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution, cited in a Background from `in_force_from` (None: never) to before `in_force_until`."""

    number: int
    year: int
    adopted_on: date
    subject: str
    in_force_from: date | None
    in_force_until: date | None
    mandate_until: date | None
    paragraphs: tuple[Paragraph, ...]
    source_url: str

    @property
    def name(self) -> str:
        """As cited: "1540 (2004)"."""
        return f"{self.number} ({self.year})"

    @property
    def symbol(self) -> str:
        """The document symbol: "S/RES/1540 (2004)"."""
        return f"S/RES/{self.name}"

    def paragraph(self, topic: Topic) -> Paragraph | None:
        """The paragraph on a topic, or None where the list has none."""
        return next((each for each in self.paragraphs if each.topic is topic), None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _resolution(raw: dict[str, Any]) -> Resolution:
    paragraphs = tuple(Paragraph(**{**each, "topic": Topic(each["topic"])}) for each in raw["paragraphs"])
    days = {key: _day(raw[key]) for key in ("in_force_from", "in_force_until", "mandate_until")}
    adopted_on = date.fromisoformat(raw["adopted_on"])
    return Resolution(**{**raw, **days, "adopted_on": adopted_on, "paragraphs": paragraphs})


@lru_cache(maxsize=1)
def _by_number() -> Mapping[int, Resolution]:
    raw = json.loads((files(__package__) / "resolutions.json").read_text(encoding="utf-8"))
    return MappingProxyType({each["number"]: _resolution(each) for each in raw})


def all_resolutions() -> tuple[Resolution, ...]:
    """Every resolution of the list, by number."""
    return tuple(_by_number().values())


def find(number: int) -> Resolution | None:
    """The resolution with this number, or None where the list does not have it."""
    return _by_number().get(number)


def year_of(number: int) -> int | None:
    """The year that belongs to a resolution's number, or None where the list does not have it."""
    resolution = find(number)
    return resolution.year if resolution else None


def in_force(on: date) -> tuple[Resolution, ...]:
    """The resolutions on 1540 that the Background of a note on an event of this day cites, by number."""
    return tuple(
        each for each in all_resolutions() if (each.in_force_from or date.max) <= on < (each.in_force_until or date.max)
    )
