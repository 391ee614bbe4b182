"""Where a finding is answered: the row of the page that it is about, and the field that its suggestion goes into."""

from dataclasses import dataclass

from app.checks.models import Code, Finding
from app.kit import dates
from app.kit.dates import BadDate
from app.reading.models import ReadEntry, Reading
from app.states import registry


@dataclass(frozen=True, slots=True)
class Aim:
    """The path of a row, and where there is a suggestion that a field can hold, that field and its text."""

    row: str
    field: str | None = None
    text: str = ""


def aim(finding: Finding, reading: Reading) -> Aim:
    """Where a finding is answered; places and numbers are those of `reading`."""
    if finding.at.startswith("note.") and (number := _fact(finding, reading)) is not None:
        return _of_date(finding, f"entries[{number}]", f"entries[{number}].date")
    if finding.code is Code.resolution_year_mismatch:
        return _of_resolution(finding, reading)
    if finding.at in {"event.starts_on", "event.ends_on"}:
        return _of_date(finding, "event.starts_on", finding.at)
    ends = {Code.org_name_error: "name", Code.acronym_mismatch: "acronym", Code.city_country_mismatch: "country"}
    end = ends.get(finding.code)
    text = finding.suggestion or ""
    if end and finding.at.endswith("]") and (registry.find(text) if end == "country" else text):
        return Aim(finding.at, f"{finding.at}.{end}", text)
    return Aim(finding.at)


def _fact(finding: Finding, reading: Reading) -> int | None:
    """The number of the fact that is stated at the place of a finding: the one whose date it names, else the first."""
    here = [number for number, one in enumerate(reading.entries) if one.at == finding.at]
    named = [number for number in here if _names(finding, reading.entries[number])]
    return next(iter(named or here), None) if finding.code is not Code.resolution_year_mismatch else None


def _names(finding: Finding, fact: ReadEntry) -> bool:
    return fact.date in finding.detail and (finding.code is not Code.letter_date_far or fact.kind == "letter")


def _of_date(finding: Finding, row: str, field: str) -> Aim:
    try:
        dates.parse(finding.suggestion or "")
    except BadDate:
        return Aim(row)
    return Aim(row, field, finding.suggestion or "")


def _of_resolution(finding: Finding, reading: Reading) -> Aim:
    number = (finding.suggestion or "").partition(" ")[0]
    for place, one in enumerate(reading.event.resolutions):
        if one.partition(" ")[0] == number and one != finding.suggestion:
            return Aim(f"event.resolutions[{place}]", f"event.resolutions[{place}]", finding.suggestion or "")
    return Aim(finding.at)
