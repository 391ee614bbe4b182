"""Pages of States, through the front door."""

from tests import make
from tests.callers import Caller
from tests.web.visitor import Visitor, words


def test_a_page_of_a_state_lists_its_entries_with_un_dates(visitor: Visitor, expert: Caller) -> None:
    make.entry(expert, date="2014", title="Invented workshop", kind="event")
    make.entry(expert, date="2017-06-29/2017-06-30", title="Invented meeting", kind="event")

    page = visitor.page("/states/TKM")

    assert words(page, ".entry .when") == ["2014", "29-30 June 2017"]
    assert words(page, ".entry .what") == ["Invented workshop", "Invented meeting"]


def test_each_mark_of_the_picture_leads_to_its_entry(visitor: Visitor, expert: Caller) -> None:
    known = make.entry(expert, date="2004-09-10")

    page = visitor.page("/states/TKM")

    assert [mark.get("href") for mark in page.cssselect("svg.wide a")] == [f"#entry-{known['id']}"]
    assert len(page.cssselect(f"#entry-{known['id']}")) == 1


def test_a_state_without_entries_says_so(visitor: Visitor) -> None:
    page = visitor.page("/states/TUV")

    assert words(page, ".empty p") == ["No entry is on record for this State yet."]
    assert page.cssselect("figure") == []
