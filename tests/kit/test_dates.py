"""EDTF: what is understood, what is refused, and what a date can mean."""

import calendar
import contextlib
import itertools
from datetime import date, timedelta

import edtf
import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit import dates
from app.kit.dates import BadDate, Edtf, Precision

D = date.fromisoformat

YEARS = "The register keeps the years 0001 to 9999, written with four digits."
SEASONS = "The seasons are 21 (spring), 22 (summer), 23 (autumn) and 24 (winter)."
NO_TIME = "A historical date has no time of day: leave out what follows the day."
WHOLE = "One `?`, `~` or `%` stands at the end and qualifies the whole date."
LAST_DIGITS = "`X` stands for the last digits: 201X, 20XX, 2014-XX, 2014-05-XX, 2014-XX-XX."
NO_MONTH = "A month needs a year: 201X and 20XX stand alone."
OPEN_INSIDE = "`..` is open at the start of the first date of a set, or at the end of the last one."
NOT_EDTF = (
    "Not an EDTF date (ISO 8601-2): write year, month, day as in 2018-01-22, or less of it as in "
    "2018-01 and 2018, or an interval as in 2018-01-22/2018-01-23."
)
NO_SUCH_DAY = "There is no such day in the calendar."
TWO_ENDS = (
    "An interval has two ends, as in 2018-01-22/2018-01-23; `..` stands for an open one, nothing for one that "
    "is not known."
)
YEAR_FIRST = "Write the year first, as in 2018-01-22: which of the numbers is the day is not certain."
BACKWARDS = "The interval ends before it starts."
MIXED = "Either all parts have a year or none: `..` stands for an open end."

