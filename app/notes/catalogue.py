"""Lists of notes: filtered, newest first, page by page; and whether what they cite has changed."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col, func

from app.access.service import Principal
from app.access.visibility import visible
from app.events.models import EventState
from app.kit.paging import Slice, Window, bad_cursor
from app.notes.models import Note, NoteQuestion
from app.timeline.models import CURRENT, Entry


def search(session: Session, question: NoteQuestion, window: Window, *, seen_by: Principal) -> Slice:
    """One page of the notes that somebody may see, the newest first."""
    wanted = [visible(seen_by, visibility=Note.visibility, owner=Note.owner), *_filters(question)]
    total = window.total
    if window.count:
        total = session.scalars(select(func.count()).select_from(Note).where(*wanted)).one()
    if window.after:
        wanted.append(col(Note.id) < _id(window.after))
    rows = session.scalars(select(Note).where(*wanted).order_by(col(Note.id).desc()).limit(window.limit + 1)).all()
    shown = rows[: window.limit]
    after = [shown[-1].id] if len(rows) > window.limit else None
    return Slice(bodies(session, shown), after, total)


def bodies(session: Session, notes: Sequence[Note]) -> list[bytes]:
    """The notes as they are sent: the stored text, with `stale` true where a cited entry has changed since."""
    said = [orjson.loads(note.body) for note in notes]
    now = _versions(session, {cited["id"] for note in said for cited in _cited(note)})
    return [
        orjson.dumps(note | {"stale": any(now[one["id"]] != one["version"] for one in _cited(note))}) for note in said
    ]


def _versions(session: Session, entries: Iterable[str]) -> dict[str, int]:
    found = select(col(Entry.id), col(Entry.version)).where(col(Entry.id).in_(entries), col(Entry.to_seq) == CURRENT)
    return {row.id: row.version for row in session.execute(found)}


def _cited(note: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return (cited for section in note["sections"] for item in section["items"] for cited in item["entries"])


def _filters(question: NoteQuestion) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if question.event:
        conditions.append(col(Note.event_id) == question.event)
    if question.language:
        conditions.append(col(Note.language) == question.language)
    if question.status:
        conditions.append(col(Note.status).in_(question.status))
    if question.state:
        about = select(col(EventState.event_id)).where(col(EventState.state) == question.state, col(EventState.subject))
        conditions.append(col(Note.event_id).in_(about))
    return conditions


def _id(after: list[Any]) -> str:
    if len(after) != 1 or not isinstance(after[0], str):
        raise bad_cursor()
    return after[0]
