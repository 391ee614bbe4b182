"""Readings that others made: what no page could show is refused by its place, and what is checked again."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests import make
from tests.callers import Caller
from tests.web.visitor import Visitor

Json = dict[str, Any]
PERSON = {"name": "Uruguay", "kind": "state", "state": "URY", "total": None}
DOUBT = {"code": "missing_field", "at": "event", "detail": "Something.", "suggestion": None}


def of(answer: Any) -> tuple[int, list[tuple[str, str]]]:
    return answer.status_code, [(one["pointer"], one["code"]) for one in answer.json().get("errors", [])]


def codes(submission: Json) -> list[tuple[str, str]]:
    return [(one["code"], one["at"]) for one in submission["findings"]]


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"participants": [PERSON | {"total": 100_001}]}, ("/reading/participants/0/total", "less_than_equal")),
        ({"participants": [PERSON | {"total": -1}]}, ("/reading/participants/0/total", "greater_than_equal")),
        ({"file": make.reading()["file"] | {"bytes": 2**53}}, ("/reading/file/bytes", "less_than_equal")),
        ({"spans": {"event.title": [[0, 2**53]]}}, ("/reading/spans/event.title/0/1", "less_than_equal")),
        ({"spans": {"x" * 201: []}}, ("/reading/spans", "string_too_long")),
        ({"spans": {str(number): [] for number in range(2001)}}, ("/reading/spans", "too_long")),
        ({"confidence": {"event.title": 1.5}}, ("/reading/confidence/event.title", "less_than_equal")),
        ({"confidence": {"event.title": float("inf")}}, ("/reading/confidence/event.title", "finite_number")),
        ({"confidence": {"event.title": float("nan")}}, ("/reading/confidence/event.title", "finite_number")),
        ({"event": {"sessions": ["2019-05-14", "nonsense"]}}, ("/reading/event/sessions/1", "invalid_value")),
        ({"event": {"sessions": ["2019-02-30"]}}, ("/reading/event/sessions/0", "invalid_value")),
        ({"event": {"sessions": ["20190514"]}}, ("/reading/event/sessions/0", "invalid_value")),
        (
            {"findings": [DOUBT | {"at": "organizers[" + "1" * 5000 + "]"}]},
            ("/reading/findings/0/at", "string_too_long"),
        ),
        ({"entries": [make.fact("2015", "nap", "x", "y" * 201)]}, ("/reading/entries/0/at", "string_too_long")),
        ({"entries": [make.fact("2015", "nap", "x", "y")] * 501}, ("/reading/entries", "too_long")),
        ({"note": {"highlights": ["x" * 100_001]}}, ("/reading/note/highlights/0", "string_too_long")),
    ],
)
def test_what_could_not_be_kept_or_shown_is_refused_by_its_place(
    organizer: Caller, members: Json, error: tuple[str, str]
) -> None:
    whole = make.reading()
    given = {name: whole[name] | value if name in {"event", "note"} else value for name, value in members.items()}
    body = json.dumps({"reading": whole | given})

    answer = organizer.post("/submissions", content=body, headers={"Content-Type": "application/json"})

    assert of(answer) == (422, [error])
    assert organizer.read("/submissions")["total"] == 0


def test_the_largest_numbers_that_are_taken_are_shown(organizer: Caller, expert: Caller) -> None:
    sent = make.submission(
        organizer, participants=[PERSON | {"total": 100_000}], spans={"event.title": [[0, 2**53 - 1]]},
        confidence={"event.title": 1}, findings=[DOUBT | {"at": "organizers[" + "1" * 180 + "]"}],
    )  # fmt: skip

    assert sent["reading"]["participants"][0]["total"] == 100_000
    assert expert.read(f"/submissions/{sent['id']}") == sent


def test_a_sender_cannot_claim_what_only_the_register_knows(organizer: Caller) -> None:
    forged = [DOUBT | {"code": code, "suggestion": "x"} for code in ("duplicate_event", "unknown_organization")]

    sent = make.submission(organizer, findings=[*make.reading()["findings"], *forged])

    assert codes(sent) == [("letter_date_far", "note.background[2]"), ("unknown_organization", "organizers[1]")]
    assert [one["code"] for one in sent["reading"]["findings"]] == ["letter_date_far"]


def test_a_sender_cannot_keep_silent_about_what_the_reading_shows(organizer: Caller) -> None:
    whole = make.reading()
    event = whole["event"] | {
        "starts_on": "2019-05-16", "title": "Review under resolution 1540 (2005)",
        "venues": [{"place": None, "city": "Vienna", "country": "URY"}],
    }  # fmt: skip
    late = make.fact("2021-01-01", "nap", "The plan was adopted.", "note.background[0]")

    sent = make.submission(
        organizer, event=event, entries=[*whole["entries"], late], findings=[], organizers=[], participants=[]
    )

    assert codes(sent) == [
        ("end_before_start", "event.ends_on"),
        ("city_country_mismatch", "event.venues[0]"),
        ("missing_field", "organizers"),
        ("missing_field", "participants"),
        ("letter_date_far", "note.background[2]"),
        ("date_after_event", "note.background[0]"),
        ("resolution_year_mismatch", "event.title"),
    ]


def test_dates_that_are_none_raise_no_doubt_and_no_error(organizer: Caller) -> None:
    event = make.reading()["event"] | {"starts_on": "soon", "ends_on": "{2019-05-15}"}
    facts = [make.fact(date, "letter", make.reading()["note"]["background"][2], "x") for date in ("", "2016-02-30")]

    sent = make.submission(organizer, event=event, entries=facts, findings=[], organizers=[])

    assert codes(sent) == [("missing_field", "organizers")]


def test_of_many_decisions_on_the_same_state_of_a_submission_one_is_taken(
    organizer: Caller, expert: Caller, settings: Settings, tokens: dict[str, str]
) -> None:
    sent = make.submission(organizer)
    place, why = f"/submissions/{sent['id']}", {"reason": "The venue is missing."}
    seen = {"If-Match": expert.get(place).headers["etag"]}

    with TestClient(create_app(settings)) as second, ThreadPoolExecutor(4) as pool:
        experts = [expert, Caller(second, tokens["expert"])]
        assert [one.post(f"{place}/acceptance/x", json=why).status_code for one in experts] == [404, 404]  # warmed up
        answers = list(pool.map(lambda one: one.post(f"{place}/return", json=why, headers=seen), experts * 2))

    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    assert len(expert.read(place)["remarks"]) == 1


def test_every_reading_that_is_taken_can_be_shown(organizer: Caller, http: TestClient, tokens: dict[str, str]) -> None:
    event = make.reading()["event"] | {"starts_on": "soon", "ends_on": "{2019-05-15}", "sessions": ["0001-01-01"]}
    places = ["organizers[" + "1" * 180 + "]", "note.background[\u0663]", "", "event.[", "\u202e"]
    sent = make.submission(
        organizer, event=event, spans={"event.title": [[2**53 - 1, 0]]}, confidence=dict.fromkeys(places, 0),
        findings=[DOUBT | {"at": at} for at in places], language="x" * 1000,
    )  # fmt: skip

    shown = [
        Visitor(http, tokens[who]).get(f"/{page}/{sent['id']}").status_code
        for who, page in (("expert", "queue"), ("organizer", "send"))
    ]

    assert shown == [200, 200]


def test_a_resolution_that_is_not_known_raises_no_doubt(organizer: Caller) -> None:
    event = make.reading()["event"] | {"title": "Seminar on resolution 9999 (1999)"}

    sent = make.submission(organizer, event=event, findings=[])

    assert [code for code, _ in codes(sent)] == ["letter_date_far", "unknown_organization"]
