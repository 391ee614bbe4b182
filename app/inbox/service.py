"""The inbox: submissions received with a receipt, listed and read. What becomes of them is in review.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import ColumnElement, insert
from sqlmodel import Session, col, func, select, true

from app.access.models import Role
from app.access.service import Principal
from app.events import service as events
from app.inbox import drafts, projection
from app.inbox.models import (
    OVER,
    Receipt,
    Submission,
    SubmissionFile,
    SubmissionQuestion,
    SubmissionStatus,
)
from app.kit.errors import Invalid, NotFound, field
from app.kit.ids import new_id
from app.kit.paging import Slice, Window, only_text
from app.ledger import proofs
from app.ledger import service as ledger
from app.ledger.service import Stamp
from app.ledger.signing import Key
from app.reading.models import Reading

Json = dict[str, Any]


class SubmissionNotFound(NotFound):
    """No submission has this id, or none that the caller may see."""

    title = "There is no such submission"


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, byte for byte, and what was understood of it; `event` is the event that it is about.

    `as_read` is what the machine had read, where the sender corrected it.
    """

    content: bytes
    name: str
    media_type: str
    reading: Reading
    event: str | None = None
    comment: str | None = None
    as_read: Reading | None = None

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hexadecimal."""
        return sha256(self.content).hexdigest()


def submit(
    session: Session, sent: Sent, *, sender: Principal, now: datetime, keys: Sequence[Key]
) -> tuple[Submission, bool]:
    """Take a submission in; answers it, and whether it is new: the same bytes from the same sender are one.

    Its receipt is signed with `keys`. Raises Invalid where it names an event that the sender cannot see.
    """
    mine = select(Submission).where(Submission.digest == sent.sha256, ~col(Submission.status).in_(OVER))
    if known := session.exec(mine.where(own(sender))).first():
        return known, False
    _check_event(session, sent.event, sender)
    fields = _fields(session, sent, sender)
    place = ledger.stamp(session, now=now)
    submission = write(session, fields, action="received", by=sender.id, place=place)
    receipt = _receipt(session, fields, place.seq, keys)
    session.execute(insert(Receipt).values(submission_id=submission.id, body=receipt))
    kept = {"sha256": sent.sha256, "media_type": sent.media_type, "name": sent.name, "size": len(sent.content)}
    session.execute(insert(SubmissionFile).values(submission_id=submission.id, content=sent.content, **kept))
    return submission, True


def _fields(session: Session, sent: Sent, sender: Principal) -> Json:
    findings = [*sent.reading.findings, *drafts.doubts(session, sent.reading)]
    return {
        "id": new_id(), "version": 1, "status": SubmissionStatus.received, "organization": sender.organization,
        "file": _file(sent), "comment": sent.comment, "reading": sent.reading.model_dump(mode="json"),
        "as_read": sent.as_read.model_dump(mode="json") if sent.as_read else None,
        "findings": [finding.model_dump(mode="json") for finding in findings], "remarks": [], "reviewer": None,
        "event": sent.event, "note": None,
    }  # fmt: skip


def _check_event(session: Session, event: str | None, sender: Principal) -> None:
    if event is None:
        return
    try:
        events.get(session, event, seen_by=sender)
    except events.EventNotFound as error:
        advice = field("/event", "unknown_event", "Use the id of an event that is on record, or leave it out.")
        raise Invalid("The event that is named is not on record.", errors=[advice]) from error


def _file(sent: Sent) -> Json:
    return {"name": sent.name, "media_type": sent.media_type, "sha256": sent.sha256, "bytes": len(sent.content)}


def _receipt(session: Session, fields: Json, seq: int, keys: Sequence[Key]) -> str:
    """What its sender needs to prove, with no server, what was received and when (ledger/verifier.py).

    It is no part of what it seals: a leaf cannot hold its own digest.
    """
    proof = proofs.inclusion(session, seq, keys)
    said = {"submission": fields["id"], "sha256": fields["file"]["sha256"], "received_at": proof["row"]["at"]}
    shown = {name: proof[name] for name in ("seq", "leaf", "proof", "checkpoint")}
    evidence = {"row": proof["row"], **proofs.evidence(session, seq)}
    return ledger.canonical(said | shown | {"evidence": evidence})


def write(
    session: Session, fields: Json, *, action: str, by: str, place: Stamp, aside: Mapping[str, Any] | None = None
) -> Submission:
    """Put a submission into the ledger; answers it as it stands now."""
    fields |= {"recorded_at": place.at, "recorded_by": by}
    change = ledger.append(
        session, place, by=by, action=action, thing=f"submission/{fields['id']}", version=fields["version"],
        body=fields, audience="inbox", owner=fields["organization"], aside=aside,
    )  # fmt: skip
    return projection.apply(session, change)


def get(session: Session, submission_id: str, *, seen_by: Principal) -> Submission:
    """The submission with this id. Raises SubmissionNotFound, also for another organization's."""
    submission = session.exec(select(Submission).where(Submission.id == submission_id, seen(seen_by))).first()
    if submission is None:
        raise SubmissionNotFound("No submission has this id.")
    return submission


def file(session: Session, submission: Submission) -> SubmissionFile:
    """The file of a submission, byte for byte."""
    return session.exec(select(SubmissionFile).where(SubmissionFile.submission_id == submission.id)).one()


def search(session: Session, question: SubmissionQuestion, window: Window, *, seen_by: Principal) -> Slice:
    """One page of the submissions that somebody may see, the newest first."""
    wanted = [seen(seen_by)]
    if question.status:
        wanted.append(col(Submission.status).in_(question.status))
    total = window.total
    if window.count:
        total = session.scalars(select(func.count()).select_from(Submission).where(*wanted)).one()
    if window.after:
        wanted.append(col(Submission.id) < only_text(window.after))
    newest = select(Submission).where(*wanted).order_by(col(Submission.id).desc())
    rows = session.exec(newest.limit(window.limit + 1)).all()
    shown = rows[: window.limit]
    return Slice(bodies(session, shown), [shown[-1].id] if len(rows) > window.limit else None, total)


def body(session: Session, submission: Submission) -> bytes:
    """A submission as it is sent: what the ledger keeps, and its receipt."""
    (whole,) = bodies(session, [submission])
    return whole


def bodies(session: Session, submissions: Sequence[Submission]) -> list[bytes]:
    """Submissions as they are sent, each with its receipt."""
    given = select(Receipt).where(col(Receipt.submission_id).in_([one.id for one in submissions]))
    receipts = {one.submission_id: orjson.loads(one.body) for one in session.exec(given)}
    whole = [{"as_read": None} | orjson.loads(one.body) | {"receipt": receipts[one.id]} for one in submissions]
    return [orjson.dumps(one, option=orjson.OPT_SORT_KEYS) for one in whole]


def own(principal: Principal) -> ColumnElement[bool]:
    """What somebody's organization sent; without an organization, what they sent themselves."""
    if principal.organization:
        return col(Submission.owner) == principal.organization
    return col(Submission.owner).is_(None) & (col(Submission.sender) == principal.id)


def seen(principal: Principal) -> ColumnElement[bool]:
    """The submissions that somebody may see: all for who reviews or audits, else their own."""
    everything = principal.role in {Role.expert, Role.auditor}
    return true() if everything else own(principal)
