"""Next steps: open, overdue, closed by an entry that somebody chose; on any day, as known at any instant."""

from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlmodel import Session

from app.kit.db import Database
from app.ledger import service as ledger
from app.timeline.steps import projection
from tests import make
from tests.callers import Caller

Json = dict[str, Any]
NOWHERE = "01900000-0000-7000-8000-000000000000"


def submitted_plan(expert: Caller, **members: Any) -> Json:
    return make.entry(
        expert, **({"kind": "nap", "status": "submitted", "date": "2018-06-11", "title": "Action plan"} | members)
    )


def change(expert: Caller, step: Json, verb: str, body: Json | None = None, **params: str) -> Any:
    tag = expert.get(f"/steps/{step['id']}").headers["etag"]
    return expert.post(f"/steps/{step['id']}/{verb}", json=body, params=params, headers={"If-Match": tag})


def close(expert: Caller, step: Json, entry: Json) -> Json:
    answer = change(expert, step, "closure", {"entry": entry["id"]})
    assert answer.status_code == 200, answer.text
    closed: Json = answer.json()
    return closed


def ids(caller: Caller, **asked: Any) -> list[str]:
    return [step["id"] for step in caller.read("/steps", **asked)["items"]]


def standing(caller: Caller, step: Json, **asked: str) -> tuple[object, ...]:
    seen = caller.read(f"/steps/{step['id']}", **asked)
    return seen["status"], seen["closed_by"] is not None, seen["certain"]


@pytest.mark.N4
def test_a_step_shows_what_was_sent_and_what_follows_from_it(client: Caller, expert: Caller) -> None:
    made = make.step(expert, due="2018-06")

    seen = client.read(f"/steps/{made['id']}")

    assert seen == made
    assert seen | {"id": "", "recorded_at": "", "recorded_by": ""} == {
        "id": "", "version": 1, "status": "open", "actor": "Ministry of Foreign Affairs",
        "action": "shall submit a draft plan for approval", "states": ["TKM"], "date": "2018-01-22/2018-01-23",
        "earliest": "2018-01-22", "latest": "2018-01-23", "due": "2018-06", "due_earliest": "2018-06-01",
        "due_latest": "2018-06-30", "expects": {"kind": "nap", "status": None}, "sources": [], "event": None,
        "note": None, "closed_by": None, "visibility": "public", "recorded_at": "", "recorded_by": "",
        "supersedes": None, "withdrawn_at": None, "reason": None, "overdue": True, "certain": True, "proposals": [],
    }  # fmt: skip


@pytest.mark.N4
def test_a_submitted_plan_proposes_to_close_the_step_and_somebody_does(client: Caller, expert: Caller) -> None:
    step = make.step(expert)
    plan = submitted_plan(expert)

    proposed = client.read(f"/steps/{step['id']}")
    offered = client.read(f"/entries/{plan['id']}/proposals")
    closed = close(expert, step, plan)

    assert (proposed["status"], proposed["proposals"]) == ("open", [plan["id"]])
    assert [one["id"] for one in offered["items"]] == [step["id"]]
    assert (closed["status"], closed["closed_by"], closed["version"], closed["proposals"]) == (
        "closed", plan["id"], 2, [],
    )  # fmt: skip
    assert client.read(f"/entries/{plan['id']}/proposals") == {"items": [], "next": None, "total": 0}
    assert (ids(client, status="open"), ids(client, status="closed")) == ([], [step["id"]])


@pytest.mark.parametrize(
    "members",
    [
        {"states": ["KGZ"]},
        {"kind": "national_report", "status": None},
        {"status": "planned"},
        {"status": "draft"},
        {"date": "2018-01-21"},
        {"date": "XXXX-06-11"},
    ],
)
def test_what_does_not_suit_a_step_is_not_proposed(client: Caller, expert: Caller, members: Json) -> None:
    step = make.step(expert)
    entry = submitted_plan(expert, **members)

    assert client.read(f"/steps/{step['id']}")["proposals"] == []
    assert client.read(f"/entries/{entry['id']}/proposals")["items"] == []


