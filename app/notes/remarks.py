"""Remarks on notes, by experts and by the organization whose note it is: never for anybody else."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from app.access.models import Role, Visibility
from app.access.service import Principal
from app.access.visibility import visible
from app.kit.errors import Conflict, Forbidden, Invalid, NotFound, field
from app.kit.ids import new_id
from app.ledger import service as ledger
from app.ledger.intervals import CURRENT
from app.notes import catalogue, keeping, remarks_projection, revisions
from app.notes.models import Note
from app.notes.remark_models import Remark, RemarkCreate

Json = dict[str, Any]


class RemarkNotFound(NotFound):
    """The note has no remark of this id, or none that the caller may see."""

    title = "There is no such remark"


class RemarkResolved(Conflict):
    """The remark is resolved. Make another one, if something is still to be said."""

    slug, title = "remark-resolved", "The remark is resolved"


class NoteOfOthers(Forbidden):
    """An organization remarks on its own notes: those that it sent."""

    slug, title = "note-of-others", "This note is not your organization's"


def make(session: Session, note: Note, data: RemarkCreate, *, by: Principal, now: datetime) -> Remark:
    """Remark on a note, or on an item that it has or that its next revision will have. Raises NoteOfOthers, Invalid."""
    if by.role is Role.organizer and (note.owner is None or by.organization != note.owner):
        raise NoteOfOthers("An organization remarks on its own notes.")
    text = revisions.under_way(session, note)
    named = {item["id"] for one in (note, text) for item in catalogue.items(keeping.known(one))}
    if data.item is not None and data.item not in named:
        advice = "Use the id of an item, or null for the whole note."
        raise Invalid("The note has no such item.", errors=[field("/item", "unknown_item", advice)])
    fields = data.model_dump(mode="json") | {
        "id": new_id(), "version": 1, "note": _whole(note), "revision": text.revision, "remarked_by": by.id,
        "resolved_at": None, "resolved_by": None, "answer": None,
    }  # fmt: skip
    return _write(session, fields, action="remarked", by=by, owner=note.owner, now=now)


def resolve(session: Session, remark: Remark, answer: str | None, *, by: Principal, now: datetime) -> Remark:
    """Settle a remark. Raises RemarkResolved."""
    if remark.resolved:
        raise RemarkResolved("This remark was resolved.")
    fields = orjson.loads(remark.body) | {"version": remark.version + 1, "resolved_by": by.id, "answer": answer}
    return _write(session, fields, action="resolved", by=by, owner=remark.owner, now=now)


def listed(session: Session, note: Note, *, seen_by: Principal) -> list[str]:
    """The remarks on a note, and on its next revisions, that somebody may see, oldest first."""
    return list(session.exec(select(Remark.body).where(_of(note, seen_by)).order_by(col(Remark.id))))


def get(session: Session, note: Note, remark_id: str, *, seen_by: Principal) -> Remark:
    """A remark on a note. Raises RemarkNotFound, also for one not to be seen."""
    remark = session.exec(select(Remark).where(col(Remark.id) == remark_id, _of(note, seen_by))).first()
    if remark is None:
        raise RemarkNotFound("The note has no remark of this id.")
    return remark


def _whole(note: Note) -> str:
    return note.revises or note.id


def _of(note: Note, seen_by: Principal) -> ColumnElement[bool]:
    shown = visible(seen_by, visibility=Remark.visibility, owner=Remark.owner)
    return and_(col(Remark.note_id) == _whole(note), col(Remark.to_seq) == CURRENT, shown)


def _write(session: Session, fields: Json, *, action: str, by: Principal, owner: str | None, now: datetime) -> Remark:
    place = ledger.stamp(session, now=now)
    seen_by = Visibility.committee
    fields |= {"recorded_at": place.at, "recorded_by": by.id, "visibility": seen_by}
    fields |= {"remarked_at": fields.get("remarked_at", place.at)}
    if action == "resolved":
        fields |= {"resolved_at": place.at}
    change = ledger.append(
        session, place, by=by.id, action=action, thing=f"remark/{fields['id']}", version=fields["version"],
        body=fields, audience=seen_by, owner=owner,
    )  # fmt: skip
    return remarks_projection.apply(session, change)
