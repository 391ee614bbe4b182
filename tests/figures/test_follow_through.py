"""Follow-through over HTTP: what followed an event. Facts are invented, but for those of the sample."""

from typing import Any

import pytest

from app.kit.db import Database
from app.timeline.summary import NOTICE
from tests import make
from tests.callers import Caller
from tests.figures.test_plans import load_sample, plan
from tests.figures.test_reporting import counted

Json = dict[str, Any]
NAMES = ("followed", "waiting", "days")


def follow(who: Caller, **question: Any) -> Json:
    answer: Json = who.read("/figures/follow_through", **({"as_of": "2024-01-01"} | question))
    return answer


def days(least: int, most: int | None) -> Json:
    return {"least": least, "most": most}


def told(answer: Json) -> list[tuple[str, str, Json | None]]:
    return [(one["date"], one["followed"], one["days"]) for one in answer["items"]]


@pytest.mark.N21
def test_the_sample_tells_after_how_many_days_a_plan_followed_which_event(client: Caller, database: Database) -> None:
    load_sample(database)

    turkmenistan, grenada, mauritania = (follow(client, state=state) for state in ("TKM", "GRD", "MRT"))

    final = next(one for one in turkmenistan["items"] if one["date"] == "2018-01-22/2018-01-23")
    assert final == {
        "state": "TKM", "event": final["event"], "entry": final["entry"], "kind": "event", "certain": True,
        "date": "2018-01-22/2018-01-23", "title": "Final meeting on the draft NAP of Turkmenistan, Ashgabat",
        "followed": "yes", "waiting": False, "days": days(139, 139),
        "by": {
            "entry": final["by"]["entry"], "kind": "nap", "date": "2018-06-11",
            "title": "NAP submitted to the Committee; covers 2018-2022",
        },
    }  # fmt: skip
    assert client.read(f"/entries/{final['by']['entry']}")["status"] == "submitted"
    assert client.read(f"/events/{final['event']}")["title"] == final["title"]
    table = next(one for one in grenada["items"] if one["date"] == "2014-06-10/2014-06-12")
    assert (table["title"], table["followed"], table["days"], table["by"]["date"]) == (
        "National round table: findings of legal study", "yes", days(281, 281), "2015-03-20",
    )  # fmt: skip
    assert told(mauritania) == [("2009-12-07/2009-12-10", "no", None), ("2017-07-05/2017-07-06", "no", None)]
    assert (mauritania["followed"], mauritania["notice"]) == (counted(0, 0), NOTICE)


@pytest.mark.N21
def test_an_imprecise_date_gives_a_range_of_days_and_never_an_invented_one(client: Caller, expert: Caller) -> None:
    make.entry(expert, kind="event", date="2014", title="Workshop")
    make.entry(expert, kind="event", date="2014/2014-06-30", title="Somewhere in these months")
    make.entry(expert, kind="event", date="{2014-12-01,2014-12-08}", title="Two sessions")
    plan(expert, "TKM", "2015-03")

    answer = follow(client)

    assert told(answer) == [
        ("2014/2014-06-30", "maybe", days(244, 454)),
        ("2014", "maybe", days(60, 454)),
        ("{2014-12-01,2014-12-08}", "yes", days(83, 113)),
    ]
    assert (answer["events"], answer["followed"]) == (counted(3, 3), counted(3, 1))


def test_what_follows_is_the_first_that_certainly_does_or_else_may(client: Caller, expert: Caller) -> None:
    make.entry(expert, kind="visit", date="2014-01-10", title="Visit")
    make.entry(expert, kind="peer_review", date="2016-01-10", title="Peer review")
    make.entry(expert, kind="event", date="2013-01-10", states=["UZB"], title="Another State's")
    plan(expert, "TKM", "../2016-06-30", title="Some time before")
    report = make.entry(expert, date="2014-03-10", title="Report")
    plan(expert, "TKM", "2014-02-10", status="planned", title="Merely planned")

    items = follow(client)["items"]

    assert [(one["title"], one["followed"], one["by"] and one["by"]["title"]) for one in items] == [
        ("Another State's", "no", None), ("Visit", "yes", "Report"), ("Peer review", "maybe", "Some time before"),
    ]  # fmt: skip
    assert [one["days"] for one in items] == [None, days(59, 59), days(0, 172)]
    assert items[1]["by"]["entry"] == report["id"]


