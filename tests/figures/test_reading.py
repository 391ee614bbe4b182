"""How good readings were in use, over HTTP. All notes are invented."""

from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from tests import make
from tests.callers import Caller

Json = dict[str, Any]
TODAY_OR_LATER = "2100-01-01"


def sent(organizer: Caller, text: str = make.NOTE, reading: Json | None = None) -> Json:
    """A file sent, with the reading as its sender corrected it where one is given."""
    parts = {"reading": orjson.dumps(reading).decode()} if reading else {}
    answer = organizer.post("/submissions", files={"file": ("note.txt", text.encode())}, data=parts)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


def accepted(expert: Caller, submission: Json, reading: Json | None = None) -> Json:
    return make.acceptance(expert, submission, reading=reading, allow_duplicate=True)


def corrected(reading: Json) -> Json:
    """Another title, the second organizer gone, one participant more, and the letter in another year."""
    letter = reading["entries"][3] | {"date": "2019-02-07"}
    return reading | {
        "event": reading["event"] | {"title": "Final review, as an expert wrote it"},
        "organizers": reading["organizers"][:1],
        "participants": [
            *reading["participants"], {"name": "Invented Academy", "kind": "academia", "state": None, "total": None},
        ],
        "entries": [*reading["entries"][:3], letter],
    }  # fmt: skip


def of(figures: Json, field: str) -> Json:
    (found,) = [one for one in figures["fields"] if one["field"] == field]
    return {name: found[name] for name in ("read", "kept", "changed", "removed", "added", "precision", "recall")}


@pytest.mark.C13
def test_what_people_made_of_readings_is_counted_by_field(organizer: Caller, expert: Caller) -> None:
    submission = sent(organizer)
    accepted(expert, submission, corrected(submission["reading"]))

    figures = expert.read("/figures/reading", as_of=TODAY_OR_LATER)

    assert (figures["readings"], figures["untouched"]) == (1, 0)
    assert of(figures, "event.title") == {
        "read": 1, "kept": 0, "changed": 1, "removed": 0, "added": 0, "precision": 0.0, "recall": 0.0,
    }  # fmt: skip
    assert of(figures, "organizers") == {
        "read": 2, "kept": 1, "changed": 0, "removed": 1, "added": 0, "precision": 0.5, "recall": 1.0,
    }  # fmt: skip
    assert of(figures, "participants") == {
        "read": 3, "kept": 3, "changed": 0, "removed": 0, "added": 1, "precision": 1.0, "recall": 0.75,
    }  # fmt: skip
    assert of(figures, "entries") == {
        "read": 4, "kept": 3, "changed": 1, "removed": 0, "added": 0, "precision": 0.75, "recall": 0.75,
    }  # fmt: skip
    assert of(figures, "event.starts_on")["kept"] == 1


def test_a_value_taken_away_and_one_filled_in_are_told_from_one_that_was_changed(
    organizer: Caller, expert: Caller
) -> None:
    submission = sent(organizer)
    note = submission["reading"]["note"]
    assert (note["contact_email"], bool(note["disclaimer"])) == (None, True)
    other = note | {"contact_email": "office@example.org", "disclaimer": None}
    accepted(expert, submission, submission["reading"] | {"note": other})

    figures = expert.read("/figures/reading")

    assert of(figures, "note.contact_email") == {
        "read": 0, "kept": 0, "changed": 0, "removed": 0, "added": 1, "precision": None, "recall": 0.0,
    }  # fmt: skip
    assert of(figures, "note.disclaimer") == {
        "read": 1, "kept": 0, "changed": 0, "removed": 1, "added": 0, "precision": 0.0, "recall": None,
    }  # fmt: skip


def test_of_very_many_items_each_is_compared_with_the_one_in_its_place(organizer: Caller, expert: Caller) -> None:
    many = "".join(f"- Point {number} was made.\n" for number in range(101))
    submission = sent(organizer, make.NOTE.replace("discussions\n", f"discussions\n\n{many}"))
    reading = submission["reading"]
    written = [f"Quite another sentence, the {number}th." for number in range(len(reading["note"]["highlights"]))]
    accepted(expert, submission, reading | {"note": reading["note"] | {"highlights": written}})

    figure = of(expert.read("/figures/reading"), "note.highlights")
    assert (figure["read"] > len(many.splitlines()), figure["changed"]) == (True, figure["read"])


