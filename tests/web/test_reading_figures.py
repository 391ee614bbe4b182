"""The page that tells how good readings were in use. All notes are invented."""

from lxml.html import HtmlElement

from tests.callers import Caller
from tests.figures.test_reading import accepted, corrected, sent
from tests.web.visitor import Visitor, words


def numbers(page: HtmlElement, row: str) -> list[str]:
    """The cells of a row of the first table, by its head."""
    (found,) = [one for one in page.cssselect("table.cards")[0].cssselect("tbody tr") if one[0].text_content() == row]
    return [cell.text_content().strip() for cell in found[1:]]


def test_figures_of_readings_are_shown_by_field_and_by_how_sure_the_machine_was(
    organizer: Caller, expert: Caller, expert_visitor: Visitor
) -> None:
    submission = sent(organizer)
    accepted(expert, submission, corrected(submission["reading"]))

    page = expert_visitor.page("/figures/reading")

    assert words(page, ".figures dd")[:2] == ["1", "0"]
    assert numbers(page, "Organizers") == ["2", "1", "0", "1", "0", "50.0 %", "100.0 %"]
    assert numbers(page, "Dated facts") == ["4", "3", "1", "0", "0", "75.0 %", "75.0 %"]
    assert len(page.cssselect(".bars tbody tr")) == len(expert.read("/figures/reading")["calibration"])


def test_the_page_of_figures_is_filtered_and_says_so_where_there_is_nothing(
    organizer: Caller, expert: Caller, expert_visitor: Visitor
) -> None:
    assert words(expert_visitor.page("/figures/reading"), ".empty p") == [
        "No note that was read here has been accepted."
    ]
    accepted(expert, sent(organizer))

    nothing = expert_visitor.page("/figures/reading?language=fr&to=2020-01-01")
    wrong = expert_visitor.page("/figures/reading?from=yesterday")

    assert words(nothing, ".empty p") == ["No note that was read here has been accepted with these filters."]
    assert [link.get("href") for link in nothing.cssselect(".beside a")] == [
        "/figures/reading.csv?to=2020-01-01&language=fr"
    ]
    assert len(words(wrong, ".wrong")) == 1
    assert len(wrong.cssselect("table")) == 3


def test_the_page_of_figures_is_for_those_who_send_and_review(
    organizer: Caller, rival_visitor: Visitor, organizer_visitor: Visitor, visitor: Visitor, expert: Caller
) -> None:
    accepted(expert, sent(organizer))

    assert words(organizer_visitor.page("/figures/reading"), ".figures dd")[0] == "1"
    assert rival_visitor.page("/figures/reading").cssselect("table") == []
    assert visitor.get("/figures/reading").headers["location"].startswith("/sign-in")
    table = organizer_visitor.get("/figures/reading.csv?field=organizers")
    assert (table.headers["content-type"].split(";")[0], len(table.text.splitlines())) == ("text/csv", 2)
