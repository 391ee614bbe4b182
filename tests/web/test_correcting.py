"""A reading corrected on its page, sent with its file, and corrected again by who reviews it."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml.html import HtmlElement

from app.reading.models import Reading
from app.settings import Settings
from app.web import carried, session
from app.web.carried import Carried
from tests import make
from tests.callers import Caller
from tests.web.test_read import NOTE, read
from tests.web.visitor import Visitor, filled, tree, words

TAKE = "entries[1].date=2018-01-05"


def checked(visitor: Visitor, page: HtmlElement, changes: dict[str, str]) -> HtmlElement:
    answer = visitor.post("/read/corrected", data=filled(page, "sheet") | changes)
    assert answer.status_code == 200, answer.text
    return tree(answer)


def sent(visitor: Visitor, page: HtmlElement, changes: dict[str, str] | None = None) -> str:
    """The id of the submission that the page makes."""
    answer = visitor.post("/read/sent", data=filled(page, "sheet") | (changes or {}))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/send/")


@pytest.mark.N3
def test_a_suggestion_is_taken_over_with_one_button(visitor: Visitor) -> None:
    page = read(visitor)
    (button,) = page.cssselect("#field-entries-1 button[name=take]")

    taken = checked(visitor, page, {"take": button.get("value") or ""})

    assert (button.get("value"), button.get("accesskey")) == (TAKE, "1")
    assert button.get("formaction") == "/read/corrected#field-entries-1"
    assert words(taken, "#field-entries-1 dt") == ["5 January 2018"]
    assert words(taken, "#field-entries-1 .was") == ["Read as 5 January 2015: Letter, Turkmenistan"]
    assert taken.cssselect("#field-entries-1 .share, .doubts") == []
    assert words(taken, ".said.good")[0] == "1 value corrected so far."
    assert "On 5 January 2015, the Head of Centre" in taken.cssselect(".text")[0].text_content()


@pytest.mark.C13
def test_a_note_is_sent_with_its_corrections_and_the_file_is_not_chosen_again(
    organizer_visitor: Visitor, organizer: Caller
) -> None:
    page = checked(organizer_visitor, read(organizer_visitor), {"take": TAKE})

    submission = sent(organizer_visitor, page, {"event.title": "A better title", "comment": "Invented words"})

    kept = organizer.read(f"/submissions/{submission}")
    assert organizer.get(f"/submissions/{submission}/file").content == NOTE.encode()
    assert (kept["reading"]["event"]["title"], kept["reading"]["entries"][1]["date"]) == (
        "A better title",
        "2018-01-05",
    )
    assert (kept["as_read"]["event"]["title"], kept["as_read"]["entries"][1]["date"]) == (
        "Invented workshop on resolution 1540 (2004)", "2015-01-05",
    )  # fmt: skip
    assert (kept["comment"], kept["file"]["name"]) == ("Invented words", "note.txt")
    shown = organizer_visitor.page(f"/send/{submission}")
    assert words(shown, "[aria-labelledby=corrected] dt") == ["Title", "5 January 2018"]


def test_a_note_that_nobody_corrected_is_sent_as_it_was_read(organizer_visitor: Visitor, organizer: Caller) -> None:
    submission = sent(organizer_visitor, read(organizer_visitor))

    kept = organizer.read(f"/submissions/{submission}")
    (fresh,) = [organizer.post("/readings", files={"file": ("note.txt", NOTE.encode())}).json()]
    assert (kept["as_read"], kept["reading"]) == (None, {name: fresh[name] for name in kept["reading"]})
    assert organizer_visitor.page(f"/send/{submission}").cssselect("#corrected") == []


def test_rows_are_added_and_left_out_and_keep_their_numbers_on_the_page(
    organizer_visitor: Visitor, organizer: Caller
) -> None:
    changes = {
        "participants[0].remove": "yes", "participants[2].name": "Invented Academy", "participants[2].kind": "academia",
        "note.background[0].remove": "yes", "event.states": "turkmenistan; KGZ", "event.sessions": "2018-01-22",
    }  # fmt: skip
    page = checked(organizer_visitor, read(organizer_visitor), changes)

    kept = organizer.read(f"/submissions/{sent(organizer_visitor, page)}")["reading"]

    assert words(page, "#field-participants-0 .chip") == ["left out"]
    assert words(page, "#field-participants-2 .chip") == ["added"]
    assert [one["name"] for one in kept["participants"]] == ["OSCE", "Invented Academy"]
    assert kept["event"]["states"] == ["TKM", "KGZ"]
    assert [one["at"] for one in kept["entries"]] == ["note.background", "note.background[0]"]
    assert "participants[1]" not in kept["confidence"]
    assert kept["spans"]["participants[0]"] == marked("OSCE")


def marked(text: str) -> list[list[int]]:
    """Where words of the header's participants stand in NOTE."""
    start = NOTE.index(text, NOTE.index("Participants:"))
    return [[start, start + len(text)]]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("event.starts_on", "22/01/2018", "YYYY-MM-DD"),
        ("event.sessions", "22 January", "Give days as YYYY-MM-DD, with commas between them."),
        ("event.states", "Atlantis", "No State is called “Atlantis”: choose one of the list, or give its code."),
        ("event.type", "party", "Choose one of the list."),
        ("organizers[0].name", " ", "Fill this in, or leave the whole row out."),
        ("participants[0].total", "many", "Give a whole number, at most 100000."),
        ("entries[2].text", "A fact without a date", "Fill this in, or leave the whole row out."),
        ("event.title", "a\x00b", "The text holds a control character: type it anew."),
    ],
)
def test_what_cannot_be_understood_is_said_beside_its_field_and_nothing_is_sent(
    organizer_visitor: Visitor, organizer: Caller, field: str, value: str, said: str
) -> None:
    page = read(organizer_visitor)
    form = filled(page, "sheet") | {field: value, "event.contact": "unknown", "note.contact_email": "a@example.org"}

    answer = organizer_visitor.post("/read/sent", data=form)

    refused = tree(answer)
    assert answer.status_code == 422
    assert any(said in one for one in words(refused, ".wrong, [role=alert]"))
    assert filled(refused, "sheet")["note.contact_email"] == "a@example.org"
    assert organizer.read("/submissions")["items"] == []