MEANINGS = [
    ("2018-01-22", "2018-01-22", "2018-01-22", "day"),
    ("2020-02-29", "2020-02-29", "2020-02-29", "day"),
    ("2018-07", "2018-07-01", "2018-07-31", "month"),
    ("2020-02", "2020-02-01", "2020-02-29", "month"),
    ("2018-07-XX", "2018-07-01", "2018-07-31", "month"),
    ("9999-12", "9999-12-01", "9999-12-31", "month"),
    ("2021-21", "2021-03-01", "2021-05-31", "season"),
    ("2021-22", "2021-06-01", "2021-08-31", "season"),
    ("2021-23", "2021-09-01", "2021-11-30", "season"),
    ("2023-24", "2023-12-01", "2024-02-29", "season"),
    ("2014", "2014-01-01", "2014-12-31", "year"),
    ("2014-XX", "2014-01-01", "2014-12-31", "year"),
    ("2014-XX-XX", "2014-01-01", "2014-12-31", "year"),
    ("201X", "2010-01-01", "2019-12-31", "interval"),
    ("20XX", "2000-01-01", "2099-12-31", "interval"),
    ("2017-06-29/2017-06-30", "2017-06-29", "2017-06-30", "interval"),
    ("2014/2015-12", "2014-01-01", "2015-12-31", "interval"),
    ("2014-05/2014-11", "2014-05-01", "2014-11-30", "interval"),
    ("2026/2030", "2026-01-01", "2030-12-31", "interval"),
    ("2018-06-15/2018-06", "2018-06-15", "2018-06-30", "interval"),
    ("{2020-12-01,2020-12-08,2020-12-15}", "2020-12-01", "2020-12-15", "set"),
    ("{2020-12-08,2020-12-01}", "2020-12-01", "2020-12-08", "set"),
    ("[2020,2021]", "2020-01-01", "2021-12-31", "set"),
]
# The forms that the public specification of EDTF (ISO 8601-2:2019) shows for level 0, level 1 and the sets of level 2,
# with the days that follow from its rules; "" where an end is open or not known.
STANDARD = [
    ("1985-04-12", "1985-04-12", "1985-04-12"),
    ("1985-04", "1985-04-01", "1985-04-30"),
    ("1985", "1985-01-01", "1985-12-31"),
    ("1964/2008", "1964-01-01", "2008-12-31"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31"),
    ("2005/2006-02", "2005-01-01", "2006-02-28"),
    ("2001-21", "2001-03-01", "2001-05-31"),
    ("1984?", "1984-01-01", "1984-12-31"),
    ("2004-06~", "2004-06-01", "2004-06-30"),
    ("2004-06-11%", "2004-06-11", "2004-06-11"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("20XX", "2000-01-01", "2099-12-31"),
    ("000X", "0001-01-01", "0009-12-31"),
    ("2004-XX", "2004-01-01", "2004-12-31"),
    ("1985-04-XX", "1985-04-01", "1985-04-30"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31"),
    ("1985-04-12/..", "1985-04-12", ""),
    ("1985-04/..", "1985-04-01", ""),
    ("1985/..", "1985-01-01", ""),
    ("../1985-04-12", "", "1985-04-12"),
    ("../1985-04", "", "1985-04-30"),
    ("../1985", "", "1985-12-31"),
    ("1985-04-12/", "1985-04-12", ""),
    ("1985-04/", "1985-04-01", ""),
    ("1985/", "1985-01-01", ""),
    ("/1985-04-12", "", "1985-04-12"),
    ("/1985-04", "", "1985-04-30"),
    ("/1985", "", "1985-12-31"),
    ("1984~/2004-06", "1984-01-01", "2004-06-30"),
    ("1984/2004-06~", "1984-01-01", "2004-06-30"),
    ("1984~/2004~", "1984-01-01", "2004-12-31"),
    ("1984?/2004%", "1984-01-01", "2004-12-31"),
    ("1984-06-02?/2004-08-08~", "1984-06-02", "2004-08-08"),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03"),
    ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"),
    ("[..1760-12-03]", "", "1760-12-03"),
    ("[1760-12..]", "1760-12-01", ""),
    ("[1760-01,1760-02,1760-12..]", "1760-01-01", ""),
    ("[1667,1760-12]", "1667-01-01", "1760-12-31"),
    ("{1667,1668,1670..1672}", "1667-01-01", "1672-12-31"),
    ("{1960,1961-12}", "1960-01-01", "1961-12-31"),
    ("{..1984}", "", "1984-12-31"),
]
# What it shows beyond: times of day, years that no calendar of days has, and the rest of level 2.
BEYOND = [
    ("1985-04-12T23:20:30", NO_TIME),
    ("1985-04-12T23:20:30Z", NO_TIME),
    ("1985-04-12T23:20:30-04", NO_TIME),
    ("1985-04-12T23:20:30+04:30", NO_TIME),
    ("Y170000002", YEARS),
    ("Y-170000002", YEARS),
    ("Y-17E7", YEARS),
    ("-1985", YEARS),
    ("-1985-04-12", YEARS),
    ("2001-34", SEASONS),
    ("2004-06-~11", WHOLE),
    ("2004?-06-11", WHOLE),
    ("?2004-06-~11", WHOLE),
    ("156X-12-25", NO_MONTH),
    ("15XX-12-25", NO_MONTH),
    ("1XXX-XX", LAST_DIGITS),
    ("1XXX-12", LAST_DIGITS),
    ("1984-1X", LAST_DIGITS),
    ("1950S2", NOT_EDTF),
]


@pytest.mark.D3
@pytest.mark.parametrize(("text", "earliest", "latest"), STANDARD)
def test_every_form_of_the_standard_is_kept_as_given_with_its_days(text: str, earliest: str, latest: str) -> None:
    parsed = dates.parse(text)
    assert (parsed.text, parsed.earliest, parsed.latest) == (text, day_or_none(earliest), day_or_none(latest))
    assert parsed.year_known


@pytest.mark.parametrize(("text", "sentence"), BEYOND)
def test_what_the_standard_has_and_the_register_cannot_keep_is_refused_in_words(text: str, sentence: str) -> None:
    with pytest.raises(BadDate) as refused:
        dates.parse(text)
    assert str(refused.value) == sentence


def day_or_none(text: str) -> date | None:
    return D(text) if text else None


@pytest.mark.D3
@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), MEANINGS)
def test_a_date_is_kept_as_given_with_the_days_it_can_mean(
    text: str, earliest: str, latest: str, precision: Precision
) -> None:
    assert dates.parse(text) == Edtf(text, D(earliest), D(latest), precision, approximate=False, uncertain=False)


@pytest.mark.parametrize(
    "text",
    ["XXXX", "XXXX-10", "XXXX-11-08", "XXXX-02-29", "XXXX-11-08/XXXX-11-10", "XXXX-12-30/XXXX-01-02",
     "{XXXX-12-01,XXXX-12-08}", "XXXX-XX-XX", "XXXX/.."],
)  # fmt: skip
def test_a_date_without_a_known_year_has_no_days_and_comes_last(text: str) -> None:
    parsed = dates.parse(text)
    assert parsed == Edtf(text, None, None, "unknown", approximate=False, uncertain=False)
    assert parsed.year_known is False
    assert (parsed.first_day, parsed.last_day, parsed.sort_day) == (date.min, date.max, date.max)


def test_an_open_start_sorts_at_its_end() -> None:
    parsed = dates.parse("../2018-06-11")
    assert (parsed.earliest, parsed.latest, parsed.precision) == (None, D("2018-06-11"), "interval")
    assert (parsed.year_known, parsed.first_day, parsed.sort_day) == (True, date.min, D("2018-06-11"))


def test_an_open_end_has_no_latest_day() -> None:
    parsed = dates.parse("2022-11-30/..")
    assert (parsed.earliest, parsed.latest, parsed.precision) == (D("2022-11-30"), None, "interval")
    assert (parsed.last_day, parsed.sort_day) == (date.max, D("2022-11-30"))


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain", "precision"),
    [
        ("2022-10~", True, False, "month"),
        ("2018-06?", False, True, "month"),
        ("2014-02-12?", False, True, "day"),
        ("2018%", True, True, "year"),
        ("XXXX-11?", False, True, "unknown"),
        ("2018-06~/2019-01?", True, True, "interval"),
        ("{2018-06?,2019}", False, True, "set"),
    ],
)
def test_marks_of_doubt_are_read_and_do_not_widen_the_date(
    text: str, approximate: bool, uncertain: bool, precision: Precision
) -> None:
    parsed = dates.parse(text)
    assert (parsed.approximate, parsed.uncertain, parsed.precision) == (approximate, uncertain, precision)
    plain = dates.parse(text.translate(str.maketrans("", "", "?~%")))
    assert (parsed.earliest, parsed.latest) == (plain.earliest, plain.latest)


