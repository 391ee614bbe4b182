"""The way of a note over pages: sent by an organizer, reviewed and decided by an expert."""

from typing import Any

import pytest
from lxml.html import HtmlElement

from tests import make
from tests.callers import Caller
from tests.web.test_read import NOTE
from tests.web.visitor import Visitor, tree, words

FILE = {"file": ("note.txt", NOTE.encode())}


def sent(organizer_visitor: Visitor, **rest: Any) -> str:
    """Send the note; answers the id of the submission."""
    answer = organizer_visitor.post("/send", files=FILE, **rest)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/send/")


def form_of(page: HtmlElement) -> dict[str, str]:
    """What is chosen on the form of acceptance when nobody changes it."""
    assert len(page.cssselect("form#decide[action$='/acceptance']")) == 1
    chosen = page.cssselect("input[form=decide][type=radio][checked], input[form=decide][type=checkbox][checked]")
    return {field.get("name") or "": field.get("value") or "" for field in chosen}


def test_what_was_sent_is_shown_with_its_receipt_and_listed(organizer_visitor: Visitor) -> None:
    submission = sent(organizer_visitor, data={"comment": "Invented words"})

    page = organizer_visitor.page(f"/send/{submission}")

    assert words(page, "h1") == ["Invented workshop on resolution 1540 (2004)"]
    assert words(page, ".receipt dd")[0] == submission
    assert words(page, ".receipt dd")[-1] == "Invented words"
    assert page.cssselect("a[href^='#text-']") == []
    assert words(organizer_visitor.page("/send"), "tbody th") == ["Invented workshop on resolution 1540 (2004)"]


def test_what_one_organization_sent_is_not_shown_to_another(organizer_visitor: Visitor, rival_visitor: Visitor) -> None:
    submission = sent(organizer_visitor)

    assert words(rival_visitor.page(f"/send/{submission}", status=404), "h1") == ["There is no such submission"]
    assert words(rival_visitor.page("/send"), ".empty p") == ["Nothing was sent yet."]


def test_a_file_that_cannot_be_read_is_refused_on_the_form(organizer_visitor: Visitor) -> None:
    answer = organizer_visitor.post("/send", files={"file": ("note.pdf", b"no PDF")})

    assert answer.status_code == 422
    assert len(words(tree(answer), "[role=alert]")) == 1
    assert organizer_visitor.page("/send").cssselect("tbody tr") == []


def test_the_queue_has_what_waits(organizer_visitor: Visitor, expert_visitor: Visitor) -> None:
    assert words(expert_visitor.page("/queue"), ".empty p") == ["Nothing is waiting.", "No note is on its way."]
    sent(organizer_visitor)

    assert words(expert_visitor.page("/queue"), "tbody th") == ["Invented workshop on resolution 1540 (2004)"]
    assert words(expert_visitor.page("/queue?status=accepted"), ".empty p") == ["No submission has this status."]
    assert words(expert_visitor.page("/"), ".doors p")[0] == "1 submission waits."


def test_accepting_as_proposed_puts_the_note_on_record(
    organizer_visitor: Visitor, expert_visitor: Visitor, visitor: Visitor
) -> None:
    submission = sent(organizer_visitor)
    page = expert_visitor.page(f"/queue/{submission}")

    answer = expert_visitor.post(f"/queue/{submission}/acceptance", data=form_of(page))

    assert answer.status_code == 303
    note = visitor.page(answer.headers["location"])
    assert words(note, ".note h1") == ["Information Note1"]
    assert words(visitor.page("/states/TKM"), ".entry .when")[:3] == [
        "10 September 2004",
        "5 January 2015",
        "22-23 January 2018",
    ]
    assert words(organizer_visitor.page(f"/send/{submission}"), ".said.good")[0].startswith("It is in the register")
    assert words(expert_visitor.page("/queue"), ".empty p") == ["Nothing is waiting.", "No note is on its way."]


