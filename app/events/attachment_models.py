"""Files that belong to an event: what is known of them, and their bytes, which stand apart."""

from enum import StrEnum

from pydantic import BaseModel
from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, Text
from sqlmodel import Field

from app.access.models import OfferedVisibility, Visibility
from app.kit.db import Table
from app.kit.languages import Language
from app.kit.shapes import Input, Line
from app.ledger.intervals import CURRENT


class AttachmentKind(StrEnum):
    """What a file is to its event."""

    programme = "programme"
    participants = "participants"
    presentation = "presentation"
    statement = "statement"
    report = "report"
    photo = "photo"
    other = "other"


class AttachmentForm(Input):
    """What is said of a file that is sent. It is seen by those who may see its event, or by fewer."""

    kind: AttachmentKind
    title: Line | None = None
    language: Language | None = None
    visibility: OfferedVisibility = Visibility.public


class FilePublic(BaseModel):
    """A file as it came: its name, how it is sent, its length, and its SHA-256 in hexadecimal."""

    name: str
    media_type: str
    bytes: int
    sha256: str


class AttachmentPublic(BaseModel):
    """A file of an event; its bytes are under `/file`. `title` is its name where none was given."""

    id: str
    version: int
    event: str
    kind: AttachmentKind
    title: str
    language: Language | None
    file: FilePublic
    visibility: Visibility
    recorded_at: str
    recorded_by: str
    withdrawn_at: str | None
    reason: str | None


class Attachment(Table, table=True):
    """One version of what is known of a file, held from `from_seq` up to, not including, `to_seq`.

    `visibility` is the effective one, and never wider than that of a later version.
    """

    __table_args__ = (
        Index("ix_attachment_event", "event_id", "to_seq", "id"),
        CheckConstraint("from_seq < to_seq", "held"),
    )

    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    from_seq: int = Field(sa_type=BigInteger)
    to_seq: int = Field(default=CURRENT, sa_type=BigInteger)
    withdrawn: bool
    visibility: str
    owner: str | None
    event_id: str
    sha256: str
    body: str = Field(sa_type=Text)


class KeptFile(Table, table=True):
    """The bytes of files by their SHA-256, the same once. They are not in the ledger, which has the digest."""

    sha256: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)