def test_a_step_may_expect_one_status_alone(client: Caller, expert: Caller) -> None:
    step = make.step(expert, expects={"kind": "nap", "status": "adopted"})
    submitted, adopted = submitted_plan(expert), submitted_plan(expert, status="adopted", date="2019")

    assert client.read(f"/steps/{step['id']}")["proposals"] == [adopted["id"]]
    assert client.read(f"/entries/{submitted['id']}/proposals")["total"] == 0
    assert client.read(f"/entries/{adopted['id']}/proposals")["total"] == 1


def test_a_step_that_expects_nothing_in_particular_has_no_proposals(client: Caller, expert: Caller) -> None:
    step = make.step(expert, expects=None)
    plan = submitted_plan(expert)

    assert client.read(f"/steps/{step['id']}")["proposals"] == []
    assert close(expert, step, plan)["status"] == "closed"


def test_a_withdrawn_plan_is_proposed_no_more(client: Caller, expert: Caller) -> None:
    step, plan = make.step(expert), submitted_plan(expert)
    expert.post(f"/entries/{plan['id']}/withdrawal?reason=x", headers={"If-Match": "*"})

    assert client.read(f"/steps/{step['id']}")["proposals"] == []
    assert client.read(f"/entries/{plan['id']}/proposals")["items"] == []


@pytest.mark.N4
def test_on_a_day_a_step_is_open_that_was_agreed_and_not_closed_by_then(client: Caller, expert: Caller) -> None:
    step = make.step(expert)
    close(expert, step, submitted_plan(expert, date="2018-06"))

    assert ids(client, as_of="2018-01-21") == []
    assert client.get(f"/steps/{step['id']}?as_of=2018-01-21").status_code == 404
    assert [standing(client, step, as_of=day) for day in ("2018-01-22", "2018-05-31", "2018-06-15", "2018-06-30")] == [
        ("open", False, False), ("open", False, True), ("open", True, False), ("closed", True, True),
    ]  # fmt: skip
    assert [ids(client, status="open", as_of=day) != [] for day in ("2018-06-15", "2018-06-30")] == [True, False]
    assert [ids(client, status="closed", as_of=day) != [] for day in ("2018-06-15", "2018-06-30")] == [False, True]


def test_a_step_whose_closing_entry_is_withdrawn_is_open_again_until_somebody_says_more(
    client: Caller, expert: Caller
) -> None:
    step, plan = make.step(expert), submitted_plan(expert)
    close(expert, step, plan)

    expert.post(f"/entries/{plan['id']}/withdrawal?reason=x", headers={"If-Match": "*"})

    assert standing(client, step) == ("open", True, False)
    assert (ids(client, status="open"), ids(client, status="closed")) == ([step["id"]], [])
    assert client.read("/states/TKM")["status"]["open_steps"] == 1


@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_what_has_not_happened_closes_no_step(client: Caller, expert: Caller, status: str) -> None:
    step, plan = make.step(expert), submitted_plan(expert, status=status)

    refused = expert.post(f"/steps/{step['id']}/closure", json={"entry": plan["id"]}, headers={"If-Match": "*"})

    assert (refused.status_code, [error["code"] for error in refused.json()["errors"]]) == (422, ["not_happened"])
    assert standing(client, step) == ("open", False, True)


def test_a_step_that_an_event_closed_is_open_again_when_the_event_is_cancelled(client: Caller, expert: Caller) -> None:
    step = make.step(expert, expects={"kind": "event"})
    held = make.event(expert, starts_on="2019-05-14", ends_on=None)
    close(expert, step, {"id": held["entry"]})

    expert.request("PATCH", f"/events/{held['id']}?reason=x", json={"status": "cancelled"}, headers={"If-Match": "*"})

    assert standing(client, step) == ("open", True, False)
    assert (ids(client, status="open"), ids(client, status="closed")) == ([step["id"]], [])
    assert client.read("/states/TKM")["status"]["open_steps"] == 1


def test_a_correction_of_the_closing_entry_moves_the_day_of_closure(client: Caller, expert: Caller) -> None:
    step, plan = make.step(expert), submitted_plan(expert)
    close(expert, step, plan)

    tag = expert.get(f"/entries/{plan['id']}").headers["etag"]
    expert.put(f"/entries/{plan['id']}?reason=x", json=plan | {"date": "2019-06-11"}, headers={"If-Match": tag})

    assert standing(client, step, as_of="2018-12-31") == ("open", False, True)
    assert standing(client, step, as_of="2019-12-31") == ("closed", True, True)


