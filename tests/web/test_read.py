"""The page that reads a note and keeps nothing."""

import pytest
from lxml.html import HtmlElement

from app.web.understood import anchor
from tests.callers import Caller
from tests.web.visitor import Visitor, tree, words

NOTE = """Information Note

Event: Invented workshop on resolution 1540 (2004)

Organizer(s): Organization for Security and Co-operation in Europe (OSCE)

Date and Venue: 22-23 January 2018, Ashgabat, Turkmenistan.

Participants: Turkmenistan and OSCE.

Background

- Turkmenistan submitted a national report to the 1540 Committee on 10 September 2004.
- On 5 January 2015, the Head of Centre sent a letter to the Chair of the Committee, inviting experts to the meeting.

Highlights and discussions

The Ministry of Foreign Affairs shall submit a draft plan to the Government for approval.
"""


def read(visitor: Visitor) -> HtmlElement:
    """The page of NOTE, read."""
    return tree(visitor.post("/read", files={"file": ("note.txt", NOTE.encode())}))


def test_a_note_is_shown_with_its_fields_beside_the_marked_text(visitor: Visitor) -> None:
    page = tree(visitor.post("/read", files={"file": ("note.txt", NOTE.encode())}))

    assert words(page, "#field-event-title dd > bdi") == ["Invented workshop on resolution 1540 (2004)"]
    assert words(page, "#field-event-starts-on dd > bdi") == ["22-23 January 2018"]
    assert words(page, "#field-entries-0 dt") == ["10 September 2004"]
    assert words(page, "#field-entries-0 dd > bdi") == ["National report, Turkmenistan"]
    assert words(page, "#field-entries-0 .share") == ["97 % sure"]
    assert words(page, "mark.entries")[0] == (
        "Turkmenistan submitted a national report to the 1540 Committee on 10 September 2004."
    )
    assert page.cssselect(".text")[0].text_content().count("Information Note") == 1


def test_fields_and_text_lead_to_each_other(visitor: Visitor) -> None:
    page = tree(visitor.post("/read", data={"text": NOTE}))

    places = {element.get("id") for element in page.cssselect("[id]")}
    links = {link.get("href") for link in page.cssselect("a[href^='#']")}
    assert {"#text-entries-0", "#field-entries-0"} <= links
    assert {link.removeprefix("#") for link in links if link} - places == set()
    assert len(places) == len(page.cssselect("[id]"))


def test_what_looks_wrong_is_said_first(visitor: Visitor) -> None:
    page = tree(visitor.post("/read", data={"text": NOTE}))

    assert words(page, ".look li a") == ["The letter is dated far from the event"]
    assert words(page, "#field-entries-1 .doubts strong") == ["1. The letter is dated far from the event"]
    assert words(page, ".text .flag") == ["1. The letter is dated far from the event"]


@pytest.mark.parametrize(
    ("upload", "status", "said"),
    [
        ({"data": {"text": " "}}, 422, "Choose a file, or paste the text of a note."),
        ({"files": {"file": ("note.docx", b"no Word file")}}, 422, None),
        ({"files": {"file": ("note.txt", b"")}}, 422, None),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_form(
    visitor: Visitor, upload: dict[str, object], status: int, said: str | None
) -> None:
    answer = visitor.post("/read", **upload)

    page = tree(answer)
    (alert,) = words(page, "[role=alert]")
    assert (answer.status_code, alert) == (status, said or alert)
    assert len(page.cssselect("form[action='/read']")) == 1


def test_reading_keeps_nothing(visitor: Visitor, expert: Caller) -> None:
    visitor.post("/read", data={"text": NOTE})

    assert expert.read("/submissions")["items"] == []
    assert expert.read("/states/TKM/timeline")["items"] == []


def test_those_who_may_send_are_offered_to(visitor: Visitor, organizer_visitor: Visitor) -> None:
    assert read(visitor).cssselect("[formaction='/read/sent']") == []
    assert len(read(organizer_visitor).cssselect("[formaction='/read/sent']")) == 1


def test_a_place_of_a_reading_has_an_address() -> None:
    assert anchor("note.background[2]") == "note-background-2"