REFUSED = [
    ("", NOT_EDTF),
    ("0", NOT_EDTF),
    ("1516579200", NOT_EDTF),
    ("22 January 2018", NOT_EDTF),
    ("2018-1-22", NOT_EDTF),
    (" 2018", NOT_EDTF),
    ("2018-01-22\n", NOT_EDTF),
    ("٢٠١٨", NOT_EDTF),
    ("2022-10-~?", WHOLE),
    ("{}", NOT_EDTF),
    ("{2018,}", NOT_EDTF),
    ("{2018", NOT_EDTF),
    ("2018-02-30", NO_SUCH_DAY),
    ("2019-02-29", NO_SUCH_DAY),
    ("2018-13", NO_SUCH_DAY),
    ("2018-00", NO_SUCH_DAY),
    ("2018-21-01", NO_SUCH_DAY),
    ("0000", YEARS),
    ("0000-01-01", YEARS),
    ("9999-24", NO_SUCH_DAY),
    ("XXXX-02-30", NO_SUCH_DAY),
    ("22/01/2018", YEAR_FIRST),
    ("1/2/18", YEAR_FIRST),
    ("/", TWO_ENDS),
    ("../..", TWO_ENDS),
    ("../", TWO_ENDS),
    ("/..", TWO_ENDS),
    ("[..]", TWO_ENDS),
    ("{1984,..1990}", OPEN_INSIDE),
    ("{1984..,1990}", OPEN_INSIDE),
    ("{1990..1984}", BACKWARDS),
    ("{1984....1990}", NOT_EDTF),
    ("{2018-01-22/2018-01-23}", NOT_EDTF),
    ("2018/2019/2020", TWO_ENDS),
    ("2018-01-23/2018-01-22", BACKWARDS),
    ("2019/2018-12", BACKWARDS),
    ("XXXX-11-10/XXXX-11-08", BACKWARDS),
    ("XXXX/2018", MIXED),
    ("{XXXX-12-01,2020-12-08}", MIXED),
    ("201X-06", NO_MONTH),
    ("2018-XX-12", "A day needs a month: write 2018-XX-XX or 2018 where the month is not known."),
    ("{" + "2018," * 300 + "2018}", "The date is too long: one date, interval or set is expected."),
]


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_is_not_a_date_is_refused_with_a_sentence_that_helps(text: str, sentence: str) -> None:
    with pytest.raises(BadDate) as refused:
        dates.parse(text)
    assert str(refused.value) == sentence