def test_what_was_known_of_steps_at_an_instant_stays_readable(client: Caller, expert: Caller) -> None:
    step = make.step(expert)
    closed = close(expert, step, submitted_plan(expert))

    assert ids(client, known_at=make.just_before(step["recorded_at"])) == []
    assert ids(client, status="open", known_at=step["recorded_at"]) == [step["id"]]
    assert ids(client, status="open", known_at=closed["recorded_at"]) == []
    assert standing(client, step, known_at=step["recorded_at"]) == ("open", False, True)
    assert client.get(f"/steps/{step['id']}?known_at=2020-01-01T00:00:00Z").status_code == 404


@pytest.mark.N4
def test_steps_older_than_twelve_months_are_listed(client: Caller, expert: Caller) -> None:
    old, older, straddling = (make.step(expert, date=date) for date in ("2017-06-15", "2016", "2017"))
    make.step(expert, date="2018-01-23")
    make.step(expert, date="XXXX")

    found = client.read("/steps", status="open", older_than="P12M", as_of="2018-06-15")["items"]

    assert [(step["id"], step["certain"]) for step in found[:3]] == [
        (older["id"], True), (straddling["id"], True), (old["id"], True),
    ]  # fmt: skip
    assert [step["date"] for step in found[3:]] == ["XXXX"]
    assert ids(client, older_than="2016-12-31")[:1] == [older["id"]]


@pytest.mark.parametrize(
    ("due", "as_of", "overdue"),
    [
        ("2018-06", "2018-06-30", False),
        ("2018-06", "2018-07-01", True),
        ("2018-06-15", "2018-06-15", False),
        ("2018-06-15", "2018-06-16", True),
        ("2018-06-15/..", "2030-01-01", False),
        (None, "2030-01-01", False),
    ],
)
def test_an_open_step_is_overdue_once_the_last_day_that_it_was_due_has_passed(
    client: Caller, expert: Caller, due: str | None, as_of: str, overdue: bool
) -> None:
    step = make.step(expert, due=due)

    assert client.read(f"/steps/{step['id']}", as_of=as_of)["overdue"] is overdue
    assert ids(client, status="overdue", as_of=as_of) == [step["id"]] * overdue
    status = client.read("/states/TKM", as_of=as_of)["status"]
    assert (status["open_steps"], status["overdue_steps"]) == (1, overdue)


def test_a_closed_step_is_not_overdue(client: Caller, expert: Caller) -> None:
    step = make.step(expert, due="2018-02")
    close(expert, step, submitted_plan(expert))

    assert client.read(f"/steps/{step['id']}")["overdue"] is False
    assert ids(client, status="overdue") == []
    assert ids(client, status="overdue", as_of="2018-06-01") == [step["id"]]


def test_steps_are_found_by_state_actor_and_event(client: Caller, expert: Caller) -> None:
    mine = make.step(expert, actor="Ministère des affaires étrangères")
    both = make.step(expert, states=["KGZ", "UZB"], date="2019")
    none = make.step(expert, states=[], date="2020")

    assert ids(client, state="TKM") == [mine["id"]]
    assert ids(client, state=["KGZ", "TKM", "UZB"]) == [mine["id"], both["id"]]
    assert ids(client, actor="etrangeres MINISTERE") == [mine["id"]]
    assert ids(client, event=NOWHERE) == []
    assert ids(client) == [mine["id"], both["id"], none["id"]]
    states = {one["iso3"]: one["status"]["open_steps"] for one in client.read("/states")["items"]}
    assert {iso3: count for iso3, count in states.items() if count} == {"KGZ": 1, "TKM": 1, "UZB": 1}


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_pages_of_steps_neither_skip_nor_repeat_while_steps_are_added(
    client: Caller, expert: Caller, order: str
) -> None:
    dates = ["2014", "2015-02-03", "2015-02-03", "2016", "XXXX-11-08", "2017", "XXXX"]
    for date in dates:
        make.step(expert, date=date)

    page = client.read("/steps", limit=2, order=order)
    seen = [step["date"] for step in page["items"]]
    while page["next"]:
        make.step(expert, date="2000" if order == "asc" else "2030")
        page = client.read(page["next"])
        seen += [step["date"] for step in page["items"]]

    known = [date for date in dates if not date.startswith("X")]
    assert page["total"] == 7
    assert seen[:5] == (sorted(known) if order == "asc" else sorted(known, reverse=True))
    assert sorted(seen[5:]) == ["XXXX", "XXXX-11-08"]