def test_a_fact_on_record_is_linked_and_not_doubled(
    organizer_visitor: Visitor, expert_visitor: Visitor, expert: Caller
) -> None:
    known = make.entry(expert, date="2004-09-10")
    submission = sent(organizer_visitor)
    page = expert_visitor.page(f"/queue/{submission}")

    expert_visitor.post(f"/queue/{submission}/acceptance", data=form_of(page))

    assert words(page, "fieldset.fact:nth-of-type(2) label")[0] == (
        "It is on record: give it this note as a source: 10 September 2004: First national report"
    )
    reports = expert.read("/states/TKM/timeline", kind="national_report")["items"]
    assert [(one["id"], len(one["sources"])) for one in reports] == [(known["id"], 1)]


def test_a_near_fact_has_to_be_chosen(organizer_visitor: Visitor, expert_visitor: Visitor, expert: Caller) -> None:
    near = make.entry(expert, date="2004-09-20")
    submission = sent(organizer_visitor)
    page = expert_visitor.page(f"/queue/{submission}")

    refused = expert_visitor.post(f"/queue/{submission}/acceptance", data=form_of(page))
    linked = expert_visitor.post(
        f"/queue/{submission}/acceptance", data=form_of(page) | {"fact-0": f"link:{near['id']}"}
    )

    assert "fact-0" not in form_of(page)
    assert refused.status_code == 409
    assert words(tree(refused), "[role=alert] p:last-child") == ["Choose below, and accept again."]
    assert linked.status_code == 303
    reports = expert.read("/states/TKM/timeline", kind="national_report")["items"]
    assert [one["id"] for one in reports] == [near["id"]]


def test_a_fact_can_be_left_out(organizer_visitor: Visitor, expert_visitor: Visitor, expert: Caller) -> None:
    submission = sent(organizer_visitor)
    form = form_of(expert_visitor.page(f"/queue/{submission}"))

    expert_visitor.post(f"/queue/{submission}/acceptance", data=form | {"fact-0": "skip"})

    assert expert.read("/states/TKM/timeline", kind="national_report")["items"] == []


def test_a_note_can_be_accepted_without_publishing_it(
    organizer_visitor: Visitor, expert_visitor: Visitor, visitor: Visitor
) -> None:
    submission = sent(organizer_visitor)
    form = form_of(expert_visitor.page(f"/queue/{submission}"))
    del form["publish"]

    address = expert_visitor.post(f"/queue/{submission}/acceptance", data=form).headers["location"]

    assert words(expert_visitor.page(address), ".note-mark") == ["Draft"]
    assert visitor.get(address).status_code == 404


def test_the_same_event_is_proposed_and_can_be_refused(
    organizer_visitor: Visitor, expert_visitor: Visitor, expert: Caller
) -> None:
    known = make.event(expert, title="Invented workshop on resolution 1540 (2004)", type="workshop")
    submission = sent(organizer_visitor)
    page = expert_visitor.page(f"/queue/{submission}")

    expert_visitor.post(f"/queue/{submission}/acceptance", data=form_of(page))

    assert form_of(page)["event"] == ""
    assert [one["id"] for one in expert.read("/events")["items"]] == [known["id"]]


def test_another_event_is_made_where_the_reviewer_says_so(
    organizer_visitor: Visitor, expert_visitor: Visitor, expert: Caller
) -> None:
    make.event(expert, title="Invented workshop on resolution 1540 (2004)", type="workshop")
    submission = sent(organizer_visitor)
    form = form_of(expert_visitor.page(f"/queue/{submission}"))

    expert_visitor.post(f"/queue/{submission}/acceptance", data=form | {"event": "new"})

    assert expert.read("/events")["total"] == 2


@pytest.mark.parametrize(("verb", "status"), [("return", "returned"), ("rejection", "rejected")])
def test_a_submission_goes_back_with_a_reason(
    organizer_visitor: Visitor, expert_visitor: Visitor, verb: str, status: str
) -> None:
    submission = sent(organizer_visitor)

    bare = expert_visitor.post(f"/queue/{submission}/{verb}", data={"reason": " "})
    answer = expert_visitor.post(f"/queue/{submission}/{verb}", data={"reason": "Invented reason"})

    assert (bare.status_code, answer.status_code) == (422, 303)
    page = organizer_visitor.page(f"/send/{submission}")
    assert words(page, "h1 + p .chip") == [status]
    assert words(page, ".said")[0].endswith("Invented reason")


