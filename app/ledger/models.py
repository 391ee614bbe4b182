"""The tables of the ledger. Rows are only ever added; the database itself refuses to change them."""

from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, LargeBinary, Text, text
from sqlmodel import Field

from app.kit.db import Table

KEPT: dict[str, Any] = {name: text("kept_by IS NOT NULL") for name in ("sqlite_where", "postgresql_where")}
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
    """The record as it stood after the change: canonical JSON (RFC 8785), and the salt of its digest.

    `aside` is what the record does not show and projections need: who may learn of it, whose it is.
    """

    seq: int = Field(
        primary_key=True, foreign_key="ledger.seq", sa_type=Number, sa_column_kwargs={"autoincrement": False}
    )
    salt: str
    body: str = Field(sa_type=Text)
    aside: str = Field(sa_type=Text)


class TreeNode(Table, table=True):
    """The hash of a whole subtree of the Merkle tree: the `place`-th of those over 2 ** `level` leaves."""

    level: int = Field(primary_key=True, sa_type=Number, sa_column_kwargs={"autoincrement": False})
    place: int = Field(primary_key=True, sa_type=Number, sa_column_kwargs={"autoincrement": False})
    digest: bytes = Field(sa_type=LargeBinary)


class FeedItem(Table, table=True):
    """What a change is to those who follow the register: the record's new state, or that it was taken from them.

    It is for the audience `shown_to` and the organization `owner`; a removal not for `hidden_from` and `kept_by`, who
    have the new state instead. `total` is the sum of the digests of all items for the same audience up to this one
    (feed.py).
    """

    __table_args__ = (
        Index("ix_feed_item_thing_seq", "thing", "seq"),
        Index("ix_feed_item_owner_seq", "owner", "seq"),
        Index("ix_feed_item_kept_by_seq", "kept_by", "seq", **KEPT),
        Index("ix_feed_item_stream", "shown_to", "hidden_from", "seq"),
    )

    seq: int = Field(primary_key=True, foreign_key="ledger.seq", sa_type=Number)
    removal: bool = Field(primary_key=True)
    shown_to: str
    hidden_from: str | None
    owner: str | None
    kept_by: str | None
    at: str
    action: str
    thing: str
    version: int
    total: bytes = Field(sa_type=LargeBinary)


class LedgerHead(Table, table=True):
    """The last sequence number and its instant; its one row is the lock that orders all writers.

    `frontier` holds the roots of the whole subtrees that the tree is made of, the largest first; `totals` the last
    `FeedItem.total` of each audience.
    """

    __table_args__ = (CheckConstraint("id = 1", "one_row"),)

    id: int = Field(primary_key=True, default=1)
    seq: int = Field(sa_type=Number)
    at: str
    frontier: bytes = Field(sa_type=LargeBinary)
    totals: str = Field(sa_type=Text)
