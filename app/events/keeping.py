"""What is known of attachments, put on record; it follows the event that it belongs to."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlmodel import Session, col

from app.access.models import Visibility
from app.events import projection
from app.events.attachment_models import Attachment
from app.ledger import service as ledger
from app.ledger.intervals import CURRENT

Json = dict[str, Any]


def write(
    session: Session, fields: Json, *, action: str, reach: Visibility, owner: str | None, by: str, now: datetime
) -> Attachment:
    """Put a version of an attachment on record; `reach` is who may see its event."""
    place = ledger.stamp(session, now=now)
    gone = place.at if action == "withdrawn" else fields.get("withdrawn_at")
    fields |= {"recorded_at": place.at, "recorded_by": by, "withdrawn_at": gone}
    made = ledger.append(
        session, place, by=by, action=action, thing=f"attachment/{fields['id']}", version=fields["version"],
        body=fields, audience=Visibility(fields["visibility"]).stricter(reach), owner=owner,
    )  # fmt: skip
    return projection.attach(session, made)


def follow(
    session: Session, event_id: str, *, reach: Visibility, owner: str | None, reason: str, by: str, now: datetime
) -> None:
    """Let the attachments of an event, withdrawn ones too, be seen by those who may see it as it is now."""
    here = select(Attachment).where(col(Attachment.event_id) == event_id, col(Attachment.to_seq) == CURRENT)
    for row in session.scalars(here.order_by(col(Attachment.id))).all():
        fields = orjson.loads(row.body)
        if reach.stricter(Visibility(fields["visibility"])) != row.visibility:
            fields |= {"version": row.version + 1, "reason": fields["reason"] if row.withdrawn else reason}
            write(session, fields, action="followed", reach=reach, owner=owner, by=by, now=now)
