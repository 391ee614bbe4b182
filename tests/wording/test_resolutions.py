"""The resolutions that notes cite."""

from datetime import date
from itertools import pairwise

import pytest

from app.wording import resolutions
from app.wording.resolutions import Topic

D = date.fromisoformat


@pytest.mark.parametrize(
    ("number", "year"),
    [
        (1373, 2001),
        (1540, 2004),
        (1673, 2006),
        (1718, 2006),
        (1737, 2006),
        (1810, 2008),
        (1887, 2009),
        (1977, 2011),
        (2055, 2012),
        (2231, 2015),
        (2325, 2016),
        (2370, 2017),
        (2572, 2021),
        (2622, 2022),
        (2663, 2022),
        (9999, None),
    ],
)
def test_a_number_has_its_year(number: int, year: int | None) -> None:
    assert resolutions.year_of(number) == year


@pytest.mark.parametrize(
    ("on", "names"),
    [
        ("2004-04-27", []),
        ("2004-04-28", ["1540 (2004)"]),
        ("2006-04-27", ["1540 (2004)", "1673 (2006)"]),
        ("2008-04-24", ["1540 (2004)", "1673 (2006)"]),
        ("2008-04-25", ["1540 (2004)", "1810 (2008)"]),
        ("2011-04-20", ["1540 (2004)", "1977 (2011)"]),
        ("2016-12-14", ["1540 (2004)", "1977 (2011)"]),
        ("2018-01-22", ["1540 (2004)", "1977 (2011)", "2325 (2016)"]),
        ("2022-11-29", ["1540 (2004)", "1977 (2011)", "2325 (2016)"]),
        ("2022-11-30", ["1540 (2004)", "2325 (2016)", "2663 (2022)"]),
        ("2026-11-01", ["1540 (2004)", "2325 (2016)", "2663 (2022)"]),
    ],
)
def test_the_day_of_an_event_tells_which_resolutions_are_cited(on: str, names: list[str]) -> None:
    assert [each.name for each in resolutions.in_force(D(on))] == names


def test_a_resolution_knows_its_paragraph_on_action_plans() -> None:
    found = {each.number: each.paragraph(Topic.action_plans) for each in resolutions.all_resolutions()}
    assert {number: each.number for number, each in found.items() if each} == {
        1810: None, 1977: "8", 2325: "5", 2663: "8",
    }  # fmt: skip


def test_a_resolution_knows_its_paragraph_on_outreach() -> None:
    found = {each.number: each.paragraph(Topic.outreach) for each in resolutions.all_resolutions()}
    assert {number: each.number for number, each in found.items() if each} == {
        1673: "5", 1977: None, 2663: "12",
    }  # fmt: skip


def test_each_mandate_begins_no_later_than_the_one_before_ends() -> None:
    renewals = [each for each in resolutions.all_resolutions() if each.mandate_until]
    assert [each.number for each in renewals] == [1540, 1673, 1810, 1977, 2572, 2622, 2663]
    for earlier, later in pairwise(renewals):
        assert later.adopted_on <= (earlier.mandate_until or date.min)
    assert renewals[-1].mandate_until == D("2032-11-30")


def test_the_list_is_sorted_consistent_and_sourced() -> None:
    numbers = [each.number for each in resolutions.all_resolutions()]
    assert numbers == sorted(set(numbers))
    for each in resolutions.all_resolutions():
        assert each.adopted_on.year == each.year
        assert each.symbol == f"S/RES/{each.number} ({each.year})"
        urls = [each.source_url, *(paragraph.source_url for paragraph in each.paragraphs)]
        assert [url for url in urls if not url.startswith(("https://", "http://"))] == []
        assert each.subject
    days = [each.adopted_on for each in resolutions.all_resolutions()]
    assert days == sorted(days)
