"""Revisions of a note: listed, fixed for ever, compared, and restored."""

from typing import Any

import pytest

from app.notes.comparing import MOST_WORDS, words
from app.notes.renditions import MEDIA_TYPES
from tests import make
from tests.callers import Caller
from tests.notes.edits import address, edited, put, reworded, tag
from tests.notes.test_routes import compose, published, section

Json = dict[str, Any]
KINDS = {"json": "application/json"} | {form: kind.split(";")[0] for form, kind in MEDIA_TYPES.items()}


@pytest.fixture
def draft(expert: Caller) -> Json:
    make.entry(expert, date="2004-09-10")
    return compose(expert, make.event(expert))


def told(expert: Caller, note: Json, span: str) -> list[tuple[str, str, str]]:
    compared = expert.read(f"{address(note)}/revisions/{span}")
    return [(part["name"], item["item"], item["change"]) for part in compared["sections"] for item in part["items"]]


def changed_around(expert: Caller, note: Json) -> str:
    """Hide an entry that a note cites, rename its event, and begin its next revision; answers the entry's id."""
    cited: str = section(note, "background")[0]["entries"][0]["id"]
    change = {"params": {"reason": "A slip."}, "headers": {"If-Match": "*"}}
    expert.request("PATCH", f"/entries/{cited}", json={"visibility": "committee"}, **change).raise_for_status()
    expert.request("PATCH", f"/events/{note['event']}", json={"title": "Another"}, **change).raise_for_status()
    edited(expert, note, "A correction.")
    return cited


@pytest.mark.C17
def test_a_revision_says_the_same_for_ever(client: Caller, organizer: Caller, expert: Caller) -> None:
    note = published(organizer, expert)
    place = f"{address(note)}/revisions/1"
    before = {who: caller.get(place) for who, caller in {"public": client, "expert": expert}.items()}
    cited = changed_around(expert, note)

    after = client.get(place)

    assert before["public"].content == before["expert"].content == after.content
    assert before["public"].headers["etag"] == after.headers["etag"]
    assert client.get(place, headers={"If-None-Match": after.headers["etag"]}).status_code == 304
    assert {item["text"] for part in after.json()["sections"] for item in part["items"]} == {
        item["text"] for part in note["sections"] for item in part["items"]
    }
    assert (after.json()["note"], after.json()["revision"], cited in after.text) == (note["id"], 1, False)


@pytest.mark.C17
@pytest.mark.parametrize("suffix", KINDS)
def test_the_files_of_a_published_revision_never_change(
    client: Caller, organizer: Caller, expert: Caller, suffix: str
) -> None:
    note = published(organizer, expert)
    place = f"{address(note)}/revisions/1.{suffix}"
    before = {caller.get(place).content for caller in (client, expert)}
    changed_around(expert, note)

    after = client.get(place)

    assert before == {after.content}
    assert after.headers["content-type"].split(";")[0] == KINDS[suffix]
    assert after.headers["cache-control"] == "no-cache"
    assert f'filename="information-note-URY-2019-05-14-en-r1.{suffix}"' in after.headers["content-disposition"]
    assert (b"Draft" in after.content, b"Another" in after.content) == (False, False)


def test_only_a_published_revision_has_files(expert: Caller, client: Caller, draft: Json) -> None:
    for caller, said in ((expert, "There is no such revision"), (client, "There is no such note")):
        answer = caller.get(f"{address(draft)}/revisions/1.pdf")
        assert (answer.status_code, answer.json()["title"]) == (404, said)


@pytest.mark.C7
def test_revisions_are_listed_with_when_and_by_whom_they_were_written(expert: Caller, draft: Json) -> None:
    second = edited(expert, draft, "Second.")

    first, last = expert.read(f"{address(draft)}/revisions")["items"]

    assert first == {
        "revision": 1, "note": draft["id"], "recorded_at": draft["recorded_at"], "recorded_by": draft["recorded_by"],
        "published_at": None,
    }  # fmt: skip
    assert last == first | {"revision": 2, "recorded_at": second["recorded_at"]}


@pytest.mark.C7
def test_two_revisions_are_compared_by_section_item_and_word(expert: Caller, draft: Json) -> None:
    first, second = section(draft, "background")
    body = draft | {
        "contact_email": "other@example.org",
        "sections": [
            {"name": "background", "items": [second, first | {"text": f"{first['text']} And more."}]},
            {"name": "comments", "items": [{"id": "c", "text": "New."}]},
        ],
    }  # fmt: skip
    put(expert, draft, body).raise_for_status()

    compared = expert.read(f"{address(draft)}/revisions/1..2")

    gone = [("highlights", item["id"], "removed") for item in section(draft, "highlights")]
    lost = [("comments", item["id"], "removed") for item in section(draft, "comments")]
    assert (compared["note"], compared["from"], compared["to"]) == (draft["id"], 1, 2)
    assert set(told(expert, draft, "1..2")) == {
        ("background", first["id"], "changed"), ("background", second["id"], "moved"), ("comments", "c", "added"),
        *gone, *lost,
    }  # fmt: skip
    assert compared["members"] == [
        {"pointer": "/contact_email", "before": draft["contact_email"], "after": "other@example.org"}
    ]
    (background,) = [one for one in compared["sections"] if one["name"] == "background"]
    (item,) = [one for one in background["items"] if one["change"] == "changed"]
    assert item["words"][-1] == {"change": "added", "text": " And more."}
    assert told(expert, draft, "2..2") == []
    assert ("comments", "c", "removed") in told(expert, draft, "2..1")