def test_what_is_decided_is_not_decided_again(organizer_visitor: Visitor, expert_visitor: Visitor) -> None:
    submission = sent(organizer_visitor)
    expert_visitor.post(f"/queue/{submission}/rejection", data={"reason": "Invented reason"})

    answer = expert_visitor.post(f"/queue/{submission}/acceptance", data={})

    assert answer.status_code == 409
    assert words(tree(answer), "[role=alert] strong") == ["This submission is decided."]
    assert tree(answer).cssselect("form[action$='/acceptance']") == []


def test_nobody_reviews_what_they_sent(expert_visitor: Visitor) -> None:
    submission = sent(expert_visitor)

    page = expert_visitor.page(f"/queue/{submission}")

    assert page.cssselect("form[action$='/acceptance']") == []
    assert words(page, ".said.warn") == ["You or your organization sent this: another expert has to decide on it."]
    assert expert_visitor.post(f"/queue/{submission}/acceptance", data={}).status_code == 403


def test_a_refused_acceptance_leaves_nothing_behind(
    organizer_visitor: Visitor, expert_visitor: Visitor, expert: Caller
) -> None:
    submission = sent(organizer_visitor)

    answer = expert_visitor.post(
        f"/queue/{submission}/acceptance", data={"fact-0": "link:00000000-0000-0000-0000-000000000000"}
    )

    assert answer.status_code == 422
    assert expert.read("/events")["items"] == []
    assert expert.read(f"/submissions/{submission}")["status"] == "received"


def test_a_reading_sent_as_data_is_reviewed_without_its_text(organizer: Caller, expert_visitor: Visitor) -> None:
    submission = make.submission(organizer)

    page = expert_visitor.page(f"/queue/{submission['id']}")

    assert page.cssselect(".text") == []
    assert form_of(page) == {"fact-0": "", "fact-1": "", "fact-2": "", "fact-3": "", "publish": "yes"}


def test_a_reading_that_makes_no_event_says_what_is_missing(organizer: Caller, expert_visitor: Visitor) -> None:
    event = make.reading()["event"] | {"title": None}
    submission = make.submission(organizer, event=event)
    page = expert_visitor.page(f"/queue/{submission['id']}")

    answer = expert_visitor.post(f"/queue/{submission['id']}/acceptance", data=form_of(page))

    assert answer.status_code == 422
    assert len(words(tree(answer), "[role=alert] li")) == 1


def test_a_fact_that_is_the_event_itself_is_not_offered_as_another(
    organizer: Caller, expert_visitor: Visitor, expert: Caller
) -> None:
    itself = make.fact("2019-05-14/2019-05-15", "event", "Invented", "note.background[0]")
    submission = make.submission(organizer, entries=[itself])
    page = expert_visitor.page(f"/queue/{submission['id']}")

    expert_visitor.post(f"/queue/{submission['id']}/acceptance", data=form_of(page))

    assert words(page, "fieldset:nth-of-type(2) label") == ["It is the event itself", "Record it as another fact"]
    assert len(expert.read("/states/URY/timeline", kind="event")["items"]) == 1


def test_a_fact_without_a_date_on_record_is_refused_with_its_place(organizer: Caller, expert_visitor: Visitor) -> None:
    wrong = make.fact("22/01/2018", "letter", "Invented", "note.background[0]")
    submission = make.submission(organizer, entries=[wrong])
    page = expert_visitor.page(f"/queue/{submission['id']}")

    answer = expert_visitor.post(f"/queue/{submission['id']}/acceptance", data=form_of(page))

    assert answer.status_code == 422
    assert words(tree(answer), "[role=alert] li code") == ["/reading/entries/0/date"]


def test_a_fact_can_be_recorded_beside_one_like_it(organizer: Caller, expert_visitor: Visitor, expert: Caller) -> None:
    make.entry(expert, date="2004-12-03", states=["URY"])
    submission = make.submission(organizer)
    form = form_of(expert_visitor.page(f"/queue/{submission['id']}"))

    expert_visitor.post(f"/queue/{submission['id']}/acceptance", data=form | {"fact-0": "create"})

    assert len(expert.read("/states/URY/timeline", kind="national_report")["items"]) == 2
