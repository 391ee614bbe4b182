"""What becomes of a submission: taken for review, sent back, or withdrawn (acceptance.py and undo.py have the rest)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session

from app.access.service import Principal
from app.inbox import service
from app.inbox.models import UNDECIDED, Submission, SubmissionStatus
from app.kit.clock import instant
from app.kit.errors import Conflict, Forbidden
from app.ledger import service as ledger


class OwnSubmission(Forbidden):
    """Nobody decides on what they or their organization sent: another expert has to."""

    slug, title = "own-submission", "This submission is your own"


class AlreadyDecided(Conflict):
    """The submission was accepted, rejected or withdrawn. Read it to see what was decided."""

    slug, title = "already-decided", "This submission is decided"


class NotTheSender(Forbidden):
    """Only who sent a submission, or their organization, withdraws it. To decline it, reject it with the reason."""

    slug, title = "not-the-sender", "Somebody else sent this submission"


class AlreadyClaimed(Conflict):
    """Another expert has taken the submission: see `reviewer`. Leave it to them; deciding on it needs no claim."""

    slug, title = "already-claimed", "This submission is in review"


def claim(session: Session, submission: Submission, *, by: Principal, now: datetime) -> Submission:
    """Take a submission for review, and let others see by whom; the same where it is theirs already.

    Raises OwnSubmission, AlreadyDecided, AlreadyClaimed.
    """
    check_open(submission, by=by)
    reviewer = orjson.loads(submission.body)["reviewer"]
    if submission.status != SubmissionStatus.in_review:
        return decide(session, submission, SubmissionStatus.in_review, by=by, now=now, reviewer=by.id)
    if reviewer != by.id:
        raise AlreadyClaimed("Another expert reviews this submission.", reviewer=reviewer)
    return submission


def send_back(
    session: Session, submission: Submission, status: SubmissionStatus, *, reason: str, by: Principal, now: datetime
) -> Submission:
    """Return or reject a submission, with a remark for its sender. Raises OwnSubmission, AlreadyDecided."""
    check_open(submission, by=by)
    return decide(session, submission, status, by=by, now=now, remark=reason)


def withdraw(
    session: Session, submission: Submission, *, reason: str | None, by: Principal, now: datetime
) -> Submission:
    """Take back what one, or one's organization, has sent, while nobody has decided on it.

    Raises NotTheSender, AlreadyDecided.
    """
    if not _sent(submission, by):
        raise NotTheSender("Only its sender withdraws a submission.")
    _check_undecided(submission)
    return decide(session, submission, SubmissionStatus.withdrawn, by=by, now=now, remark=reason)


def decide(
    session: Session, submission: Submission, status: SubmissionStatus, *, by: Principal, now: datetime,
    remark: str | None = None, action: str | None = None, aside: Mapping[str, Any] | None = None, **changes: Any,
) -> Submission:  # fmt: skip
    """Write down what becomes of a submission, with a remark where there is one; `aside` is for the ledger alone."""
    fields = orjson.loads(submission.body) | changes | {"version": submission.version + 1, "status": status}
    if remark:
        fields["remarks"] = [*fields["remarks"], {"at": instant(now), "action": status, "text": remark}]
    place = ledger.stamp(session, now=now)
    return service.write(session, fields, action=action or status, by=by.id, place=place, aside=aside)


def check_open(submission: Submission, *, by: Principal) -> None:
    """Insist that somebody may decide on a submission, and that nobody has. Raises OwnSubmission, AlreadyDecided."""
    check_not_own(submission, by=by)
    _check_undecided(submission)


def check_not_own(submission: Submission, *, by: Principal) -> None:
    """Insist that a submission is another's. Raises OwnSubmission."""
    if _sent(submission, by):
        raise OwnSubmission("Another expert has to decide on what you or your organization sent.")


def _sent(submission: Submission, by: Principal) -> bool:
    return by.id == submission.sender or bool(by.organization and by.organization == submission.owner)


def _check_undecided(submission: Submission) -> None:
    if submission.status not in UNDECIDED:
        raise AlreadyDecided(f"The submission is {submission.status}.")
