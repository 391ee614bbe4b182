"""A note about an event that is not public: nothing of it reaches those who may not see the event."""

from datetime import UTC, datetime

import pytest
from sqlmodel import col, select, update

from app.events.models import Event
from app.kit.db import Database
from app.kit.languages import Language
from app.notes import service as notes
from app.notes.models import NoteContent
from tests import make
from tests.callers import Caller

URY = "/states/URY/timeline"
HIDDEN = {
    "title": "Review of the plan", "type": "nap_final_review", "states": ["URY"], "venues": [],
    "starts_on": "2019-05-14", "ends_on": "2019-05-15", "visibility": "committee",
}  # fmt: skip


def test_the_facts_of_a_note_are_seen_by_those_alone_who_may_see_its_event(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    event = make.event(expert, **HIDDEN)

    made = make.acceptance(expert, make.submission(organizer))

    seen = [who.get(f"/entries/{one}").status_code for who in (client, expert) for one in made["created"]]
    assert (made["event"], client.read(URY)["total"]) == (event["id"], 0)
    assert seen == [404] * 4 + [200] * 4
    assert expert.read(f"/notes/{made['note']}")["visibility"] == "committee"
    assert {expert.read(f"/entries/{one}")["visibility"] for one in made["created"]} == {"committee"}


def test_a_public_entry_that_gains_such_a_note_as_a_source_names_the_submission_alone(
    client: Caller, organizer: Caller, expert: Caller
) -> None:
    make.event(expert, **HIDDEN)
    known = make.entry(expert, date="2016-02-07", kind="letter", states=["URY"], title="A letter")
    sent = make.submission(organizer)

    made = make.acceptance(expert, sent)

    (entry,) = client.read(URY)["items"]
    place = make.source(submission=sent["id"], place="note.background[2]")
    assert (entry["id"], made["linked"]) == (known["id"], [known["id"]])
    assert (entry["sources"], entry["findings"]) == ([place], [])


def test_an_entry_of_the_committee_keeps_the_whole_source(organizer: Caller, expert: Caller) -> None:
    make.event(expert, **HIDDEN)
    known = make.entry(expert, date="2016-02-07", kind="letter", states=["URY"], visibility="committee")
    sent = make.submission(organizer)

    make.acceptance(expert, sent)

    entry = expert.read(f"/entries/{known['id']}")
    assert [one["text"] for one in entry["sources"]] == [sent["reading"]["event"]["title"]]
    assert [one["code"] for one in entry["findings"]] == ["letter_date_far"]


@pytest.mark.parametrize(("visibility", "seen_by"), [("public", "committee"), ("restricted", "restricted")])
def test_a_draft_is_seen_by_no_more_people_than_the_committee_and_its_event(
    expert: Caller, database: Database, visibility: str, seen_by: str
) -> None:
    made = make.event(expert)
    content = NoteContent(
        language=Language.en, title=made["title"], sections=[], disclaimer="Invented.", contact_email=None
    )
    with database.session(writes=True) as session:
        session.execute(update(Event).where(col(Event.id) == made["id"]).values(visibility=visibility))
        event = session.exec(select(Event).where(col(Event.id) == made["id"])).one()

        draft = notes.draft(session, event, content, by="somebody", now=datetime(2026, 11, 23, 13, tzinfo=UTC))

        assert draft.visibility == seen_by
