"""The geometry of a timeline's picture."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.dates import parse
from app.timeline.models import Kind
from app.web.shapes import LANES, SHAPES
from app.web.timeline_picture import NARROW, RADIUS, WIDE, Mark, Picture, draw, exact

TODAY = date(2026, 11, 23)


def fact(when: str, kind: str = "event", status: str | None = None) -> dict[str, Any]:
    return {"id": f"{when}-{kind}", "kind": kind, "title": "Invented", "date": when, "status": status}


def marks(picture: Picture) -> dict[str, Mark]:
    return {mark.date: mark for lane in picture.lanes for mark in lane.marks}


def test_every_kind_has_a_shape_of_its_own_and_one_lane() -> None:
    in_lanes = [kind for kinds in LANES.values() for kind in kinds]

    assert sorted(in_lanes) == sorted(Kind)
    assert len(set(SHAPES.values())) == len(SHAPES) == len(Kind)


@pytest.mark.parametrize(
    ("edtf", "sharp"),
    [
        ("2018-01-22", True),
        ("2018-01-22/2018-01-23", True),
        ("{2020-12-01,2020-12-08}", True),
        ("2018-01", False),
        ("2014", False),
        ("2014/2015-12", False),
        ("2018-01-22?", False),
        ("2018-01-22~", False),
        ("../2018-06-11", False),
        ("2022-11-30/..", False),
        ("2018-XX-XX", False),
    ],
)
def test_only_known_days_are_exact(edtf: str, sharp: bool) -> None:
    assert exact(parse(edtf)) is sharp


def test_a_year_is_a_bar_with_soft_ends_and_never_a_day() -> None:
    mark = marks(draw([fact("2014")], WIDE, today=TODAY))["2014"]

    assert (mark.exact, mark.soft) == (False, "both")
    assert mark.start < mark.x < mark.end
    assert mark.x == pytest.approx((mark.start + mark.end) / 2, abs=0.1)


def test_an_open_interval_is_soft_at_its_open_end_only() -> None:
    drawn = marks(draw([fact("../2018-06-11"), fact("2022-11-30/..")], WIDE, today=TODAY))

    assert {when: mark.soft for when, mark in drawn.items()} == {"../2018-06-11": "start", "2022-11-30/..": "end"}


def test_two_days_are_one_filled_shape_at_the_first() -> None:
    mark = marks(draw([fact("2018-01-22/2018-01-23")], WIDE, today=TODAY))["2018-01-22/2018-01-23"]

    assert (mark.exact, mark.wide, mark.x) == (True, False, mark.start)


def test_what_has_no_year_is_counted_and_not_drawn() -> None:
    picture = draw([fact("XXXX-11-08"), fact("2018")], WIDE, today=TODAY)

    assert picture.undated == 1
    assert list(marks(picture)) == ["2018"]


def test_time_runs_from_the_first_entry_to_today_or_beyond() -> None:
    assert draw([fact("2004-09-10")], WIDE, today=TODAY).years == (2004, 2026)
    assert draw([fact("2026/2030", status="planned")], WIDE, today=TODAY).years == (2024, 2030)
    assert draw([], WIDE, today=TODAY).years == (2020, 2026)


def test_only_lanes_with_marks_are_drawn_in_a_fixed_order() -> None:
    picture = draw(
        [fact("2018", "letter"), fact("2004", "national_report"), fact("2017", "visit")], NARROW, today=TODAY
    )

    assert [lane.name for lane in picture.lanes] == ["Reports", "Events", "Letters and requests"]


def test_plans_to_come_are_marked_as_intended() -> None:
    drawn = marks(draw([fact("2025", "nap", "planned"), fact("2018", "nap", "submitted")], WIDE, today=TODAY))

    assert {when: mark.intended for when, mark in drawn.items()} == {"2018": False, "2025": True}


DATES = st.sampled_from(
    ["2014", "2014-06", "2014-06-01", "2014-06-02", "2015-01-05/2015-01-09", "../2016", "2012/..", "2018?"]
)


@given(st.lists(DATES, max_size=25), st.sampled_from([WIDE, NARROW]))
def test_marks_of_a_row_never_touch_and_stay_inside(whens: list[str], frame: Any) -> None:
    picture = draw([fact(when) for when in whens], frame, today=TODAY)

    rows: dict[float, list[Mark]] = {}
    for mark in (mark for lane in picture.lanes for mark in lane.marks):
        rows.setdefault(mark.y, []).append(mark)
        assert frame.left <= mark.start <= mark.x <= mark.end <= frame.width - frame.right
        assert mark.y + RADIUS < picture.height
    for row in rows.values():
        for left, right in pairwise(sorted(row, key=lambda mark: mark.x)):
            assert right.x - left.x >= 2 * RADIUS
