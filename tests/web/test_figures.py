"""The page of figures: on any day, beside what the Committee published. All records are invented."""

from datetime import UTC, datetime

from app.figures import service
from app.figures.models import FactCreate
from app.kit.db import Database
from tests import make
from tests.callers import Caller
from tests.web.visitor import Visitor, words

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def published(database: Database, **members: object) -> None:
    fact = {"topic": "aggregate", "name": "naps_submitted", "date": "2014-01", "value": 8, "source": "A yearbook"}
    with database.session(writes=True) as session:
        service.record(session, FactCreate.model_validate(fact | members), by="x", now=NOW)


def cells(visitor: Visitor, address: str, table: str) -> list[list[str]]:
    rows = visitor.page(address).cssselect(f"{table} tbody tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_an_empty_register_has_no_plans_and_no_events_to_follow(visitor: Visitor) -> None:
    page = visitor.page("/figures")

    assert words(page, ".empty p") == [
        "No action plan is on record by that day.", "No event with a known year is on record by that day.",
    ]  # fmt: skip
    assert words(page, ".figures dd") == ["193", "0", "0", "193", "0", "0", "0", "0", "0"]
    assert page.cssselect("table") == []


def test_figures_of_a_day_stand_beside_those_that_were_published(
    visitor: Visitor, expert: Caller, database: Database
) -> None:
    make.entry(expert, kind="nap", date="2012-03-01", status="submitted", states=["TKM"])
    make.entry(expert, kind="nap", date="2014", status="submitted", states=["KGZ"])
    make.entry(expert, kind="nap", date="2015-01-01", status="adopted", states=["UZB"])
    published(database, source="https://example.org/figures", text="so far")
    published(database, name="states_with_nap", date="2013", value=2)
    published(database, name="peer_reviews", date="2013", value=0)

    assert cells(visitor, "/figures?as_of=2014-06-30", ".cards") == [
        ["Action plans submitted", "January 2014 so far", "8", "1 – 2", "−7 to −6"],
        ["Peer reviews", "2013, A yearbook", "0", "0", "none"],
        ["States that submitted a plan", "2013, A yearbook", "2", "1 – 2", "−1 to 0"],
    ]
    assert cells(visitor, "/figures?as_of=2015-06-30", ".years")[-2:] == [
        ["2014", "", "2", "2", "2"], ["2015", "", "3", "2", "3"],
    ]  # fmt: skip
    assert [link.get("href") for link in visitor.page("/figures?as_of=2014-06-30").cssselect(".beside a")] == [
        f"/api/v1/figures/{name}?as_of=2014-06-30" for name in ("reporting", "plans", "follow_through")
    ]


def test_what_followed_events_is_told_with_its_bounds(visitor: Visitor, expert: Caller) -> None:
    make.event(expert, starts_on="2015-02-03", ends_on=None, states=["TKM"])
    make.entry(expert, kind="nap", date="2015-09-01", status="submitted", states=["TKM"])
    make.event(expert, starts_on="2015-02-03", ends_on=None, states=["KGZ"], title="Another")

    assert "Of 2 events about a State, 1 was followed within 12 months" in (
        " ".join(visitor.page("/figures?as_of=2020-01-01").text_content().split())
    )


def test_a_day_that_is_none_is_named_and_the_present_is_shown(visitor: Visitor) -> None:
    page = visitor.page("/figures?as_of=31/12/2014&known_at=2026-01-01T00:00:00")

    assert len(words(page, ".wrong")) == 1
    assert words(page, ".figures dd")[0] == "193"


def test_only_those_who_send_and_review_are_led_to_the_figures_of_readings(
    visitor: Visitor, expert_visitor: Visitor
) -> None:
    assert [len(one.page("/figures").cssselect("a[href='/figures/reading']")) for one in (visitor, expert_visitor)] == [
        0,
        1,
    ]


def test_every_metric_that_is_compared_has_words(visitor: Visitor, expert: Caller, database: Database) -> None:
    compared = [
        "first_reports", "non_reporting_states", "states_with_additional_info", "naps_submitted", "states_with_nap",
        "plans", "plan_states", "events", "visits", "peer_reviews", "notes",
    ]  # fmt: skip
    for name in compared:
        published(database, name=name)

    assert len(cells(visitor, "/figures", ".cards")) == len(compared)
