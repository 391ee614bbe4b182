"""The names of an organization: every one that it is found under, and the one that held on a day."""

import re
from collections.abc import Iterator
from datetime import date

from app.kit import dates
from app.kit.folding import fold
from app.kit.languages import Language
from app.organizations.models import Json

BRACKETS = re.compile(r"\s*\([^()]{1,80}\)\s*$")


def readings(text: str) -> tuple[str, str]:
    """A printed name, folded: as it stands, and without what may be an acronym in brackets."""
    return fold(text), fold(BRACKETS.sub("", text))


def folded(fields: Json) -> set[str]:
    """Every name, former name, acronym and alias in the members of a record, folded."""
    return {fold(name) for name in _every(fields)}


def _every(fields: Json) -> Iterator[str]:
    for named in (fields, *fields["former_names"]):
        yield named["name"]
        yield from named["names"].values()
    if fields["acronym"]:
        yield fields["acronym"]
    yield from fields["aliases"]


def called(fields: Json, language: Language | None, on: date | None) -> str:
    """The name on a day, in a language where it has one; without either the present one, as registered.

    A name holds up to, not with, the first day that `until` may mean.
    """
    over = [old for old in fields["former_names"] if on and on < dates.parse(old["until"]).first_day]
    named = min(over, key=lambda old: dates.parse(old["until"]).first_day, default=fields)
    name: str = named["names"].get(language, named["name"])
    return name
