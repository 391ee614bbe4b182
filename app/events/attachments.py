"""Files of events: attached, listed, taken, and withdrawn. What is said of them is on record like everything else."""

from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, insert, select
from sqlmodel import Session, col, func

from app.access.models import Visibility
from app.access.service import Principal
from app.access.visibility import visible
from app.events import files, keeping
from app.events.attachment_models import Attachment, AttachmentForm, KeptFile
from app.events.models import Event
from app.events.service import EventWithdrawn
from app.kit.errors import Conflict, NotFound
from app.kit.ids import new_id
from app.kit.paging import Slice, Window, only_text
from app.ledger.intervals import held

Json = dict[str, Any]


class AttachmentNotFound(NotFound):
    """The event has no attachment of this id, or none that the caller may see."""

    title = "There is no such attachment"


class AttachmentWithdrawn(Conflict):
    """The attachment was withdrawn: what was said of it stays on record, its file is not sent any more."""

    slug, title = "attachment-withdrawn", "The attachment is withdrawn"


def attach(
    session: Session, event: Event, form: AttachmentForm, *, name: str, content: bytes, by: str, now: datetime
) -> Attachment:
    """Keep a file with an event. Raises FileNotTaken, TooLarge, EventWithdrawn."""
    found = files.identify(content, name)
    if event.withdrawn:
        raise EventWithdrawn("This event was withdrawn.")
    digest = sha256(content).hexdigest()
    if session.get(KeptFile, digest) is None:
        session.execute(insert(KeptFile).values(sha256=digest, content=content))
    about = {"name": name, "media_type": found.media_type, "bytes": len(content), "sha256": digest}
    fields = form.model_dump(mode="json") | {"id": new_id(), "version": 1, "event": event.id, "file": about}
    fields |= {"title": form.title or name, "reason": None}
    reach = Visibility(event.visibility)
    return keeping.write(session, fields, action="recorded", reach=reach, owner=event.owner, by=by, now=now)


def withdraw(
    session: Session, event: Event, attachment: Attachment, *, reason: str, by: str, now: datetime
) -> Attachment:
    """Take a file back; that it was there, and why it is gone, stays on record. Raises AttachmentWithdrawn."""
    _insist_on_kept(attachment)
    fields = orjson.loads(attachment.body) | {"version": attachment.version + 1, "reason": reason}
    reach = Visibility(event.visibility)
    return keeping.write(session, fields, action="withdrawn", reach=reach, owner=event.owner, by=by, now=now)


def get(session: Session, event: Event, attachment_id: str, *, seen_by: Principal) -> Attachment:
    """An attachment of an event that the caller sees. Raises AttachmentNotFound, also for one not to be seen."""
    found = select(Attachment).where(col(Attachment.id) == attachment_id, _of(session, event, seen_by, None))
    attachment = session.scalars(found).first()
    if attachment is None:
        raise AttachmentNotFound("The event has no attachment of this id.")
    return attachment


def search(session: Session, event: Event, window: Window, *, seen_by: Principal, known_at: str | None = None) -> Slice:
    """One page of the attachments of an event, in the order in which they came; without those withdrawn."""
    wanted = and_(_of(session, event, seen_by, known_at), ~col(Attachment.withdrawn))
    total = window.total
    if window.count:
        total = session.scalars(select(func.count()).select_from(Attachment).where(wanted)).one()
    if window.after is not None:
        wanted = and_(wanted, col(Attachment.id) > only_text(window.after))
    rows = session.scalars(select(Attachment).where(wanted).order_by(col(Attachment.id)).limit(window.limit + 1)).all()
    shown = rows[: window.limit]
    return Slice([row.body for row in shown], [shown[-1].id] if len(rows) > window.limit else None, total)


def content(session: Session, attachment: Attachment) -> bytes:
    """The bytes of a file as it came. Raises AttachmentWithdrawn."""
    _insist_on_kept(attachment)
    return session.get_one(KeptFile, attachment.sha256).content


def sent_as(attachment: Attachment) -> tuple[str, str]:
    """How a file is sent: its media type, and the suffix of its name."""
    media_type = orjson.loads(attachment.body)["file"]["media_type"]
    return media_type, next(one.suffix for one in files.FORMATS.values() if one.media_type == media_type)


def _of(session: Session, event: Event, seen_by: Principal, known_at: str | None) -> ColumnElement[bool]:
    shown = visible(seen_by, visibility=Attachment.visibility, owner=Attachment.owner)
    return and_(col(Attachment.event_id) == event.id, held(Attachment, session, known_at), shown)


def _insist_on_kept(attachment: Attachment) -> None:
    if attachment.withdrawn:
        raise AttachmentWithdrawn("This attachment was withdrawn.")