def test_only_a_plain_day_is_a_day() -> None:
    texts = ("2018-01-22", "2018-01", "XXXX-11-08", "2018-01-22/2018-01-22")
    assert [dates.parse(text).is_day for text in texts] == [True, False, False, False]


@pytest.mark.parametrize("text", ["2018", "2018-06?", "XXXX-11-08", "[2020,2021]"])
def test_one_point_in_time_may_be_vague(text: str) -> None:
    assert dates.single(text).text == text


@pytest.mark.parametrize("text", ["2018-01-22/2018-01-23", "{2020-12-01,2020-12-08}", "../2018"])
def test_an_interval_or_set_is_not_one_point_in_time(text: str) -> None:
    with pytest.raises(BadDate, match=r"^One point in time is expected here, not an interval or a set of dates\.$"):
        dates.single(text)


SPANS = [
    ("2018-01-22", "2018-01-23", [], "2018-01-22/2018-01-23"),
    ("2018-01-22", "2018-01-22", [], "2018-01-22"),
    ("2018-01-22", None, [], "2018-01-22"),
    ("2018-01-22", "2018-01-23", ["2018-01-22", "2018-01-23"], "2018-01-22/2018-01-23"),
    ("2020-12-01", "2020-12-08", ["2020-12-08", "2020-12-01"], "{2020-12-01,2020-12-08}"),
    ("2020-12-01", "2020-12-01", ["2020-12-01", "2020-12-01"], "2020-12-01"),
    ("2014", "2015-12", [], "2014/2015-12"),
    ("XXXX-11-08", "XXXX-11-10", [], "XXXX-11-08/XXXX-11-10"),
    ("[2020,2021]", None, [], "[2020,2021]"),
]


@pytest.mark.parametrize(("start", "end", "sessions", "expected"), SPANS)
def test_an_event_spans_its_days(start: str, end: str | None, sessions: list[str], expected: str) -> None:
    assert dates.spanning(start, end, [D(day) for day in sessions]) == expected


@pytest.mark.parametrize(("start", "end"), [("2018-01-23", "2018-01-22"), ("2018/2019", None), ("2018", "2018/2019")])
def test_an_event_cannot_end_before_it_starts_or_have_an_interval_for_an_end(start: str, end: str | None) -> None:
    with pytest.raises(BadDate):
        dates.spanning(start, end)


@pytest.mark.parametrize(
    ("text", "start", "end", "sessions"),
    [
        ("2018-01-22/2018-01-23", "2018-01-22", "2018-01-23", ()),
        ("2014", "2014", "2014", ()),
        ("[2020,2021]", "[2020,2021]", "[2020,2021]", ()),
        ("{2020-12-08,2020-12-01}", "2020-12-01", "2020-12-08", (D("2020-12-01"), D("2020-12-08"))),
    ],
)
def test_the_days_of_an_event_come_back(text: str, start: str, end: str, sessions: tuple[date, ...]) -> None:
    assert dates.days_of(text) == (start, end, sessions)