def test_a_note_taken_as_it_was_read_is_counted_as_untouched(organizer: Caller, expert: Caller) -> None:
    accepted(expert, sent(organizer))

    figures = expert.read("/figures/reading")

    assert (figures["readings"], figures["untouched"]) == (1, 1)
    assert (figures["all"]["kept"], figures["all"]["precision"], figures["all"]["recall"]) == (
        figures["all"]["read"], 1.0, 1.0,
    )  # fmt: skip


def test_what_the_machine_claimed_stands_beside_what_was_kept(organizer: Caller, expert: Caller) -> None:
    submission = sent(organizer)
    claims = submission["reading"]["confidence"]
    accepted(expert, submission, corrected(submission["reading"]))

    figures = expert.read("/figures/reading")

    organizers = [claims[f"organizers[{number}]"] for number in (0, 1)]
    (item,) = [one for one in figures["items"] if one["field"] == "organizers"]
    assert (item["with_claim"], item["claimed"], item["claimed_kept"]) == (2, round(sum(organizers) / 2, 4), 0.5)
    assert (item["language"], item["media_type"]) == ("en", "text/plain")
    assert sum(one["values"] for one in figures["calibration"]) == figures["all"]["with_claim"]
    assert [one["at_least"] for one in figures["calibration"]] == sorted(
        {min(int(share * 10), 9) / 10 for share in _of_values(submission["reading"])}, reverse=True
    )


def _of_values(reading: Json) -> list[float]:
    """The confidence of places that hold a value."""
    blank = {f"event.{name}" for name, value in reading["event"].items() if not value}
    return [share for path, share in reading["confidence"].items() if path not in blank]


def test_what_the_sender_corrected_is_counted_too_and_kept_beside_the_reading(
    organizer: Caller, expert: Caller
) -> None:
    read = organizer.post("/readings", files={"file": ("note.txt", make.NOTE.encode())}).json()
    submission = sent(organizer, reading=corrected(read))
    accepted(expert, submission)

    kept = expert.read(f"/submissions/{submission['id']}")
    assert (kept["as_read"]["event"]["title"], kept["reading"]["event"]["title"]) == (
        read["event"]["title"], "Final review, as an expert wrote it",
    )  # fmt: skip
    assert of(expert.read("/figures/reading"), "event.title")["changed"] == 1


@pytest.mark.C13
def test_what_an_expert_corrected_is_kept_beside_what_was_read(organizer: Caller, expert: Caller) -> None:
    submission = sent(organizer)
    assert submission["as_read"] is None
    accepted(expert, submission, corrected(submission["reading"]))

    kept = expert.read(f"/submissions/{submission['id']}")

    assert kept["as_read"] == submission["reading"]
    assert kept["reading"] == corrected(submission["reading"])


def test_an_acceptance_taken_back_counts_no_more_but_is_known_to_have_counted(
    organizer: Caller, expert: Caller
) -> None:
    submission = sent(organizer)
    accepted(expert, submission, corrected(submission["reading"]))
    at = expert.read(f"/submissions/{submission['id']}")["recorded_at"]
    expert.post(f"/submissions/{submission['id']}/acceptance/undo", params={"reason": "By mistake."})

    now, then = expert.read("/figures/reading"), expert.read("/figures/reading", known_at=at)
    before = expert.read("/figures/reading", known_at=make.just_before(at))
    taken = expert.read(f"/submissions/{submission['id']}")
    accepted(expert, submission)

    assert (now["readings"], then["readings"], before["readings"]) == (0, 1, 0)
    assert (now["all"]["precision"], now["items"], now["calibration"]) == (None, [], [])
    assert (taken["as_read"], taken["reading"]) == (None, submission["reading"])
    assert expert.read("/figures/reading")["untouched"] == 1


def test_figures_of_readings_are_filtered(organizer: Caller, expert: Caller) -> None:
    accepted(expert, sent(organizer))
    day = expert.read("/submissions")["items"][0]["recorded_at"][:10]

    asked: list[tuple[Json, int]] = [
        ({"from": day, "to": day}, 1),
        ({"from": TODAY_OR_LATER}, 0),
        ({"to": "2020-01-01"}, 0),
        ({"as_of": "2020-01-01"}, 0),
        ({"language": "fr"}, 0),
        ({"language": "en", "media_type": "text/plain"}, 1),
        ({"media_type": "application/pdf"}, 0),
    ]

    found = [(params, expert.read("/figures/reading", **params)["readings"]) for params, _ in asked]
    assert found == asked
    assert [one["field"] for one in expert.read("/figures/reading", field="organizers")["items"]] == ["organizers"]
    assert expert.get("/figures/reading", params={"language": "xx"}).status_code == 422


