"""Doubts about dates: raised where something is odd, and only there."""

import pytest

from app.checks import dates
from app.checks.models import Code


def test_a_letter_years_before_the_meeting_is_flagged_with_the_likely_year() -> None:
    found = dates.letter_date_far("2015-01-05", "2018-01-22", at="note.background[3]")
    assert found is not None
    assert (found.code, found.at, found.suggestion) == (Code.letter_date_far, "note.background[3]", "2018-01-05")
    assert found.detail == "The letter of 2015-01-05 invites to an event that began on 2018-01-22, 3 years later."


def test_the_year_before_is_suggested_when_the_day_would_come_after_the_meeting() -> None:
    found = dates.letter_date_far("2014-11-05", "2018-01-22", at="x")
    assert found is not None
    assert found.suggestion == "2017-11-05"


def test_a_leap_day_is_not_moved_to_a_year_without_one() -> None:
    found = dates.letter_date_far("2012-02-29", "2018-05-01", at="x")
    assert found is not None
    assert found.suggestion is None


@pytest.mark.parametrize("letter", ["2018-01-05", "2017-02-01", "2018-02-01"])
def test_a_letter_of_the_year_before_the_meeting_is_not_flagged(letter: str) -> None:
    assert dates.letter_date_far(letter, "2018-01-22", at="x") is None


def test_a_past_fact_after_the_event_is_flagged() -> None:
    found = dates.date_after_event("2018-11-09", "2017-03-14", at="x")
    assert found is not None
    assert found.detail == "The note tells of 2018-11-09 as past, though the event ended on 2017-03-14."
    assert dates.date_after_event("2017-03-14", "2017-03-14", at="x") is None


def test_an_end_before_the_start_is_flagged() -> None:
    found = dates.end_before_start("2017-03-14", "2017-03-13")
    assert found is not None
    assert (found.code, found.at) == (Code.end_before_start, "event.ends_on")
    assert dates.end_before_start("2017-03-14", "2017-03-14") is None


def test_a_day_that_does_not_exist_is_quoted() -> None:
    found = dates.impossible_date("31 June 2017", at="x")
    assert found.detail == 'The calendar has no such day as "31 June 2017"; only the month was taken over.'


def test_a_wrong_weekday_is_named_with_the_right_one() -> None:
    found = dates.weekday_mismatch("2017-03-14", 0, at="x")
    assert found is not None
    assert found.detail == "2017-03-14 was a Tuesday, not a Monday as printed."
    assert dates.weekday_mismatch("2017-03-14", 1, at="x") is None


def test_other_days_than_those_of_the_header_are_flagged() -> None:
    found = dates.date_conflict(["2018-01-22", "2018-01-23", "2018-01-24"], ["2018-01-22", "2018-01-23"], at="x")
    assert found is not None
    assert found.detail == (
        "The text gives 2018-01-22 to 2018-01-24 for the event, the header 2018-01-22 to 2018-01-23."
    )


@pytest.mark.parametrize("printed", [[], ["2018-01-22"], ["2018-01-22", "2018-01-23"]])
def test_days_within_those_of_the_header_are_not_flagged(printed: list[str]) -> None:
    assert dates.date_conflict(printed, ["2018-01-22", "2018-01-23"], at="x") is None


def test_a_number_of_days_that_is_not_that_of_the_header_is_flagged() -> None:
    found = dates.count_mismatch(2, 3, what="days", at="x")
    assert found is not None
    assert found.detail == "The text speaks of 2 days, the header gives 3."
    assert dates.count_mismatch(3, 3, what="days", at="x") is None