def test_a_note_sent_before_is_shown_as_it_was_sent_then(organizer_visitor: Visitor) -> None:
    first = sent(organizer_visitor, read(organizer_visitor))

    again = sent(organizer_visitor, read(organizer_visitor), {"event.title": "Another title"})

    assert again == f"{first}?again=true"
    page = organizer_visitor.page(f"/send/{again}")
    assert words(page, ".said.warn")[0].startswith("You had sent this file before")
    assert words(page, "h1") == ["Invented workshop on resolution 1540 (2004)"]


def test_who_may_not_send_corrects_and_is_refused(visitor: Visitor, organizer: Caller) -> None:
    page = checked(visitor, read(visitor), {"take": TAKE})

    answer = visitor.post("/read/sent", data=filled(page, "sheet"))

    assert answer.status_code == 401
    assert organizer.read("/submissions")["items"] == []


def test_a_form_that_was_not_made_here_is_refused(organizer_visitor: Visitor, organizer: Caller) -> None:
    page = read(organizer_visitor)
    told = filled(page, "sheet")["note"]

    # Not the last sign: some of its bits belong to no byte, so that another may stand for the same seal.
    sealed_otherwise = told[:-2] + ("A" if told[-2] != "A" else "B") + told[-1]

    for forged in ("", "x", "é", sealed_otherwise, "A" + told[1:]):
        for address in ("/read/corrected", "/read/sent"):
            answer = organizer_visitor.post(address, data={"note": forged})
            assert (answer.status_code, words(tree(answer), "[role=alert]")) == (
                422, ["The page that this form is from was not made here. Choose the file again."],
            )  # fmt: skip
    assert organizer.read("/submissions")["items"] == []


