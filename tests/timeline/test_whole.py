"""A State's whole history in one call, with imprecise dates from end to end.

The dates of Turkmenistan are those of the information note on the meeting of January 2018; the rest is invented.
"""

import csv

import pytest

from tests import make
from tests.callers import Caller
from tests.timeline.test_routes import correct, dates_of, withdraw

IMPRECISE = [
    "2014",
    "2014-05",
    "2014-05-17",
    "2014~",
    "2013/2015",
    "../2014",
    "2014-22",
    "201X",
    "XXXX",
    "{2014-02-03,2014-11-09}",
]


def background(expert: Caller) -> None:
    """The dated facts of the note: a report, three events and a letter."""
    make.event(expert, type="workshop", title="Workshop", starts_on="2014", ends_on=None)
    make.entry(expert, kind="letter", date="2015-01-05", title="Letter", author="OSCE Centre in Ashgabat")
    make.event(expert, title="Meeting", starts_on="2018-01-22", ends_on="2018-01-23")
    make.entry(expert, date="2004-09-10", title="Report")
    make.event(expert, type="nap_drafting", title="Event", starts_on="2017-06-29", ends_on="2017-06-30")


@pytest.mark.D1
@pytest.mark.N1
def test_one_call_returns_the_whole_history_of_a_state_in_order(client: Caller, expert: Caller) -> None:
    background(expert)
    make.entry(expert, states=["UZB"], title="Of another State")

    timeline = client.read("/states/TKM/timeline")

    assert [(one["kind"], one["date"], one["precision"]) for one in timeline["items"]] == [
        ("national_report", "2004-09-10", "day"),
        ("event", "2014", "year"),
        ("letter", "2015-01-05", "day"),
        ("event", "2017-06-29/2017-06-30", "interval"),
        ("event", "2018-01-22/2018-01-23", "interval"),
    ]
    assert (timeline["total"], timeline["next"]) == (5, None)


@pytest.mark.D5
@pytest.mark.N1
def test_the_history_of_a_state_is_as_it_was_on_a_day_and_as_it_was_known(client: Caller, expert: Caller) -> None:
    background(expert)
    now = client.read("/states/TKM/timeline")
    letter = next(one for one in now["items"] if one["kind"] == "letter")
    corrected = correct(expert, letter, date="2018-01-05")

    assert client.read("/states/TKM/timeline", known_at=make.just_before(corrected["recorded_at"])) == now
    assert dates_of(client.read("/states/TKM/timeline", as_of="2017-06-30")) == [
        "2004-09-10", "2014", "2017-06-29/2017-06-30",
    ]  # fmt: skip
    straddling = client.read("/states/TKM/timeline", as_of="2014-06-01")["items"]
    assert [(one["date"], one["certain"]) for one in straddling] == [("2004-09-10", True), ("2014", False)]


@pytest.mark.D5
def test_one_entry_is_read_on_a_day_and_as_it_was_known(client: Caller, expert: Caller) -> None:
    entry = make.entry(expert, date="2014")
    corrected = correct(expert, entry, date="2014-05")
    address = f"/entries/{entry['id']}"

    assert client.read(address, known_at=entry["recorded_at"]) == entry
    assert client.read(address) == corrected
    assert client.read(address, as_of="2014-05-10") == corrected | {"certain": False}
    assert client.read(address, as_of="2014-06-01") == corrected
    assert client.get(address, params={"as_of": "2014-04-30"}).status_code == 404
    assert client.get(address, params={"known_at": make.just_before(entry["recorded_at"])}).status_code == 404


@pytest.mark.D3
@pytest.mark.N6
def test_imprecise_dates_sort_as_a_person_would_put_them(client: Caller, expert: Caller) -> None:
    given = [
        "XXXX-11-08",
        "2015",
        "2014-05-17",
        "2014",
        "2014-05",
        "2014-05-18/..",
        "2014-01-01",
        "../2013",
        "2013/2016",
        "201X",
    ]
    for date in given:
        make.entry(expert, date=date)

    assert dates_of(client.read("/states/TKM/timeline")) == [
        "201X", "2013/2016", "../2013", "2014-01-01", "2014", "2014-05", "2014-05-17", "2014-05-18/..", "2015",
        "XXXX-11-08",
    ]  # fmt: skip


@pytest.mark.D3
@pytest.mark.N6
@pytest.mark.parametrize("date", IMPRECISE)
def test_an_imprecise_date_is_given_back_as_it_was_given(client: Caller, expert: Caller, date: str) -> None:
    """Nowhere is a day printed that nobody named: in JSON, in tables, on the page."""
    make.entry(expert, date=date, title="Told")

    (entry,) = client.read("/states/TKM/timeline")["items"]
    table = client.get("/states/TKM/timeline.csv").content.decode("utf-8-sig").splitlines()
    page = client.http.get("/states/TKM").text

    assert entry["date"] == date
    assert [row["date"] for row in csv.DictReader(table)] == [date]
    assert "1 January 2014" not in page


