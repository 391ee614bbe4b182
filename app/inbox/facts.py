"""The dated facts of a reading: each linked to the entry on record that states it already, or recorded."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session

from app.access.models import Visibility
from app.checks.models import Finding
from app.events import standing
from app.events.models import Event, EventCreate, EventType
from app.inbox import drafts
from app.inbox.choices import Decision
from app.inbox.models import Action
from app.kit import dates
from app.kit.errors import Conflict
from app.notes.document import Cite
from app.reading.models import Reading
from app.timeline import contest, history
from app.timeline import service as timeline
from app.timeline.claims import ClaimCreate
from app.timeline.models import Entry, EntryCreate, Source
from app.timeline.service import About

Json = dict[str, Any]
Key = tuple[str, str, tuple[str, ...]]


class NearEntry(Conflict):
    """Entries of the same State and kind are near a fact of the note: `entries` lists each fact with its candidates.

    Say for each whether to link it to a candidate or to record it: `{"entries": [{"at", "action", "entry"}]}`.
    """

    slug, title = "near-entry", "Facts like these may be on record already"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a reading in the shape of the register, and the entries on record that it may be.

    With `known` it is linked to that entry; with candidates alone somebody has to choose; else it is recorded. `span`
    has the characters of the text as it was read.
    """

    number: int
    at: str
    data: EntryCreate
    findings: tuple[Finding, ...]
    span: tuple[int, int] | None
    known: Entry | None
    candidates: tuple[Entry, ...]

    @property
    def key(self) -> Key:
        """Facts with the same key are one fact, stated twice."""
        return (self.data.kind, self.data.date, tuple(sorted(self.data.states)))


@dataclass(slots=True)
class Settled:
    """What became of the facts: entries recorded and linked, and the entries that each place of the note rests on."""

    created: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    places: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    current: dict[str, Entry] = field(default_factory=dict)

    @property
    def cites(self) -> Mapping[str, Sequence[Cite]]:
        """For each place of the note the entries that it states, in the version that the acceptance leaves."""
        return {
            place: [Cite(one, self.current[one].version) for one in dict.fromkeys(entries)]
            for place, entries in self.places.items()
        }


def plan(
    session: Session, reading: Reading, decisions: Mapping[int, Decision], *, event: EventCreate, known: Event | None
) -> list[Fact]:
    """What to do with each fact; nothing is written yet. Raises NearEntry, and Invalid for what cannot be recorded.

    Left out are facts that were decided to be, those about no State, which have no timeline to stand on, and the
    event itself, whose own entry (that of `known`, or the one that it will make) is no candidate for another fact.
    """
    own = known.entry_id if known else None
    facts = []
    for number, read in enumerate(reading.entries):
        decision = decisions.get(number)
        if not read.states or (decision and decision.action is Action.skip):
            continue
        data = drafts.entry(read, number=number)
        told = (number, read.at, data, _findings(reading, number), _span(reading, number))
        if decision:
            facts.append(Fact(*told, decision.entry, ()))
        elif not is_the_event(data.kind, data.date, data.states, event):
            # On the event's own day its entry is asked about: the fact names a State that the entry may lack.
            besides = None if data.date == event.date else own
            found = _alike(session, data, besides=besides)
            facts.append(Fact(*told, *found))
    if offers := [_offer(fact, reading) for fact in facts if fact.candidates]:
        raise NearEntry("Say of each fact whether it is one of its candidates.", entries=offers)
    return facts


def is_the_event(kind: str, date: str, states: Sequence[str], event: EventCreate) -> bool:
    """Whether a fact is the event of its note: its kind and date, and no State that the event does not concern."""
    its_kind = EventType(event.type).entry_kind
    return kind == its_kind and date == event.date and set(states) <= set(standing.concerned(event))


def _alike(session: Session, data: EntryCreate, *, besides: str | None) -> tuple[Entry | None, tuple[Entry, ...]]:
    found = history.alike(session, kind=data.kind, states=data.states, when=data.date)
    if len(found.same) == 1:
        return found.same[0], ()
    return None, tuple(one for one in (*found.same, *found.near) if one.id != besides)


def _findings(reading: Reading, number: int) -> tuple[Finding, ...]:
    own = re.compile(rf"entries\[{number}\](\.|$)")
    return tuple(one for one in reading.findings if one.at == reading.entries[number].at or own.match(one.at))


