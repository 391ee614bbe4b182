"""The timeline across States and groups: each entry once, in order, page by page."""

import csv
import io
import re
from itertools import product
from random import Random
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.kit import dates
from app.kit.db import Database
from app.states import registry
from app.states.groups import StateGroup, states_of
from app.timeline.summary import NOTICE
from tests import make
from tests.callers import Caller

Json = dict[str, Any]


def ids(page: Json) -> list[str]:
    return [entry["id"] for entry in page["items"]]


def walk(caller: Caller, path: str, **asked: Any) -> list[Json]:
    page = caller.read(path, **asked)
    seen: list[Json] = page["items"]
    while page["next"]:
        page = caller.read(page["next"])
        seen += page["items"]
    return seen


def test_an_entry_about_several_states_comes_once(client: Caller, expert: Caller) -> None:
    both = make.entry(expert, kind="letter", date="2020-03-24", states=["URY", "PRY"])
    one = make.entry(expert, date="2019", states=["PRY"])
    other = make.entry(expert, date="2021", states=["TKM"])

    assert ids(client.read("/timeline")) == [one["id"], both["id"], other["id"]]
    assert client.read("/timeline", state=["PRY", "URY"]) == {"items": [one, both], "next": None, "total": 2}
    assert client.read("/timeline")["total"] == 3
    assert client.read("/timeline", state="TKM")["items"] == client.read("/states/TKM/timeline")["items"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"group": "grulac"}, ["PRY"]),
        ({"group": "asia_pacific"}, ["TKM"]),
        ({"group": ["grulac", "asia_pacific"]}, ["PRY", "TKM"]),
        ({"group": "members"}, ["PRY", "TKM"]),
        ({"group": "others"}, ["VAT"]),
        ({"group": "grulac", "state": ["TKM", "PRY"]}, ["PRY"]),
        ({"group": "weog", "state": "TKM"}, []),
        ({"state": sorted(states_of(StateGroup.members) - {"TKM"})}, ["PRY"]),
    ],
)
def test_a_group_is_the_states_in_it(client: Caller, expert: Caller, asked: Json, expected: list[str]) -> None:
    for state in ("PRY", "TKM", "VAT"):
        make.entry(expert, states=[state])

    page = client.read("/timeline", **asked)

    assert ([entry["states"][0] for entry in page["items"]], page["total"]) == (expected, len(expected))


def test_an_entry_led_by_a_state_that_was_not_asked_for_is_found_by_the_others(client: Caller, expert: Caller) -> None:
    made = make.entry(expert, states=["AGO", "VAT", "ZWE"])
    without = sorted({state.iso3 for state in registry.all_states()} - {"AGO"})

    assert ids(client.read("/timeline", state=without)) == [made["id"]]
    assert ids(client.read("/timeline", state=["VAT", "ZWE"])) == [made["id"]]


def test_the_filters_of_one_state_hold_across_states(client: Caller, expert: Caller) -> None:
    first = make.entry(expert, date="2014", states=["TKM", "KGZ"])
    second = make.entry(expert, date="2014-05-17", kind="letter", states=["KGZ"])
    late = make.entry(expert, date="2015-01-01", states=["UZB"])
    answer = expert.post(f"/entries/{late['id']}/withdrawal?reason=x", headers={"If-Match": "*"})
    window = {"from": "2014-05-01", "to": "2014-05-31"}

    for states in ([], ["KGZ", "UZB"]):
        of = {"state": states} if states else {}
        assert ids(client.read("/timeline", **of)) == [first["id"], second["id"]]
        assert ids(client.read("/timeline", **of, kind="letter")) == [second["id"]]
        assert ids(client.read("/timeline", **of, **window)) == [first["id"], second["id"]]
        assert ids(client.read("/timeline", **of, **window, overlap="must")) == [second["id"]]
        assert [
            (entry["id"], entry["certain"]) for entry in client.read("/timeline", **of, as_of="2014-05-16")["items"]
        ] == [(first["id"], False)]
        assert ids(client.read("/timeline", **of, include="withdrawn"))[-1] == late["id"]
        assert ids(client.read("/timeline", **of, known_at=first["recorded_at"])) == [first["id"]]
        assert ids(client.read("/timeline", **of, known_at=make.just_before(answer.json()["recorded_at"]))) == [
            first["id"], second["id"], late["id"],
        ]  # fmt: skip