@pytest.mark.parametrize(
    ("months", "date", "followed"),
    [(1, "2014-02-10", "yes"), (1, "2014-02-11", "no"), (12, "2015-01-10", "yes"), (12, "2015-01-11", "no")],
)
def test_the_months_are_counted_from_the_end_of_the_event(
    client: Caller, expert: Caller, months: int, date: str, followed: str
) -> None:
    make.entry(expert, kind="event", date="2014-01-08/2014-01-10")
    plan(expert, "TKM", date)

    (one,) = follow(client, months=months)["items"]

    assert one["followed"] == followed


def test_what_came_before_the_end_of_an_event_did_not_follow_it(client: Caller, expert: Caller) -> None:
    make.entry(expert, kind="event", date="2014-01-08/2014-01-10")
    plan(expert, "TKM", "2014-01-09")

    assert told(follow(client)) == [("2014-01-08/2014-01-10", "no", None)]


def test_an_event_whose_months_are_not_over_is_waiting(client: Caller, expert: Caller) -> None:
    make.entry(expert, kind="event", date="2014-01-10")
    plan(expert, "TKM", "2014-06-10")

    answers = [follow(client, as_of=day) for day in ("2014-05-01", "2014-06-10")]
    over = follow(client, as_of="2014-05-01", months=3)

    assert [answer["waiting"] for answer in (*answers, over)] == [1, 0, 0]
    assert [[one[name] for name in NAMES] for answer in (*answers, over) for one in answer["items"]] == [
        ["no", True, None], ["yes", False, days(151, 151)], ["no", False, None],
    ]  # fmt: skip


def test_events_of_no_known_year_are_left_out_and_counted(client: Caller, expert: Caller) -> None:
    make.entry(expert, kind="event", date="XXXX-11-08")
    make.entry(expert, kind="event", date="../2014-01-10")
    plan(expert, "TKM", "2014-06-10/..")
    plan(expert, "TKM", "XXXX-06")

    answer = follow(client)

    assert (answer["undated"], told(answer)) == (1, [("../2014-01-10", "maybe", days(151, None))])


def test_an_event_that_was_planned_or_is_hidden_or_was_not_known_is_none(client: Caller, expert: Caller) -> None:
    make.event(expert, status="planned")
    hidden = make.entry(expert, kind="event", date="2014-01-10", visibility="committee")
    shown = make.entry(expert, kind="event", date="2014-02-10")
    make.entry(expert, date="2014-03-10", visibility="committee")

    for_everybody, for_the_committee = follow(client), follow(expert)
    then = follow(expert, known_at=make.just_before(shown["recorded_at"]))

    assert told(for_everybody) == [("2014-02-10", "no", None)]
    assert told(for_the_committee) == [("2014-01-10", "yes", days(59, 59)), ("2014-02-10", "yes", days(28, 28))]
    assert [one["entry"] for one in then["items"]] == [hidden["id"]]


def test_events_come_page_by_page_and_each_once_for_each_of_its_states(client: Caller, expert: Caller) -> None:
    make.entry(expert, kind="event", date="2014-01-10", states=["TKM", "KGZ", "UZB"])
    plan(expert, "KGZ", "2014-02-10")

    first = follow(client, limit=2)
    second = client.read(first["next"])

    assert [(one["state"], one["followed"]) for one in (*first["items"], *second["items"])] == [
        ("KGZ", "yes"), ("TKM", "no"), ("UZB", "no"),
    ]  # fmt: skip
    assert (first["total"], second["total"], second["next"], second["events"]) == (3, 3, None, counted(3, 3))
    assert client.get("/figures/follow_through?cursor=W1sxLDJdLDNd").json()["errors"][0]["code"] == "bad_cursor"


@pytest.mark.parametrize("question", ["months=0", "months=121", "months=x", "state=tkm"])
def test_a_question_that_makes_no_sense_is_refused(client: Caller, question: str) -> None:
    answer = client.get(f"/figures/follow_through?{question}")

    name = question.partition("=")[0]
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/query/{name}")


def test_follow_through_takes_the_same_number_of_queries_for_one_event_and_for_many(
    client: Caller, expert: Caller, statements: list[str]
) -> None:
    make.entry(expert, kind="event", date="2014-01-10")
    statements.clear()
    follow(client)
    few = len(statements)
    make.entry(expert, kind="event", date="2015-01-10", states=["TKM", "KGZ", "UZB"])
    plan(expert, "KGZ", "2015-02-10")
    statements.clear()

    follow(client)

    assert len(statements) == few
