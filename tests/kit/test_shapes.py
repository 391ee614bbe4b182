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


@pytest.mark.parametrize("given", ["", "  ", "a\x00b", "x" * 1001, "\ufffe", "\U0001fffe", "\U0010ffff"])
def test_a_line_is_text_that_can_be_stored(given: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Line).validate_python(given)


@pytest.mark.parametrize("given", ["\U0001fffd", "\U00020000", "\tgiven\n"])
def test_a_line_holds_every_character_that_is_one(given: str) -> None:
    assert TypeAdapter(Line).validate_python(given) == given.strip()


def test_half_of_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Line).validate_json('"\\ud800"')


@pytest.mark.parametrize(
    "given",
    [
        "javascript:alert(1)", "//example.org", "ftp://example.org/x", "words", "http:example.org", "http:/example.org",
        "http:\\\\example.org", "https://example.org\\@a.example/", "http://us[er@example.com/",
        "http://user:secret@example.com/", "http://@example.com/", "http://exa mple.org", "http://example.org/a b",
        "http://example.org/a\tb", "http://example.org/\n", " http://example.org/", "http://example.org/\x7f",
        "http://example.org/\x85", "http:///path", "http://[::1/", "http://example.org:99999/",
    ],
)  # fmt: skip
def test_a_web_address_is_http_and_read_alike_by_everybody(given: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(WebAddress).validate_python(given)


def test_a_web_address_is_kept_as_printed() -> None:
    printed = "http://Example.org:80/a%20b?q=ä@[1]"

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
