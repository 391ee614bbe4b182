"""Information notes over HTTP: composed from the record, listed, read, and taken away as files."""

import io
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient

from app.kit.languages import Language
from app.main import create_app
from app.settings import Settings
from tests import make
from tests.callers import Caller

Json = dict[str, Any]
NOWHERE = "/notes/01900000-0000-7000-8000-000000000000"
DISCLAIMER = "For information – not an official report."


def compose(expert: Caller, event: Json, language: str = "en") -> Json:
    note: Json = expert.make(f"/events/{event['id']}/notes", {"language": language})
    return note


def published(organizer: Caller, expert: Caller, **members: Any) -> Json:
    """A note that was sent, accepted and so published, as it is read."""
    made = make.acceptance(expert, make.submission(organizer, **members), allow_duplicate=True)
    note: Json = expert.read(f"/notes/{made['note']}")
    return note


def section(note: Json, name: str) -> list[Json]:
    (found,) = [one["items"] for one in note["sections"] if one["name"] == name]
    assert isinstance(found, list)
    return found


def test_a_note_is_written_from_the_record_each_sentence_with_its_entries(expert: Caller) -> None:
    report = make.entry(expert, date="2004-09-10")
    workshop = make.entry(expert, date="2014", kind="event", title="Workshop of the OSCE")
    later = make.entry(expert, date="2018-06-11", kind="nap", title="National action plan")
    event = make.event(expert, organizers=[{"name": "OSCE"}])

    answer = expert.post(f"/events/{event['id']}/notes", json={"language": "en"})

    note = answer.json()
    cited = [item["entries"] for item in section(note, "background")]
    assert (answer.status_code, answer.headers["location"]) == (201, f"/api/v1/notes/{note['id']}")
    assert [one["name"] for one in note["sections"]] == ["objectives", "background", "highlights", "comments"]
    assert cited == [[], [{"id": report["id"], "version": 1}], [{"id": workshop["id"], "version": 1}]]
    assert "10 September 2004" in section(note, "background")[1]["text"]
    assert later["id"] not in str(note)
    assert (note["status"], note["revision"], note["version"], note["language"]) == ("draft", 1, 1, "en")
    assert (note["event"], note["title"], note["submission"], note["published_at"]) == (
        event["id"], event["title"], None, None,
    )  # fmt: skip
    assert (note["disclaimer"].startswith(DISCLAIMER), note["contact_email"]) == (True, "1540experts@un.org")
    assert expert.read(f"/notes/{note['id']}") == note


def test_a_note_tells_nothing_that_is_not_public(expert: Caller) -> None:
    make.entry(expert, date="2004-09-10", visibility="committee")
    shared = make.entry(expert, date="2005-09-10", states=["KAZ", "TKM"])

    note = compose(expert, make.event(expert, states=["KAZ", "TKM"]))

    cited = [one["id"] for item in section(note, "background") for one in item["entries"]]
    assert cited == [shared["id"]]


@pytest.mark.C1
@pytest.mark.parametrize("language", list(Language))
def test_a_note_is_written_in_each_official_language_and_in_no_other(expert: Caller, language: Language) -> None:
    entry, event = make.entry(expert, date="2004-09-10"), make.event(expert)
    written, refused = (expert.post(f"/events/{event['id']}/notes", json={"language": tag}) for tag in (language, "de"))

    told = section(written.json(), "background")[-1]
    assert (written.status_code, written.json()["language"]) == (201, language)
    assert told["entries"] == [{"id": entry["id"], "version": 1}]
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/language")
    assert expert.read("/notes")["total"] == 1


def test_no_note_is_written_about_a_withdrawn_event(expert: Caller) -> None:
    event = make.event(expert)
    expert.request("DELETE", f"/events/{event['id']}?reason=Twice", headers={"If-Match": "*"})

    refused = expert.post(f"/events/{event['id']}/notes", json={"language": "en"})

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/event-withdrawn")
    assert expert.read("/notes")["total"] == 0


def test_only_experts_have_notes_written(client: Caller, organizer: Caller, expert: Caller) -> None:
    event = make.event(expert)
    place, body = f"/events/{event['id']}/notes", {"language": "en"}

    assert [who.post(place, json=body).status_code for who in (client, organizer)] == [401, 403]
    assert expert.post("/events/01900000-0000-7000-8000-000000000000/notes", json=body).status_code == 404


