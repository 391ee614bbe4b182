"""What an archive says of itself: its members with their digests, and the state of the ledger that it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from alembic.runtime.migration import MigrationContext
from pydantic import BaseModel, Field
from sqlalchemy import Connection, select

from app.ledger import tree
from app.ledger.models import LedgerHead

MANIFEST = "manifest.json"
KEYS = "keys/signing.keys"


class Member(BaseModel):
    """A member of the archive: its name, how many bytes it has, and their SHA-256."""

    name: str
    bytes: int
    sha256: str


class TableMember(Member):
    """The rows of a table, one JSON object a line, by its primary key."""

    table: str
    rows: int


class Head(BaseModel):
    """The last change, and the root of the tree over all (RFC 9162)."""

    seq: int
    at: str
    root: str


class Manifest(BaseModel):
    """The table of contents. Equal registers have equal manifests, whatever engine they are kept on."""

    format: Literal["outreach-archive"] = "outreach-archive"
    version: Literal[1] = 1
    revision: Annotated[str, Field(min_length=1)]
    ledger: Head
    tables: Sequence[TableMember]
    files: Sequence[Member]
    keys: Member | None = None

    @property
    def members(self) -> list[Member]:
        """Everything that the archive must hold beside its manifest."""
        return [*self.tables, *self.files, *([self.keys] if self.keys else [])]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables)


@dataclass(frozen=True, slots=True)
class Step:
    """How far a long work has come."""

    done: int
    total: int


def head(connection: Connection) -> Head:
    """The present state of the ledger."""
    columns = LedgerHead.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare its table
    row = connection.execute(select(columns.seq, columns.at, columns.frontier)).one()
    return Head(seq=row.seq, at=row.at, root=tree.root(row.frontier).hex())


def revision(connection: Connection) -> str:
    """The migration that gave the tables their shape; blank where there are none."""
    return MigrationContext.configure(connection).get_current_revision() or ""
