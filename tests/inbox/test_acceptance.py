"""Acceptance: what was sent enters the register in one transaction, and what is known there is not doubled."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from app.kit.db import Database
from app.ledger.models import Ledger
from app.main import create_app
from app.settings import Settings
from tests import make
from tests.callers import Caller

Json = dict[str, Any]
URY = "/states/URY/timeline"
NOWHERE = "01900000-0000-7000-8000-000000000000"
FACTS = [
    ("2004-12-03", "national_report"), ("2015", "event"), ("2016-02-07", "letter"), ("2018-06-20/2018-06-21", "event"),
]  # fmt: skip
REVIEW = {
    "title": "Review of the plan", "type": "workshop", "states": ["URY"], "venues": [],
    "starts_on": "2019-05-14", "ends_on": "2019-05-15",
}  # fmt: skip


def accept(expert: Caller, submission: Json, **how: Any) -> Any:
    return expert.post(f"/submissions/{submission['id']}/acceptance", json=how)


def of(answer: Any) -> tuple[int, list[tuple[str, str]]]:
    return answer.status_code, [(one["pointer"], one["code"]) for one in answer.json().get("errors", [])]


def on_record(expert: Caller) -> tuple[int, int]:
    """How many events and how many notes there are."""
    return expert.read("/events")["total"], expert.read("/notes")["total"]


def dated(timeline: Json) -> list[tuple[str, str]]:
    return [(entry["date"], entry["kind"]) for entry in timeline["items"]]


def known_facts(expert: Caller) -> list[str]:
    """The four facts of the note, on record from elsewhere; their ids."""
    known = [make.entry(expert, date=date, kind=kind, states=["URY"], title="Known") for date, kind in FACTS]
    return [entry["id"] for entry in known]


def test_a_note_that_announces_an_event_makes_a_planned_one(client: Caller, organizer: Caller, expert: Caller) -> None:
    announced = make.reading()["event"] | {"starts_on": "9998-05-14", "ends_on": None, "sessions": []}
    sent = make.submission(organizer, event=announced)

    made = make.acceptance(expert, sent)

    assert client.read(f"/events/{made['event']}")["status"] == "planned"


def test_an_empty_register_gains_event_facts_and_note_from_what_was_sent(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    sent = make.submission(organizer)

    made = make.acceptance(expert, sent)

    timeline = client.read(URY)
    assert dated(timeline)[:-1] == [*FACTS, ("2019-05-14/2019-05-15", "event")]
    assert [entry["kind"] for entry in timeline["items"]][-1] == "note"
    assert [entry["id"] for entry in sorted(timeline["items"][:4], key=lambda one: one["id"])] == made["created"]
    assert made["linked"] == []
    assert [one["code"] for entry in timeline["items"] for one in entry["findings"]] == ["letter_date_far"]
    assert timeline["items"][2]["findings"] == make.reading()["findings"]
    assert [entry["sources"] for entry in timeline["items"]][:2] == [
        [make.source(submission=sent["id"], text=sent["reading"]["event"]["title"], place=place)]
        for place in ("note.background[0]", "note.background[1]")
    ]
    assert [entry["date_basis"] for entry in timeline["items"]] == [None, "held", None, "held", "held", "published"]
    assert (timeline["items"][4]["event"], timeline["items"][5]["note"]) == (made["event"], made["note"])


def test_before_the_acceptance_the_register_said_nothing(client: Caller, organizer: Caller, expert: Caller) -> None:
    make.acceptance(expert, make.submission(organizer))
    moments = sorted({entry["recorded_at"] for entry in client.read(URY)["items"]})

    assert len(moments) == 1
    assert client.read(URY, known_at=make.just_before(moments[0]))["total"] == 0
    assert client.read(URY, known_at=moments[0])["total"] == 6


def test_the_event_has_its_organizers_in_their_roles_and_its_source(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    sent = make.submission(organizer)
    made = make.acceptance(expert, sent)

    event = client.read(f"/events/{made['event']}")

    found = client.read("/organizations", q="Organization of American States")["items"]
    (oas,) = [one["id"] for one in found if one["acronym"] == "OAS"]
    assert (event["title"], event["type"], event["mode"], event["status"], event["date"]) == (
        sent["reading"]["event"]["title"], "nap_final_review", "in_person", "held", "2019-05-14/2019-05-15",
    )  # fmt: skip
    assert [(one["name"], one["role"], one["organization"]) for one in event["organizers"]] == [
        ("Organization of American States (OAS)", "organizer", oas),
        ("Institute for Invented Studies (IIS)", "cooperation", None),
    ]
    assert [(one["name"], one["kind"], one["state"], one["organization"]) for one in event["participants"]] == [
        ("Uruguay", "state", "URY", None), ("OAS", "igo", None, oas),
    ]  # fmt: skip
    assert [(one["submission"], one["text"]) for one in event["sources"]] == [(sent["id"], event["title"])]
    assert event["venues"] == [make.venue(city="Montevideo", country="URY")]


def test_the_note_is_published_and_cites_the_entries_of_each_paragraph(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    sent = make.submission(organizer)
    made = make.acceptance(expert, sent)

    note = client.read(f"/notes/{made['note']}")

    sections = {section["name"]: section["items"] for section in note["sections"]}
    assert (note["status"], note["language"], note["event"], note["submission"], note["stale"]) == (
        "published", "en", made["event"], sent["id"], False,
    )  # fmt: skip
    assert {name: [item["text"] for item in items] for name, items in sections.items()} == {
        name: sent["reading"]["note"][name] for name in ("objectives", "background", "highlights", "comments")
    }
    assert [[one["id"] for one in item["entries"]] for item in sections["background"]] == [
        made["created"][:1], made["created"][1:3], made["created"][3:],
    ]  # fmt: skip
    assert note["disclaimer"] == sent["reading"]["note"]["disclaimer"]


def test_facts_on_record_are_linked_and_gain_a_source_and_the_finding(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    known, event = known_facts(expert), make.event(expert, **REVIEW)
    sent = make.submission(organizer)

    made = make.acceptance(expert, sent)

    entries = client.read(URY)["items"]
    assert (made["event"], made["created"], sorted(made["linked"])) == (event["id"], [], sorted(known))
    assert [entry["id"] for entry in entries[:4]] == known
    assert [(entry["version"], entry["title"], len(entry["sources"])) for entry in entries[:4]] == [(2, "Known", 1)] * 4
    assert [[one["code"] for one in entry["findings"]] for entry in entries] == [
        [],
        [],
        ["letter_date_far"],
        [],
        [],
        [],
    ]
    assert (len(entries), entries[4]["sources"][0]["submission"]) == (6, sent["id"])
    cited = [one for item in client.read(f"/notes/{made['note']}")["sections"][1]["items"] for one in item["entries"]]
    assert {(one["id"], one["version"]) for one in cited} == {(one, 2) for one in known}


def test_a_known_event_is_completed_and_keeps_what_it_had(client: Caller, organizer: Caller, expert: Caller) -> None:
    event = make.event(expert, **REVIEW)

    make.acceptance(expert, make.submission(organizer))

    seen = client.read(f"/events/{event['id']}")
    assert (seen["title"], seen["type"], seen["version"]) == ("Review of the plan", "workshop", 2)
    assert [one["name"] for one in seen["organizers"]] == [
        "Organization of American States (OAS)", "Institute for Invented Studies (IIS)",
    ]  # fmt: skip
    assert seen["venues"][0]["city"] == "Montevideo"


def test_a_known_event_is_no_candidate_for_an_earlier_one(organizer: Caller, expert: Caller) -> None:
    event = make.event(expert, **REVIEW)
    facts = [make.fact("2019-04", "event", "A preparatory meeting was held in April.", "note.background[0]")]

    made = make.acceptance(expert, make.submission(organizer, entries=facts))

    assert (made["event"], len(made["created"])) == (event["id"], 1)


def test_a_likely_duplicate_of_the_event_is_offered(organizer: Caller, expert: Caller) -> None:
    near = make.event(expert, **REVIEW | {"ends_on": "2019-05-16", "venues": [{"city": "Montevideo"}]})
    sent = make.submission(organizer)

    asked = accept(expert, sent)

    assert (asked.status_code, asked.json()["type"]) == (409, "/problems/duplicate")
    assert [one["id"] for one in asked.json()["candidates"]] == [near["id"]]
    assert make.acceptance(expert, sent, event=near["id"])["event"] == near["id"]
    assert on_record(expert) == (1, 1)


def test_an_expert_may_insist_that_an_event_is_another_one(organizer: Caller, expert: Caller) -> None:
    same = make.event(expert, **REVIEW)

    made = make.acceptance(expert, make.submission(organizer), allow_duplicate=True)

    assert made["event"] != same["id"]


def test_the_sender_may_name_the_event(organizer: Caller, expert: Caller) -> None:
    event = make.event(expert, title="Another title", starts_on="2019-05", ends_on=None, states=["URY"])
    sent = organizer.make("/submissions", {"reading": make.reading(), "event": event["id"]})

    made = make.acceptance(expert, sent)

    assert (sent["event"], made["event"]) == (event["id"], event["id"])


def test_an_event_about_no_state_has_no_timeline_and_its_note_none_either(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    about = make.reading()["event"] | {"states": [], "type": "industry_outreach"}
    sent = make.submission(organizer, event=about, entries=[], participants=[])
    again = make.submission(organizer, event=about, entries=[], participants=[], language="fr")

    made = make.acceptance(expert, sent)
    second = make.acceptance(expert, again, event=made["event"])

    assert client.read(f"/notes/{made['note']}")["status"] == "published"
    assert client.read("/notes", event=second["event"])["total"] == 2
    assert client.read(URY)["total"] == 0


def test_a_note_may_stay_a_draft(client: Caller, organizer: Caller, rival: Caller, expert: Caller) -> None:
    made = make.acceptance(expert, make.submission(organizer), publish=False)

    seen = [who.get(f"/notes/{made['note']}").status_code for who in (client, organizer, rival, expert)]
    assert seen == [404, 200, 404, 200]
    assert expert.read(f"/notes/{made['note']}")["status"] == "draft"
    assert dated(client.read(URY)) == [*FACTS, ("2019-05-14/2019-05-15", "event")]


def test_a_corrected_reading_is_what_is_taken(client: Caller, organizer: Caller, expert: Caller) -> None:
    sent = make.submission(organizer, event=make.reading()["event"] | {"title": None, "starts_on": None})
    without = accept(expert, sent)

    made = make.acceptance(expert, sent, reading=make.reading())

    assert of(without) == (422, [("/reading/event/title", "required"), ("/reading/event/starts_on", "required")])
    assert client.read(f"/events/{made['event']}")["starts_on"] == "2019-05-14"
    assert expert.read(f"/submissions/{sent['id']}")["reading"] == make.reading()


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"language": None}, "/reading/language"),
        ({"language": "de"}, "/reading/language"),
        ({"event": {"starts_on": "22/01/2018"}}, "/reading/event/starts_on"),
        ({"event": {"starts_on": "2019-05-16"}}, "/reading/event/ends_on"),
        ({"event": {"states": ["ZZZ"]}}, "/reading/event/states/0"),
        ({"event": {"venues": [{"place": None, "city": "X", "country": "ZZZ"}]}}, "/reading/event/venues/0/country"),
        ({"entries": [make.fact("5 January", "letter", "A letter.", "note.background[0]")]}, "/reading/entries/0/date"),
        ({"entries": [make.fact("2015", "nap", "", "note.background[0]")]}, "/reading/entries/0/text"),
        ({"entries": [make.fact("2015", "nap", "x", "y", status="good")]}, "/reading/entries/0/status"),
        ({"entries": [make.fact("2015", "nap", "x", "y", states=["ZZZ"])]}, "/reading/entries/0/states/0"),
        ({"note": {"highlights": ["x", "x" * 20_001]}}, "/reading/note/highlights/1"),
        ({"note": {"contact_email": "x" * 1001}}, "/reading/note/contact_email"),
        ({"note": {"disclaimer": "x" * 20_001}}, "/reading/note/disclaimer"),
        (
            {"organizers": [{"name": " ", "acronym": None, "role": "host", "organization": None}]},
            "/reading/organizers/0/name",
        ),
        (
            {"participants": [{"name": "Nobody", "kind": "state", "state": "ZZZ", "total": None}]},
            "/reading/participants/0/state",
        ),
    ],
)
def test_what_the_register_refuses_is_named_by_its_place_in_the_reading(
    organizer: Caller, expert: Caller, members: Json, pointer: str
) -> None:
    whole = make.reading()
    given = {name: whole[name] | value if isinstance(value, dict) else value for name, value in members.items()}
    sent = make.submission(organizer, **given)

    answer = accept(expert, sent)

    status, errors = of(answer)
    assert (status, [place for place, _ in errors]) == (422, [pointer])
    assert "internal" not in answer.text
    assert on_record(expert) == (0, 0)
    assert expert.read(f"/submissions/{sent['id']}")["status"] == "received"


def test_a_fact_too_long_for_a_title_is_shortened(client: Caller, organizer: Caller, expert: Caller) -> None:
    facts = [make.fact("2015", "nap", "word " * 400, "note.background[0]")]

    make.acceptance(expert, make.submission(organizer, entries=facts))

    title = client.read(URY)["items"][0]["title"]
    assert (len(title), title[-1]) == (1000, "…")


def test_a_note_without_disclaimer_gets_the_standard_one(client: Caller, organizer: Caller, expert: Caller) -> None:
    note = make.reading()["note"] | {"disclaimer": None}

    made = make.acceptance(expert, make.submission(organizer, note=note))

    assert client.read(f"/notes/{made['note']}")["disclaimer"] == make.reading()["note"]["disclaimer"]


def test_an_acceptance_leaves_its_rows_in_the_ledger_and_ends_the_submission(
    organizer: Caller, expert: Caller, database: Database
) -> None:
    sent = make.submission(organizer)

    made = make.acceptance(expert, sent)

    with database.session() as session:
        since = select(Ledger).where(Ledger.seq > sent["receipt"]["seq"]).order_by(col(Ledger.seq))
        written = [(row.thing.partition("/")[0], row.action) for row in session.exec(since)]
    seen = organizer.read(f"/submissions/{sent['id']}")
    assert written == [
        ("entry", "recorded"), ("event", "recorded"), *[("entry", "recorded")] * 4,
        ("note", "drafted"), ("note", "published"), ("entry", "recorded"), ("submission", "accepted"),
    ]  # fmt: skip
    assert (seen["status"], seen["event"], seen["note"]) == ("accepted", made["event"], made["note"])
    assert (seen["version"], seen["receipt"]) == (2, sent["receipt"])


def test_what_is_accepted_is_not_accepted_again(organizer: Caller, expert: Caller) -> None:
    sent = make.submission(organizer)
    make.acceptance(expert, sent)

    again = accept(expert, sent)

    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-decided")


def warm(*experts: Caller) -> list[Caller]:
    """Both servers have answered once: two that make their routes at once in one process disturb each other."""
    assert {accept(one, {"id": NOWHERE}).status_code for one in experts} == {404}
    return list(experts)


def test_of_many_acceptances_at_once_on_two_servers_one_is_made(
    organizer: Caller, expert: Caller, settings: Settings, tokens: dict[str, str]
) -> None:
    sent = make.submission(organizer)

    with TestClient(create_app(settings)) as second, ThreadPoolExecutor(4) as pool:
        experts = warm(expert, Caller(second, tokens["expert"])) * 2
        answers = list(pool.map(lambda one: accept(one, sent), experts))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert on_record(expert) == (1, 1)


def test_two_notes_about_one_event_accepted_at_once_make_it_once(
    organizer: Caller, expert: Caller, settings: Settings, tokens: dict[str, str]
) -> None:
    sent = [make.submission(organizer, language=language) for language in ("en", "fr")]

    with TestClient(create_app(settings)) as second, ThreadPoolExecutor(2) as pool:
        experts = warm(expert, Caller(second, tokens["expert"]))
        answers = list(pool.map(accept, experts, sent))

    made = [answer.json() for answer in answers]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert sorted((len(one["created"]), len(one["linked"])) for one in made) == [(0, 4), (4, 0)]
    assert on_record(expert) == (1, 2)


def test_nobody_accepts_what_they_sent_or_what_they_may_not_see(
    organizer: Caller, expert: Caller, auditor: Caller
) -> None:
    own, theirs = make.submission(expert), make.submission(organizer)

    answers = [accept(expert, own), accept(organizer, theirs), accept(auditor, theirs), accept(expert, {"id": NOWHERE})]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 404]
    assert of(accept(expert, theirs, event=NOWHERE)) == (422, [("/event", "unknown_event")])
