"""Information notes: written from the record or taken in, and found again (life.py, editing.py have the rest)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlmodel import Session, col, select

from app.access.models import Visibility
from app.access.service import PUBLIC, Principal
from app.events import catalogue as events
from app.events.models import Event
from app.events.service import EventWithdrawn
from app.kit import dates
from app.kit.errors import NotFound
from app.kit.ids import new_id
from app.kit.languages import Language
from app.kit.paging import Window
from app.ledger.intervals import CURRENT, held
from app.notes import catalogue, keeping
from app.notes import compose as composer
from app.notes.document import Item
from app.notes.happenings import called
from app.notes.models import Note, NoteContent, NoteSection, NoteStatus, SectionName
from app.timeline import history, summary
from app.timeline.history import Moment, Question
from app.timeline.steps import service as steps
from app.timeline.steps.models import StepStatus
from app.wording import resolutions
from app.wording.standard import committee_email, standard

EVERYTHING = Window(limit=1_000_000, after=None, total=None, count=False)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a note is written from: entries with the events they belong to, States known to have sent no report by the
    first day of the event (`on`), and the steps agreed at it that are open."""

    on: date
    entries: Sequence[Json]
    events: Mapping[str, Json]
    unreported: Sequence[str]
    steps: Sequence[Json]


class NoteNotFound(NotFound):
    """No note has this id, or none that the caller may see."""

    title = "There is no such note"


def compose(session: Session, event: Event, language: Language, *, by: str, now: datetime) -> Note:
    """A draft written from what everybody may see of the timelines of the event's States.

    Every sentence cites its entries. Raises EventWithdrawn.
    """
    if event.withdrawn:
        raise EventWithdrawn("This event was withdrawn.")
    about = orjson.loads(event.body)
    sections = composed(about, gathered(session, about), language)
    content = NoteContent(
        language=language, title=called(about, language), sections=sections,
        disclaimer=standard(language).disclaimer, contact_email=committee_email(),
    )  # fmt: skip
    return draft(session, event, content, by=by, now=now)


def gathered(session: Session, event: Json) -> Gathered:
    """What a note about an event is written from, as everybody may see it."""
    on = dates.parse(event["starts_on"]).first_day
    entries = _entries(session, event["states"])
    unreported = _unreported(session, event["states"], on)
    return Gathered(on, entries, _events(session, entries), unreported, _steps(session, event["id"]))


def composed(event: Json, known: Gathered, language: Language) -> list[NoteSection]:
    """The sections of a note about an event in a language."""
    background = composer.background(
        event, known.entries, events=known.events, resolutions=resolutions.in_force(known.on), language=language,
        unreported=known.unreported,
    )  # fmt: skip
    highlights = composer.highlights(event, language=language, steps=known.steps)
    comments = composer.comments(language=language)
    written = {SectionName.background: background, SectionName.highlights: highlights, SectionName.comments: comments}
    return [section(name, written.get(name, ())) for name in SectionName]


def section(name: SectionName, items: Sequence[Item]) -> NoteSection:
    """A section in the shape that is kept and sent."""
    shaped = [
        {"id": item.id, "text": item.text, "entries": [{"id": one.id, "version": one.version} for one in item.entries]}
        for item in items
    ]
    return NoteSection.model_validate({"name": name, "items": shaped})


def _entries(session: Session, states: Sequence[str]) -> list[Json]:
    """What everybody may see of the States' timelines, since a draft is written to be published; each fact once."""
    found = (history.read(session, state, Question(), EVERYTHING, seen_by=PUBLIC) for state in states)
    entries = (orjson.loads(body) for part in found for body in part.bodies)
    return list({entry["id"]: entry for entry in entries}.values())


def _events(session: Session, entries: Sequence[Json]) -> dict[str, Json]:
    """The events that entries belong to, as everybody may see them, by id."""
    ids = {entry["event"] for entry in entries if entry["event"]}
    return {key: orjson.loads(body) for key, body in events.expanded(session, ids, PUBLIC).items()}


def _steps(session: Session, event_id: str) -> list[Json]:
    """The steps that were agreed at an event and are open, as everybody may see them."""
    found = [orjson.loads(step.body) for step in steps.of_event(session, event_id)]
    return [step for step in found if step["status"] == StepStatus.open and step["visibility"] == Visibility.public]


def _unreported(session: Session, states: Sequence[str], on: date) -> list[str]:
    found = [
        summary.states(session, Moment(as_of=on), language=Language.en, today=on, seen_by=PUBLIC, only=state)
        for state in states
    ]
    return [state.iso3 for (state,) in found if state.status.first_report.answer == "no"]


def draft(
    session: Session,
    event: Event,
    content: NoteContent,
    *,
    by: str,
    now: datetime,
    owner: str | None = None,
    submission: str | None = None,
    authors: Sequence[str] = (),
) -> Note:
    """Record the first revision of a note; its text is that of `authors` too, besides of who records it.

    Until it is published it is for the committee and for its owner, or for the fewer who may see its event.
    """
    fields = first(event, content, submission=submission)
    aside = {"authors": list(authors)}
    return keeping.write(session, fields, event, action="drafted", by=by, owner=owner, now=now, aside=aside)


def first(event: Event, content: NoteContent, *, submission: str | None = None) -> Json:
    """The members of a note that begins with a text."""
    return content.model_dump(mode="json") | {
        "id": new_id(), "version": 1, "event": event.id, "status": NoteStatus.draft, "revision": 1, "stale": False,
        "submission": submission, "published_at": None, "published_on": None, "reason": None,
    } | dict(keeping.SINCE)  # fmt: skip


def get(session: Session, note_id: str, *, seen_by: Principal, known_at: str | None = None) -> Note:
    """The note with this id, as it is or was at an instant. Raises NoteNotFound, also for one not to be seen."""
    found = select(Note).where(Note.id == note_id, held(Note, session, known_at), catalogue.shown(seen_by))
    note = session.exec(found).first()
    if note is None:
        raise NoteNotFound("No note has this id.")
    return note


def event_of(session: Session, note: Note, *, known_at: str | None = None) -> Event:
    """The event that a note is about, as it is or was at an instant."""
    return session.exec(select(Event).where(col(Event.id) == note.event_id, held(Event, session, known_at))).one()


def current(session: Session, note_id: str) -> Note:
    """The current version of a note that another record points at."""
    return session.exec(select(Note).where(Note.id == note_id, Note.to_seq == CURRENT)).one()


def about(session: Session, event_id: str) -> list[str]:
    """The ids of the notes about an event that were not withdrawn."""
    found = select(Note.id).where(Note.event_id == event_id, Note.to_seq == CURRENT, ~col(Note.withdrawn))
    return list(session.exec(found.order_by(Note.id)))