@pytest.mark.parametrize("text", ["../2018-06-11", "2022-11-30/..", "2022-11-30/", "/2018", "{2020,2021}", "2018-02-30",
     "{2020-12-01..2020-12-08}"],
)  # fmt: skip
def test_what_has_no_start_and_end_gives_no_days_of_an_event(text: str) -> None:
    with pytest.raises(BadDate):
        dates.days_of(text)


days = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@given(days, days)
def test_every_pair_of_days_is_an_interval_in_one_direction(one: date, other: date) -> None:
    first, last = sorted((one, other))
    parsed = dates.parse(f"{first.isoformat()}/{last.isoformat()}")
    assert (parsed.earliest, parsed.latest) == (first, last)
    if first < last:
        with pytest.raises(BadDate, match=BACKWARDS):
            dates.parse(f"{last.isoformat()}/{first.isoformat()}")


@given(st.sets(days, min_size=1, max_size=6))
def test_sessions_survive_the_way_to_text_and_back(sessions: set[date]) -> None:
    first, last = min(sessions), max(sessions)
    text = dates.spanning(first.isoformat(), last.isoformat(), list(sessions))
    start, end, found = dates.days_of(text)
    assert (start, end) == (first.isoformat(), last.isoformat())
    expected = tuple(sorted(sessions)) if text.startswith("{") else ()
    assert found == expected
    assert dates.spanning(start, end, found) == text


@given(st.integers(1, 9999), st.integers(1, 12))
def test_months_and_years_agree_with_the_calendar(year: int, month: int) -> None:
    first = date(year, month, 1)
    parsed = dates.parse(f"{year:04}-{month:02}")
    assert (parsed.earliest, parsed.latest) == (first, first.replace(day=calendar.monthrange(year, month)[1]))
    of_year = dates.parse(f"{year:04}")
    assert (of_year.earliest, of_year.latest) == (date(year, 1, 1), date(year, 12, 31))


@given(st.text(alphabet="0123456789X-/.{}[],?~%TY", max_size=24))
def test_any_text_is_understood_or_refused_and_never_reversed(text: str) -> None:
    try:
        parsed = dates.parse(text)
    except BadDate:
        return
    assert parsed.text == text
    assert parsed.first_day <= parsed.last_day
    assert parsed.first_day <= parsed.sort_day


POINTS = st.one_of(
    days.map(date.isoformat),
    st.builds("{:04}-{:02}{}".format, st.integers(1, 9999), st.integers(1, 12), st.sampled_from(["", "?", "~", "%"])),
    st.builds("{:04}-{}".format, st.integers(1, 9998), st.sampled_from([21, 22, 23])),
    st.builds("{:03}X".format, st.integers(1, 999)),
)


@given(POINTS)
def test_points_in_time_mean_what_an_independent_implementation_says(text: str) -> None:
    peer = edtf.parse_edtf(text)
    parsed = dates.parse(text)
    assert [parsed.first_day.timetuple()[:3], parsed.last_day.timetuple()[:3]] == [
        peer.lower_strict()[:3], peer.upper_strict()[:3],
    ]  # fmt: skip


def test_a_winter_ends_in_the_next_year() -> None:
    winter, spring = dates.parse("2021-24"), dates.parse("2022-21")
    assert winter.last_day + timedelta(days=1) == spring.first_day