@pytest.mark.D6
def test_a_correction_keeps_the_old_value_the_reason_and_what_changed(client: Caller, expert: Caller) -> None:
    entry = make.entry(expert, date="2015-01-05", kind="letter", states=["TKM"])

    correct(expert, entry, date="2018-01-05", states=["KGZ", "TKM"], author="The Mission")

    first, second = client.read(f"/entries/{entry['id']}/versions")["items"]
    assert (first["date"], first["changes"], second["date"]) == ("2015-01-05", [], "2018-01-05")
    assert (second["reason"], second["supersedes"]) == ("A slip of the pen", 1)
    assert second["changes"] == [
        {"pointer": "/author", "before": None, "after": "The Mission"},
        {"pointer": "/date", "before": "2015-01-05", "after": "2018-01-05"},
        {"pointer": "/states", "before": ["TKM"], "after": ["KGZ", "TKM"]},
    ]


@pytest.mark.D6
def test_a_withdrawn_entry_is_gone_from_the_timeline_and_shown_on_demand_with_the_reason(
    client: Caller, expert: Caller
) -> None:
    gone = withdraw(expert, make.entry(expert))

    assert client.read("/states/TKM/timeline")["items"] == []
    assert client.read("/states/TKM/timeline", include="withdrawn")["items"] == [gone]
    assert (gone["reason"], gone["withdrawn_at"]) == ("Not so", gone["recorded_at"])
    assert client.read(f"/entries/{gone['id']}/versions")["items"][1]["changes"] == [
        {"pointer": "/withdrawn_at", "before": None, "after": gone["withdrawn_at"]}
    ]


def test_the_past_that_was_hidden_shows_in_no_difference(client: Caller, expert: Caller) -> None:
    entry = make.entry(expert, title="Words for the committee", visibility="committee")
    correct(expert, entry, title="Words for all", visibility="public")

    assert [one["changes"] for one in client.read(f"/entries/{entry['id']}/versions")["items"]] == [[]]
    assert "Words for the committee" in expert.get(f"/entries/{entry['id']}/versions").text


def test_a_state_that_a_correction_drops_is_off_its_timeline_and_was_on_it(client: Caller, expert: Caller) -> None:
    entry = make.entry(expert, kind="letter", date="2020-03-24", states=["URY", "PRY"])
    correct(expert, entry, states=["PRY"])

    assert client.read("/states/URY/timeline")["items"] == []
    assert client.read("/states/URY/timeline", known_at=entry["recorded_at"])["items"] == [entry]
    assert client.read("/states/PRY/timeline")["total"] == 1


def test_a_patch_changes_what_it_names_and_nothing_else(client: Caller, expert: Caller) -> None:
    entry = make.entry(expert, date="2014", edition="1", dates={"written": "2013"})
    address = f"/entries/{entry['id']}"
    tag = {"If-Match": client.get(address).headers["etag"]}

    answer = expert.request(
        "PATCH", f"{address}?reason=r", json={"date": "2014-05", "edition": None, "dates": {"received": "2014-06"}},
        headers=tag,
    )  # fmt: skip

    now = client.read(address)
    assert (answer.status_code, answer.json()) == (200, now)
    changed: make.Json = {"date": "2014-05", "edition": None, "earliest": "2014-05-01", "latest": "2014-05-31"}
    changed |= {"precision": "month", "dates": entry["dates"] | {"received": "2014-06"}, "version": 2, "supersedes": 1}
    assert now == entry | changed | {"reason": "r", "recorded_at": now["recorded_at"]}
    stale = expert.request("PATCH", f"{address}?reason=r", json={"title": "x"}, headers=tag)
    assert (stale.status_code, stale.json()["current"]) == (412, now)


def test_many_entries_are_recorded_at_once_each_with_its_result(client: Caller, expert: Caller) -> None:
    good = {"kind": "nap", "date": "2014", "title": "Plan", "states": ["TKM"]}
    bad = good | {"status": "adopted", "date": "22/01/2018"}

    answer = expert.post("/entries/bulk", json={"items": [good, bad, good | {"kind": "visit", "status": "adopted"}]})

    results = answer.json()["items"]
    assert (answer.status_code, [one["status"] for one in results]) == (200, [201, 422, 422])
    assert client.read("/entries")["items"] == [results[0]["body"]]
    assert [e["pointer"] for one in results[1:] for e in one["problem"]["errors"]] == ["/date", "/status"]
    refused = expert.post("/entries/bulk?atomic=true", json={"items": [good, bad]})
    assert (refused.status_code, client.read("/entries")["total"]) == (422, 1)
