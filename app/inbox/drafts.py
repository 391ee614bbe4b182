"""What a reading becomes in the register: an event, entries and a note, in the shapes that their rooms take."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
from pydantic import ValidationError
from sqlmodel import Session

from app.access.models import Visibility
from app.checks.models import Code, Finding
from app.events import duplicates
from app.events.models import EventCreate
from app.kit.errors import CODES, Invalid, field, pointer, sentence
from app.kit.languages import Language
from app.notes.document import Cite, Item
from app.notes.models import NoteContent, NoteSection, SectionName
from app.notes.service import section
from app.organizations import service as organizations
from app.reading.gazetteer import is_authority
from app.reading.models import ReadEntry, Reading, ReadOrganizer, ReadParticipant
from app.timeline.models import DateBasis, EntryCreate, Kind
from app.wording.standard import standard

Json = dict[str, Any]
LONGEST_TITLE = 1000
HAPPENINGS = frozenset({Kind.event, Kind.visit, Kind.peer_review})


def doubts(session: Session, reading: Reading) -> list[Finding]:
    """The findings that need the register: organizers it does not know, and events like this one that it holds.

    Authorities of States (a government, a ministry of X) are no organizations of the registry: they raise no doubt.
    The sender reads them: an event that is not public is not mentioned.
    """
    found = [
        Finding(
            code=Code.unknown_organization,
            at=f"organizers[{number}]",
            detail=f"{one.name} is not in the registry of organizations under this name.",
        )
        for number, one in enumerate(reading.organizers)
        if organization(session, _shown(one)) is None and not is_authority(one.name, _language(reading))
    ]
    try:
        likely = duplicates.likely(session, event(session, reading))
    except Invalid:
        return found  # no event can be made of this reading yet, and so none can be like it
    public = [one for one in (*likely.same, *likely.near) if one.visibility == Visibility.public]
    return [*found, *(_like(one.id, orjson.loads(one.body)) for one in public)]


def _language(reading: Reading) -> Language:
    return Language(reading.language) if reading.language in set(Language) else Language.en


def _like(event_id: str, known: Json) -> Finding:
    detail = f"An event like this is on record: {known['title']} ({known['date']})."
    return Finding(code=Code.duplicate_event, at="event", detail=detail, suggestion=event_id)


def organization(session: Session, name: str) -> str | None:
    """The id of the one organization that is printed like this, a known misprint included; else None."""
    found = organizations.find(session, name)
    return found.id if found else None


def event(session: Session, reading: Reading) -> EventCreate:
    """The event of a reading, held as it says. Raises Invalid, with pointers into `/reading`."""
    read = reading.event
    required = {"title": read.title, "starts_on": read.starts_on}
    errors = [_missing(f"/reading/event/{name}") for name, value in required.items() if not value]
    if errors:
        raise Invalid("An event needs a title and a date.", errors=errors)
    fields = read.model_dump() | {
        "venues": [one.model_dump() for one in read.venues if one.place or one.city or one.country],
        "organizers": [_organizer(session, one) for one in reading.organizers],
        "participants": [
            one.model_dump()
            | {"kind": _kind(one), "organization": None if one.state else organization(session, one.name)}
            for one in reading.participants
        ],
    }
    with pointing(of_event):
        return EventCreate.model_validate(fields)


def _kind(read: ReadParticipant) -> str:
    """What the register takes a participant for: a State that nobody can name is a group, as printed."""
    return "group" if read.kind == "state" and read.state is None else read.kind


def _missing(at: str) -> dict[str, str]:
    return field(at, "required", "The note does not say it: send the reading with this value filled in.")


def _organizer(session: Session, read: ReadOrganizer) -> Json:
    shown = _shown(read)
    return {"name": shown, "role": read.role, "organization": organization(session, shown)}


def _shown(read: ReadOrganizer) -> str:
    """The name as notes print it, with the acronym in brackets."""
    return f"{read.name} ({read.acronym})" if read.acronym and read.acronym not in read.name else read.name


def of_event(at: str) -> str:
    """Where a member of an event stands in the reading that it was made of."""
    beside = at.startswith(("/organizers", "/participants"))
    return f"/reading{at}" if beside else f"/reading/event{at}"


def entry(read: ReadEntry, *, number: int) -> EntryCreate:
    """A fact of a reading as an entry, without sources. Raises Invalid, with pointers into `/reading/entries`."""
    fields = {
        "kind": read.kind, "date": read.date, "status": read.status, "states": read.states,
        "title": read.text if len(read.text) <= LONGEST_TITLE else read.text[: LONGEST_TITLE - 1] + "…",
        "date_basis": DateBasis.held if read.kind in HAPPENINGS else None,
    }  # fmt: skip
    with pointing(lambda at: f"/reading/entries/{number}" + at.replace("/title", "/text")):
        return EntryCreate.model_validate(fields)


def note(reading: Reading, *, cites: Mapping[str, Sequence[Cite]]) -> NoteContent:
    """The note of a reading, as printed; `cites` has the entries that were made of each place. Raises Invalid."""
    if reading.language not in list(Language):
        advice = f"Name the note's language: {', '.join(Language)}."
        raise Invalid("A note needs a language.", errors=[field("/reading/language", "unknown_value", advice)])
    language, read = Language(reading.language), reading.note
    sections = [_section(name, getattr(read, name), cites) for name in SectionName]
    with pointing(lambda at: "/reading/event/title" if at == "/title" else f"/reading/note{at}"):
        return NoteContent(
            language=language,
            title=reading.event.title or "",
            sections=sections,
            disclaimer=read.disclaimer or standard(language).disclaimer,
            contact_email=read.contact_email or None,
        )


def _section(name: SectionName, texts: Sequence[str], cites: Mapping[str, Sequence[Cite]]) -> NoteSection:
    with pointing(lambda at: f"/reading/note/{name}" + at.removeprefix("/items").removesuffix("/text")):
        return section(name, _items(name, texts, cites))


def _items(name: str, texts: Sequence[str], cites: Mapping[str, Sequence[Cite]]) -> list[Item]:
    return [
        Item(f"{name}-{number}", text, tuple(cites.get(f"note.{name}[{number - 1}]", ())))
        for number, text in enumerate(texts, 1)
    ]


def findings_of_event(reading: Reading) -> tuple[Finding, ...]:
    """What was doubted about the event itself."""
    return tuple(one for one in reading.findings if one.at.startswith(("event", "organizers", "participants")))


@contextmanager
def pointing(place: Callable[[str], str]) -> Iterator[None]:
    """Say of every value that is refused inside where it stands in the request: `place` turns the pointers."""
    try:
        yield
    except ValidationError as error:
        errors = [
            field(place(pointer(one["loc"])), CODES.get(one["type"], one["type"]), sentence(one))
            for one in error.errors(include_input=False)
        ]
        raise Invalid(
            "The reading cannot be taken as it is: correct these values and send it along.", errors=errors
        ) from error
    except Invalid as error:
        error.errors = [{**one, "pointer": place(one["pointer"])} for one in error.errors]
        raise
