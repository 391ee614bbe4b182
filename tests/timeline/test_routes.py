"""Timelines and entries over HTTP."""

import pytest

from app.timeline.models import DateBasis
from tests import make
from tests.callers import Caller


def test_a_state_has_its_whole_history_in_order_with_imprecise_dates_kept(client: Caller, expert: Caller) -> None:
    for date in ("2018-01-22/2018-01-23", "2014", "XXXX-11-08", "2004-09-10", "2014-05"):
        make.entry(expert, date=date)
    make.entry(expert, states=["KGZ"])

    timeline = client.read("/states/TKM/timeline")

    assert [entry["date"] for entry in timeline["items"]] == [
        "2004-09-10", "2014", "2014-05", "2018-01-22/2018-01-23", "XXXX-11-08",
    ]  # fmt: skip
    assert (timeline["total"], timeline["next"]) == (5, None)


def test_an_entry_shows_what_was_sent_and_what_follows_from_it(client: Caller, expert: Caller) -> None:
    made = make.entry(expert, date="2014", kind="event", title="Workshop")

    seen = client.read(f"/entries/{made['id']}")

    assert seen == made
    assert seen | {"id": "", "recorded_at": "", "recorded_by": ""} == {
        "id": "", "version": 1, "kind": "event", "date": "2014", "earliest": "2014-01-01", "latest": "2014-12-31",
        "precision": "year", "certain": True, "date_basis": None, "status": None, "title": "Workshop",
        "dates": dict.fromkeys(DateBasis), "states": ["TKM"], "groups": [], "count": None, "author": None,
        "addressee": None, "edition": None, "replaces": None, "valid": None, "identifiers": [], "sources": [],
        "links": [], "missing": ["date_basis", "sources"], "event": None, "note": None, "findings": [],
        "contested": False, "visibility": "public", "recorded_at": "", "recorded_by": "", "supersedes": None,
        "withdrawn_at": None, "reason": None,
    }  # fmt: skip


def test_days_filter_by_what_may_or_must_lie_in_a_window(client: Caller, expert: Caller) -> None:
    for date in ("2013-12-31", "2014", "2014-05", "2014-05-17", "2015-01-01", "XXXX"):
        make.entry(expert, date=date)
    window = {"from": "2014-05-01", "to": "2014-05-31"}

    may = client.read("/states/TKM/timeline", **window)
    must = client.read("/states/TKM/timeline", **window, overlap="must")

    assert dates_of(may) == ["2014", "2014-05", "2014-05-17", "XXXX"]
    assert dates_of(must) == ["2014-05", "2014-05-17"]


@pytest.mark.parametrize("path", ["/states/TKM/timeline", "/timeline", "/events", "/figures/reading"])
def test_a_window_that_ends_before_it_starts_is_refused_and_one_day_is_a_window(expert: Caller, path: str) -> None:
    make.event(expert)

    answer = expert.get(path, params={"from": "2018-01-23", "to": "2018-01-22"})

    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (422, ["/query/to"])
    assert "`from`" in answer.json()["errors"][0]["detail"]
    assert expert.get(path, params={"from": "2018-01-23", "to": "2018-01-23"}).status_code == 200


def test_as_of_a_day_leaves_out_what_had_not_happened_and_says_what_is_not_certain(
    client: Caller, expert: Caller
) -> None:
    for date in ("2013-12-31", "2014", "2014-06-01"):
        make.entry(expert, date=date)

    timeline = client.read("/states/TKM/timeline", as_of="2014-05-31")

    assert [(entry["date"], entry["certain"]) for entry in timeline["items"]] == [("2013-12-31", True), ("2014", False)]
    assert timeline["total"] == 2


def test_what_was_known_at_an_instant_stays_readable_for_ever(client: Caller, expert: Caller) -> None:
    first = make.entry(expert, title="As first read")
    make.entry(expert, date="2005", title="Recorded later")
    corrected = correct(expert, first, title="As corrected")
    withdraw(expert, corrected)

    def titles(known_at: str) -> list[str]:
        items = client.read("/states/TKM/timeline", known_at=known_at)["items"]
        return [entry["title"] for entry in items]

    assert titles("2020-01-01T00:00:00Z") == []
    assert titles(first["recorded_at"]) == ["As first read"]
    assert titles(corrected["recorded_at"]) == ["As corrected", "Recorded later"]
    assert [entry["title"] for entry in client.read("/states/TKM/timeline")["items"]] == ["Recorded later"]


