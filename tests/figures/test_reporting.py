"""Figures over HTTP. All facts are invented."""

from pathlib import Path
from typing import Any

import pytest

from app.cli.load import load_folder
from app.kit.db import Database
from app.timeline.summary import NOTICE
from tests import make
from tests.callers import Caller
from tests.conftest import NOW

Json = dict[str, Any]


def counted(total: int, certain: int) -> Json:
    return {"total": total, "certain": certain}


def publish(database: Database, folder: Path, *rows: Json) -> None:
    make.csv_file(folder, "committee.csv", *rows)
    load_folder(database, folder, clock=lambda: NOW)


def test_an_empty_register_knows_nothing_of_any_member_state(client: Caller) -> None:
    nothing = counted(0, 0)
    plans = {"plans": nothing, "states": nothing}

    assert client.read("/figures/reporting", as_of="2018-12-31") == {
        "as_of": "2018-12-31", "known_at": None, "member_states": 193,
        "first_reports": {"yes": nothing, "no": nothing, "unknown": 193}, "additional_information": nothing,
        "submitted_plans": plans, "all_plans": plans, "events": nothing, "visits": nothing, "peer_reviews": nothing,
        "notes": nothing, "published": [], "notice": NOTICE,
    }  # fmt: skip


@pytest.mark.parametrize(("day", "members"), [("2004-04-28", 191), ("2010-01-01", 192), ("2011-07-14", 193)])
def test_a_share_on_a_day_is_one_of_the_members_of_that_day(client: Caller, day: str, members: int) -> None:
    figures = client.read("/figures/reporting", as_of=day)

    assert (figures["member_states"], figures["first_reports"]["unknown"]) == (members, members)


def test_first_reports_are_yes_no_or_unknown_and_imprecise_ones_are_not_certain(
    client: Caller, expert: Caller, database: Database, tmp_path: Path
) -> None:
    make.entry(expert, date="2004-09-10")
    make.entry(expert, date="2004", states=["KGZ"])
    make.entry(expert, date="2004-09-10", states=["VAT"])  # takes part, but is not counted
    make.csv_file(
        tmp_path, "status_first_report_2022.csv", make.status_row(state_iso3="UZB", first_report_submitted="no")
    )
    load_folder(database, tmp_path, clock=lambda: NOW)

    figures = client.read("/figures/reporting", as_of="2004-10-01")

    assert figures["first_reports"] == {"yes": counted(2, 1), "no": counted(1, 1), "unknown": 188}


def test_plans_and_the_states_that_have_them_are_counted_apart(client: Caller, expert: Caller) -> None:
    for date, status in (
        ("2011", "superseded"),
        ("2015-03", "submitted"),
        ("2016/2020", "adopted"),
        ("2017", "planned"),
    ):
        make.entry(expert, kind="nap", date=date, status=status)
    make.entry(expert, kind="nap", date="2015", status="submitted", states=["KGZ", "UZB"])

    figures = client.read("/figures/reporting", as_of="2016-12-31")

    assert figures["submitted_plans"] == {"plans": counted(3, 3), "states": counted(3, 3)}
    assert figures["all_plans"] == {"plans": counted(4, 3), "states": counted(3, 3)}


def test_events_are_counted_once_however_many_states_they_have(client: Caller, expert: Caller) -> None:
    make.event(expert, states=["TKM", "KGZ"])
    make.event(expert, type="state_visit", starts_on="2018", ends_on=None)
    make.event(expert, type="peer_review", starts_on="2018-05-01", ends_on="2018-05-02")
    make.event(expert, status="planned", starts_on="2018-03-01", ends_on=None)
    make.entry(expert, kind="additional_information", date="2018-02")
    withdrawn = make.event(expert, starts_on="2017-01-01", ends_on=None)
    (entry,) = client.read("/states/TKM/timeline", to="2017-12-31")["items"]
    headers = {"If-Match": client.get(f"/entries/{entry['id']}").headers["etag"]}
    assert entry["event"] == withdrawn["id"]
    expert.post(f"/entries/{entry['id']}/withdrawal", params={"reason": "Never held."}, headers=headers)

    figures = client.read("/figures/reporting", as_of="2018-04-30")

    names = ("events", "visits", "peer_reviews", "additional_information")
    assert [figures[name] for name in names] == [counted(2, 1), counted(1, 0), counted(0, 0), counted(1, 1)]