MEMBERS = st.one_of(
    st.dates(min_value=date(2016, 1, 1), max_value=date(2019, 12, 31)).map(date.isoformat),
    st.builds("{:04}-{:02}{}".format, st.integers(2016, 2019), st.integers(1, 12), st.sampled_from(["", "-XX"])),
    st.builds("{:04}-{}".format, st.integers(2016, 2019), st.integers(21, 24)),
    st.builds("{:04}{}".format, st.integers(2016, 2019), st.sampled_from(["", "-XX", "-XX-XX"])),
    st.just("201X"),
)  # fmt: skip
MARKED = st.builds("{}{}".format, MEMBERS, st.sampled_from(["", "?", "~", "%"]))
RUNS = st.one_of(MEMBERS, st.builds("{}..{}".format, MEMBERS, MEMBERS))
TEXTS = st.one_of(
    MARKED,
    st.builds("{}/{}".format, st.one_of(MARKED, st.sampled_from(["", ".."])), MARKED),
    st.builds("{}/{}".format, MARKED, st.one_of(MARKED, st.sampled_from(["", ".."]))),
    st.lists(RUNS, min_size=1, max_size=4).map(lambda parts: "{" + ",".join(parts) + "}"),
    st.lists(RUNS, min_size=1, max_size=4).map(lambda parts: "[" + ",".join(parts) + "]"),
    st.builds("[..{}]".format, MEMBERS),
    st.builds("{{{}..}}".format, MEMBERS),
)
CALENDAR = [date(2009, 12, 1) + timedelta(days=number) for number in range(366 * 11)]


def fits(day: date, point: str) -> bool:
    """Whether a day can be meant by one point, found out by looking at its digits alone."""
    point = point.rstrip("?~%")
    if point[5:].isdigit() and 21 <= int(point[5:]) <= 24 and len(point) == 7:
        months = {21: (3, 4, 5), 22: (6, 7, 8), 23: (9, 10, 11), 24: (12, 1, 2)}[int(point[5:])]
        year = day.year - 1 if months[0] == 12 and day.month < 3 else day.year
        return day.month in months and year == int(point[:4])
    return all(mask in {digit, "X"} for mask, digit in zip(point, day.isoformat(), strict=False))


def days_meant(text: str) -> tuple[date | None, date | None]:
    """The first and the last day that a text can mean, of all days of a calendar; None where it has no end."""
    parts = text.strip("{}[]").replace("..", "/").split(",") if text[0] in "{[" else [text.replace("..", "")]
    ends = [part.split("/") if "/" in part else [part, part] for part in parts]
    first = [min(day for day in CALENDAR if fits(day, start)) for start, _ in ends if start]
    last = [max(day for day in CALENDAR if fits(day, end)) for _, end in ends if end]
    return min(first) if len(first) == len(ends) else None, max(last) if len(last) == len(ends) else None


@pytest.mark.D3
@hypothesis.settings(max_examples=60)
@given(TEXTS)
def test_the_days_of_a_date_are_those_that_looking_at_every_day_gives(text: str) -> None:
    try:
        parsed = dates.parse(text)
    except BadDate as refused:
        assert str(refused) == BACKWARDS  # noqa: PT017  (a date that is drawn may be refused for this alone)
        return
    assert parsed.text == text
    assert (parsed.earliest, parsed.latest) == days_meant(text)


@given(st.lists(st.one_of(TEXTS, st.just("XXXX"), st.just("XXXX-11-08")), max_size=8))
def test_dates_have_one_order_in_which_what_has_no_year_comes_last(texts: list[str]) -> None:
    known = []
    for text in texts:
        with contextlib.suppress(BadDate):
            known.append(dates.parse(text))
    ordered = sorted(known, key=lambda when: (when.sort_day, when.last_day, when.text))
    years = [when.year_known for when in ordered]
    assert years == sorted(years, reverse=True)
    assert all(one.sort_day <= other.sort_day for one, other in itertools.pairwise(ordered))


def test_what_is_more_exact_comes_first_of_what_begins_on_one_day() -> None:
    texts = ["2014/2015", "2014", "2014-01-01/2014-01-02", "201X", "2014-01", "2014-01-01", "2014/..", "XXXX", "2013"]
    parsed = [dates.parse(text) for text in texts]
    assert [when.text for when in sorted(parsed, key=lambda when: (when.sort_day, when.last_day))] == [
        "201X", "2013", "2014-01-01", "2014-01-01/2014-01-02", "2014-01", "2014", "2014/2015", "2014/..", "XXXX",
    ]  # fmt: skip
