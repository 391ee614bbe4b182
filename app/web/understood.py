"""A reading as people see it: fields in groups, each with its place in the text and the doubts about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.checks.models import Finding
from app.inbox.compared import Fate, compare
from app.kit import dates
from app.kit.dates import BadDate
from app.kit.languages import Language
from app.reading.models import ReadEntry, Reading, ReadVenue
from app.states import registry
from app.states.registry import UnknownState
from app.web.highlight import Piece, group_of, pieces
from app.web.labels import label, table
from app.wording.printing import print_date

UNSURE = 0.7


@dataclass(frozen=True, slots=True)
class Field:
    """One value that was understood. `path` is its place in the reading, `located` whether the text shows it."""

    path: str
    name: str
    value: str
    sure: bool
    located: bool
    findings: tuple[Finding, ...]

    @property
    def group(self) -> str:
        return group_of(self.path)


@dataclass(frozen=True, slots=True)
class View:
    """A reading beside its text: fields by their group, findings that belong to no field, the text in pieces."""

    groups: dict[str, list[Field]]
    findings: list[Finding]
    text: list[Piece]
    names: dict[str, str]


def view(reading: Reading, text: str, *, findings: list[Finding] | None = None) -> View:
    """The view of a reading; `findings` adds those that only the register knows."""
    doubts = reading.findings if findings is None else findings
    shown_in = reading.spans if text else {}
    fields = [_field(reading, doubts, *one, located=one[0] in shown_in) for one in values(reading)]
    groups: dict[str, list[Field]] = {}
    for field in fields:
        groups.setdefault(field.group, []).append(field)
    shown = {id(doubt) for field in fields for doubt in field.findings}
    rest = [doubt for doubt in doubts if id(doubt) not in shown]
    marked = pieces(text, reading.spans, doubts=[doubt.at for doubt in doubts])
    return View(groups, rest, marked, {field.path: field.name for field in fields})


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that a person changed: what had been read, and what they made of it; blank where there is nothing."""

    name: str
    was: str
    value: str


def corrections(read: Reading, made: Reading) -> list[Correction]:
    """What people made of what had been read, value by value."""
    before = {path: (name, value) for path, name, value in values(read)}
    after = {path: (name, value) for path, name, value in values(made)}
    found = []
    for one in compare(read, made):
        name, was = before.get(one.before or "", ("", ""))
        own, value = after.get(one.after or "", ("", ""))
        if one.fate is not Fate.kept and (name, was) != (own, value):
            found.append(Correction(own or name, was if name == own or not was else f"{name}: {was}", value))
    return found


def anchor(path: str) -> str:
    """The part of an address that stands for a place: `organizers[1]` is `organizers-1`."""
    return re.sub(r"[^0-9A-Za-z]+", "-", path).strip("-")


def _field(reading: Reading, doubts: list[Finding], path: str, name: str, value: str, *, located: bool) -> Field:
    own = tuple(doubt for doubt in doubts if doubt.at == path or doubt.at.startswith((f"{path}.", f"{path}[")))
    confidence = reading.confidence.get(path, 1.0)
    return Field(path, name, value, confidence >= UNSURE, located, own)


def values(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Every value of a reading: its path, what it is called, and the value for people."""
    yield from _event(reading)
    for number, one in enumerate(reading.organizers):
        name = f"{one.name} ({one.acronym})" if one.acronym else one.name
        yield f"organizers[{number}]", label(one.role, "organizer_role"), name
    for number, who in enumerate(reading.participants):
        total = f" ({who.total})" if who.total else ""
        yield f"participants[{number}]", label(who.kind, "participant_kind"), f"{who.name}{total}"
    for number, fact in enumerate(reading.entries):
        yield f"entries[{number}]", day(fact.date), fact_line(fact)
    for number, step in enumerate(reading.next_steps):
        due = f" by {day(step.due)}" if step.due else ""
        yield f"next_steps[{number}]", step.actor or "Somebody", f"{step.action}{due}"
    yield from _note(reading)


def _event(reading: Reading) -> Iterator[tuple[str, str, str]]:
    event = reading.event
    if event.title:
        yield "event.title", "Title", event.title
    yield "event.type", "Type", label(event.type, "type")
    yield "event.mode", "Held", label(event.mode, "mode")
    if event.starts_on:
        yield "event.starts_on", "Date", _when(event.starts_on, event.ends_on, event.sessions)
    for number, venue in enumerate(event.venues):
        yield f"event.venues[{number}]", "Venue", _venue(venue)
    if event.states:
        yield "event.states", "About", ", ".join(state(iso3) for iso3 in event.states)
    for number, resolution in enumerate(event.resolutions):
        yield f"event.resolutions[{number}]", "Resolution", resolution


def _note(reading: Reading) -> Iterator[tuple[str, str, str]]:
    note = reading.note
    sections = {
        "objectives": note.objectives, "background": note.background, "highlights": note.highlights,
        "comments": note.comments,
    }  # fmt: skip
    for name, items in sections.items():
        for number, text in enumerate(items):
            yield f"note.{name}[{number}]", f"{label(name, 'section')}, {number + 1}", text
    if note.disclaimer:
        yield "note.disclaimer", "Disclaimer", note.disclaimer
    if note.contact_email:
        yield "note.contact_email", "Contact", note.contact_email


def fact_line(fact: ReadEntry) -> str:
    """A fact without its date: `National report, Turkmenistan`."""
    status = [table()["status"].get(fact.status, fact.status)] if fact.status else []
    return ", ".join([label(fact.kind, "kind"), *status, *(state(iso3) for iso3 in fact.states)])


def day(edtf: str) -> str:
    """A date as printed; as it was read where it is no date."""
    try:
        return print_date(edtf, Language.en)
    except BadDate:
        return edtf


def state(iso3: str) -> str:
    """The name of a State; the code where it is none."""
    try:
        return registry.name(iso3)
    except UnknownState:
        return iso3


def _when(starts_on: str, ends_on: str | None, sessions: list[str]) -> str:
    try:
        return day(dates.spanning(starts_on, ends_on, [date.fromisoformat(one) for one in sessions]))
    except ValueError:
        return f"{day(starts_on)} to {day(ends_on)}" if ends_on else day(starts_on)


def _venue(venue: ReadVenue) -> str:
    return ", ".join(part for part in (venue.place, venue.city, venue.country and state(venue.country)) if part)