def test_what_the_committee_published_stands_beside_ours_with_the_difference(
    client: Caller, expert: Caller, database: Database, tmp_path: Path
) -> None:
    make.entry(expert, date="2004-09-10")
    make.entry(expert, date="2004", states=["KGZ"])
    rows = [
        make.fact_row(date="2004-09-01", value="3"),
        make.fact_row(date="2004-10-05", value="5", own_words="received so far"),
        make.fact_row(date="2004-12-31", value="9"),
        make.fact_row(date="2004-10", value="40", symbol_or_metric="non_reporting_states"),
        make.fact_row(date="2004-10", value="7", symbol_or_metric="matrix_avg_measures"),
        make.fact_row(row_type="document", symbol_or_metric="first_reports", date="2004-10-06", value=""),
    ]
    publish(database, tmp_path, *rows)

    published = client.read("/figures/reporting", as_of="2004-10-07")["published"]

    source = "https://register.example/figures"
    assert published == [
        {"metric": "first_reports", "date": "2004-10-05", "certain": True, "value": 5, "text": "received so far",
         "source": source, "ours": counted(2, 1), "difference": counted(-3, -4)},
        {"metric": "non_reporting_states", "date": "2004-10", "certain": False, "value": 40, "text": None,
         "source": source, "ours": counted(0, 0), "difference": counted(-40, -40)},
    ]  # fmt: skip


def test_two_figures_of_one_date_are_both_shown(client: Caller, database: Database, tmp_path: Path) -> None:
    plans = {"symbol_or_metric": "naps_submitted", "date": "2022-11-30/.."}
    publish(database, tmp_path, make.fact_row(value="47", **plans), make.fact_row(value="48", **plans))

    published = client.read("/figures/reporting", as_of="2023-01-01")["published"]

    assert [(one["value"], one["certain"], one["difference"]) for one in published] == [
        (47, False, counted(-47, -47)), (48, False, counted(-48, -48)),
    ]  # fmt: skip


def test_figures_show_what_the_register_said_at_an_instant(
    client: Caller, expert: Caller, database: Database, tmp_path: Path
) -> None:
    before = "2020-01-01T00:00:00.000000Z"
    make.entry(expert, date="2004-09-10")
    publish(database, tmp_path, make.fact_row(date="2004-09-01", value="3"))

    then = client.read("/figures/reporting", as_of="2004-10-07", known_at=before)
    now = client.read("/figures/reporting", as_of="2004-10-07")

    assert (then["first_reports"]["yes"], then["published"], then["known_at"]) == (counted(0, 0), [], before)
    assert (now["first_reports"]["yes"], len(now["published"])) == (counted(1, 1), 1)


def test_nobody_learns_of_the_committees_own_entries_from_a_count(client: Caller, expert: Caller) -> None:
    make.entry(expert, visibility="committee")
    make.entry(expert, kind="nap", status="submitted", visibility="committee")

    for_everybody = client.read("/figures/reporting", as_of="2018-12-31")
    for_the_committee = expert.read("/figures/reporting", as_of="2018-12-31")

    assert for_everybody["first_reports"]["yes"] == counted(0, 0)
    assert for_everybody["submitted_plans"]["plans"] == counted(0, 0)
    assert for_the_committee["first_reports"]["yes"] == counted(1, 1)
    assert for_the_committee["submitted_plans"]["plans"] == counted(1, 1)


def test_figures_answer_a_known_etag_with_304(client: Caller) -> None:
    first = client.get("/figures/reporting", params={"as_of": "2018-12-31"})
    headers = {"If-None-Match": first.headers["etag"]}

    again = client.get("/figures/reporting", params={"as_of": "2018-12-31"}, headers=headers)

    assert (again.status_code, again.content) == (304, b"")


def test_figures_take_the_same_number_of_queries_for_one_state_and_for_many(
    client: Caller, expert: Caller, statements: list[str]
) -> None:
    make.entry(expert)
    statements.clear()
    client.read("/figures/reporting", as_of="2018-12-31")
    few = len(statements)
    make.entry(expert, states=["KGZ", "UZB", "TJK"])
    statements.clear()

    client.read("/figures/reporting", as_of="2018-12-31")

    assert len(statements) == few
