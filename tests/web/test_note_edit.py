"""The page on which a note is edited: a form without script, in which nothing that was typed is lost."""

from typing import Any

import pytest
from lxml.html import HtmlElement

from tests import make
from tests.callers import Caller
from tests.notes.edits import edited
from tests.web.visitor import Visitor, filled, tree, words

Json = dict[str, Any]


def pressed(visitor: Visitor, note: Json, page: HtmlElement, button: str, **changes: str) -> HtmlElement:
    """The page after a button other than that of saving."""
    form = filled(page, "edit") | {"do": button} | changes
    answer = visitor.post(f"/notes/{note['id']}/edit", data=form)
    assert answer.status_code == 200, answer.text
    return tree(answer)


def saved(visitor: Visitor, note: Json, page: HtmlElement, changes: dict[str, str]) -> str:
    """The address to which a save leads."""
    answer = visitor.post(f"/notes/{note['id']}/edit", data=filled(page, "edit") | {"do": "save"} | changes)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def texts(page: HtmlElement, section: str) -> list[str]:
    return [(area.text or "").strip() for area in page.cssselect(f"textarea[name^={section}]")]


def items(caller: Caller, note: Json, section: str) -> list[Json]:
    told = caller.read(f"/notes/{note['id']}")["sections"]
    (found,) = [one["items"] for one in told if one["name"] == section]
    return list(found)


@pytest.mark.C8
def test_a_text_is_reworded_on_its_page(expert_visitor: Visitor, expert: Caller, note: Json) -> None:
    before = items(expert, note, "background")
    page = expert_visitor.page(f"/notes/{note['id']}/edit")

    address = saved(expert_visitor, note, page, {"background[0].text": "Reworded.\r\nTwice."})

    after = items(expert, note, "background")
    assert (address, expert.read(address)["revision"]) == (address, 2)
    assert after == [before[0] | {"text": "Reworded.\nTwice."}, *before[1:]]


def test_a_page_that_is_saved_as_it_came_makes_no_revision(expert_visitor: Visitor, expert: Caller, note: Json) -> None:
    before = edited(expert, note, " A text with blanks,\n and two lines. ")

    saved(expert_visitor, note, expert_visitor.page(f"/notes/{note['id']}/edit"), {})

    assert expert.read(f"/notes/{note['id']}") == before


def test_items_are_added_moved_and_left_out(expert_visitor: Visitor, expert: Caller, note: Json) -> None:
    first, second = (item["text"] for item in items(expert, note, "background")[:2])
    page = expert_visitor.page(f"/notes/{note['id']}/edit")
    moved = pressed(expert_visitor, note, page, "up:background:1")
    longer = pressed(expert_visitor, note, moved, "add:comments")
    last = len(texts(longer, "comments")) - 1

    saved(expert_visitor, note, longer, {f"comments[{last}].text": "Added.", "background[1].out": "yes"})

    assert texts(moved, "background")[:2] == [second, first]
    assert len(moved.cssselect("[autofocus]")) == len(longer.cssselect("[autofocus]")) == 1
    assert items(expert, note, "background")[0]["text"] == second
    assert first not in [one["text"] for one in items(expert, note, "background")]
    assert items(expert, note, "comments")[-1]["text"] == "Added."


def test_a_preview_prints_what_was_typed_and_saves_nothing(expert_visitor: Visitor, expert: Caller, note: Json) -> None:
    page = expert_visitor.page(f"/notes/{note['id']}/edit")

    seen = pressed(expert_visitor, note, page, "preview", **{"background[0].text": "<b>Not yet</b> saved."})

    assert words(seen, ".note-background li")[0] == "<b>Not yet</b> saved."
    assert texts(seen, "background")[0] == "<b>Not yet</b> saved."
    assert expert.read(f"/notes/{note['id']}") == note


def test_what_the_note_calls_its_event_is_edited_too(expert_visitor: Visitor, expert: Caller, note: Json) -> None:
    page = expert_visitor.page(f"/notes/{note['id']}/edit")

    seen = pressed(expert_visitor, note, page, "preview", title="Another name of it")
    saved(expert_visitor, note, seen, {})

    assert words(seen, ".note-head dd")[0] == "Another name of it"
    assert expert.read(f"/notes/{note['id']}")["title"] == "Another name of it"
    saved(expert_visitor, note, expert_visitor.page(f"/notes/{note['id']}/edit"), {"title": " "})
    assert expert.read(f"/notes/{note['id']}")["title"] == "Another name of it"