def test_a_draft_is_for_the_committee_and_a_published_note_for_everybody(
    client: Caller, reader: Caller, organizer: Caller, expert: Caller, auditor: Caller
) -> None:
    draft = compose(expert, make.event(expert))
    note = published(organizer, expert)
    everybody = (client, reader, organizer, expert, auditor)

    assert [who.get(f"/notes/{draft['id']}").status_code for who in everybody] == [404, 404, 404, 200, 200]
    assert [who.get(f"/notes/{draft['id']}.txt").status_code for who in everybody] == [404, 404, 404, 200, 200]
    assert [who.get(f"/notes/{note['id']}").status_code for who in everybody] == [200] * 5
    assert [who.read("/notes")["total"] for who in everybody] == [1, 1, 1, 2, 2]
    hidden, missing = client.get(f"/notes/{draft['id']}").json(), client.get(NOWHERE).json()
    assert hidden | {"instance": ""} == missing | {"instance": ""}


def test_a_note_about_an_event_of_the_committee_is_published_to_the_committee(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    event = make.event(expert, visibility="committee", states=["URY"])
    made = make.acceptance(expert, make.submission(organizer), event=event["id"])

    note = expert.read(f"/notes/{made['note']}")

    assert (note["status"], note["visibility"]) == ("published", "committee")
    assert client.get(f"/notes/{made['note']}").status_code == 404
    assert client.read("/states/URY/timeline")["items"] == []
    assert [entry["kind"] for entry in expert.read("/states/URY/timeline")["items"]] == [
        "national_report", "event", "letter", "event", "event", "note",
    ]  # fmt: skip


def test_a_note_is_stale_once_an_entry_that_it_cites_changed(client: Caller, organizer: Caller, expert: Caller) -> None:
    note = published(organizer, expert)
    tag = client.get(f"/notes/{note['id']}").headers["etag"]
    cited = section(note, "background")[0]["entries"][0]["id"]
    place = f"/entries/{cited}"
    now = client.get(place)
    expert.put(
        place, json=now.json() | {"title": "Corrected"}, params={"reason": "A slip."},
        headers={"If-Match": now.headers["etag"]},
    )  # fmt: skip

    seen = client.get(f"/notes/{note['id']}")

    assert (note["stale"], seen.json()) == (False, note | {"stale": True})
    assert client.read("/notes")["items"] == [note | {"stale": True}]
    assert seen.headers["etag"] != tag


def test_a_citation_that_became_hidden_is_neither_named_nor_makes_a_note_stale(
    client: Caller, rival: Caller, organizer: Caller, expert: Caller, auditor: Caller
) -> None:
    note = published(organizer, expert)
    cited = section(note, "background")[0]["entries"][0]["id"]
    now = expert.get(f"/entries/{cited}")
    expert.put(
        f"/entries/{cited}", json=now.json() | {"visibility": "committee"}, params={"reason": "Not for everybody."},
        headers={"If-Match": now.headers["etag"]},
    )  # fmt: skip
    place = f"/notes/{note['id']}"

    for outsider in (client, rival):
        seen = outsider.read(place)
        assert (seen["stale"], cited in str(seen)) == (False, False)
        assert outsider.read("/notes")["items"] == [seen]
        assert cited not in outsider.get(f"{place}.html").text
        assert cited not in outsider.get(f"{place}.json").text
        assert section(seen, "background")[0]["text"] == section(note, "background")[0]["text"]
    for insider in (expert, auditor):
        assert insider.read(place) == note | {"stale": True}
        assert insider.read("/notes")["items"] == [note | {"stale": True}]


def test_notes_are_listed_newest_first_and_filtered(client: Caller, organizer: Caller, expert: Caller) -> None:
    about = make.reading()["event"]
    notes = [
        published(organizer, expert),
        published(organizer, expert, language="fr", event=about | {"states": ["ARG"]}, entries=[]),
        published(organizer, expert, language="es", event=about | {"states": ["BRA"]}, entries=[]),
    ]
    draft = compose(expert, {"id": notes[0]["event"]})

    def ids(who: Caller, **filters: str) -> list[int]:
        order = [note["id"] for note in (*notes, draft)]
        return [order.index(note["id"]) for note in who.read("/notes", **filters)["items"]]

    assert ids(client) == [2, 1, 0]
    assert ids(expert) == [3, 2, 1, 0]
    assert ids(client, language="fr") == [1]
    assert ids(client, state="BRA") == [2]
    assert ids(expert, event=notes[0]["event"]) == [3, 0]
    assert ids(expert, status="draft") == [3]
    first = client.read("/notes", limit=2)
    second = client.read(first["next"])
    assert [note["id"] for note in (*first["items"], *second["items"])] == [note["id"] for note in notes[::-1]]
    assert client.get("/notes?cursor=WzEsMl0").json()["errors"][0]["code"] == "bad_cursor"
    assert client.get("/notes?cursor=W1sxXSwyXQ").json()["errors"][0]["code"] == "bad_cursor"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_database_the_same_number_of_questions(
    client: Caller, organizer: Caller, expert: Caller, statements: list[str], rows: int
) -> None:
    for language in ("en", "fr", "es")[:rows]:
        published(organizer, expert, language=language)
    statements.clear()

    assert len(client.read("/notes")["items"]) == rows
    assert len(statements) == 4


FORMS = {
    "json": ("application/json", "inline"),
    "txt": ("text/plain; charset=utf-8", "inline"),
    "html": ("text/html; charset=utf-8", "inline"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
    "pdf": ("application/pdf", "inline"),
    "md": ("text/markdown; charset=utf-8", "inline"),
    "xml": ("application/xml", "inline"),
}


@pytest.mark.parametrize("suffix", FORMS)
def test_a_note_is_taken_away_as_a_file_with_a_name_that_says_what_it_is(
    client: Caller, organizer: Caller, expert: Caller, suffix: str
) -> None:
    note = published(organizer, expert)
    place, (media_type, kind) = f"/notes/{note['id']}", FORMS[suffix]

    file = client.get(f"{place}.{suffix}")
    same = client.get(f"{place}.{suffix}", headers={"If-None-Match": file.headers["etag"]})
    agreed = client.get(place, headers={"Accept": media_type})

    name = f"information-note-URY-2019-05-14-en-r1.{suffix}"
    assert (file.status_code, file.headers["content-type"]) == (200, media_type)
    assert file.headers["content-disposition"] == f'{kind}; filename="{name}"'
    assert file.headers["x-content-type-options"] == "nosniff"
    assert (same.status_code, same.content) == (304, b"")
    assert agreed.content == file.content
    assert {part.strip() for part in agreed.headers["vary"].split(",")} == {"Accept", "Authorization", "Origin"}
    sandbox = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    assert file.headers.get("content-security-policy") == (sandbox if suffix == "html" else None)


def test_every_rendition_carries_the_disclaimer_and_a_draft_says_that_it_is_one(expert: Caller) -> None:
    note = compose(expert, make.event(expert))
    place = f"/notes/{note['id']}"

    text, html = expert.get(f"{place}.txt").text, expert.get(f"{place}.html").text
    word = docx.Document(io.BytesIO(expert.get(f"{place}.docx").content))

    assert (DISCLAIMER in text, DISCLAIMER in html) == (True, True)
    assert text.startswith("[DRAFT]")
    assert expert.get(f"{place}.pdf").content.startswith(b"%PDF-")
    assert "draft-note-TKM-2018-01-22-en-r1.txt" in expert.get(f"{place}.txt").headers["content-disposition"]
    assert any("Background" in paragraph.text for paragraph in word.paragraphs)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("application/pdf, application/json;q=0.5", "application/pdf"),
        ("text/*", "text/html; charset=utf-8"),
        ("text/plain;q=1, text/html;q=0.1", "text/plain; charset=utf-8"),
        ("image/png", "application/json"),
        ("application/pdf;q=high, application/json;q=0.1", "application/json"),
    ],
)
def test_the_format_follows_what_the_caller_accepts_best(
    client: Caller, organizer: Caller, expert: Caller, accept: str, media_type: str
) -> None:
    note = published(organizer, expert)

    assert client.get(f"/notes/{note['id']}", headers={"Accept": accept}).headers["content-type"] == media_type


def test_a_format_that_is_not_known_is_refused_by_name(client: Caller, organizer: Caller, expert: Caller) -> None:
    note = published(organizer, expert)

    answer = client.get(f"/notes/{note['id']}.rtf")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/path/format")


def test_a_file_of_an_event_of_many_states_is_named_by_its_date(expert: Caller) -> None:
    event = make.event(expert, states=["ARM", "BLR", "KAZ", "KGZ"], starts_on="2018-01~", ends_on=None)
    note = compose(expert, event)

    header = expert.get(f"/notes/{note['id']}.txt").headers["content-disposition"]

    assert header == 'inline; filename="draft-note-2018-01-en-r1.txt"'


def test_a_server_that_knows_its_address_prints_it(settings: Settings, tokens: dict[str, str]) -> None:
    known = settings.model_copy(update={"base_url": "https://outreach.example/"})
    with TestClient(create_app(known)) as http:
        expert = Caller(http, tokens["expert"])
        note = compose(expert, make.event(expert))

        text = expert.get(f"/notes/{note['id']}.txt").text

    assert f"https://outreach.example/notes/{note['id']}" in text