def test_a_reading_that_no_machine_made_is_not_counted(organizer: Caller, expert: Caller) -> None:
    accepted(expert, make.submission(organizer))

    assert expert.read("/figures/reading")["readings"] == 0


@pytest.mark.parametrize(
    ("who", "status", "seen"),
    [("public", 401, None), ("reader", 403, None), ("administrator", 403, None), ("auditor", 200, 2),
     ("expert", 200, 2), ("organizer", 200, 1), ("rival", 200, 1)],
)  # fmt: skip
def test_figures_of_readings_are_of_what_one_may_see(
    http: TestClient, tokens: dict[str, str], who: str, status: int, seen: int | None
) -> None:
    organizer, rival, expert = (Caller(http, tokens[name]) for name in ("organizer", "rival", "expert"))
    accepted(expert, sent(organizer))
    accepted(expert, sent(rival, make.NOTE.replace("Uruguay", "Paraguay")))
    caller = Caller(http, tokens.get(who) if who != "public" else None)

    answer = caller.get("/figures/reading")

    assert (answer.status_code, answer.json().get("readings")) == (status, seen)
    assert caller.get("/figures/reading.csv").status_code == status


def test_figures_of_readings_come_as_a_table(organizer: Caller, expert: Caller) -> None:
    accepted(expert, sent(organizer))

    answer = expert.get("/figures/reading.csv", params={"field": "organizers"})

    assert answer.headers["content-type"].startswith("text/csv")
    lines = answer.text.splitlines()
    assert lines[0] == (
        "field,language,media_type,readings,read,kept,changed,removed,added,precision,recall,with_claim,claimed,"
        "claimed_kept"
    )
    assert lines[1].startswith("organizers,en,text/plain,1,2,2,0,0,0,1.0,1.0,2,")
    assert len(lines) == 2


@pytest.mark.N3
def test_a_sender_takes_no_warning_away_by_leaving_it_out(organizer: Caller) -> None:
    read = organizer.post("/readings", files={"file": ("note.txt", make.NOTE.encode())}).json()
    silent = read | {"findings": [], "event": read["event"] | {"title": "Another title"}}

    submission = sent(organizer, reading=silent)

    codes = [one["code"] for one in submission["reading"]["findings"]]
    assert codes == [one["code"] for one in read["findings"]]
    assert "letter_date_far" in codes


def test_a_doubt_is_gone_once_what_it_is_about_is_corrected(organizer: Caller) -> None:
    read = organizer.post("/readings", files={"file": ("note.txt", make.NOTE.encode())}).json()

    submission = sent(organizer, reading=corrected(read))

    found = submission["reading"]
    assert "letter_date_far" not in [one["code"] for one in found["findings"]]
    assert "event.title" not in found["confidence"]
    assert found["spans"]["event.title"] == read["spans"]["event.title"]
    assert ("organizers[1]" in read["confidence"], "organizers[1]" in found["confidence"]) == (True, False)


def test_a_correction_that_is_no_reading_is_refused_with_its_place(organizer: Caller) -> None:
    read = organizer.post("/readings", files={"file": ("note.txt", make.NOTE.encode())}).json()
    wrong = read | {"event": read["event"] | {"type": "party"}}

    answer = organizer.post(
        "/submissions", files={"file": ("note.txt", make.NOTE.encode())}, data={"reading": orjson.dumps(wrong).decode()}
    )

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/reading/event/type"]


def test_figures_ask_a_fixed_number_of_times(organizer: Caller, expert: Caller, statements: list[str]) -> None:
    asked = []
    for state in ("Uruguay", "Paraguay", "Peru"):
        accepted(expert, sent(organizer, make.NOTE.replace("Uruguay", state)))
        statements.clear()
        figures = expert.read("/figures/reading")
        asked.append(len(statements))

    assert (figures["readings"], of(figures, "organizers")["read"]) == (3, 6)
    assert asked[0] == asked[2]
