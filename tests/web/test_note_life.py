"""The life of a note on its pages: each step a button, each refusal a sentence in place."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml.html import HtmlElement

from app.access import service as access
from app.access.models import Role
from app.kit.db import Database
from tests.callers import Caller
from tests.conftest import NOW
from tests.notes.edits import approved, edited, put, stepped
from tests.web.visitor import Visitor, tree, words

Json = dict[str, Any]


@pytest.fixture
def reviewing_visitor(http: TestClient, database: Database) -> Visitor:
    """A second expert at a browser."""
    with database.session(writes=True) as session:
        token = access.issue(session, role=Role.expert, lifetime=timedelta(days=300), now=NOW)
    return Visitor(http, token)


def buttons(page: HtmlElement) -> list[str]:
    return words(page, ".doing button, .doing summary, .doing a")


def step(visitor: Visitor, note: Json, name: str, *, page: HtmlElement | None = None, **fields: str) -> HtmlElement:
    """The page after a step: that to which it leads, or the one that says why it is refused."""
    shown = page if page is not None else visitor.page(f"/notes/{note['id']}")
    (based,) = {field.get("value") for field in shown.cssselect("[name=based]")}
    answer = visitor.post(f"/notes/{note['id']}/{name}", data={"based": based, **fields})
    if answer.status_code == 303:
        return visitor.page(answer.headers["location"])
    return tree(answer)


@pytest.mark.C9
def test_a_note_goes_from_draft_to_reader_by_buttons(
    expert_visitor: Visitor, reviewing_visitor: Visitor, visitor: Visitor, note: Json
) -> None:
    draft = expert_visitor.page(f"/notes/{note['id']}")
    in_review = step(expert_visitor, note, "review")
    approved = step(reviewing_visitor, note, "approval")
    published = step(reviewing_visitor, note, "publication")

    assert [buttons(page) for page in (draft, in_review, approved, published)] == [
        ["Send to review", "Edit", "Withdraw it", "Withdraw it for good"],
        ["Approve", "Edit", "Return it", "Return it", "Withdraw it", "Withdraw it for good"],
        ["Publish now", "Edit", "Publish at a time", "Publish then", "Return it", "Return it", "Withdraw it",
         "Withdraw it for good"],
        ["Edit", "Withdraw it", "Withdraw it for good"],
    ]  # fmt: skip
    assert words(visitor.page(f"/notes/{note['id']}"), ".note h1") == ["Information Note1"]
    assert buttons(visitor.page(f"/notes/{note['id']}")) == []


def test_who_wrote_a_text_is_told_that_another_has_to_approve_it(expert_visitor: Visitor, note: Json) -> None:
    step(expert_visitor, note, "review")

    refused = step(expert_visitor, note, "approval")

    assert words(refused, "[role=alert]") == [
        "This note is your own. You wrote some of this text, or sent it to review. Ask another expert to approve it."
    ]
    assert "Approve" in buttons(refused)


def test_a_note_is_returned_with_a_reason_and_never_without(
    expert_visitor: Visitor, reviewing_visitor: Visitor, note: Json
) -> None:
    step(expert_visitor, note, "review")

    bare = step(reviewing_visitor, note, "return", reason=" ")
    returned = step(reviewing_visitor, note, "return", reason="The date is <missing>.")

    assert words(bare, "[role=alert] p")[1].startswith("Reason: ")
    assert len(bare.cssselect("details[open] #why-return")) == 1
    assert words(returned, ".doing p")[0].endswith("It was returned: The date is <missing>.")


def test_a_text_that_was_changed_meanwhile_is_not_approved_unread(
    expert_visitor: Visitor, reviewing_visitor: Visitor, expert: Caller, note: Json
) -> None:
    step(expert_visitor, note, "review")
    read = reviewing_visitor.page(f"/notes/{note['id']}")
    edited(expert, note, "Another text.")
    stepped(expert, note, "review")

    refused = step(reviewing_visitor, note, "approval", page=read)

    assert "read it, and decide again" in words(refused, "[role=alert]")[0]
    assert words(refused, ".note-background li")[0] == "Another text."
    assert expert.read(f"/notes/{note['id']}")["status"] == "in_review"


@pytest.mark.C9
def test_a_note_is_published_at_a_time(expert: Caller, reviewer: Caller, expert_visitor: Visitor, note: Json) -> None:
    approved(expert, reviewer, note)

    passed = step(expert_visitor, note, "publication", publish_at="2001-01-01T10:00")
    waiting = step(expert_visitor, note, "publication", publish_at="2190-01-01T10:00")

    assert words(passed, "[role=alert] p")[1] == "Time: Give an instant to come, or none to publish at once."
    assert passed.cssselect("#f-publish_at")[0].get("value") == "2001-01-01T10:00"
    assert words(waiting, ".doing p")[0].endswith("It will be published on 1 January 2190, 10:00 UTC.")
    queue = words(expert_visitor.page("/queue"), "[aria-labelledby=under-way] p")
    assert queue[0].endswith("It will be published on 1 January 2190, 10:00 UTC.")


@pytest.mark.C10
def test_states_that_have_still_to_approve_are_named(
    expert: Caller, reviewer: Caller, expert_visitor: Visitor, note: Json
) -> None:
    put(expert, note, expert.read(f"/notes/{note['id']}") | {"state_approval": ["TKM"]})
    approved(expert, reviewer, note)

    refused = step(expert_visitor, note, "publication")
    recorded = step(expert_visitor, note, "state-approvals", state="TKM", by="Ministry of Invention", on="2018-02")

    assert words(refused, "[role=alert]")[0].endswith("Still to come: Turkmenistan.")
    assert "Turkmenistan: approved by Ministry of Invention, February 2018." in words(recorded, ".doing p")


def test_a_step_that_is_not_possible_now_is_refused_in_place(expert_visitor: Visitor, note: Json) -> None:
    refused = step(expert_visitor, note, "publication")

    assert words(refused, "[role=alert]") == [
        "This step cannot be taken now. This note is a draft. Below is what can be done now."
    ]


def test_a_withdrawn_note_says_why_and_offers_nothing(expert_visitor: Visitor, note: Json) -> None:
    gone = step(expert_visitor, note, "withdrawal", reason="Written twice.")

    assert words(gone, ".said.bad") == ["Withdrawn. Written twice."]
    assert (buttons(gone), expert_visitor.get(f"/notes/{note['id']}/edit").status_code) == ([], 409)


def test_a_note_reads_again_as_one_of_its_revisions(expert_visitor: Visitor, expert: Caller, note: Json) -> None:
    first = note["sections"]
    edited(expert, note, "Another text.")
    page = expert_visitor.page(f"/notes/{note['id']}/revisions/1")

    step(expert_visitor, note, "restore", page=page, revision="1")

    now = expert.read(f"/notes/{note['id']}")
    assert (now["sections"], now["revision"]) == (first, 3)


def test_the_queue_tells_what_waits_for_whom(expert_visitor: Visitor, note: Json) -> None:
    empty = expert_visitor.page("/queue?status=accepted")
    draft = expert_visitor.page("/queue")
    step(expert_visitor, note, "review")
    waiting = expert_visitor.page("/queue")

    assert words(empty, "#under-way") == []
    assert words(draft, "[aria-labelledby=under-way] .chip") == ["draft"]
    assert words(waiting, "[aria-labelledby=under-way] .chip") == ["in review"]
    assert [link.get("href") for link in waiting.cssselect("[aria-labelledby=under-way] .actions a")] == [
        f"/notes/{note['id']}#doing"
    ]


def test_nobody_else_takes_a_step(visitor: Visitor, organizer_visitor: Visitor, expert: Caller, note: Json) -> None:
    steps = ("review", "approval", "return", "publication", "withdrawal", "restore", "state-approvals")

    answers = {who.post(f"/notes/{note['id']}/{step}", data={}).status_code
               for who in (visitor, organizer_visitor) for step in steps}  # fmt: skip

    assert answers == {401, 403}
    assert expert.read(f"/notes/{note['id']}") == note