def test_a_correction_is_a_new_version_with_its_reason(client: Caller, expert: Caller) -> None:
    first = make.entry(expert, date="2015-01-05", kind="letter")

    second = correct(expert, first, date="2018-01-05")

    assert (second["version"], second["supersedes"], second["reason"]) == (2, 1, "A slip of the pen")
    assert client.read(f"/entries/{first['id']}") == second
    changes = [{"pointer": "/date", "before": "2015-01-05", "after": "2018-01-05"}]
    assert client.read(f"/entries/{first['id']}/versions")["items"] == [
        first | {"changes": []}, second | {"changes": changes},
    ]  # fmt: skip
    assert dates_of(client.read("/states/TKM/timeline")) == ["2018-01-05"]


def test_a_withdrawn_entry_leaves_the_timeline_and_stays_readable(client: Caller, expert: Caller) -> None:
    entry = make.entry(expert)

    withdrawn = withdraw(expert, entry)

    assert withdrawn["withdrawn_at"] == withdrawn["recorded_at"]
    assert client.read("/states/TKM/timeline") == {"items": [], "next": None, "total": 0}
    assert client.read("/states/TKM/timeline", include="withdrawn")["items"] == [withdrawn]
    again = expert.post(f"/entries/{entry['id']}/withdrawal?reason=x", headers={"If-Match": "*"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-withdrawn")


@pytest.mark.parametrize(
    ("headers", "params", "status", "slug"),
    [
        ({}, {"reason": "r"}, 428, "precondition-required"),
        ({"If-Match": '"stale"'}, {"reason": "r"}, 412, "precondition-failed"),
        ({"If-Match": "*"}, {}, 422, "reason-missing"),
    ],
)
def test_a_change_names_what_it_is_based_on_and_why(
    client: Caller, expert: Caller, headers: dict[str, str], params: dict[str, str], status: int, slug: str
) -> None:
    entry = make.entry(expert)

    answer = expert.put(f"/entries/{entry['id']}", json=entry, headers=headers, params=params)

    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}")
    assert answer.json().get("current") == (entry if status == 412 else None)
    assert client.read(f"/entries/{entry['id']}") == entry


def test_what_the_server_keeps_cannot_be_set(expert: Caller) -> None:
    entry = make.entry(expert)

    answer = expert.put(
        f"/entries/{entry['id']}?reason=r", json=entry | {"version": 7, "colour": "red"}, headers={"If-Match": "*"}
    )

    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
        ("/version", "read_only"), ("/colour", "unknown_field"),
    ]  # fmt: skip


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 9])
def test_what_has_no_known_year_comes_last_in_either_order(client: Caller, expert: Caller, limit: int) -> None:
    for date in ("XXXX-11-08", "2014", "XXXX", "2018-01-22"):
        make.entry(expert, date=date, title=date[:4])

    def years(order: str) -> list[str]:
        page = client.read("/states/TKM/timeline", order=order, limit=limit)
        seen = page["items"]
        while page["next"]:
            page = client.read(page["next"])
            seen += page["items"]
        return [entry["title"] for entry in seen]

    assert years("asc") == ["2014", "2018", "XXXX", "XXXX"]
    assert years("desc") == ["2018", "2014", "XXXX", "XXXX"]


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_pages_neither_skip_nor_repeat_while_entries_are_added(client: Caller, expert: Caller, order: str) -> None:
    for day in range(1, 8):
        make.entry(expert, date=f"2014-05-0{day}")
    make.entry(expert, date="2014-05-03", title="Same day")

    page = client.read("/states/TKM/timeline", limit=3, order=order)
    seen = page["items"]
    while page["next"]:
        make.entry(expert, date="2000" if order == "asc" else "2030")
        page = client.read(page["next"])
        seen += page["items"]

    assert page["total"] == 8
    assert dates_of({"items": seen}) == sorted(
        [f"2014-05-0{day}" for day in (1, 2, 3, 3, 4, 5, 6, 7)], reverse=order == "desc"
    )


def test_a_page_links_to_the_next_and_counts_only_when_asked(client: Caller, expert: Caller) -> None:
    for year in range(2010, 2013):
        make.entry(expert, date=str(year))

    first = client.get("/states/TKM/timeline", params={"limit": 2, "total": "false", "kind": "national_report"})

    assert set(first.json()) == {"items", "next"}
    assert first.headers["link"] == f'<{first.json()["next"]}>; rel="next"'
    assert dates_of(client.read(first.json()["next"])) == ["2012"]


@pytest.mark.parametrize("cursor", ["x", "bm8", "W1tdLG51bGxd", "W1sieCIsIngiLCJ4Il0sIDFd", "é"])
def test_a_cursor_of_nobodys_making_is_refused(client: Caller, cursor: str) -> None:
    answer = client.get("/states/TKM/timeline", params={"cursor": cursor})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "bad_cursor")


