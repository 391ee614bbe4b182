"""Notes put on record: each change is a version, for the readers of its event that it has at that time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session

from app.access.models import Visibility
from app.events.models import Event
from app.ledger import service as ledger
from app.notes import projection
from app.notes.models import Note, NoteStatus

Json = dict[str, Any]
# What notes hold now that those of an earlier release did not.
SINCE: Mapping[str, Any] = {
    "revises": None, "publish_at": None, "state_approval": [], "state_approvals": [], "edition_of": None,
}  # fmt: skip
# What tells whether the States for which a note speaks have approved it.
CONSENT = ("state_approval", "state_approvals")


def known(note: Note) -> Json:
    """The members of a version of a note, of whatever release."""
    return {**SINCE, **orjson.loads(note.body)}


def reach(note: Json, event: Event) -> Visibility:
    """Who may see a note: the committee until it is published, then everybody; of them who may see its event."""
    own = Visibility.public if note["published_at"] else Visibility.committee
    return own.stricter(Visibility(event.visibility))


def write(
    session: Session, fields: Json, event: Event, *, action: str, by: str, owner: str | None, now: datetime,
    aside: Mapping[str, Any] | None = None,
) -> Note:  # fmt: skip
    """Put a version of a note into the ledger; answers the version that holds now."""
    place = ledger.stamp(session, now=now)
    gone = fields.get("withdrawn_at") or (place.at if fields["status"] == NoteStatus.withdrawn else None)
    seen_by = reach(fields, event)
    fields |= {"recorded_at": place.at, "recorded_by": by, "withdrawn_at": gone, "visibility": seen_by}
    change = ledger.append(
        session, place, by=by, action=action, thing=f"note/{fields['id']}", version=fields["version"], body=fields,
        audience=seen_by, owner=owner, aside=aside,
    )  # fmt: skip
    return projection.apply(session, change)


def succeed(
    session: Session, note: Note, event: Event, changes: Mapping[str, Any], *, action: str, by: str, now: datetime
) -> Note:
    """The next version of a note, in which these members are others."""
    fields = {**known(note), **changes, "version": note.version + 1}
    return write(session, fields, event, action=action, by=by, owner=note.owner, now=now)