def test_a_correction_is_a_new_version_with_its_reason(client: Caller, expert: Caller) -> None:
    first = make.step(expert)
    address = f"/steps/{first['id']}"
    tag = expert.get(address).headers["etag"]

    put = expert.put(f"{address}?reason=A%20slip", json=first | {"due": "2018-12"}, headers={"If-Match": tag})
    patched = expert.request(
        "PATCH", f"{address}?reason=Again", json={"actor": None}, headers={"If-Match": put.headers["etag"]}
    )

    second, third = put.json(), patched.json()
    assert (put.status_code, second["version"], second["supersedes"], second["reason"]) == (200, 2, 1, "A slip")
    assert (patched.status_code, third["version"], third["actor"], third["due"]) == (200, 3, None, "2018-12")
    assert client.get(address).headers["etag"] == patched.headers["etag"]
    versions = client.read(f"{address}/versions")["items"]
    assert [(one["version"], one["actor"], one["due"]) for one in versions] == [
        (1, "Ministry of Foreign Affairs", None), (2, "Ministry of Foreign Affairs", "2018-12"), (3, None, "2018-12"),
    ]  # fmt: skip
    assert [[one["pointer"] for one in version["changes"]] for version in versions] == [
        [], ["/due", "/due_earliest", "/due_latest"], ["/actor"],
    ]  # fmt: skip


def test_a_step_is_closed_reopened_and_withdrawn_with_reasons(client: Caller, expert: Caller) -> None:
    step, plan = make.step(expert), submitted_plan(expert)
    close(expert, step, plan)

    again = change(expert, step, "closure", {"entry": plan["id"]})
    reopened = change(expert, step, "reopening", reason="Another plan")
    open_already = change(expert, step, "reopening", reason="Twice")
    withdrawn = change(expert, step, "withdrawal", reason="Misread")
    too_late = change(expert, step, "withdrawal", reason="Twice")

    assert (again.status_code, again.json()["type"]) == (409, "/problems/step-closed")
    assert (reopened.json()["status"], reopened.json()["closed_by"], reopened.json()["reason"]) == (
        "open", None, "Another plan",
    )  # fmt: skip
    assert (open_already.status_code, open_already.json()["type"]) == (409, "/problems/step-open")
    assert (withdrawn.json()["status"], withdrawn.json()["withdrawn_at"]) == (
        "withdrawn", withdrawn.json()["recorded_at"],
    )  # fmt: skip
    assert (too_late.status_code, too_late.json()["type"]) == (409, "/problems/step-withdrawn")
    assert (ids(client), ids(client, status="withdrawn")) == ([], [step["id"]])
    assert client.read("/states/TKM")["status"]["open_steps"] == 0


@pytest.mark.parametrize(
    ("members", "code"),
    [({"states": ["KGZ"]}, "other_state"), ({"date": "2018-01-21"}, "too_early"),
     ({"visibility": "committee"}, "hidden_entry"), (None, "unknown_entry")],
)  # fmt: skip
def test_an_entry_that_cannot_have_closed_a_step_is_refused(
    client: Caller, expert: Caller, members: Json | None, code: str
) -> None:
    step = make.step(expert)
    entry = {"id": NOWHERE} if members is None else submitted_plan(expert, **members)

    answer = change(expert, step, "closure", {"entry": entry["id"]})

    assert (answer.status_code, [(one["pointer"], one["code"]) for one in answer.json()["errors"]]) == (
        422, [("/entry", code)],
    )  # fmt: skip
    assert standing(client, step) == ("open", False, True)


