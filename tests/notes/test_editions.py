"""One note in several languages: each edition is tied to a revision of the note that it gives."""

from typing import Any

import pytest

from app.kit.db import Database
from app.notes import projection, service
from tests import make
from tests.callers import Caller
from tests.notes.edits import address, approved, edited, stepped, tag
from tests.notes.test_routes import compose, published, section
from tests.remaking import remade

Json = dict[str, Any]


@pytest.fixture
def note(expert: Caller) -> Json:
    """A note composed in English, with one sentence of somebody's own."""
    make.entry(expert, date="2004-09-10")
    return edited(expert, compose(expert, make.event(expert)), "Words of an author.", section="highlights")


def edition(expert: Caller, note: Json, language: str = "fr") -> Json:
    made: Json = expert.make(f"{address(note)}/editions", {"language": language})
    return made


def listed(caller: Caller, note: Json) -> list[tuple[str, int | None, bool]]:
    items = caller.read(f"{address(note)}/editions")["items"]
    return [(one["language"], one["of"], one["behind"]) for one in items]


@pytest.mark.C15
def test_a_language_that_says_more_than_another_leaves_what_cites_nothing_untranslated(
    expert: Caller, note: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed = service.composed
    monkeypatch.setattr(service, "composed", lambda event, known, language: (
        composed(event, known, language) * (2 if language == "fr" else 1)
    ))  # fmt: skip

    french = edition(expert, note)

    standing = [item for part in note["sections"] for item in part["items"] if not item["entries"]]
    told = expert.read(f"{address(note)}/editions")["items"][1]["untranslated"]
    assert (french["language"], {item["id"] for item in standing} - set(told)) == ("fr", set())


@pytest.mark.C15
def test_an_edition_is_tied_to_a_revision_of_its_source_and_stale_once_there_is_a_later_one(
    expert: Caller, note: Json
) -> None:
    french = edition(expert, note)
    fresh = expert.read(address(french))
    edited(expert, note, "Other words.", section="highlights")

    assert (french["edition_of"], french["language"], french["status"]) == (
        {"note": note["id"], "revision": 2}, "fr", "draft",
    )  # fmt: skip
    assert (fresh["stale"], expert.read(address(french))["stale"], expert.read(address(note))["stale"]) == (
        False, True, False,
    )  # fmt: skip
    assert expert.read(f"{address(french)}/staleness")["edition_of"] == {
        "note": note["id"], "revision": 2, "current": 3,
    }  # fmt: skip
    assert listed(expert, french) == listed(expert, note) == [("en", None, False), ("fr", 2, True)]


@pytest.mark.C15
@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_what_the_record_tells_is_composed_in_the_language_and_the_rest_is_copied_and_named(
    expert: Caller, note: Json, language: str
) -> None:
    made = edition(expert, note, language)

    whole = compose(expert, {"id": note["event"]}, language)
    texts = {name: [item["text"] for item in section(made, name)] for name in ("background", "highlights", "comments")}
    (told,) = [one for one in expert.read(f"{address(note)}/editions")["items"] if one["language"] == language]
    assert texts == {
        "background": [item["text"] for item in section(whole, "background")],
        "highlights": ["Words of an author."],
        "comments": [item["text"] for item in section(whole, "comments")],
    }
    assert (made["disclaimer"], made["stale"]) == (whole["disclaimer"], False)
    assert [one["entries"] for one in section(made, "background")] == [
        one["entries"] for one in section(note, "background")
    ]
    assert told["untranslated"] == [section(note, "highlights")[0]["id"]]
    translated = edited(expert, made, "Les mots d'un auteur.", section="highlights")
    assert [one["untranslated"] for one in expert.read(f"{address(translated)}/editions")["items"]] == [[], []]


def test_there_is_one_edition_a_language_and_none_in_the_language_of_the_note(expert: Caller, note: Json) -> None:
    french = edition(expert, note)

    for one, language, known in ((note, "fr", french), (french, "fr", french), (note, "en", note)):
        refused = expert.post(f"{address(one)}/editions", json={"language": language})
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/edition-exists")
        assert refused.json()["edition"] == known["id"]
    assert edition(expert, french, "es")["edition_of"] == {"note": note["id"], "revision": 2}


@pytest.mark.C15
def test_an_edition_whose_text_was_brought_up_to_its_source_says_so(expert: Caller, note: Json) -> None:
    french = edition(expert, note)
    edited(expert, note, "Other words.", section="highlights")
    sent = {"headers": tag(expert, french)}

    nowhere = expert.post(f"{address(french)}/alignment", json={"revision": 4}, **sent)
    none = expert.post(f"{address(note)}/alignment", json={"revision": 1}, headers=tag(expert, note))
    aligned = expert.post(f"{address(french)}/alignment", json={"revision": 3}, **sent).json()

    assert (nowhere.status_code, none.json()["type"]) == (404, "/problems/not-an-edition")
    assert (aligned["edition_of"]["revision"], aligned["stale"], aligned["revision"]) == (3, False, 1)


@pytest.mark.C15
def test_a_reader_sees_of_a_note_the_languages_in_which_it_was_published(
    client: Caller, organizer: Caller, expert: Caller, reviewer: Caller
) -> None:
    note = published(organizer, expert)
    french, spanish = edition(expert, note), edition(expert, note, "es")
    stepped(reviewer, approved(expert, reviewer, french), "publication")

    seen = client.read(address(french))

    assert seen["edition_of"] == {"note": note["id"], "revision": 1}
    assert listed(client, note) == [("en", None, False), ("fr", 1, False)]
    assert listed(expert, note) == [("en", None, False), ("es", 1, False), ("fr", 1, False)]
    assert client.get(f"{address(spanish)}/editions").status_code == 404


def test_an_edition_of_a_draft_names_it_to_nobody_who_may_not_see_it(
    client: Caller, expert: Caller, reviewer: Caller, note: Json
) -> None:
    french = edition(expert, note)
    stepped(reviewer, approved(expert, reviewer, french), "publication")
    edited(expert, note, "Other words.", section="highlights")

    seen = client.read(address(french))

    assert (seen["edition_of"], seen["stale"], note["id"] in str(seen)) == (None, False, False)
    assert listed(client, french) == [("fr", None, False)]
    assert client.read(f"{address(french)}/staleness")["edition_of"] is None
    assert expert.read(address(french))["stale"] is True


def test_the_next_revision_of_an_edition_brings_it_up_to_its_source(
    client: Caller, organizer: Caller, expert: Caller, reviewer: Caller
) -> None:
    note = published(organizer, expert)
    french = edition(expert, note)
    stepped(reviewer, approved(expert, reviewer, french), "publication")
    stepped(reviewer, approved(expert, reviewer, edited(expert, note, "Corrected.")), "publication")
    behind = client.read(address(french))
    beside = expert.post(f"{address(french)}/alignment", json={"revision": 2}, headers=tag(expert, french)).json()
    stepped(reviewer, approved(expert, reviewer, beside), "publication")

    assert (behind["stale"], client.read(address(french))["edition_of"]["revision"]) == (True, 2)
    assert listed(client, note) == [("en", None, False), ("fr", 2, False)]


def test_editions_are_made_by_experts_alone_and_again_from_the_ledger(
    client: Caller, organizer: Caller, expert: Caller, auditor: Caller, note: Json, database: Database
) -> None:
    edition(expert, note)
    asked = [who.post(f"{address(note)}/editions", json={"language": "es"}) for who in (client, organizer, auditor)]

    before, after = remade(database, projection)

    assert [one.status_code for one in asked] == [401, 403, 403]
    assert after == before


def test_a_note_that_was_withdrawn_is_given_in_no_other_language(expert: Caller, note: Json) -> None:
    stepped(expert, note, "withdrawal", {"reason": "Twice."})

    refused = expert.post(f"{address(note)}/editions", json={"language": "fr"})

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/note-withdrawn")
