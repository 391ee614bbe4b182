"""Submissions: what was sent, what was understood of it, and what was decided."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, Json, StringConstraints, model_validator
from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, Text, text
from sqlmodel import Field

from app.checks.models import Finding
from app.inbox.soundness import sound
from app.kit.db import Table
from app.kit.shapes import Id, Input, Line, Prose
from app.reading.models import Reading


class SubmissionStatus(StrEnum):
    """What has become of a submission."""

    received = "received"
    in_review = "in_review"
    returned = "returned"
    accepted = "accepted"
    rejected = "rejected"
    withdrawn = "withdrawn"


UNDECIDED = frozenset({SubmissionStatus.received, SubmissionStatus.in_review, SubmissionStatus.returned})
# What may be sent once more: a submission of this status is over, and left nothing in the register.
OVER = (SubmissionStatus.rejected, SubmissionStatus.withdrawn)
NOT_OVER = text(f"status NOT IN ({', '.join(repr(str(status)) for status in OVER)})")


class Action(StrEnum):
    """What is to become of a fact of a reading."""

    create = "create"
    link = "link"
    skip = "skip"


SentReading = Annotated[Reading, AfterValidator(sound)]


class SubmissionCreate(Input):
    """A reading that was made or corrected by the sender; `event` is the event on record that it is about."""

    reading: SentReading
    event: Id | None = None
    comment: Prose | None = None


class SubmissionForm(Input):
    """What comes with a file; a `sha256` that is not the file's refuses a damaged upload.

    `reading` is the file's reading as its sender corrected it; the machine's own is kept beside it.
    """

    reading: Json[SentReading] | None = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f]{64}$")] | None = None
    event: Id | None = None
    comment: Prose | None = None


class Choice(Input):
    """What to do with the fact at a place of the reading; `entry` is the id of the entry to link it to."""

    at: Line
    action: Action
    entry: Id | None = None

    @model_validator(mode="after")
    def names_an_entry_to_link(self) -> Self:
        if (self.action is Action.link) != (self.entry is not None):
            raise ValueError("The action `link` needs an entry, and the others take none.")
        return self


class AcceptanceCreate(Input):
    """How a submission is taken into the register; nothing said: its reading as it is, published."""

    reading: SentReading | None = None
    event: Id | None = None
    entries: list[Choice] = Field(default_factory=list, max_length=200)
    allow_duplicate: bool = False
    publish: bool = True


class AcceptancePublic(BaseModel):
    """What an acceptance made: the event and the note, the entries that are new, and those that gained a source.

    `steps` are the next steps of the note, open until an entry closes them.
    """

    event: str
    note: str
    created: list[str]
    linked: list[str]
    steps: list[str]


class Refusal(Input):
    """Why a submission goes back to its sender, or is not taken at all."""

    reason: Line


class WithdrawalCreate(Input):
    """Why a submission is taken back, where its sender says so."""

    reason: Line | None = None


class Remark(BaseModel):
    """What an expert told the sender, or the sender when they withdrew it."""

    at: str
    action: SubmissionStatus
    text: str


class Evidence(BaseModel):
    """What the leaf of a receipt is made of: the ledger's row, the record that it seals, and the salt of the seal."""

    row: dict[str, Any]
    body: str
    salt: str
    beside: str


class ReceiptPublic(BaseModel):
    """Proof of what was sent and when: the leaf of the ledger's tree that seals it (RFC 9162), under a signed root."""

    submission: str
    sha256: str
    received_at: str
    seq: int
    leaf: str
    proof: list[str]
    checkpoint: str
    evidence: Evidence


class SentFile(BaseModel):
    """The file as it came."""

    name: str
    media_type: str
    sha256: str
    bytes: int


class SubmissionPublic(BaseModel):
    """A submission; `findings` are those of the reading and those that only the register can know.

    `reviewer` is the expert who took it for review last. `as_read` is the reading as it was before its sender or its
    reviewer corrected it, for a file the machine's own; null where nobody did.
    """

    id: str
    version: int
    status: SubmissionStatus
    organization: str | None
    file: SentFile
    comment: str | None
    reading: Reading
    as_read: Reading | None
    findings: list[Finding]
    remarks: list[Remark]
    reviewer: str | None
    event: str | None
    note: str | None
    receipt: ReceiptPublic
    recorded_at: str
    recorded_by: str


class SubmissionQuestion(BaseModel):
    """The filters of a list of submissions."""

    status: Annotated[list[SubmissionStatus], Field(description="Only submissions of this status.")] = []


class Submission(Table, table=True):
    """The current state of a submission. `owner` is the organization that sent it, `sender` the person."""

    __table_args__ = (
        Index(
            "ix_submission_sent_once", "owner", "digest",
            unique=True, sqlite_where=NOT_OVER, postgresql_where=NOT_OVER,
        ),
        CheckConstraint("(status = 'accepted') = (note_id IS NOT NULL)", "accepted_with_note"),
    )  # fmt: skip

    id: str = Field(primary_key=True)
    version: int
    seq: int = Field(sa_type=BigInteger)
    status: str = Field(index=True)
    owner: str | None = Field(foreign_key="organization.id")
    sender: str = Field(foreign_key="person.id", index=True)
    digest: str = Field(index=True)
    event_id: str | None
    note_id: str | None
    body: str = Field(sa_type=Text)


class Receipt(Table, table=True):
    """The receipt of a submission, as it was given: no part of what it seals, so that the ledger does not hold it."""

    submission_id: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)


class SubmissionFile(Table, table=True):
    """The bytes that were sent, written in the transaction of their submission.

    Like the receipt it does not lean on the row of the submission, which can be emptied and made again.
    """

    submission_id: str = Field(primary_key=True)
    sha256: str
    media_type: str
    name: str
    size: int
    content: bytes = Field(sa_type=LargeBinary)


class Judgement(Table, table=True):
    """What an acceptance made of the values of one field, of those read with a tenth of confidence (`tenth`, 0 to 9).

    `tenth` is -1 for values of which the machine did not say how sure it was, and for those that a person added.
    `claimed` is the sum of the confidence of the others in thousandths: whole numbers are the same on every engine.
    """

    __table_args__ = (
        CheckConstraint("from_seq < to_seq", "held"),
        CheckConstraint("tenth BETWEEN -1 AND 9", "tenth_is_one"),
        Index("ix_judgement_day", "to_seq", "accepted_on"),
    )

    submission_id: str = Field(primary_key=True)
    from_seq: int = Field(primary_key=True, sa_type=BigInteger)
    field: str = Field(primary_key=True)
    tenth: int = Field(primary_key=True)
    to_seq: int = Field(sa_type=BigInteger)
    accepted_on: dt.date
    language: str | None
    media_type: str
    kept: int
    changed: int
    removed: int
    added: int
    claimed: int