def test_what_is_wrong_is_said_beside_its_field(expert_visitor: Visitor, expert: Caller, note: Json) -> None:
    form = filled(expert_visitor.page(f"/notes/{note['id']}/edit"), "edit") | {
        "do": "save", "background[0].text": " ", "background[1].text": "a\x00b", "title": "x" * 1001,
        "contact_email": "x" * 1001,
    }  # fmt: skip

    answer = expert_visitor.post(f"/notes/{note['id']}/edit", data=form)

    page = tree(answer)
    assert answer.status_code == 422
    assert words(page, "#w-background-0") == ["Write a text, or leave the item out."]
    assert (
        len(page.cssselect("#w-background-1, #w-contact, #f-contact[aria-invalid], #w-title, #f-title[aria-invalid]"))
        == 5
    )
    assert expert.read(f"/notes/{note['id']}") == note


@pytest.mark.C8
def test_who_saves_too_late_sees_both_texts_and_loses_nothing(
    expert_visitor: Visitor, expert: Caller, note: Json
) -> None:
    page = expert_visitor.page(f"/notes/{note['id']}/edit")
    edited(expert, note, "The plan was read once.", item=1)
    edited(expert, note, "Theirs alone.", section="comments")
    form = filled(page, "edit") | {"do": "save", "background[1].text": "The plan was read twice.",
                                   "background[0].text": "Mine alone."}  # fmt: skip

    late = expert_visitor.post(f"/notes/{note['id']}/edit", data=form)

    both = tree(late)
    assert late.status_code == 412
    assert words(both, ".pair mark")[-2:] == ["once", "twice"]
    assert (texts(both, "background")[:2], texts(both, "comments")[0]) == (
        ["Mine alone.", "The plan was read twice."], "Theirs alone.",
    )  # fmt: skip
    kept = items(expert, note, "background")[1]
    taken = pressed(expert_visitor, note, both, f"take:{kept['id']}")
    assert texts(taken, "background")[1] == "The plan was read once."
    saved(expert_visitor, note, taken, {})
    assert [one["text"] for one in items(expert, note, "background")][:2] == ["Mine alone.", "The plan was read once."]
    assert items(expert, note, "comments")[0]["text"] == "Theirs alone."


def test_an_item_that_somebody_added_meanwhile_stays(expert_visitor: Visitor, expert: Caller, note: Json) -> None:
    page = expert_visitor.page(f"/notes/{note['id']}/edit")
    other = expert_visitor.page(f"/notes/{note['id']}/edit")
    longer = pressed(expert_visitor, note, other, "add:objectives")
    saved(expert_visitor, note, longer, {"objectives[0].text": "Theirs.", "background[0].out": "yes"})
    form = filled(page, "edit") | {"do": "save", "contact_email": "other@example.org"}

    late = expert_visitor.post(f"/notes/{note['id']}/edit", data=form)
    saved(expert_visitor, note, tree(late), {})

    assert [one["text"] for one in items(expert, note, "objectives")] == ["Theirs."]
    assert len(items(expert, note, "background")) == len(texts(page, "background")) - 1
    assert expert.read(f"/notes/{note['id']}")["contact_email"] == "other@example.org"


def test_an_edit_of_a_published_note_leads_to_the_revision_beside_it(
    organizer: Caller, expert: Caller, expert_visitor: Visitor
) -> None:
    made = make.acceptance(expert, make.submission(organizer))
    note = expert.read(f"/notes/{made['note']}")
    page = expert_visitor.page(f"/notes/{note['id']}/edit")

    address = saved(expert_visitor, note, page, {"background[0].text": "Another text."})

    assert address != f"/notes/{note['id']}"
    assert words(expert_visitor.page(f"/notes/{note['id']}"), ".said.warn a") == ["revision 2, draft"]
    assert texts(expert_visitor.page(f"/notes/{note['id']}/edit"), "background")[0] == "Another text."


def test_nobody_else_edits(visitor: Visitor, organizer_visitor: Visitor, note: Json) -> None:
    address = f"/notes/{note['id']}/edit"

    assert (visitor.get(address).status_code, visitor.post(address, data={}).status_code) == (303, 401)
    assert organizer_visitor.get(address).status_code == 403


def test_whatever_a_form_holds_a_page_comes(expert_visitor: Visitor, expert: Caller, note: Json) -> None:
    forged = {"background[0].text": "x", "background[0].entries": "y@z", "background[7].id": "no", "do": "up:x:y"}
    based = filled(expert_visitor.page(f"/notes/{note['id']}/edit"), "edit")["based"]

    for do in ("up:x:y", "up:background:99", "take:", "take:no", "save", ""):
        answer = expert_visitor.post(f"/notes/{note['id']}/edit", data=forged | {"do": do, "based": based})
        assert answer.status_code in {200, 422}, do
    assert expert.read(f"/notes/{note['id']}") == note
