"""What a note rests on and has changed since: which items, why, and what would be written now; and taken over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlmodel import Session, col, or_, select

from app.access.models import Visibility
from app.access.service import Principal
from app.access.visibility import visible
from app.events.models import Event
from app.kit.ids import new_id
from app.kit.languages import Language
from app.ledger.intervals import CURRENT
from app.notes import catalogue, editing, keeping
from app.notes import compose as composer
from app.notes.document import Cite
from app.notes.models import Note
from app.notes.service import event_of
from app.notes.staleness_models import Edited
from app.timeline import service as timeline
from app.timeline.models import Entry

Json = dict[str, Any]


class Stale(NamedTuple):
    """An item that rests on entries which have changed: in what, and the sentences that would be written now.

    It is `edited` where it does not read as what it cites would have it.
    """

    section: str
    item: Json
    changed: list[Json]
    now: dict[str, tuple[Cite, ...]]
    edited: bool


class _Record(NamedTuple):
    """What the event of a note and its items rest on, of all that somebody may see.

    Of entries the versions that hold now, and those that are cited; of the events that they belong to, every one.
    """

    event: Json
    language: Language
    held: Mapping[str, Entry]
    versions: Mapping[tuple[str, int], Entry]
    events: Sequence[Event]

    def now(self, cites: Iterable[Json]) -> dict[str, tuple[Cite, ...]]:
        """What would be written now: of what everybody may see, as when a note is composed."""
        found = (self.held.get(one["id"]) for one in cites)
        entries = [one for one in found if one and one.visibility == Visibility.public]
        return self._told(entries, [one for one in self.events if one.to_seq == CURRENT])

    def then(self, cites: Iterable[Json], language: Language) -> list[str]:
        """What was to be written in another language of the versions that are cited; nothing unless it is one text."""
        found = (self.versions.get((one["id"], one["version"])) for one in cites)
        entries = [one for one in found if one]
        events = [one for one in self.events if one.to_seq == CURRENT]
        told = list(self._replace(language=language)._told(entries, events))
        return told if len(told) == 1 else []

    def gave(self, text: str, cite: Json) -> bool:
        """Whether a sentence was to be written of the version that is cited, with its event as it was meanwhile."""
        entry = self.versions.get((cite["id"], cite["version"]))
        return entry is not None and any(text in self._told([entry], known) for known in self._meanwhile(entry))

    def _meanwhile(self, entry: Entry) -> Iterator[list[Event]]:
        yield []
        for event in self.events:
            if event.id == entry.event_id and event.from_seq < entry.to_seq and entry.from_seq < event.to_seq:
                yield [event]

    def _told(self, entries: Iterable[Entry], events: Iterable[Event]) -> dict[str, tuple[Cite, ...]]:
        known = {one.id: orjson.loads(one.body) for one in events}
        bodies = [orjson.loads(one.body) for one in entries]
        return composer.told(self.event, bodies, language=self.language, events=known)


def read(session: Session, note: Note, *, seen_by: Principal) -> bytes:
    """The items of a note that rest on what has changed, as somebody may see it, and a later revision of its source."""
    items = [_shown(one) for one in stale(session, note, seen_by=seen_by)]
    later = _behind(session, note, seen_by=seen_by)
    told = {"note": note.id, "revision": note.revision, "stale": bool(items or later)}
    return orjson.dumps(told | {"edition_of": later, "items": items})


def _behind(session: Session, note: Note, *, seen_by: Principal) -> Json | None:
    """The later revision of the note that one is an edition of."""
    told = keeping.known(note)
    tie = told["edition_of"]
    current = catalogue.sources(session, [told], seen_by=seen_by).get(tie["note"], 0) if tie else 0
    return tie | {"current": current} if tie and tie["revision"] < current else None


def stale(session: Session, note: Note, *, seen_by: Principal) -> list[Stale]:
    """The items of a note that rest on entries which have another version now, of those that somebody may see."""
    told = keeping.known(note)
    record = _record(session, note, told, seen_by=seen_by)
    found = ((part["name"], item, _changed(item, record)) for part in told["sections"] for item in part["items"])
    return [
        Stale(name, item, changed, record.now(item["entries"]), _edited(item, record))
        for name, item, changed in found
        if changed
    ]


def refresh(session: Session, note: Note, *, edited: Edited, by: Principal, now: datetime) -> Note:
    """Take over what changed, in a revision that differs by those items alone; the same note where nothing changed.

    Each is written anew, or taken out where the record does not bear it any more. Those that were edited stay as they
    are, unless they are to be replaced. Raises NoteWithdrawn.
    """
    found = {
        one.item["id"]: one
        for one in stale(session, note, seen_by=by)
        if edited == "replace" or not one.edited
    }  # fmt: skip
    sections = [
        part | {"items": [new for item in part["items"] for new in _anew(item, found.get(item["id"]))]}
        for part in keeping.known(note)["sections"]
    ]
    return editing.save(session, note, {"sections": sections}, action="refreshed", by=by.id, now=now)


def translated(session: Session, note: Note, language: Language, *, seen_by: Principal) -> dict[str, str]:
    """The texts of a note that the record had it say, each as it is told in another language from the same versions."""
    told = keeping.known(note)
    record = _record(session, note, told, seen_by=seen_by)
    found = (item for item in catalogue.items(told) if item["entries"] and not _edited(item, record))
    return {item["text"]: text for item in found for text in record.then(item["entries"], language)}


def _record(session: Session, note: Note, told: Json, *, seen_by: Principal) -> _Record:
    cites = [one for item in catalogue.items(told) for one in item["entries"]]
    wanted = or_(col(Entry.to_seq) == CURRENT, col(Entry.version).in_({one["version"] for one in cites}))
    shown = visible(seen_by, visibility=Entry.visibility, owner=Entry.owner)
    rows = session.exec(select(Entry).where(col(Entry.id).in_({one["id"] for one in cites}), wanted, shown)).all()
    held = {row.id: row for row in rows if row.to_seq == CURRENT}
    versions = {(row.id, row.version): row for row in rows if row.id in held}
    about = {row.event_id for row in rows if row.event_id}
    events = session.exec(select(Event).where(col(Event.id).in_(about), Event.visibility == Visibility.public)).all()
    return _Record(orjson.loads(event_of(session, note).body), Language(note.language), held, versions, events)


def _edited(item: Json, record: _Record) -> bool:
    return not all(record.gave(item["text"], one) for one in _seen(item, record))


def _seen(item: Json, record: _Record) -> list[Json]:
    return [one for one in item["entries"] if one["id"] in record.held]


def _changed(item: Json, record: _Record) -> list[Json]:
    return [
        _difference(one, record.held[one["id"]], record.versions.get((one["id"], one["version"])))
        for one in _seen(item, record)
        if record.held[one["id"]].version != one["version"]
    ]


def _difference(cite: Json, held: Entry, cited: Entry | None) -> Json:
    now = orjson.loads(held.body)
    changes = timeline.changes(orjson.loads(cited.body), now) if cited else []
    told = {"entry": held.id, "cited": cite["version"], "current": held.version, "withdrawn": held.withdrawn}
    return told | {"reason": now["reason"], "differences": changes}


def _shown(one: Stale) -> Json:
    told = {"item": one.item["id"], "section": one.section, "text": one.item["text"], "edited": one.edited}
    return told | {"now": list(one.now), "entries": one.changed}


def _anew(item: Json, found: Stale | None) -> Iterator[Json]:
    """An item as it is to be: as it is, or each sentence that is written now, the first of them in its place."""
    if found is None:
        yield item
        return
    for place, (text, cites) in enumerate(found.now.items()):
        entries = [{"id": one.id, "version": one.version} for one in cites]
        yield {"id": new_id() if place else item["id"], "text": text, "entries": entries}
