"""What an acceptance takes for the same without asking, and what it asks about. All facts are invented."""

from typing import Any

import pytest

from tests import make
from tests.callers import Caller

Json = dict[str, Any]
URY = "/states/URY/timeline"
REVIEW = {
    "title": "Review of the plan", "type": "nap_final_review", "states": ["URY"], "venues": [],
    "starts_on": "2019-05-14", "ends_on": "2019-05-15",
}  # fmt: skip


def accept(expert: Caller, submission: Json, **how: Any) -> Any:
    return expert.post(f"/submissions/{submission['id']}/acceptance", json=how)


def candidates(answer: Any) -> list[list[str]]:
    return [[one["id"] for one in fact["candidates"]] for fact in answer.json().get("entries", [])]


def withdraw(expert: Caller, entry: str) -> None:
    headers = {"If-Match": expert.get(f"/entries/{entry}").headers["etag"]}
    answer = expert.post(f"/entries/{entry}/withdrawal?reason=Entered+twice", headers=headers)
    assert answer.status_code in {200, 201}, answer.text


@pytest.mark.parametrize("venues", [[], [{"city": "Siem Reap", "country": "KHM"}]])
def test_another_event_of_the_same_day_is_offered_and_not_merged(
    organizer: Caller, expert: Caller, venues: list[Json]
) -> None:
    day = {"type": "workshop", "starts_on": "2016-03-01", "ends_on": None, "states": ["KHM"]}
    known = make.event(expert, title="Seminar for bankers", venues=[{"city": "Siem Reap", "country": "KHM"}], **day)
    about = make.reading()["event"] | day | {"title": "Border guard exercise", "sessions": ["2016-03-01"]}
    shown = [one | {"place": None} for one in venues]
    sent = make.submission(organizer, event=about | {"venues": shown}, entries=[], participants=[])

    answer = accept(expert, sent)

    assert (answer.status_code, [one["id"] for one in answer.json()["candidates"]]) == (409, [known["id"]])
    assert make.acceptance(expert, sent, allow_duplicate=True)["event"] != known["id"]


def test_two_events_of_one_year_are_never_merged(organizer: Caller, expert: Caller) -> None:
    known = make.event(expert, **REVIEW | {"starts_on": "2011", "ends_on": None})
    about = make.reading()["event"] | {"starts_on": "2011", "ends_on": None, "sessions": []}

    answer = accept(expert, make.submission(organizer, event=about, entries=[]))

    assert (answer.status_code, [one["id"] for one in answer.json()["candidates"]]) == (409, [known["id"]])


def test_a_fact_of_a_year_is_linked_and_one_of_no_known_year_is_offered(organizer: Caller, expert: Caller) -> None:
    year = make.entry(expert, date="2015", kind="event", states=["URY"])["id"]
    day = make.entry(expert, date="XXXX-11-08", kind="event", states=["URY"])["id"]
    facts = [make.fact(date, "event", "It was held.", "note.background[0]") for date in ("2015", "XXXX-11-08")]
    sent = make.submission(organizer, entries=facts)

    asked = accept(expert, sent)
    made = make.acceptance(expert, sent, entries=[{"at": "entries[1]", "action": "create"}])

    assert (asked.status_code, candidates(asked)) == (409, [[day]])
    assert (made["linked"], len(made["created"])) == ([year], 1)


def test_no_state_of_a_fact_is_lost_in_an_entry_that_leaves_it_out(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    known = make.entry(expert, date="2015", kind="nap", states=["URY"])["id"]
    facts = [make.fact("2015", "nap", "Both have plans.", "note.background[0]", states=["URY", "ARG"])]
    sent = make.submission(organizer, entries=facts)

    asked = accept(expert, sent)
    make.acceptance(expert, sent, entries=[{"at": "entries[0]", "action": "create"}])

    assert candidates(asked) == [[known]]
    assert [one["states"] for one in client.read("/states/ARG/timeline")["items"]] == [["ARG", "URY"]]


def test_a_fact_about_fewer_states_than_the_entry_is_linked(organizer: Caller, expert: Caller) -> None:
    known = make.entry(expert, date="2015", kind="nap", states=["ARG", "URY"])["id"]
    facts = [make.fact("2015", "nap", "It has a plan.", "note.background[0]")]

    assert make.acceptance(expert, make.submission(organizer, entries=facts))["linked"] == [known]


def test_a_fact_of_the_events_days_about_another_state_too_is_not_the_event(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    days = "2019-05-14/2019-05-15"
    facts = [make.fact(days, "event", "Both were reviewed.", "note.highlights[0]", states=["URY", "ARG"])]

    made = make.acceptance(expert, make.submission(organizer, entries=facts))

    (entry,) = client.read("/states/ARG/timeline")["items"]
    assert (made["created"], entry["states"], entry["event"]) == ([entry["id"]], ["ARG", "URY"], None)


def test_a_fact_is_linked_to_the_entry_of_the_event_itself(client: Caller, organizer: Caller, expert: Caller) -> None:
    event = make.event(expert, **REVIEW)
    own = client.read(URY)["items"][0]["id"]
    facts = [make.fact("2019-05", "event", "The review was held in May.", "note.highlights[0]")]
    link = [{"at": "entries[0]", "action": "link", "entry": own}]

    made = make.acceptance(expert, make.submission(organizer, entries=facts), entries=link)

    entry = client.read(f"/entries/{own}")
    assert (made["event"], made["linked"], made["created"]) == (event["id"], [own], [])
    assert (entry["version"], [one["place"] for one in entry["sources"]]) == (3, [None, "note.highlights[0]"])


def test_a_note_is_taken_about_an_event_whose_entry_was_withdrawn(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    event = make.event(expert, **REVIEW)
    own = client.read(URY)["items"][0]["id"]
    withdraw(expert, own)

    made = make.acceptance(expert, make.submission(organizer))

    entry = client.read(f"/entries/{own}")
    assert (made["event"], entry["version"], entry["sources"]) == (event["id"], 2, [])
