"""What is doubtful in an entry as such: symbols that look wrong, resolutions with another one's year."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from app.checks.models import Code, Finding
from app.checks.symbols import identifier_form
from app.timeline.models import EntryBase
from app.wording.resolutions import year_of

CITED = re.compile(r"\b([0-9]{3,4}) ?\(((?:19|20)[0-9]{2})\)")
OURS = re.compile(r"title|identifiers\[[0-9]+\]\.value")
Json = dict[str, Any]


def renewed(findings: Iterable[Json], data: EntryBase) -> list[Json]:
    """The findings of others, and those that hold for the entry as it is now."""
    kept = [one for one in findings if not OURS.fullmatch(one["at"])]
    return kept + [one.model_dump(mode="json") for one in _found(data)]


def _found(data: EntryBase) -> Iterator[Finding]:
    for number, one in enumerate(data.identifiers):
        at = f"identifiers[{number}].value"
        if doubt := identifier_form(one.scheme, one.value, at=at):
            yield doubt
        yield from _resolutions(one.value, at)
    yield from _resolutions(data.title, "title")


def _resolutions(text: str, at: str) -> Iterator[Finding]:
    for cited in CITED.finditer(text):
        number, printed = int(cited[1]), int(cited[2])
        true = year_of(number)
        if true and true != printed:
            detail = f"Resolution {number} was adopted in {true}; it is printed as {number} ({printed})."
            suggestion = f"{number} ({true})"
            yield Finding(code=Code.resolution_year_mismatch, at=at, detail=detail, suggestion=suggestion)
