"""What accepting a submission would do with each fact, and what else a reviewer may choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlmodel import Session

from app.events import duplicates
from app.events.models import EventCreate
from app.inbox import drafts, facts
from app.inbox.models import AcceptanceCreate, Choice
from app.kit.dates import BadDate
from app.kit.errors import Invalid
from app.reading.models import ReadEntry, Reading
from app.timeline import history
from app.timeline.models import Entry, Kind
from app.web.understood import day, fact_line

Json = dict[str, Any]
LINK = "link:"
NEW_EVENT = "new"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be done: what the form sends, and the words beside it."""

    value: str
    words: str
    entry: Json | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact of a reading and its options; the first is proposed, unless nobody can propose anything (`open`)."""

    number: int
    name: str
    line: str
    text: str
    options: tuple[Option, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class EventChoice:
    """The event on record that a note is about, or those that are like it."""

    candidates: tuple[Json, ...]
    known: bool


def event_choice(session: Session, reading: Reading) -> EventChoice:
    """The events on record that a reading may be about; `known` where the only one that is the same is proposed."""
    data = _event(session, reading)
    if data is None:
        return EventChoice((), known=False)
    likely = duplicates.likely(session, data)
    candidates = tuple(orjson.loads(event.body) for event in (*likely.same, *likely.near))
    return EventChoice(candidates, known=len(likely.same) == 1)


def proposals(session: Session, reading: Reading, *, rows: Sequence[int]) -> list[Proposal]:
    """What to do with each fact of a reading; each has the number of its row on the page."""
    event = _event(session, reading)
    return [_proposal(session, row, fact, event) for row, fact in zip(rows, reading.entries, strict=True)]


def _event(session: Session, reading: Reading) -> EventCreate | None:
    try:
        return drafts.event(session, reading)
    except Invalid:
        return None  # accepting it will say what is missing


def _proposal(session: Session, number: int, fact: ReadEntry, event: EventCreate | None) -> Proposal:
    options: tuple[Option, ...]
    if event and facts.is_the_event(fact.kind, fact.date, fact.states, event):
        options = (Option("", "It is the event itself"), Option("create", "Record it as another fact"))
        return Proposal(number, day(fact.date), fact_line(fact), fact.text, options, open=False)
    same, near = _alike(session, fact)
    proposed = [] if same or near else [Option("", "Record it")]
    if len(same) == 1:
        proposed = [Option("", "It is on record: give it this note as a source", orjson.loads(same[0].body))]
    others = near if len(same) == 1 else [*same, *near]
    links = [Option(LINK + one.id, "It is this entry", orjson.loads(one.body)) for one in others]
    anew = [Option("create", "Record it as another fact")] if same or near else []
    options = (*proposed, *links, *anew, Option("skip", "Leave it out"))
    return Proposal(number, day(fact.date), fact_line(fact), fact.text, options, open=not proposed)


def _alike(session: Session, fact: ReadEntry) -> tuple[list[Entry], list[Entry]]:
    try:
        found = history.alike(session, kind=Kind(fact.kind), states=fact.states, when=fact.date)
    except BadDate:
        return [], []  # accepting it will say so
    return list(found.same), list(found.near)


def chosen(form: dict[str, str], *, rows: Sequence[int]) -> AcceptanceCreate:
    """The acceptance that a reviewer's form asks for; what it leaves as proposed is not said.

    `rows` has for each fact of the reading the number of its row on the page.
    """
    event = form.get("event", "")
    choices = []
    for number, row in enumerate(rows):
        value, at = form.get(f"fact-{row}", ""), f"entries[{number}]"
        if value.startswith(LINK):
            choices.append(Choice.model_validate({"at": at, "action": "link", "entry": value.removeprefix(LINK)}))
        elif value:
            choices.append(Choice.model_validate({"at": at, "action": value}))
    return AcceptanceCreate(
        event=event if event not in {"", NEW_EVENT} else None,
        allow_duplicate=event == NEW_EVENT,
        entries=choices,
        publish="publish" in form,
    )