@pytest.mark.C7
def test_an_item_that_stands_elsewhere_was_moved_and_one_that_rests_on_other_entries_is_told(
    expert: Caller, draft: Json
) -> None:
    first, second = section(draft, "background")
    parts = [
        {"name": "background", "items": [first | {"entries": second["entries"]}]},
        {"name": "highlights", "items": [second]},
    ]
    expert.request("PATCH", address(draft), json={"sections": parts}, headers=tag(expert, draft)).raise_for_status()

    found = told(expert, draft, "1..2")

    assert ("background", first["id"], "entries") in found
    assert ("highlights", second["id"], "moved") in found


@pytest.mark.C7
def test_a_restored_revision_reads_as_it_did(expert: Caller, draft: Json) -> None:
    edited(expert, draft, "Second.")

    restored = expert.post(f"{address(draft)}/restore", json={"revision": 1}, headers=tag(expert, draft))
    again = expert.post(f"{address(draft)}/restore", json={"revision": 1}, headers=tag(expert, draft))

    assert (restored.status_code, restored.json()["revision"], again.json()["revision"]) == (200, 3, 3)
    assert restored.json()["sections"] == draft["sections"]
    texts = [expert.read(f"{address(draft)}/revisions/{number}") | {"revision": 0} for number in (1, 2, 3)]
    assert texts[0] == texts[2] != texts[1]


@pytest.mark.C7
def test_a_restored_revision_of_a_published_note_is_a_draft_beside_it(organizer: Caller, expert: Caller) -> None:
    note = published(organizer, expert)
    beside = edited(expert, note, "A correction.")

    restored = expert.post(f"{address(note)}/restore", json={"revision": 1}, headers=tag(expert, beside)).json()

    assert (restored["id"], restored["revises"], restored["revision"]) == (beside["id"], note["id"], 3)
    assert restored["sections"] == note["sections"]
    assert expert.read(f"{address(beside)}/revisions/1") == expert.read(f"{address(note)}/revisions/1")


def test_revisions_that_were_not_published_are_for_those_who_see_drafts(
    client: Caller, rival: Caller, organizer: Caller, expert: Caller
) -> None:
    note = published(organizer, expert)
    edited(expert, note, "A correction that nobody has reviewed.")
    place = f"{address(note)}/revisions"

    everybody = (client, rival, organizer, expert)
    asked = [[who.get(f"{place}/{part}").status_code for part in ("1", "2", "1..2")] for who in everybody]

    assert [len(who.read(place)["items"]) for who in everybody] == [1, 1, 2, 2]
    assert asked == [[200, 404, 404]] * 2 + [[200, 200, 200]] * 2
    assert client.read(place)["items"][0]["published_at"] == note["published_at"]


def test_a_revision_that_is_not_there_is_neither_read_nor_restored(expert: Caller, draft: Json) -> None:
    place = address(draft)
    restored = expert.post(f"{place}/restore", json={"revision": 2}, headers=tag(expert, draft))
    answers = [expert.get(f"{place}/revisions/{part}") for part in ("2", "1..2", "0", "one", "1..x")]

    assert (restored.status_code, restored.json()["title"]) == (404, "There is no such revision")
    assert [one.status_code for one in answers] == [404, 404, 422, 422, 422]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("在阿什哈巴德举行", "在维也纳举行", [
            ("same", "在"), ("removed", "阿什哈巴德"), ("added", "维也纳"), ("same", "举行"),
        ]),
        ("a b", "a  b", [("same", "a"), ("removed", " "), ("added", "  "), ("same", "b")]),
        (None, "new", [("added", "new")]),
        ("old", None, [("removed", "old")]),
        ("x " * MOST_WORDS, "y", [("removed", "x " * MOST_WORDS), ("added", "y")]),
        ("x " * MOST_WORDS, "x " * MOST_WORDS, [("same", "x " * MOST_WORDS)]),
    ],
)  # fmt: skip
def test_texts_are_compared_by_their_words(before: str | None, after: str | None, told: list[tuple[str, str]]) -> None:
    assert [(one["change"], one["text"]) for one in words(before, after)] == told


def test_differing_texts_hold_all_that_both_say(expert: Caller, draft: Json) -> None:
    put(expert, draft, reworded(draft, "Quite another sentence, 22-23 January 2018.")).raise_for_status()

    (part,) = expert.read(f"{address(draft)}/revisions/1..2")["sections"]

    (item,) = part["items"]
    for side, change in (("before", "added"), ("after", "removed")):
        assert "".join(one["text"] for one in item["words"] if one["change"] != change) == item[side]
