"""The first page, and its search."""

from tests import make
from tests.callers import Caller
from tests.web.visitor import Visitor, words


def test_the_first_page_counts_what_is_on_record(visitor: Visitor, expert: Caller) -> None:
    make.entry(expert)
    make.event(expert)

    page = visitor.page("/")

    assert words(page, ".figures dd") == ["1", "0", "192", "0", "1", "0"]
    assert words(page, ".things .name") == ["Meeting on the national action plan"]


def test_the_latest_events_come_before_those_of_no_known_year(visitor: Visitor, expert: Caller) -> None:
    make.event(expert, title="Invented meeting of no known year", starts_on="XXXX-11-08", ends_on=None)
    make.event(expert, title="Invented meeting of 2018")

    assert words(visitor.page("/"), ".things .name") == [
        "Invented meeting of 2018", "Invented meeting of no known year",
    ]  # fmt: skip


def test_each_role_is_shown_what_it_can_do_next(
    visitor: Visitor, organizer_visitor: Visitor, expert_visitor: Visitor
) -> None:
    doors = ["Look at a State", "Read a note", "Browse events"]

    assert words(visitor.page("/"), ".doors a") == [*doors, "Use the API"]
    assert words(organizer_visitor.page("/"), ".doors a") == ["Send a note", *doors]
    assert words(expert_visitor.page("/"), ".doors a") == ["Review what was sent in", "Send a note", *doors]


def test_search_finds_states_and_events(visitor: Visitor, expert: Caller) -> None:
    make.event(expert, title="Invented workshop in Ashgabat")

    assert words(visitor.page("/search?q=ASHGABAT"), ".things .name") == ["Invented workshop in Ashgabat"]
    assert words(visitor.page("/search?q=Turquie"), ".things .name") == ["Türkiye"]


def test_search_without_a_find_says_so_and_offers_what_is_near(visitor: Visitor) -> None:
    page = visitor.page("/search?q=Turkmenitsan")

    assert words(page, ".empty p")[0] == "Nothing on record has these words."
    assert page.cssselect(".empty a")[0].get("href") == "/states/TKM"


def test_search_without_words_is_a_form(visitor: Visitor) -> None:
    page = visitor.page("/search")

    assert page.cssselect(".empty") == []
    assert len(page.cssselect("form.search")) == 1
