"""The two tables of the ledger. Rows are only ever added; the database itself refuses to change them."""

from sqlalchemy import BigInteger, CheckConstraint, Integer, Text
from sqlmodel import Field

from app.kit.db import Table

Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite stores a row by its INTEGER PRIMARY KEY


class Ledger(Table, table=True):
    """One change: leaf number `seq` of the Merkle tree (RFC 9162). `digest` seals the payload."""

    __table_args__ = (CheckConstraint("seq > 0", "seq"), CheckConstraint("version > 0", "version"))

    seq: int = Field(primary_key=True, sa_type=Number, sa_column_kwargs={"autoincrement": False})
    at: str = Field(index=True)
    by: str
    action: str
    thing: str = Field(index=True)
    version: int
    digest: str


class Payload(Table, table=True):
    """The record as it stood after the change: canonical JSON (RFC 8785), and the salt of its digest."""

    seq: int = Field(
        primary_key=True, foreign_key="ledger.seq", sa_type=Number, sa_column_kwargs={"autoincrement": False}
    )
    salt: str
    body: str = Field(sa_type=Text)


class LedgerHead(Table, table=True):
    """The last sequence number and its instant; its one row is the lock that orders all writers."""

    __table_args__ = (CheckConstraint("id = 1", "one_row"),)

    id: int = Field(primary_key=True, default=1)
    seq: int = Field(sa_type=Number)
    at: str
