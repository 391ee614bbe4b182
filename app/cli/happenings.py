"""Rows of `records.csv` as what the register holds: an event with its participants, or an entry.

Nothing is guessed. What a row says in words alone (a city at the end of a title, "announced dates") stays words.
These rules are all that is derived:

- Rows of one `event_key` are one happening. Those of kind event, visit and peer_review are one event; of any other
  kind, one entry about several States.
- Every State of an event's rows takes part in its role, and so has the event on its timeline. Its *subjects* are the
  States of role subject; the hosts of a visit; all who were at a peer review; and a host where the title says that
  the event is national ("national", "NAP") or names that State after "in" or "of".
- The States of role author are the author of a letter; a plan is valid for the time in which it is in force.
- The country of the venue is that of the only host, unless the title says that the event was virtual.
- The type of an event is what its title says in so many words, else `other`.
"""

import re
from collections.abc import Sequence
from datetime import date

from app.checks.models import Code, Finding
from app.cli.rows import Row
from app.events import life
from app.events.models import EventCreate, EventStatus, EventType, Mode
from app.events.participants import Participant, ParticipantKind, ParticipantRole
from app.events.venues import Venue
from app.kit import dates
from app.kit.folding import fold
from app.timeline.models import DateBasis, EntryCreate, Identifier, Kind, Source

EVENTS = {Kind.visit: EventType.state_visit, Kind.peer_review: EventType.peer_review, Kind.event: None}
ROLES = {
    "subject": ParticipantRole.subject,
    "host": ParticipantRole.host,
    "invited": ParticipantRole.invited,
    "participant": ParticipantRole.attended,
}
# The first of these that a title fulfils is the event's type.
TYPES = (
    (r"\bfinal meeting\b.*\bNAP\b", EventType.nap_final_review),
    (r"\bnational round ?-?tables?\b", EventType.national_round_table),
    (r"(?=.*\bNAP\b).*\b(draft|drafting|develop|developing|finali[sz]ation)\b", EventType.nap_drafting),
    (r"\btraining\b", EventType.training_course),
    (r"\bparliament(s|ary)\b", EventType.parliamentary_seminar),
    (r"\bindustry\b|\bWiesbaden\b", EventType.industry_outreach),
    (r"\bopen consultations?\b", EventType.open_consultation),
    (r"\bside[ -]event\b", EventType.side_event),
    (r"\bregional conference\b", EventType.regional_conference),
    (r"\bworkshops?\b", EventType.workshop),
    (r"\b(webinars?|virtual|online)\b", EventType.virtual_meeting),
)
VIRTUAL = re.compile(r"\b(webinars?|virtual|online)\b", re.IGNORECASE)
NATIONAL = re.compile(r"\b(national|NAP)\b", re.IGNORECASE)
# Symbols of documents begin with the organ that issued them, such as S/2015/1052; press releases are marked so.
DOCUMENT = re.compile(r"(A|E|S|T|ST)/[A-Z0-9][A-Za-z0-9./()-]*")
PRESS = re.compile(r".+ \(press\)")
# A document that is on no web page: a key of whoever collected it, and its title in brackets.
UNPUBLISHED = re.compile(r"[a-z]+:\S+ \((?P<title>.+)\)")
# A note that begins so doubts its row; the doubt stays with the record.
DOUBTS = {"IMPLAUSIBLE": Code.letter_date_far, "CONFLICT": Code.date_conflict}


def event(rows: Sequence[Row], *, today: date) -> EventCreate:
    """The event that these rows are about. Raises pydantic.ValidationError, dates.BadDate."""
    made = _event(rows)
    if status := rows[0]["status"]:
        return made.model_copy(update={"status": EventStatus(status)})
    return life.begun(made, today=today)


