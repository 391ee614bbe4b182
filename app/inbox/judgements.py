"""What people made of what the machine had read, counted: a row for each field and tenth of confidence."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from app.inbox.compared import Compared, Fate, compare
from app.inbox.models import Judgement, SubmissionStatus
from app.kit.rows import put
from app.ledger.intervals import CURRENT, held_now
from app.ledger.service import Change
from app.reading.models import Reading

Json = dict[str, Any]
READ_BY_NO_MACHINE = "application/json"
NO_CLAIM = -1  # the tenth of a value of which the machine did not say how sure it was, or that a person added


def follow(session: Session, change: Change) -> None:
    """Count what an acceptance made of the machine's reading; an acceptance that was undone counts no more."""
    theirs = col(Judgement.submission_id) == change.id
    if change.fields["status"] != SubmissionStatus.accepted:
        session.execute(update(Judgement).where(theirs, held_now(Judgement)).values(to_seq=change.seq))
    elif change.action == SubmissionStatus.accepted and _is_known(change.fields):
        put(session, Judgement, _rows(change))


def _is_known(fields: Json) -> bool:
    """Whether a machine read the file, and what it had read was kept: once it was not."""
    return "as_read" in fields and fields["file"]["media_type"] != READ_BY_NO_MACHINE


def _rows(change: Change) -> list[Json]:
    fields = change.fields
    made = Reading.model_validate(fields["reading"])
    read = Reading.model_validate(fields["as_read"] or fields["reading"])
    shared = {
        "submission_id": change.id, "from_seq": change.seq, "to_seq": CURRENT, "language": made.language,
        "accepted_on": date.fromisoformat(fields["recorded_at"][:10]), "media_type": fields["file"]["media_type"],
    }  # fmt: skip
    return [shared | row for row in tallies(read, made)]


def tallies(read: Reading, made: Reading) -> list[Json]:
    """Kept, changed, removed and added values by field and tenth; `claimed` adds up confidence, in thousandths."""
    found: dict[tuple[str, int], Counter[str]] = {}
    for one in compare(read, made):
        claim = _claim(one, read.confidence)
        tenth = NO_CLAIM if claim is None else min(claim // 100, 9)
        counts = found.setdefault((one.field, tenth), Counter())
        counts[one.fate] += 1
        counts["claimed"] += claim or 0
    names = (*Fate, "claimed")
    return [
        {"field": field, "tenth": tenth} | {str(name): counts[name] for name in names}
        for (field, tenth), counts in found.items()
    ]


def _claim(one: Compared, confidence: Mapping[str, float]) -> int | None:
    share = confidence.get(one.before) if one.before else None
    return None if share is None else round(share * 1000)
