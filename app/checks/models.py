"""What a plausibility check says: it informs, and never changes what was printed."""

from enum import StrEnum

from pydantic import BaseModel


class Code(StrEnum):
    """The stable names of findings; the documentation explains each."""

    letter_date_far = "letter_date_far"
    date_after_event = "date_after_event"
    end_before_start = "end_before_start"
    impossible_date = "impossible_date"
    weekday_mismatch = "weekday_mismatch"
    count_mismatch = "count_mismatch"
    date_conflict = "date_conflict"
    resolution_year_mismatch = "resolution_year_mismatch"
    org_name_error = "org_name_error"
    acronym_mismatch = "acronym_mismatch"
    country_mismatch = "country_mismatch"
    city_country_mismatch = "city_country_mismatch"
    missing_field = "missing_field"
    ocr_damage = "ocr_damage"
    unreadable = "unreadable"
    duplicate_event = "duplicate_event"
    unknown_organization = "unknown_organization"
    identifier_form = "identifier_form"


class Finding(BaseModel):
    """One doubt: `at` is a path into the reading, `suggestion` the likely value where there is one."""

    code: Code
    at: str
    detail: str
    suggestion: str | None = None
