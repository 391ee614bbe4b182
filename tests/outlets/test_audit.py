"""The audit log: who changed what, when, from what to what; as far as the caller may know."""

from typing import Any

import pytest

from app.kit.db import Database
from app.ledger.models import Ledger
from tests import make
from tests.callers import Caller

Json = dict[str, Any]
SENT: Json = {"params": {"reason": "a reason"}, "headers": {"If-Match": "*"}}


@pytest.fixture
def administrator(client: Caller, tokens: dict[str, str]) -> Caller:
    return Caller(client.http, tokens["administrator"])


def corrected(expert: Caller, entry: Json, **members: Any) -> Json:
    made: Json = expert.put(f"/entries/{entry['id']}", json=entry | members, **SENT).raise_for_status().json()
    return made


def actions(caller: Caller, **filters: Any) -> list[str]:
    return [row["action"] for row in caller.read("/audit", limit=200, **filters)["items"]]


@pytest.mark.F22
def test_the_log_of_one_record_tells_who_did_what_and_when(expert: Caller, auditor: Caller) -> None:
    entry = make.entry(expert)
    corrected(expert, entry, title="Second title")
    log = auditor.read("/audit", thing=f"entry/{entry['id']}")

    assert log["total"] == 2
    assert [[row["action"], row["version"], row["by"], row["at"]] for row in log["items"]] == [
        ["recorded", 1, entry["recorded_by"], entry["recorded_at"]],
        ["corrected", 2, entry["recorded_by"], expert.read(f"/entries/{entry['id']}")["recorded_at"]],
    ]
    assert [set(row) for row in log["items"]] == [
        {"seq", "at", "by", "action", "thing", "version", "digest", "before", "after", "differences"}
    ] * 2
    assert [row["before"] or row["after"] or row["differences"] for row in log["items"]] == [None, None]


def test_a_row_of_the_log_is_the_one_that_is_sealed(expert: Caller, auditor: Caller, database: Database) -> None:
    make.entry(expert)
    row = auditor.read("/audit", order="desc", limit=1)["items"][0]

    with database.session() as session:
        sealed = session.get_one(Ledger, row["seq"]).model_dump()
    assert {name: row[name] for name in sealed} == sealed


@pytest.mark.F22
def test_the_log_is_filtered_by_who_what_and_when(expert: Caller, auditor: Caller, organizer: Caller) -> None:
    first = make.entry(expert)
    second = corrected(expert, first, title="Second title")
    sent = make.submission(organizer)
    start = auditor.read("/audit", thing=f"entry/{first['id']}")["items"][0]["seq"] - 1

    assert actions(auditor, after=start) == ["recorded", "corrected", "received"]
    assert actions(auditor, after=start, by=first["recorded_by"]) == ["recorded", "corrected"]
    assert actions(auditor, after=start, by=sent["recorded_by"]) == ["received"]
    assert actions(auditor, after=start, action="corrected") == ["corrected"]
    assert actions(auditor, after=start, thing="submission") == ["received"]
    assert actions(auditor, after=start, **{"from": second["recorded_at"]}) == ["corrected", "received"]
    assert actions(auditor, after=start, to=make.just_before(second["recorded_at"])) == ["recorded"]
    assert actions(auditor, after=start, order="desc") == ["received", "corrected", "recorded"]


@pytest.mark.H1
def test_a_change_is_shown_with_what_was_and_what_is(expert: Caller, auditor: Caller) -> None:
    entry = make.entry(expert)
    second = corrected(expert, entry, title="Second title")
    new, old = auditor.read("/audit", thing=f"entry/{entry['id']}", order="desc")["items"]

    change, creation = auditor.read(f"/audit/{new['seq']}"), auditor.read(f"/audit/{old['seq']}")

    assert (change["before"], change["after"]) == (entry, second)
    assert (creation["before"], creation["after"]) == (None, entry)
    assert {"pointer": "/title", "before": "First national report", "after": "Second title"} in change["differences"]
    assert {one["pointer"] for one in change["differences"]} == {
        "/title", "/version", "/reason", "/recorded_at", "/supersedes",
    }  # fmt: skip
    assert {one["pointer"].removeprefix("/") for one in creation["differences"]} == {
        name for name, value in entry.items() if value is not None
    }
    whole = auditor.read("/audit", thing=f"entry/{entry['id']}", order="desc", include="record")["items"]
    assert whole == [change, creation]


