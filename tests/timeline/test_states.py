"""States at a glance: names, groups and status, on any day, as known at any instant."""

import csv
import io
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from app.kit.db import Database
from app.kit.paging import encode
from app.timeline import summary
from tests import make
from tests.callers import Caller

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def said(session: Session, *, reported: bool, when: str = "2022-10~", state: str = "TKM") -> bool:
    return summary.assert_first_report(
        session, state=state, when=when, reported=reported, source="https://example.org", by="x", now=NOW
    )


def test_all_states_are_listed_by_code_with_the_notice(client: Caller) -> None:
    states = client.read("/states")

    assert (states["total"], len(states["items"]), sum(state["member"] for state in states["items"])) == (195, 195, 193)
    assert [state["iso3"] for state in states["items"]] == sorted(state["iso3"] for state in states["items"])
    assert {state["notice"] for state in states["items"]} == {summary.NOTICE}


def test_states_come_in_one_answer_or_in_pages_of_any_size(client: Caller) -> None:
    whole = client.read("/states", group="grulac", first_report="unknown")
    first = client.get("/states?limit=20&group=grulac&first_report=unknown")
    pages = [first.json()]
    while pages[-1]["next"]:
        pages.append(client.http.get(pages[-1]["next"]).json())

    assert whole["next"] is None
    assert [state for page in pages for state in page["items"]] == whole["items"]
    assert [(len(page["items"]), page["total"]) for page in pages] == [(20, 33), (13, 33)]
    assert first.headers["link"] == f'<{pages[0]["next"]}>; rel="next"'
    assert "total" not in client.read("/states", total="false")


def test_a_cursor_of_another_list_is_refused(client: Caller) -> None:
    refused = client.get(f"/states?cursor={encode([1, 'TKM'], 195)}")

    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "bad_cursor")


def test_a_state_tells_its_names_group_and_membership(client: Caller) -> None:
    state = client.read("/states/TKM")

    assert (state["iso3"], state["iso2"], state["m49"], state["name"], state["group"], state["member_since"]) == (
        "TKM", "TM", "795", "Turkmenistan", "asia_pacific", "1992-03-02",
    )  # fmt: skip
    assert state["names"]["ru"] == "Туркменистан"
    assert client.get("/states/tkm").status_code == 404


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({}, "Türkiye"),
        ({"as_of": "2015-01-01"}, "Turkey"),
        ({"lang": "fr"}, "Türkiye"),
        ({"lang": "fr", "as_of": "2015-01-01"}, "Turquie"),
    ],
)
def test_a_state_has_the_name_of_the_day_and_language_asked_for(client: Caller, asked: make.Json, name: str) -> None:
    assert client.read("/states/TUR", **asked)["name"] == name


def test_names_follow_the_language_of_the_browser(client: Caller) -> None:
    answer = client.get("/states/TKM", headers={"Accept-Language": "xx, ru-RU;q=0.9, en"})

    assert (answer.json()["name"], answer.headers["content-language"]) == ("Туркменистан", "ru")


def first_report(client: Caller, **asked: str) -> tuple[object, ...]:
    report = client.read("/states/TKM", **asked)["status"]["first_report"]
    return tuple(report[name] for name in ("answer", "date", "asserted", "certain"))


@pytest.mark.D8
def test_whether_a_state_has_reported_is_unknown_without_a_source(client: Caller) -> None:
    assert first_report(client) == ("unknown", None, None, True)


@pytest.mark.D8
def test_a_dated_report_says_yes_from_its_day_on(client: Caller, expert: Caller) -> None:
    make.entry(expert, date="2004-09")
    make.entry(expert, date="2005", status="planned")

    assert first_report(client, as_of="2004-08-31") == ("unknown", None, None, True)
    assert first_report(client, as_of="2004-09-15") == ("yes", "2004-09", None, False)
    assert first_report(client, as_of="2004-09-30") == ("yes", "2004-09", None, True)


def test_an_intended_report_is_no_report(client: Caller, expert: Caller) -> None:
    make.entry(expert, date="2004-09-10", status="planned")

    assert first_report(client) == ("unknown", None, None, True)


