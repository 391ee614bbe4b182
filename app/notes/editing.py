"""Notes edited: a save that changes something makes a revision, and that of a published note begins one beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session

from app.access.service import Principal
from app.kit import etags
from app.kit.errors import Conflict, Invalid, PreconditionFailed, field
from app.kit.ids import new_id
from app.notes import catalogue, comparing, keeping, revisions
from app.notes.models import Note, NoteContent, NoteStatus, SectionName
from app.notes.revision_models import ItemUpdate, NoteUpdate
from app.notes.service import event_of
from app.states import service as states

Json = dict[str, Any]


class NoteWithdrawn(Conflict):
    """A withdrawn note is not changed any more. Write another about its event."""

    slug, title = "note-withdrawn", "The note is withdrawn"


def match(session: Session, note: Note, if_match: str | None, sent: NoteUpdate | None, *, by: Principal) -> bytes:
    """Insist that an edit is based on the note as it now reads; answers that.

    Raises PreconditionRequired, and PreconditionFailed with the note as it now reads and what was sent differs in.
    """
    (current,) = catalogue.bodies(session, [note], seen_by=by)
    try:
        etags.match(if_match, current)
    except PreconditionFailed as stale:
        if sent:
            told = [{"name": one.name, "items": [_item(item) for item in one.items]} for one in sent.sections]
            stale.more["differences"] = comparing.sections(orjson.loads(current)["sections"], told)
        raise
    return current


def edit(session: Session, note: Note, data: NoteUpdate, *, by: Principal, now: datetime) -> Note:
    """Let a note read as it should; the same where nothing changes.

    Raises NoteWithdrawn, UnknownStates, and Invalid for entries that are not on record.
    """
    _check_citations(session, note, data, by=by)
    items = {section.name: [_item(item) for item in section.items] for section in data.sections}
    sections = [{"name": name, "items": items.get(name, [])} for name in SectionName]
    changes: Json = {"sections": sections, "contact_email": data.contact_email}
    if data.title is not None:
        changes["title"] = data.title
    if data.state_approval is not None:
        changes["state_approval"] = states.require(data.state_approval, at="/state_approval")
    return save(session, note, changes, action="edited", by=by.id, now=now)


def restore(session: Session, note: Note, number: int, *, by: Principal, now: datetime) -> Note:
    """Let a note read as one of its revisions does; the same where it does. Raises NoteWithdrawn, RevisionNotFound."""
    told = revisions.content(session, note, number, seen_by=by)
    return save(session, note, told, action="restored", by=by.id, now=now)


def save(session: Session, note: Note, changes: Mapping[str, Any], *, action: str, by: str, now: datetime) -> Note:
    """The next revision of a note, or the note where nothing changes; that of a published one is a note of its own.

    What was reviewed, or approved by experts and by States, was another text: the note is a draft again.

    Raises NoteWithdrawn.
    """
    if note.withdrawn:
        raise NoteWithdrawn("This note was withdrawn.")
    known = keeping.known(note)
    if all(known[name] == value for name, value in changes.items()):
        return note
    whole = {**known, **changes, "version": note.version + 1, "status": NoteStatus.draft, "publish_at": None}
    beside = note.status == NoteStatus.published
    if beside or any(known[name] != whole[name] for name in NoteContent.model_fields):
        whole |= {"revision": revisions.next_number(session, note), "state_approvals": []}
    if beside:
        whole |= {"id": new_id(), "version": 1, "revises": note.id, "published_at": None, "published_on": None}
    return keeping.write(session, whole, event_of(session, note), action=action, by=by, owner=note.owner, now=now)


def _check_citations(session: Session, note: Note, data: NoteUpdate, *, by: Principal) -> None:
    """Insist that what a note newly cites is on record, in the version that is named. Raises Invalid."""
    kept = [one for item in catalogue.items(keeping.known(note)) for one in item["entries"]]
    cited = [
        (f"/sections/{i}/items/{j}/entries/{k}", one)
        for i, section in enumerate(data.sections)
        for j, item in enumerate(section.items)
        for k, one in enumerate(item.entries)
        if one.model_dump() not in kept
    ]
    seen = catalogue.cited(session, {one.id for _, one in cited}, seen_by=by)
    advice = "Use the id of an entry on record, and a version that it has."
    if errors := [field(at, "unknown_entry", advice) for at, one in cited if one.version > seen.get(one.id, 0)]:
        raise Invalid("An entry that is cited is not on record.", errors=errors)


def _item(item: ItemUpdate) -> Json:
    """An item as it is kept: with an id."""
    return item.model_dump(mode="json") | {"id": item.id or new_id()}
