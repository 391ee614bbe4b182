"""Which events are taken for one without asking. All facts but those of the first case are invented."""

from typing import Any

import pytest

from app.events import likeness
from app.events.models import EventCreate

SEMINAR = {
    "title": "Seminar for bankers", "type": "workshop", "starts_on": "2016-03-01", "states": ["KHM"],
    "venues": [{"city": "Siem Reap", "country": "KHM"}],
}  # fmt: skip


def event(**members: Any) -> EventCreate:
    return EventCreate.model_validate(SEMINAR | members)


def same(known: EventCreate, other: EventCreate) -> tuple[bool, bool]:
    """Whether they are one event, asked both ways."""
    bodies = [one.model_dump(mode="json") | {"date": one.date} for one in (known, other)]
    return likeness.same(bodies[0], other), likeness.same(bodies[1], known)


def test_a_city_in_the_title_of_one_and_in_the_venue_of_the_other_makes_one_meeting() -> None:
    days = {"starts_on": "2018-01-22", "ends_on": "2018-01-23", "states": ["TKM"], "type": "nap_final_review"}
    listed = event(
        title="Final meeting on the draft NAP of Turkmenistan, Ashgabat", venues=[{"country": "TKM"}], **days
    )
    told = event(
        title="Meeting on developing a National Action Plan (NAP) of Turkmenistan on the implementation of the "
        "United Nations Security Council Resolution 1540 (2004)",
        venues=[{"city": "Ashgabat", "country": "TKM"}],
        **days | {"type": "nap_drafting"},
    )

    assert same(listed, told) == (True, True)


@pytest.mark.parametrize(
    ("members", "one"),
    [
        ({"title": "Bankers' seminar for all"}, True),
        ({"title": "Seminar for those who lend"}, True),
        ({"title": "Seminar for those who lend", "venues": []}, True),
        ({"title": "Seminar for those who lend", "venues": [], "type": "training_course"}, False),
        ({"title": "Seminar for those who lend", "venues": [{"city": "Kampot"}]}, False),
        ({"title": "Border guard exercise"}, False),
        ({"title": "Border guard exercise", "venues": []}, False),
    ],
)
def test_titles_places_and_types_decide_between_events_of_one_day(members: dict[str, Any], one: bool) -> None:
    assert same(event(), event(**members)) == (one, one)


@pytest.mark.parametrize(
    ("members", "one"),
    [
        ({"starts_on": "2016-03-01", "ends_on": "2016-03-02"}, True),
        ({"ends_on": "2016-03-08", "sessions": ["2016-03-01", "2016-03-08"]}, True),
        ({"starts_on": "2011"}, False),
        ({"starts_on": "2016-03"}, False),
        ({"starts_on": "2016-03-01?"}, False),
        ({"starts_on": "2016-03", "ends_on": "2016-04"}, False),
        ({"starts_on": "XXXX-03-01"}, False),
    ],
)
def test_only_events_whose_days_are_all_known_are_taken_for_one(members: dict[str, Any], one: bool) -> None:
    assert same(event(**members), event(**members)) == (one, one)


def test_two_events_of_no_telling_type_need_a_place_in_common() -> None:
    other = {"type": "other", "title": "Seminar for those who lend"}

    assert same(event(**other), event(type="other", venues=[])) == (False, False)
    assert same(event(**other), event(type="other")) == (True, True)