def test_an_unchanged_timeline_is_not_sent_twice(client: Caller, expert: Caller) -> None:
    make.entry(expert)
    first = client.get("/states/TKM/timeline")
    tag = {"If-None-Match": first.headers["etag"]}

    again = client.get("/states/TKM/timeline", headers=tag)
    make.entry(expert, date="2005")
    changed = client.get("/states/TKM/timeline", headers=tag)

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert changed.status_code == 200
    assert first.headers["cache-control"] == "no-cache"
    assert expert.get("/states/TKM/timeline").headers["cache-control"] == "private, no-store"


def test_a_document_of_two_states_stands_on_both_timelines_once(client: Caller, expert: Caller) -> None:
    made = make.entry(expert, kind="letter", date="2020-03-24", states=["URY", "PRY"])

    assert made["states"] == ["PRY", "URY"]
    assert client.read("/states/PRY/timeline")["items"] == [made]
    assert client.read("/states/URY/timeline")["items"] == [made]


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"date": "22/01/2018"}, "/date", "invalid_value"),
        ({"date": "2018-02-30"}, "/date", "invalid_value"),
        ({"date": "2018-01-23/2018-01-22"}, "/date", "invalid_value"),
        ({"kind": "rumour"}, "/kind", "unknown_value"),
        ({"title": " "}, "/title", "string_too_short"),
        ({"title": "NUL \x00"}, "/title", "invalid_value"),
        ({"states": ["TKM", "ZZZ"]}, "/states/1", "unknown_state"),
        ({"states": []}, "/states", "too_short"),
        ({"sources": [{"url": "javascript:alert(1)"}]}, "/sources/0/url", "url_scheme"),
        ({"colour": "red"}, "/colour", "unknown_field"),
    ],
)
def test_a_wrong_value_is_named_by_its_pointer_and_nothing_is_recorded(
    client: Caller, expert: Caller, wrong: dict[str, object], pointer: str, code: str
) -> None:
    body = {"kind": "nap", "date": "2014", "title": "Plan", "states": ["TKM"]}

    answer = expert.post("/entries", json=body | wrong)

    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(pointer, code)]
    assert client.read("/states/TKM/timeline")["total"] == 0


def test_a_committee_entry_is_seen_by_those_who_may_and_counted_for_them_alone(
    client: Caller, reader: Caller, expert: Caller, auditor: Caller
) -> None:
    make.entry(expert, title="For all")
    hidden = make.entry(expert, title="For the committee", visibility="committee")

    def seen(caller: Caller) -> tuple[int, int]:
        status = caller.get(f"/entries/{hidden['id']}").status_code
        return caller.read("/states/TKM/timeline")["total"], status

    assert [seen(caller) for caller in (client, reader, expert, auditor)] == [(1, 404), (1, 404), (2, 200), (2, 200)]
    missing = client.get("/entries/00000000-0000-7000-8000-000000000000").json()
    assert client.get(f"/entries/{hidden['id']}").json() | {"instance": ""} == missing | {"instance": ""}


@pytest.mark.parametrize("entries", [1, 3])
def test_a_timeline_costs_the_same_statements_however_long(
    client: Caller, expert: Caller, statements: list[str], entries: int
) -> None:
    for year in range(entries):
        make.entry(expert, date=str(2010 + year))
    statements.clear()

    client.read("/states/TKM/timeline", kind="national_report")

    assert len(statements) == 2


def dates_of(page: make.Json) -> list[str]:
    return [entry["date"] for entry in page["items"]]


def correct(expert: Caller, entry: make.Json, **members: object) -> make.Json:
    address = f"/entries/{entry['id']}"
    tag = expert.get(address).headers["etag"]
    answer = expert.put(
        address, json=entry | members, params={"reason": "A slip of the pen"}, headers={"If-Match": tag}
    )
    assert answer.status_code == 200, answer.text
    corrected: make.Json = answer.json()
    return corrected


def withdraw(expert: Caller, entry: make.Json) -> make.Json:
    answer = expert.post(f"/entries/{entry['id']}/withdrawal?reason=Not%20so", headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text
    withdrawn: make.Json = answer.json()
    return withdrawn


def test_an_entry_that_is_sent_back_as_it_is_stays_the_version_that_it_is(expert: Caller) -> None:
    entry = make.entry(expert, states=["UZB", "TKM"], date_basis="submitted")
    sent = {"params": {"reason": "x"}, "headers": {"If-Match": "*"}}
    address = f"/entries/{entry['id']}"

    answers = [expert.put(address, json=entry, **sent), expert.request("PATCH", address, json={}, **sent)]

    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, entry)] * 2
    assert len(expert.read(f"{address}/versions")["items"]) == 1
    expert.post(f"{address}/withdrawal", **sent).raise_for_status()
    assert expert.request("PATCH", address, json={}, **sent).status_code == 409