def test_a_withdrawn_entry_closes_nothing(expert: Caller) -> None:
    step, plan = make.step(expert), submitted_plan(expert)
    expert.post(f"/entries/{plan['id']}/withdrawal?reason=x", headers={"If-Match": "*"})

    answer = change(expert, step, "closure", {"entry": plan["id"]})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "withdrawn_entry")


@pytest.mark.parametrize("verb", ["closure", "reopening", "withdrawal"])
def test_a_change_of_a_step_names_what_it_is_based_on(expert: Caller, verb: str) -> None:
    step, plan = make.step(expert), submitted_plan(expert)
    address = f"/steps/{step['id']}/{verb}?reason=x" if verb != "closure" else f"/steps/{step['id']}/closure"
    body = {"entry": plan["id"]} if verb == "closure" else None

    without = expert.post(address, json=body)
    stale = expert.post(address, json=body, headers={"If-Match": '"stale"'})

    assert (without.status_code, stale.status_code) == (428, 412)
    assert stale.json()["current"] == expert.read(f"/steps/{step['id']}")


def test_a_committee_step_is_seen_and_counted_by_those_who_may(
    client: Caller, reader: Caller, expert: Caller, auditor: Caller
) -> None:
    step = make.step(expert, visibility="committee")
    plan = submitted_plan(expert)

    def seen(caller: Caller) -> tuple[int, ...]:
        return (
            caller.get(f"/steps/{step['id']}").status_code,
            caller.get(f"/steps/{step['id']}/versions").status_code,
            caller.read("/steps")["total"],
            caller.read("/states/TKM")["status"]["open_steps"],
            caller.read(f"/entries/{plan['id']}/proposals")["total"],
        )

    hidden, shown = (404, 404, 0, 0, 0), (200, 200, 1, 1, 1)
    assert [seen(caller) for caller in (client, reader, expert, auditor)] == [hidden, hidden, shown, shown]


def test_a_step_that_was_narrowed_is_gone_from_the_past_too(client: Caller, expert: Caller) -> None:
    step = make.step(expert)
    change_to = expert.put(
        f"/steps/{step['id']}?reason=x", json=step | {"visibility": "committee"}, headers={"If-Match": "*"}
    )

    assert change_to.status_code == 200
    assert ids(client, known_at=step["recorded_at"]) == []
    assert ids(expert, known_at=step["recorded_at"]) == [step["id"]]


def test_a_hidden_entry_is_not_proposed_to_who_may_not_see_it(client: Caller, expert: Caller) -> None:
    step = make.step(expert)
    plan = submitted_plan(expert, visibility="committee")

    assert client.read(f"/steps/{step['id']}")["proposals"] == []
    assert expert.read(f"/steps/{step['id']}")["proposals"] == [plan["id"]]


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"date": "22/01/2018"}, "/date", "invalid_value"),
        ({"due": "soon"}, "/due", "invalid_value"),
        ({"action": " "}, "/action", "string_too_short"),
        ({"states": ["ZZZ"]}, "/states/0", "unknown_state"),
        ({"expects": {"kind": "rumour"}}, "/expects/kind", "unknown_value"),
        ({"status": "closed"}, "/status", "unknown_field"),
    ],
)
def test_a_wrong_value_of_a_step_is_named_by_its_pointer(
    client: Caller, expert: Caller, wrong: Json, pointer: str, code: str
) -> None:
    answer = expert.post("/steps", json={"action": "shall report", "states": ["TKM"], "date": "2018"} | wrong)

    assert (answer.status_code, [(one["pointer"], one["code"]) for one in answer.json()["errors"]]) == (
        422, [(pointer, code)],
    )  # fmt: skip
    assert client.read("/steps")["total"] == 0


@pytest.mark.parametrize("older_than", ["12 months", "P", "2018-02-30", "P1H", "-P1Y"])
def test_an_age_is_a_duration_or_a_day(client: Caller, older_than: str) -> None:
    answer = client.get("/steps", params={"older_than": older_than})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/older_than")


@pytest.mark.parametrize("cursor", ["bm8", "W1sieCJdLCAxXQ", "W1sieCIsIngiLCJ4Il0sIDFd"])
def test_a_cursor_of_nobodys_making_is_refused(client: Caller, cursor: str) -> None:
    answer = client.get("/steps", params={"cursor": cursor})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "bad_cursor")