def _span(reading: Reading, number: int) -> tuple[int, int] | None:
    """From the first character of the passage to the one after its last, where the reading says so."""
    passage = reading.spans.get(f"entries[{number}]", [])
    first, last = (min(one[0] for one in passage), max(one[1] for one in passage)) if passage else (0, 0)
    return (first, last) if 0 <= first < last else None


def _offer(fact: Fact, reading: Reading) -> Json:
    """A fact and its candidates; `at` names this fact alone, and is what a choice sends back."""
    read = reading.entries[fact.number]
    alone = [one.at for one in reading.entries].count(fact.at) == 1
    shown = ("id", "version", "kind", "date", "title", "states")
    bodies = [orjson.loads(one.body) for one in fact.candidates]
    return {
        "at": fact.at if alone else f"entries[{fact.number}]", "kind": read.kind, "date": read.date,
        "text": read.text, "candidates": [{name: body[name] for name in shown} for body in bodies],
    }  # fmt: skip


def settle(
    session: Session,
    facts: Sequence[Fact],
    *,
    source: Source,
    by: str,
    now: datetime,
    owner: str | None,
    visibility: Visibility,
) -> Settled:
    """Write the facts down: those known gain a source and their findings, the others are recorded, each once.

    `visibility` is that of the event which the note is about: what is made of the note is for nobody else.
    """
    settled, made = Settled(), dict[Key, Entry]()
    for fact in facts:
        if fact.known:
            entry = _gain(
                session, fact.known.id, fact, source=source, by=by, now=now, owner=owner, visibility=visibility
            )
            settled.linked += [entry.id] * (entry.id not in settled.linked)
        elif fact.key in made:
            entry = made[fact.key]
        else:
            stated = [one for one in facts if one.key == fact.key and one.known is None]
            about = About(findings=_all_findings(stated), owner=owner)
            entry = made[fact.key] = _record(session, stated, about, source, by=by, now=now, visibility=visibility)
            settled.created.append(entry.id)
        settled.current[entry.id] = entry
        settled.places[fact.at].append(entry.id)
    return settled


def _gain(
    session: Session,
    known: str,
    fact: Fact,
    *,
    source: Source,
    by: str,
    now: datetime,
    owner: str | None,
    visibility: Visibility,
) -> Entry:
    """The entry with one more source, in the version that holds now: the event may have added to it meanwhile.

    A date that does not agree with the entry's is kept beside it, as what this source says. Where more people see
    the entry than the event, they learn of the submission, and nothing of the event.
    """
    entry, placed = timeline.current(session, known), _placed(source, fact)
    more, findings = placed, fact.findings
    if entry.visibility != visibility and visibility is not Visibility.public:
        more, findings = placed.model_copy(update={"text": None}), ()
    entry = timeline.gain_source(session, entry, more, by=by, now=now, findings=findings)
    if _agrees(fact.data.date, orjson.loads(entry.body)["date"]):
        return entry
    said = ClaimCreate(member="date", value=fact.data.date, source=placed, visibility=visibility)
    contest.claim(session, entry, said, by=by, now=now, owner=owner)
    return timeline.current(session, known)


def _agrees(said: str, known: str) -> bool:
    """Whether a date says nothing else than one on record: the same, or the same less precisely."""
    told, kept = dates.parse(said), dates.parse(known)
    return told.first_day <= kept.first_day and kept.last_day <= told.last_day


def _record(
    session: Session,
    stated: Sequence[Fact],
    about: About,
    source: Source,
    *,
    by: str,
    now: datetime,
    visibility: Visibility,
) -> Entry:
    """A new entry, with every place that states the fact as a source."""
    sources = {fact.at: _placed(source, fact) for fact in stated}
    data = stated[0].data.model_copy(update={"sources": list(sources.values()), "visibility": visibility})
    with drafts.pointing(lambda at: f"/reading/entries/{stated[0].number}{at}"):
        return timeline.record(session, data, by=by, now=now, about=about)


def _all_findings(stated: Sequence[Fact]) -> tuple[Finding, ...]:
    return tuple({(one.code, one.at): one for fact in stated for one in fact.findings}.values())


def _placed(source: Source, fact: Fact) -> Source:
    return source.model_copy(update={"place": fact.at, "span": fact.span})