def _event(rows: Sequence[Row]) -> EventCreate:
    first = rows[0]
    title, kind = first["title_or_subject"], Kind(first["kind"])
    starts_on, ends_on, sessions = dates.days_of(first["date"])
    virtual = bool(VIRTUAL.search(title))
    return EventCreate(
        title=title,
        type=EVENTS[kind] or _type(title),
        mode=Mode.virtual if virtual else Mode.in_person,
        starts_on=starts_on,
        ends_on=ends_on,
        sessions=list(sessions),
        venues=[] if virtual else _venues(rows),
        states=[row["state_iso3"] for row in rows if _is_subject(row, kind)],
        participants=[_participant(row) for row in rows],
        identifiers=_identifiers(first),
        sources=_sources(rows),
    )


def entry(rows: Sequence[Row]) -> EntryCreate:
    """The fact that these rows state of their States. Raises pydantic.ValidationError."""
    first = rows[0]
    return EntryCreate.model_validate(
        {
            "kind": first["kind"],
            "date": first["date"],
            "date_basis": first["date_basis"] or None,
            "status": first["status"] or None,
            "title": first["title_or_subject"],
            "states": [row["state_iso3"] for row in rows],
            "author": ", ".join(row["state_name"] for row in rows if row["role"] == "author") or None,
            "valid": first["date"] if _is_period(first) else None,
            "identifiers": _identifiers(first),
            "sources": _sources(rows),
        }
    )


def _is_period(row: Row) -> bool:
    """Whether the date of a row is the time in which a plan is in force."""
    in_force = row["kind"] == Kind.nap and row["date_basis"] == DateBasis.in_force
    return in_force and dates.parse(row["date"]).precision == "interval"


def findings(rows: Sequence[Row]) -> tuple[Finding, ...]:
    """The doubts that the notes of the rows begin with."""
    found = []
    for note in dict.fromkeys(row["note"] for row in rows):
        word, _, doubt = note.partition(": ")
        if word in DOUBTS:
            sentence = doubt.partition(". ")[0].rstrip(".")
            found.append(Finding(code=DOUBTS[word], at="date", detail=f"{sentence[:1].upper()}{sentence[1:]}."))
    return tuple(found)


def _type(title: str) -> EventType:
    return next((found for words, found in TYPES if re.search(words, title, re.IGNORECASE)), EventType.other)


def _is_subject(row: Row, kind: Kind) -> bool:
    role, title = ROLES[row["role"]], row["title_or_subject"]
    if role is ParticipantRole.subject:
        return True
    if kind is Kind.peer_review:
        return role in {ParticipantRole.host, ParticipantRole.attended}
    if role is not ParticipantRole.host:
        return False
    named = re.search(rf"\b(in|of) {re.escape(fold(row['state_name']))}\b", fold(title))
    return kind is Kind.visit or bool(named) or bool(NATIONAL.search(title))


def _venues(rows: Sequence[Row]) -> list[Venue]:
    hosts = [row["state_iso3"] for row in rows if row["role"] == "host"]
    return [Venue(country=hosts[0])] if len(hosts) == 1 else []


def _participant(row: Row) -> Participant:
    return Participant(
        name=row["state_name"], kind=ParticipantKind.state, state=row["state_iso3"], role=ROLES[row["role"]]
    )


def _identifiers(row: Row) -> list[Identifier]:
    symbol = row["document_symbol"]
    if not symbol:
        return []
    if PRESS.fullmatch(symbol):
        return [Identifier(scheme="un-press", value=symbol)]
    return [Identifier(scheme="un" if DOCUMENT.fullmatch(symbol) else "other", value=symbol)]


def _sources(rows: Sequence[Row]) -> list[Source]:
    """The sources of the rows, each once; what its row notes about it stands beside it as words."""
    return [_source(url, note) for url, note in dict.fromkeys((row["source_url"], row["note"]) for row in rows)]


def _source(address: str, note: str) -> Source:
    if address.startswith(("https://", "http://")):
        return Source(url=address, text=note or None)
    unpublished = UNPUBLISHED.fullmatch(address)
    title = unpublished["title"] if unpublished else address
    return Source(text="; ".join(part for part in (title, note) if part) or None)