@pytest.mark.parametrize("states", [[], ["TKM", "KGZ", "UZB"]])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_pages_across_states_neither_skip_nor_repeat_while_entries_are_added(
    client: Caller, expert: Caller, order: str, states: list[str]
) -> None:
    given = ["2014", "2014-05", "2014-05-01", "2015", "2015", "XXXX-11-08", "XXXX", "2016"]
    made = [
        make.entry(expert, date=date, states=[["TKM"], ["KGZ", "TKM"], ["KGZ", "TKM", "UZB"]][number % 3])["id"]
        for number, date in enumerate(given)
    ]
    asked = {"order": order, "limit": 3} | ({"state": states} if states else {})

    page = client.read("/timeline", **asked)
    seen = page["items"]
    while page["next"]:
        make.entry(expert, date="2000" if order == "asc" else "2030")
        page = client.read(page["next"])
        seen += page["items"]

    years = ["2014-05-01", "2014-05", "2014", "2015", "2015", "2016"]
    expected = sorted(years, key=lambda text: (dates.parse(text).sort_day, dates.parse(text).last_day))
    assert page["total"] == 8
    assert sorted(one["id"] for one in seen) == sorted(made)
    assert [one["date"] for one in seen[:6]] == (expected if order == "asc" else expected[::-1])


def test_what_is_the_committees_own_is_counted_for_them_alone(client: Caller, expert: Caller, auditor: Caller) -> None:
    shown = make.entry(expert, states=["TKM", "KGZ"])
    hidden = make.entry(expert, states=["TKM", "KGZ"], date="2010", visibility="committee")

    for asked in ({}, {"state": ["KGZ", "TKM"]}, {"group": "members"}):
        assert (ids(client.read("/timeline", **asked)), client.read("/timeline", **asked)["total"]) == (
            [shown["id"]], 1,
        )  # fmt: skip
        assert [ids(caller.read("/timeline", **asked)) for caller in (expert, auditor)] == [
            [shown["id"], hidden["id"]]
        ] * 2


@pytest.mark.parametrize(
    ("params", "pointer", "code"),
    [
        ({"state": "ZZZ"}, "/query/state/0", "unknown_state"),
        ({"state": "tkm"}, "/query/state/0", "string_pattern_mismatch"),
        ({"group": "friends"}, "/query/group/0", "unknown_value"),
        ({"cursor": "bm8"}, "/query/cursor", "bad_cursor"),
        ({"cursor": "W1sieCIsIngiLCJ4Il0sIDFd", "state": "TKM"}, "/query/cursor", "bad_cursor"),
    ],
)
def test_a_wrong_question_is_named(client: Caller, params: dict[str, str], pointer: str, code: str) -> None:
    answer = client.get("/timeline", params=params)

    assert (answer.status_code, [(one["pointer"], one["code"]) for one in answer.json()["errors"]]) == (
        422, [(pointer, code)],
    )  # fmt: skip


@pytest.mark.parametrize("entries", [1, 3])
@pytest.mark.parametrize("asked", [{}, {"state": ["TKM", "KGZ"]}, {"group": "members"}])
def test_a_page_across_states_costs_the_same_statements_however_long(
    client: Caller, expert: Caller, statements: list[str], asked: Json, entries: int
) -> None:
    for year in range(entries):
        make.entry(expert, date=str(2010 + year))
    statements.clear()

    client.read("/timeline", **asked)

    assert len(statements) == 2