def test_who_was_said_to_have_reported_has_for_ever(client: Caller, database: Database) -> None:
    with database.session(writes=True) as session:
        assert said(session, reported=True)
        assert not said(session, reported=True)

    assert first_report(client, as_of="2022-10-30") == ("unknown", None, None, True)
    assert first_report(client, as_of="2022-10-31") == ("yes", None, "2022-10~", True)
    assert first_report(client, as_of="2004-12-31", known_at="2026-11-23T23:00:00Z") == ("unknown", None, None, True)


@pytest.mark.D8
def test_who_was_said_not_to_have_reported_had_not_before(client: Caller, database: Database) -> None:
    with database.session(writes=True) as session:
        said(session, reported=False)

    assert first_report(client, as_of="2004-12-31") == ("no", None, "2022-10~", True)
    assert first_report(client, as_of="2023-01-01") == ("no", None, "2022-10~", False)
    assert first_report(client, known_at="2026-11-23T23:00:00Z") == ("unknown", None, None, True)


def test_a_later_report_overrules_an_assertion(client: Caller, expert: Caller, database: Database) -> None:
    with database.session(writes=True) as session:
        said(session, reported=False)
    make.entry(expert, date="2023-05-01")

    assert first_report(client, as_of="2023-01-01")[0] == "no"
    assert first_report(client, as_of="2023-05-01") == ("yes", "2023-05-01", None, True)


def test_the_latest_of_each_kind_is_shown(client: Caller, expert: Caller) -> None:
    for kind, date in [
        ("national_report", "2004"), ("additional_information", "2006-05-01"), ("nap", "2018-06-11"),
        ("event", "2014"), ("peer_review", "2018-07"), ("visit", "2013-01-01"), ("visit", "XXXX"), ("event", "2030"),
    ]:  # fmt: skip
        make.entry(expert, kind=kind, date=date)
    make.entry(expert, kind="nap", date="2020", status="draft")

    status = client.read("/states/TKM", as_of="2018-07-15")["status"]

    dated = ("latest_information", "plan", "last_event", "last_visit")
    assert {name: (status[name]["date"], status[name]["certain"]) for name in dated} == {
        "latest_information": ("2006-05-01", True), "plan": ("2018-06-11", True),
        "last_event": ("2018-07", False), "last_visit": ("2013-01-01", True),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"first_report": "yes"}, ["KGZ", "TKM"]),
        ({"first_report": "yes", "as_of": "2004-12-31"}, ["TKM"]),
        ({"first_report": "no"}, ["UZB"]),
        ({"group": "others"}, ["PSE", "VAT"]),
        ({"member": "false"}, ["PSE", "VAT"]),
        ({"group": ["others", "asia_pacific"], "first_report": "yes"}, ["KGZ", "TKM"]),
        ({"group": "weog", "first_report": "yes"}, []),
    ],
)
def test_states_are_filtered_by_group_membership_and_first_report(
    client: Caller, expert: Caller, database: Database, asked: make.Json, shown: list[str]
) -> None:
    make.entry(expert, states=["TKM"])
    make.entry(expert, states=["KGZ"], date="2005-01-01")
    with database.session(writes=True) as session:
        said(session, reported=False, state="UZB")

    page = client.read("/states", **asked)

    assert ([state["iso3"] for state in page["items"]], page["total"]) == (shown, len(shown))


# What the records below say of each State on the last day of 2016, worked out by hand: first report and its date,
# latest information, plan, last event, last visit; `~` marks what is not certain on that day.
BY_HAND = {
    "AGO": ("unknown", "", "", "", "", ""),
    "KGZ": ("yes", "2006-02-14", "2013", "", "2015-09-01/2015-09-02", ""),
    "PRY": ("no", "", "", "", "", ""),
    "TKM": ("yes", "2004-09-10", "2016-06-01", "2016", "2014", "2013-05-06"),
    "URY": ("yes", "", "", "", "2016/2017~", ""),
}
RECORDS = [
    ("KGZ", "national_report", "2006-02-14", None), ("KGZ", "national_report", "2008", None),
    ("KGZ", "additional_information", "2013", None), ("KGZ", "additional_information", "2017-01-01", None),
    ("KGZ", "event", "2015-09-01/2015-09-02", None), ("KGZ", "nap", "2016-05-01", "draft"),
    ("TKM", "national_report", "2004-09-10", None), ("TKM", "additional_information", "2016-06-01", None),
    ("TKM", "nap", "2016", "submitted"), ("TKM", "event", "2014", None), ("TKM", "event", "2018-01-22", None),
    ("TKM", "visit", "2013-05-06", None), ("URY", "event", "2016/2017", None), ("AGO", "event", "2019", None),
]  # fmt: skip


