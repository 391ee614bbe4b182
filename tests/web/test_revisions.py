"""Pages of the revisions of a note: each at an address for ever, compared word by word."""

from typing import Any

import pytest

from tests import make
from tests.callers import Caller
from tests.notes.edits import edited
from tests.web.visitor import Visitor, words

Json = dict[str, Any]


@pytest.fixture
def note(expert: Caller) -> Json:
    """A draft whose second revision has another first sentence."""
    make.entry(expert, date="2004-09-10")
    draft = expert.make(f"/events/{make.event(expert)['id']}/notes", {"language": "en"})
    first = edited(expert, draft, "The plan was read once.", item=1)
    return edited(expert, first, "The plan was read twice.", item=1)


def test_a_note_lists_its_revisions_and_names_the_one_that_is_shown(expert_visitor: Visitor, note: Json) -> None:
    page = expert_visitor.page(f"/notes/{note['id']}")

    assert words(page, "[aria-labelledby=revisions] .name") == ["Revision 3", "Revision 2", "Revision 1"]
    (address,) = words(page, "[aria-labelledby=cite] dd a code")
    assert address.endswith(f"/notes/{note['id']}/revisions/3")
    seq, digest = words(page, "[aria-labelledby=cite] dd")[1:]
    assert (seq.isdigit(), len(digest)) == (True, 64)


def test_a_revision_reads_as_it_did(expert_visitor: Visitor, note: Json) -> None:
    page = expert_visitor.page(f"/notes/{note['id']}/revisions/2")

    assert words(page, ".note-background li")[1] == "The plan was read once."
    assert words(page, ".said.warn")[0].startswith("This is not the newest revision")
    assert page.cssselect(".beside") == []


def test_two_revisions_are_compared_by_word(expert_visitor: Visitor, note: Json) -> None:
    page = expert_visitor.page(f"/notes/{note['id']}/revisions/2..3")

    assert words(page, ".diff h2") == ["Background"]
    assert words(page, ".diff .as-printed") == ["The plan was read oncetwice."]
    assert (words(page, ".diff del"), words(page, ".diff ins")) == (["once"], ["twice"])


def test_a_revision_compared_with_itself_says_so(expert_visitor: Visitor, note: Json) -> None:
    page = expert_visitor.page(f"/notes/{note['id']}/revisions/3..3")

    assert words(page, ".empty p") == ["Both revisions say the same."]


def test_revisions_that_are_not_published_are_there_for_experts_only(visitor: Visitor, note: Json) -> None:
    paths = ("/revisions/1", "/revisions/1..3", "/revisions/1.pdf")

    assert {visitor.get(f"/notes/{note['id']}{path}").status_code for path in paths} == {404}


def test_a_published_revision_is_taken_away_from_its_page(organizer: Caller, expert: Caller, visitor: Visitor) -> None:
    made = make.acceptance(expert, make.submission(organizer))
    page = visitor.page(f"/notes/{made['note']}/revisions/1")

    files = {link.text: visitor.get(link.get("href") or "") for link in page.cssselect(".beside a")}

    assert {answer.status_code for answer in files.values()} == {200}
    assert files["Text"].headers["content-type"].startswith("text/plain")


def test_a_stale_note_says_what_has_changed(expert_visitor: Visitor, expert: Caller, note: Json) -> None:
    (entry,) = expert.read("/states/TKM/timeline", kind="national_report")["items"]
    tag = {"If-Match": expert.get(f"/entries/{entry['id']}").headers["etag"]}
    expert.request("PATCH", f"/entries/{entry['id']}?reason=Mistaken", json={"date": "2004-09-11"}, headers=tag)

    page = expert_visitor.page(f"/notes/{note['id']}")

    assert [said.partition(" was ")[0] for said in words(page, ".said.warn li")] == [
        "11 September 2004: First national report"
    ]