@pytest.mark.parametrize(("hours", "status"), [(11, 303), (13, 422)])
def test_a_page_is_good_for_twelve_hours(
    organizer_visitor: Visitor, settings: Settings, hours: int, status: int
) -> None:
    note = Carried(Reading.model_validate(make.reading()), make.NOTE, make.NOTE.encode())
    note.reading.file.sha256 = carried.digest(make.NOTE.encode())
    then = datetime.now(UTC) - timedelta(hours=hours)

    told = carried.sealed(note, secret=session.secret(settings), now=then)

    assert organizer_visitor.post("/read/sent", data={"note": told}).status_code == status


def test_of_a_large_file_all_but_the_bytes_is_carried(
    organizer_visitor: Visitor, organizer: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carried, "LARGEST", 100)
    page = checked(organizer_visitor, read(organizer_visitor), {"event.title": "A better title"})
    form = filled(page, "sheet")

    bare = organizer_visitor.post("/read/sent", data=form)
    other = organizer_visitor.post("/read/sent", data=form, files={"file": ("note.txt", b"another")})
    answer = organizer_visitor.post("/read/sent", data=form, files={"file": ("note.txt", NOTE.encode())})

    assert len(page.cssselect("#file-send")) == 1
    assert (bare.status_code, other.status_code, answer.status_code) == (422, 422, 303)
    (kept,) = organizer.read("/submissions")["items"]
    assert kept["reading"]["event"]["title"] == "A better title"


@pytest.mark.C13
def test_a_reviewer_corrects_on_the_page_and_accepts(
    organizer_visitor: Visitor, expert_visitor: Visitor, expert: Caller
) -> None:
    submission = sent(organizer_visitor, read(organizer_visitor), {"event.title": "A title by the sender"})
    page = expert_visitor.page(f"/queue/{submission}")
    form = filled(page, "decide") | {"entries[0].remove": "yes", "take": TAKE, "publish": "yes"}

    seen = tree(expert_visitor.post(f"/queue/{submission}/corrected", data=form))
    answer = expert_visitor.post(f"/queue/{submission}/acceptance", data=filled(seen, "decide"))

    assert words(page, "#field-event-title .was") == [
        "The sender corrected it: read as Invented workshop on resolution 1540 (2004)"
    ]
    assert words(seen, "fieldset.fact legend") == ["The event", "5 January 2018: Letter, Turkmenistan"]
    assert answer.status_code == 303
    dates = [one["date"] for one in expert.read("/states/TKM/timeline")["items"]]
    assert dates[:2] == ["2018-01-05", "2018-01-22/2018-01-23"]
    kept = expert.read(f"/submissions/{submission}")
    assert kept["as_read"]["event"]["title"] == "Invented workshop on resolution 1540 (2004)"
    assert (len(kept["as_read"]["entries"]), len(kept["reading"]["entries"])) == (2, 1)
    assert words(expert_visitor.page(f"/queue/{submission}"), "#field-event-title button") == []


def test_choices_stay_while_a_reviewer_corrects(organizer_visitor: Visitor, expert_visitor: Visitor) -> None:
    submission = sent(organizer_visitor, read(organizer_visitor))
    form = filled(expert_visitor.page(f"/queue/{submission}"), "decide") | {"fact-1": "skip"}
    del form["publish"]

    seen = tree(expert_visitor.post(f"/queue/{submission}/corrected", data=form))

    assert filled(seen, "decide") == form


def test_a_correction_that_a_reviewer_gets_wrong_decides_nothing(
    organizer_visitor: Visitor, expert_visitor: Visitor, expert: Caller
) -> None:
    submission = sent(organizer_visitor, read(organizer_visitor))
    form = filled(expert_visitor.page(f"/queue/{submission}"), "decide") | {"event.starts_on": "yesterday"}

    answer = expert_visitor.post(f"/queue/{submission}/acceptance", data=form)

    assert answer.status_code == 422
    assert len(words(tree(answer), "#field-event-starts-on .wrong")) == 1
    assert expert.read(f"/submissions/{submission}")["status"] == "received"
