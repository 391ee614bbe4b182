"""Types that every room shares."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from pydantic import TypeAdapter, ValidationError

from app.kit.clock import InstantText, instant
from app.kit.shapes import Day, Line, WebAddress


@pytest.mark.parametrize("given", [0, "0", "1516579200", "2018-1-22", "2018-02-30", None, "22/01/2018", 20180122])
def test_a_day_is_an_iso_day_and_nothing_else(given: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python(given)


@pytest.mark.parametrize("given", ["2018-01-22", date(2018, 1, 22)])
def test_a_day_is_read(given: object) -> None:
    assert TypeAdapter(Day).validate_python(given) == date(2018, 1, 22)


@pytest.mark.parametrize("given", ["", "  ", "a\x00b", "x" * 1001])
def test_a_line_is_text_that_can_be_stored(given: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Line).validate_python(given)


def test_half_of_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Line).validate_json('"\\ud800"')


@pytest.mark.parametrize("given", ["javascript:alert(1)", "//example.org", "ftp://example.org/x", "words"])
def test_a_web_address_is_http(given: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(WebAddress).validate_python(given)


def test_a_web_address_is_kept_as_printed() -> None:
    printed = "http://Example.org:80/a b?q=ä"

    assert TypeAdapter(WebAddress).validate_python(printed) == printed


@pytest.mark.parametrize("given", ["2018-01-22", "2018-01-22T00:00:00", "now", "1516579200"])
def test_an_instant_names_its_offset(given: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(InstantText).validate_python(given)


def test_instants_sort_as_text() -> None:
    moment = datetime(2018, 1, 22, 9, tzinfo=timezone(timedelta(hours=5)))

    assert instant(moment) == "2018-01-22T04:00:00.000000Z"
    assert TypeAdapter(InstantText).validate_python("2018-01-22T09:00:00+05:00") == instant(moment)
    assert instant(datetime(2018, 1, 22, tzinfo=UTC)) < instant(moment)