@pytest.mark.parametrize("steps", [1, 3])
def test_reading_steps_costs_the_same_statements_however_many(
    client: Caller, expert: Caller, statements: list[str], steps: int
) -> None:
    plan = submitted_plan(expert)
    made = [make.step(expert) for _ in range(steps)]

    def cost(path: str) -> int:
        statements.clear()
        client.read(path)
        return len(statements)

    paths = ("/steps?status=open", f"/steps/{made[0]['id']}", f"/entries/{plan['id']}/proposals")
    assert [cost(path) for path in paths] == [2, 3, 2]


def rows(session: Session) -> list[list[Any]]:
    return [sorted(map(tuple, session.execute(select(table.__table__))), key=str) for table in projection.TABLES]  # type: ignore[attr-defined]  # a table has one


def test_the_tables_of_steps_are_made_again_from_the_ledger(expert: Caller, database: Database) -> None:
    scribble(expert, Random(1540))  # noqa: S311  (repeatable, not secret)
    with database.session(writes=True) as session:
        before = rows(session)
        for table in projection.TABLES:
            session.execute(delete(table))
        for one in ledger.changes(session):
            if one.kind in projection.KINDS:
                projection.apply(session, one)

        assert rows(session) == before
        assert [len(table) > 10 for table in before] == [True, True]


def scribble(expert: Caller, random: Random) -> None:
    """Make steps and change them in every way."""
    plans = [submitted_plan(expert, states=["TKM", "KGZ"], date=f"20{19 + n}") for n in range(3)]
    for number in range(8):
        step = make.step(expert, states=["TKM", "KGZ"][: number % 2 + 1], date=f"201{number}", due="2018-06?")
        for _ in range(3):
            verb = random.choice(["closure", "reopening", "withdrawal", "put"])
            if verb == "put":
                wider = step | {"visibility": random.choice(["public", "committee"]), "due": None}
                expert.put(f"/steps/{step['id']}?reason=x", json=wider, headers={"If-Match": "*"})
            else:
                body = {"entry": random.choice(plans)["id"]} if verb == "closure" else None
                change(expert, step, verb, body, **({} if body else {"reason": "x"}))


def test_for_those_who_may_not_see_the_entry_that_closed_it_a_step_is_open(client: Caller, expert: Caller) -> None:
    step, plan = make.step(expert), submitted_plan(expert)
    close(expert, step, plan)
    expert.put(
        f"/entries/{plan['id']}?reason=x", json=plan | {"visibility": "committee"}, headers={"If-Match": "*"}
    ).raise_for_status()

    address = f"/steps/{step['id']}"
    answers = [client.get(path) for path in (address, "/steps", f"{address}/versions", "/steps?status=open")]
    seen = client.read(address)

    assert [plan["id"] in answer.text for answer in answers] == [False] * 4
    assert (seen["status"], seen["closed_by"], seen["certain"]) == ("open", None, True)
    assert [client.read("/steps", status=status)["total"] for status in ("open", "closed")] == [1, 0]
    assert [expert.read("/steps", status=status)["total"] for status in ("open", "closed")] == [0, 1]
    assert expert.read(address)["closed_by"] == plan["id"]
    assert expert.read(f"{address}/versions")["items"][1]["closed_by"] == plan["id"]
    assert [one["status"] for one in client.read(f"{address}/versions")["items"]] == ["open", "open"]
    assert client.read("/states/TKM")["status"]["open_steps"] == 1
    expert.post(f"/entries/{plan['id']}/withdrawal?reason=x", headers={"If-Match": "*"}).raise_for_status()
    assert [who.read(address)["closed_by"] for who in (client, expert)] == [None, plan["id"]]


def test_a_step_that_is_sent_back_as_it_is_stays_the_version_that_it_is(expert: Caller) -> None:
    step = make.step(expert)
    sent = {"params": {"reason": "x"}, "headers": {"If-Match": "*"}}

    answers = [
        expert.put(f"/steps/{step['id']}", json=step, **sent),
        expert.request("PATCH", f"/steps/{step['id']}", json={}, **sent),
    ]

    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, step)] * 2