def plan(engine: Engine, statement: str, parameters: Any) -> str:
    """How the database goes about a statement, were its tables large."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")
            connection.exec_driver_sql("SET enable_sort = off")
            rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        else:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(str(row) for row in rows)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "ix_placing_lead_now"),
        ({"known_at": "2030-01-01T00:00:00Z"}, "ix_placing_lead_ever"),
        ({"state": ["TKM", "KGZ"]}, "ix_placing_now"),
    ],
)
def test_a_page_is_read_from_an_index_in_its_order(
    client: Caller, expert: Caller, database: Database, asked: Json, index: str
) -> None:
    make.entry(expert)
    sent: list[tuple[str, Any]] = []
    engine = client.http.app.state.database.engine  # type: ignore[attr-defined]  # an ASGI app as such has no state
    event.listen(engine, "before_cursor_execute", lambda _c, _k, text, values, *_: sent.append((text, values)))

    client.read("/timeline", **asked, total="false")

    (statement, parameters), *_ = [one for one in sent if "placing" in one[0]]
    assert index in plan(engine, statement, parameters)


DATES = [
    "2013-12-31", "2014", "2014-05", "2014-05-17", "2014-05-XX", "2014-22", "201X", "../2014-05-17", "2014-05-17/..",
    "2014-05-17/", "/2014", "{2014-05-01,2014-05-20}", "[2014,2016]", "{..2014-05}", "2014-05-10/2014-06-02",
    "2014-05-17?", "2014~", "XXXX", "XXXX-05-17",
]  # fmt: skip


@pytest.mark.D3
@pytest.mark.N6
def test_a_window_takes_what_may_or_must_lie_in_it_as_looking_at_every_day_does(client: Caller, expert: Caller) -> None:
    for date in DATES:
        make.entry(expert, date=date)
    random = Random(8601)  # noqa: S311  (repeatable, not secret)
    days = [f"{year}-{month:02}-{day:02}" for year, month, day in product((2013, 2014, 2015), (4, 5, 6), (1, 17, 30))]

    for _ in range(12):
        first, last = sorted(random.sample(days, 2))
        for overlap in ("may", "must"):
            found = walk(client, "/timeline", **{"from": first, "to": last, "overlap": overlap, "limit": 7})
            assert sorted(entry["date"] for entry in found) == sorted(
                text for text in DATES if lies(text, first, last, overlap)
            )


def lies(text: str, first: str, last: str, overlap: str) -> bool:
    """Whether one of the days that a date can mean, or each of them, lies in a window."""
    when = dates.parse(text)
    start, end = when.first_day.isoformat(), when.last_day.isoformat()
    if overlap == "must":
        return first <= start and end <= last
    return start <= last and first <= end


def table(answer: Any) -> list[dict[str, str]]:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8; header=present")
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


@pytest.mark.N6
def test_timelines_are_tables_with_dates_as_they_are_on_record_and_the_notice(client: Caller, expert: Caller) -> None:
    source = {"url": "https://register.example/1"}
    vague = make.entry(expert, date="2014", kind="event", title="=Workshop, Türkiye", sources=[source])
    make.entry(expert, date="2018-01-22/2018-01-23", states=["KGZ"], identifiers=[{"scheme": "un", "value": "S/1"}])

    (own,) = table(client.get("/states/TKM/timeline.csv"))
    first, second = table(client.get("/timeline.csv"))

    assert own == first
    assert (own["id"], own["date"], own["earliest"], own["latest"], own["title"], own["sources"], own["notice"]) == (
        vague["id"], "2014", "2014-01-01", "2014-12-31", "'=Workshop, Türkiye", source["url"], NOTICE,
    )  # fmt: skip
    assert (second["date"], second["states"], second["identifiers"]) == ("2018-01-22/2018-01-23", "KGZ", "S/1")


def test_a_table_across_states_leads_to_its_next_page(client: Caller, expert: Caller) -> None:
    for year in (2010, 2011, 2012):
        make.entry(expert, date=str(year))

    first = client.get("/timeline.csv?limit=2")
    found = re.fullmatch(r'<(.*)>; rel="next"', first.headers["link"])
    assert found
    second = client.get(found[1])

    assert [row["date"] for row in table(first) + table(second)] == ["2010", "2011", "2012"]
    assert "link" not in second.headers


def test_the_table_of_a_state_is_whole(client: Caller, expert: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.timeline.across_routes.AT_ONCE", 2)
    for year in range(2010, 2015):
        make.entry(expert, date=str(year))

    assert [row["date"] for row in table(client.get("/states/TKM/timeline.csv"))] == [
        "2010", "2011", "2012", "2013", "2014",
    ]  # fmt: skip
