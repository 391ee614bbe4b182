"""The way of a note through the house: sent as a file, read, accepted, found on the timeline, written anew."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest

from tests import make
from tests.callers import Caller

# The note that the product starts from; where it is not at hand, the invented one has to do.
FIRST = Path(__file__).parents[3] / "shared" / "notes" / "00.txt"


@dataclass(frozen=True)
class Case:
    """A note and what it says: its State, the dated facts of its Background, its event, and a doubtful letter."""

    text: str
    state: str
    facts: tuple[tuple[str, str], ...]
    event: str
    letter: str
    near: str


def cases() -> Iterator[Case]:
    yield Case(
        text=make.NOTE,
        state="URY",
        facts=(
            ("2004-12-03", "national_report"), ("2015", "event"), ("2016-02-07", "letter"),
            ("2018-06-20/2018-06-21", "event"),
        ),
        event="2019-05-14/2019-05-15",
        letter="2016-02-07",
        near="2004-12-20",
    )  # fmt: skip
    if FIRST.exists():
        yield Case(
            text=FIRST.read_text(),
            state="TKM",
            facts=(
                ("2004-09-10", "national_report"), ("2014", "event"), ("2015-01-05", "letter"),
                ("2017-06-29/2017-06-30", "event"),
            ),
            event="2018-01-22/2018-01-23",
            letter="2015-01-05",
            near="2004-10",
        )  # fmt: skip


@pytest.fixture(params=list(cases()), ids=lambda case: case.state)
def case(request: pytest.FixtureRequest) -> Case:
    assert isinstance(request.param, Case)
    return request.param


def send(organizer: Caller, content: bytes, name: str = "note.txt") -> make.Json:
    answer = organizer.post("/submissions", files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    sent: make.Json = answer.json()
    return sent


def word(text: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def dated(timeline: make.Json) -> list[tuple[str, str]]:
    return [(entry["date"], entry["kind"]) for entry in timeline["items"] if entry["kind"] != "note"]


def test_a_note_becomes_the_timeline_of_its_state(
    client: Caller, organizer: Caller, expert: Caller, case: Case
) -> None:
    make.acceptance(expert, send(organizer, case.text.encode()))

    timeline = client.read(f"/states/{case.state}/timeline")
    entries = timeline["items"]
    first = entries[0]["recorded_at"]
    assert dated(timeline) == [*case.facts, (case.event, "event")]
    assert [entry["kind"] for entry in entries].count("note") == 1
    assert [one["code"] for entry in entries if entry["date"] == case.letter for one in entry["findings"]] == [
        "letter_date_far"
    ]
    before = client.read(f"/states/{case.state}/timeline", known_at=make.just_before(first))
    assert before["items"] == []


def test_a_register_that_knows_the_facts_gains_sources_and_no_second_entry(
    client: Caller, organizer: Caller, expert: Caller, case: Case
) -> None:
    make.event(
        expert, title="Final meeting", states=[case.state], venues=[],
        starts_on=case.event[:10], ends_on=case.event[11:],
    )  # fmt: skip
    for date, kind in case.facts:
        make.entry(expert, states=[case.state], date=date, kind=kind, title="As known from elsewhere")

    sent = send(organizer, case.text.encode())
    made = make.acceptance(expert, sent)

    timeline = client.read(f"/states/{case.state}/timeline")
    known = timeline["items"][:5]
    assert dated(timeline) == [*case.facts, (case.event, "event")]
    assert (made["created"], len(made["linked"])) == ([], 4)
    assert [entry["sources"][-1]["submission"] for entry in known] == [sent["id"]] * 5
    assert [(entry["version"], len(entry["sources"])) for entry in known] == [(2, 1)] * 5


def test_a_fact_near_a_known_one_is_offered(organizer: Caller, expert: Caller, case: Case) -> None:
    date, kind = case.facts[0]
    near = make.entry(expert, states=[case.state], date=case.near, kind=kind)
    sent = send(organizer, case.text.encode())

    asked = expert.post(f"/submissions/{sent['id']}/acceptance", json={})
    (offer,) = asked.json()["entries"]
    made = make.acceptance(expert, sent, entries=[{"at": offer["at"], "action": "link", "entry": near["id"]}])

    assert (asked.status_code, offer["date"], [one["id"] for one in offer["candidates"]]) == (409, date, [near["id"]])
    assert (made["linked"], len(made["created"])) == ([near["id"]], 3)


def test_the_note_written_from_the_record_tells_the_same_facts_with_the_same_dates(
    client: Caller, organizer: Caller, expert: Caller, case: Case
) -> None:
    made = make.acceptance(expert, send(organizer, case.text.encode()))

    note = expert.make(f"/events/{made['event']}/notes", {"language": "en"})

    (background,) = [section for section in note["sections"] if section["name"] == "background"]
    cited = [one["id"] for item in background["items"] for one in item["entries"]]
    facts = {
        entry["id"]: (entry["date"], entry["kind"]) for entry in client.read(f"/states/{case.state}/timeline")["items"]
    }
    assert sorted(facts[one] for one in cited) == sorted(case.facts)


def test_the_same_note_as_a_word_file_gives_the_same_reading(organizer: Caller, case: Case) -> None:
    plain, written = (
        send(organizer, content, name)
        for content, name in ((case.text.encode(), "note.txt"), (word(case.text), "note.docx"))
    )

    same = ("event", "organizers", "participants", "note", "entries", "next_steps", "findings")
    assert {name: written["reading"][name] for name in same} == {name: plain["reading"][name] for name in same}
    assert written["file"]["media_type"].endswith("wordprocessingml.document")