def test_pages_of_the_log_hold_every_row_once(expert: Caller, auditor: Caller) -> None:
    for number in range(5):
        make.entry(expert, title=f"Fact {number}")
    for order in ("asc", "desc"):
        rows: list[Json] = []
        address = f"/audit?thing=entry&limit=2&order={order}"
        while address:
            page = auditor.read(address)
            rows, address = rows + page["items"], page["next"]
        assert len(rows) == len({row["seq"] for row in rows}) == page["total"] == 5
        assert rows == sorted(rows, key=lambda row: row["seq"], reverse=order == "desc")


@pytest.mark.F22
def test_nobody_learns_from_the_log_what_they_may_not_see(
    expert: Caller, auditor: Caller, administrator: Caller, organizer: Caller, rival: Caller
) -> None:
    secret = make.entry(expert, visibility="committee", title="For the committee")
    known = make.entry(expert, title="For everybody")
    sent = make.submission(organizer)
    start = auditor.read("/audit", thing=f"entry/{secret['id']}")["items"][0]["seq"] - 1

    def log(caller: Caller) -> list[list[Any]]:
        items = caller.read("/audit", after=start, include="record")["items"]
        return [[row["thing"].split("/")[1], row["after"] is not None] for row in items]

    everything = [[secret["id"], True], [known["id"], True], [sent["id"], True]]
    assert log(auditor) == log(expert) == everything
    assert log(administrator) == [[secret["id"], False], [known["id"], True], [sent["id"], False]]
    assert log(organizer) == [[sent["id"], True]]
    assert log(rival) == []
    assert "For the committee" not in administrator.get(f"/audit/{start + 1}").text
    for number, caller in ((start + 1, organizer), (start + 3, rival)):
        hidden, missing = caller.get(f"/audit/{number}"), caller.get("/audit/999999")
        assert (hidden.status_code, hidden.json()["detail"]) == (missing.status_code, missing.json()["detail"])
        assert hidden.status_code == 404


def test_what_was_public_and_was_hidden_is_hidden_in_its_past_too(expert: Caller, administrator: Caller) -> None:
    entry = make.entry(expert, title="A slip of the pen")
    corrected(expert, entry, visibility="committee", title="Right")

    rows = administrator.read("/audit", thing=f"entry/{entry['id']}", include="record")["items"]

    assert [[row["before"], row["after"], row["differences"]] for row in rows] == [[None, None, None]] * 2
    insider = expert.read("/audit", thing=f"entry/{entry['id']}", include="record")["items"]
    assert [row["after"]["title"] for row in insider] == ["A slip of the pen", "Right"]


def test_the_log_of_a_step_does_not_name_an_entry_that_was_hidden(expert: Caller, administrator: Caller) -> None:
    step, entry = make.step(expert), make.entry(expert, kind="nap", date="2019-01-01", status="submitted")
    path = f"/steps/{step['id']}"
    closing = expert.post(
        f"{path}/closure", json={"entry": entry["id"]}, headers={"If-Match": expert.get(path).headers["etag"]}
    )
    assert closing.status_code < 300, closing.text

    def told(caller: Caller) -> list[list[Any]]:
        rows = caller.read("/audit", thing=f"step/{step['id']}", include="record")["items"]
        one = caller.read(f"/audit/{rows[-1]['seq']}")
        return [[row["after"]["status"], row["after"]["closed_by"]] for row in [*rows, one]]

    open_, closed = ["open", None], ["closed", entry["id"]]
    assert told(administrator) == told(expert) == [open_, closed, closed]
    corrected(expert, entry, visibility="committee")

    assert told(expert) == [open_, closed, closed]
    assert told(administrator) == [open_, open_, open_]
    assert entry["id"] not in administrator.get(f"/audit?thing=step/{step['id']}&include=record").text


@pytest.mark.parametrize("path", ["/audit", "/audit/1"])
def test_the_log_is_not_for_everybody(client: Caller, reader: Caller, path: str) -> None:
    assert (client.get(path).status_code, reader.get(path).status_code) == (401, 403)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("thing=Entry", "/query/thing"), ("thing=entry/%00", "/query/thing"), ("from=yesterday", "/query/from"),
        ("order=up", "/query/order"), ("cursor=WyJ4Il0", "/query/cursor"),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_is_refused(auditor: Caller, query: str, pointer: str) -> None:
    answer = auditor.get(f"/audit?{query}")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_a_window_of_the_log_that_ends_before_it_begins_is_refused(auditor: Caller) -> None:
    asked = {"from": "2026-02-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"}
    refused = auditor.get("/audit", params=asked)

    assert (refused.status_code, refused.json()["errors"]) == (422, [{
        "pointer": "/query/to", "code": "invalid_value",
        "detail": "The last instant (`to`) lies before the first (`from`): exchange them.",
    }])  # fmt: skip
