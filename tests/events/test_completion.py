"""What a second source adds to an event. All facts are invented."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from app.access.service import PUBLIC
from app.events import service
from app.events.models import EventCreate, EventPublic
from app.kit.paging import Window
from app.timeline import history
from app.timeline import service as timeline
from app.timeline.history import Question
from app.timeline.models import EntryCreate, EntryPublic
from tests.make import Json

NOW = datetime(2026, 11, 24, tzinfo=UTC)
JAPAN = {"name": "Japan", "kind": "state", "state": "JPN"}
CENTRE = {"name": "A Centre", "kind": "igo"}
ASHGABAT = {"place": None, "city": "Ashgabat", "country": "TKM"}


def event(**members: object) -> EventCreate:
    body = {"title": "Meeting", "type": "workshop", "starts_on": "2018-01-22", "states": ["TKM"]}
    return EventCreate.model_validate(body | members)


def completed(session: Session, first: Json, second: Json) -> Json:
    known = service.create(session, event(**first), by="a", now=NOW)
    known = service.complete(session, known, event(**second), reason="Second source", by="b", now=NOW)
    session.flush()
    body: Json = EventPublic.model_validate_json(known.body).model_dump(mode="json")
    assert service.get(session, known.id, seen_by=PUBLIC).body == known.body
    return body


@pytest.mark.parametrize(
    ("name", "first", "second", "after"),
    [
        ("venues", [], [ASHGABAT], ["Ashgabat"]),
        ("venues", [{"country": "TKM"}], [ASHGABAT], ["Ashgabat"]),
        ("venues", [{"country": "AUT"}], [ASHGABAT], [None]),
        ("venues", [{"city": "Mary", "country": "TKM"}], [ASHGABAT], ["Mary"]),
    ],
)
def test_a_bare_country_gives_way_to_a_place_in_it(
    session: Session, name: str, first: list[Json], second: list[Json], after: list[str]
) -> None:
    body = completed(session, {name: first}, {name: second})

    assert [venue["city"] for venue in body["venues"]] == after


def test_participants_come_to_those_who_are_there(session: Session) -> None:
    body = completed(
        session,
        {"participants": [JAPAN]},
        {"participants": [JAPAN | {"name": "JAPAN"}, CENTRE, CENTRE | {"name": "B"}]},
    )

    assert [one["name"] for one in body["participants"]] == ["Japan", "A Centre", "B"]
    assert (body["version"], body["reason"]) == (2, "Second source")


def test_organizers_on_record_stay_as_they_are(session: Session) -> None:
    body = completed(session, {"organizers": [{"name": "A"}]}, {"organizers": [{"name": "B"}]})

    assert [one["name"] for one in body["organizers"]] == ["A"]
    assert (body["version"], body["reason"]) == (1, None)


@pytest.mark.parametrize("subjects", [["TKM"], []])
def test_a_state_that_comes_to_an_event_gets_it_on_its_timeline(session: Session, subjects: list[str]) -> None:
    completed(session, {"states": subjects}, {"states": subjects, "participants": [JAPAN]})

    window = Window(limit=5, after=None, total=None, count=True)
    seen = [history.read(session, state, Question(), window, seen_by=PUBLIC).total for state in ("JPN", "TKM")]
    assert seen == [1, len(subjects)]


def test_a_state_that_was_taken_off_an_event_stays_off_it(session: Session) -> None:
    known = service.create(session, event(states=["TKM", "KGZ"]), by="a", now=NOW)
    entry = timeline.current(session, str(known.entry_id))
    fields = EntryPublic.model_validate_json(entry.body).model_dump(include=set(EntryCreate.model_fields))
    alone = EntryCreate.model_validate(fields | {"states": ["TKM"]})
    timeline.correct(session, entry, alone, reason="Kyrgyzstan was not there.", by="a", now=NOW)

    service.complete(session, known, event(states=["TKM", "KGZ"], participants=[JAPAN]), reason="r", by="b", now=NOW)

    entry = timeline.current(session, str(known.entry_id))
    assert EntryPublic.model_validate_json(entry.body).states == ["JPN", "TKM"]
