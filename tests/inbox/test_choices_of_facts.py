"""Facts of what was sent: linked, made, left out or asked about, one by one."""

from tests import make
from tests.callers import Caller
from tests.inbox.test_acceptance import FACTS, NOWHERE, URY, accept, dated, of, on_record


def test_a_fact_near_one_on_record_is_offered_and_the_expert_decides(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    near = make.entry(expert, date="2004-12", states=["URY"], title="Report of December")
    other = make.entry(expert, date="2015-03", kind="event", states=["URY"], title="Workshop of March")
    sent = make.submission(organizer)

    asked = accept(expert, sent)

    shown = ("id", "version", "kind", "date", "title", "states")
    facts = sent["reading"]["entries"]
    assert (asked.status_code, asked.json()["type"]) == (409, "/problems/near-entry")
    assert asked.json()["entries"] == [
        {
            "at": "note.background[0]", "kind": "national_report", "date": "2004-12-03", "text": facts[0]["text"],
            "candidates": [{name: near[name] for name in shown}],
        },
        {
            "at": "entries[1]", "kind": "event", "date": "2015", "text": facts[1]["text"],
            "candidates": [{name: other[name] for name in shown}],
        },
    ]  # fmt: skip
    assert on_record(expert) == (0, 0)

    made = make.acceptance(
        expert,
        sent,
        entries=[
            {"at": "note.background[0]", "action": "link", "entry": near["id"]},
            {"at": "entries[1]", "action": "create"},
        ],
    )
    assert (made["linked"], len(made["created"])) == ([near["id"]], 3)
    assert dated(client.read(URY))[:3] == [("2004-12", "national_report"), ("2015", "event"), ("2015-03", "event")]


def test_two_entries_of_the_same_date_leave_the_choice_to_the_expert(organizer: Caller, expert: Caller) -> None:
    twins = [make.entry(expert, date="2015", kind="event", states=["URY"])["id"] for _ in range(2)]

    asked = accept(expert, make.submission(organizer))

    assert [[one["id"] for one in fact["candidates"]] for fact in asked.json()["entries"]] == [twins]


def test_a_fact_may_be_left_out_and_its_place_may_name_all_facts_there(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    choices = [
        {"at": "entries[2]", "action": "create"},
        {"at": "note.background[1]", "action": "skip"},
        {"at": "note.background[0]", "action": "skip"},
    ]

    made = make.acceptance(expert, make.submission(organizer), entries=choices)

    assert dated(client.read(URY))[:2] == [FACTS[2], FACTS[3]]
    assert len(made["created"]) == 2


def test_choices_that_cannot_be_followed_are_refused_one_by_one(organizer: Caller, expert: Caller) -> None:
    known = make.entry(expert, states=["URY"])["id"]
    sent = make.submission(organizer)

    answer = accept(
        expert,
        sent,
        entries=[
            {"at": "note.comments[7]", "action": "skip"},
            {"at": "note.background[1]", "action": "link", "entry": known},
            {"at": "note.background[2]", "action": "link", "entry": NOWHERE},
        ],
    )
    shapes = accept(
        expert,
        sent,
        entries=[{"at": "entries[0]", "action": "link"}, {"at": "entries[0]", "action": "skip", "entry": known}],
    )

    assert of(answer) == (
        422,
        [("/entries/0/at", "unknown_place"), ("/entries/1/at", "several_facts"), ("/entries/2/entry", "unknown_entry")],
    )
    assert of(shapes) == (422, [("/entries/0", "invalid_value"), ("/entries/1", "invalid_value")])


def test_a_fact_that_a_note_states_twice_is_one_entry_with_both_places(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    text = "Uruguay reported on 3 December 2004."
    facts = [
        make.fact("2004-12-03", "national_report", text, "note.background[0]"),
        make.fact("2004-12-03", "national_report", text, "note.highlights[0]"),
    ]

    made = make.acceptance(expert, make.submission(organizer, entries=facts))

    (entry, *_) = client.read(URY)["items"]
    assert made["created"] == [entry["id"]]
    assert [one["place"] for one in entry["sources"]] == ["note.background[0]", "note.highlights[0]"]
    assert entry["version"] == 1


def test_two_statements_of_a_known_fact_are_two_sources_of_it(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    known = make.entry(expert, date="2004-12-03", states=["URY"])["id"]
    facts = [
        make.fact("2004-12-03", "national_report", "It reported.", at)
        for at in ("note.background[0]", "note.highlights[0]")
    ]

    made = make.acceptance(expert, make.submission(organizer, entries=facts))

    entry = client.read(f"/entries/{known}")
    assert (made["linked"], made["created"]) == ([known], [])
    assert (entry["version"], len(entry["sources"])) == (3, 2)
    note = client.read(f"/notes/{made['note']}")
    cited = [item["entries"] for section in note["sections"] for item in section["items"] if item["entries"]]
    assert cited == [[{"id": known, "version": 3}]] * 2


def test_the_event_itself_and_facts_about_no_state_make_no_further_entries(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    facts = [
        make.fact("2019-05-14/2019-05-15", "event", "The review was held.", "note.highlights[0]"),
        make.fact("2016-12-15", "other", "Resolution 2325 (2016) was adopted.", "note.background[0]", states=[]),
    ]

    made = make.acceptance(expert, make.submission(organizer, entries=facts))

    assert (made["created"], made["linked"]) == ([], [])
    assert [entry["kind"] for entry in client.read(URY)["items"]] == ["event", "note"]