def marked(row: dict[str, str], name: str) -> str:
    return row[f"{name}_date"] + "~" * (row[f"{name}_certain"] == "false")


@pytest.mark.D8
def test_the_table_of_states_on_a_day_is_that_worked_out_by_hand(
    client: Caller, expert: Caller, database: Database
) -> None:
    for state, kind, date, status in RECORDS:
        make.entry(expert, states=[state], kind=kind, date=date, status=status)
    make.step(expert, states=["TKM"], date="2014", due="2015")
    make.step(expert, states=["TKM", "KGZ"], date="2016-01-01")
    with database.session(writes=True) as session:
        said(session, reported=False, state="PRY", when="2018")
        said(session, reported=True, state="URY", when="2012-06")

    answer = client.get("/states.csv?as_of=2016-12-31")

    rows = {row["iso3"]: row for row in csv.DictReader(io.StringIO(answer.content.decode(), newline=""))}
    found = {
        iso3: (
            row["first_report"], row["first_report_date"], *(marked(row, name) for name in
            ("latest_information", "plan", "last_event", "last_visit")),
        )
        for iso3, row in rows.items()
    }  # fmt: skip
    assert {iso3: found[iso3] for iso3 in BY_HAND} == BY_HAND
    assert {status for iso3, status in found.items() if iso3 not in BY_HAND} == {("unknown", "", "", "", "", "")}
    steps = {iso3: (row["open_steps"], row["overdue_steps"]) for iso3, row in rows.items() if row["open_steps"] != "0"}
    assert steps == {"KGZ": ("1", "0"), "TKM": ("2", "1")}
    assert {(row["as_of"], row["known_at"], row["notice"]) for row in rows.values()} == {
        ("2016-12-31", "", summary.NOTICE)
    }
    assert len(rows) == 195


def test_the_table_of_states_has_the_names_of_the_language_and_says_what_it_shows(client: Caller) -> None:
    known = "2026-11-23T23:00:00.000000Z"

    answer = client.get("/states.csv", params={"lang": "ru", "group": "others", "known_at": known})

    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert [(row["iso3"], row["name"], row["member"], row["known_at"]) for row in rows] == [
        ("PSE", "Государство Палестина", "false", known), ("VAT", "Святой Престол", "false", known),
    ]  # fmt: skip
    assert (answer.headers["content-type"], answer.headers["content-language"]) == (
        "text/csv; charset=utf-8; header=present", "ru",
    )  # fmt: skip
    assert (
        client.get("/states.csv", headers={"If-None-Match": client.get("/states.csv").headers["etag"]}).content == b""
    )


def test_who_prefers_csv_gets_it_under_the_address_of_the_list(client: Caller) -> None:
    wanted = client.get("/states", headers={"Accept": "text/csv"})

    assert wanted.content == client.get("/states.csv").content
    assert "Accept" in wanted.headers["vary"].split(", ")
    assert client.get("/states", headers={"Accept": "application/json, text/csv;q=0.5"}).json()["total"] == 195
    assert client.get("/states.csv?fields=iso3").status_code == 422


@pytest.mark.parametrize("states", [1, 3])
def test_the_list_costs_the_same_statements_however_much_is_on_record(
    client: Caller, expert: Caller, statements: list[str], states: int
) -> None:
    for code in ("TKM", "KGZ", "UZB")[:states]:
        make.entry(expert, states=[code])
    statements.clear()

    client.read("/states")

    assert len(statements) == 4
