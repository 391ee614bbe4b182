"""The tables that are made from the ledger alone: made again from it, and compared with it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import orjson
from sqlalchemy import Connection, Engine, Table, delete, insert, update
from sqlmodel import Session, SQLModel

from app.events import projection as events
from app.figures import projection as figures
from app.inbox import projection as inbox
from app.kit import migrations
from app.kit.db import Database
from app.ledger import feed
from app.ledger import service as ledger
from app.ledger.feed import Totals
from app.ledger.models import FeedItem, LedgerHead
from app.ledger.service import Change
from app.notes import projection as notes
from app.notes import remarks_projection as remarks
from app.notes import templates_projection as templates
from app.organizations import projection as organizations
from app.outlets.archive import tables
from app.outlets.archive.manifest import Step
from app.timeline import projection as timeline
from app.timeline.steps import projection as steps


class Projection(Protocol):
    """A room's way to make its tables from changes of some kinds of things."""

    @property
    def KINDS(self) -> frozenset[str]: ...  # noqa: N802 (a constant of a module)

    @property
    def TABLES(self) -> Sequence[type[SQLModel]]: ...  # noqa: N802 (a constant of a module)

    @property
    def apply(self) -> Callable[[Session, Change], object]:
        """Writes down what a change makes of the tables."""


PROJECTIONS: tuple[Projection, ...] = (
    organizations,
    timeline,
    steps,
    events,
    notes,
    remarks,
    templates,
    inbox,
    figures,
)
EMPTIED: list[type[SQLModel]] = [FeedItem, *(table for one in PROJECTIONS for table in one.TABLES)]
MADE = frozenset(str(table.__tablename__) for table in EMPTIED)
# What the ledger does not tell: the ledger itself; people and their tokens; what came from outside as it came; what is
# kept for a while; and reference data of the release.
APART = frozenset({
    "ledger", "payload", "tree_node", "ledger_head", "person", "token", "page_session", "individual", "submission_file",
    "receipt", "kept_file", "kept_answer", "state",
})  # fmt: skip
# Kinds of which the ledger tells only that something happened; what they are about is kept apart.
TOLD_ONLY = frozenset({"individual"})
BY_KIND = {kind: one for one in PROJECTIONS for kind in one.KINDS}
AT_ONCE = 1000


class NobodysKind(Exception):
    """The ledger holds a kind of thing of which no table is made: this release is older than the ledger."""


def rebuild(session: Session) -> Iterator[Step]:
    """Empty every table that is made from the ledger, and make it again, in one transaction. Raises NobodysKind."""
    last, totals = ledger.head(session).seq, Totals()
    with tables.in_any_order(session.connection(), tables.found(session.connection())):
        for table in EMPTIED:
            session.execute(delete(table))
        for change in ledger.changes(session):
            totals = _apply(session, change, totals)
            if change.seq % AT_ONCE == 0:
                session.flush()  # before the rows are let go of: memory is not to grow with the ledger
                session.expunge_all()
                yield Step(change.seq, last)
        session.execute(update(LedgerHead).values(totals=ledger.canonical(totals)))
        session.flush()  # before the tables are asked whether they hold what they point at
    yield Step(last, last)


def _apply(session: Session, change: Change, totals: Totals) -> Totals:
    shown = {name: getattr(change, name) for name in ("seq", "at", "action", "thing", "version")}
    if change.kind in BY_KIND:
        BY_KIND[change.kind].apply(session, change)
    elif change.kind not in TOLD_ONLY:
        raise NobodysKind(f"No table is made of {change.kind}: use the release that wrote change {change.seq}.")
    return feed.publish(session, shown, audience=change.audience, owner=change.owner, totals=totals)


class Comparison:
    """The tables beside those that the ledger makes now; `differences` has a sentence for each that is another."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.differences: list[str] = []

    def make(self) -> Iterator[Step]:
        """Make the tables in a database of their own, and compare. The register's is only read."""
        with tables.snapshot(self.engine) as connection, _scratch() as scratch:
            with scratch.session(writes=True) as session, tables.in_any_order(session.connection(), []):
                _copy(connection, session.connection())
                yield from rebuild(session)
            with tables.snapshot(scratch.engine) as made:
                for table in tables.found(connection):
                    if table.name in MADE | {"ledger_head"}:
                        self._compare(table, connection, made)

    def _compare(self, table: Table, connection: Connection, made: Connection) -> None:
        with closing(tables.lines(connection, table)) as there, closing(tables.lines(made, table)) as wanted:
            first = next((is_ or must_be for is_, must_be in zip_longest(there, wanted) if is_ != must_be), None)
        if first:
            row = orjson.loads(first)
            key = ", ".join(f"{column.name} {row[column.name]}" for column in table.primary_key.columns)
            self.differences.append(f"{table.name}: not what the ledger makes of it, first at {key}.")


@contextmanager
def _scratch() -> Iterator[Database]:
    """A database that is gone afterwards."""
    with TemporaryDirectory(prefix="outreach-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'scratch.db'}")
        migrations.upgrade(database.engine)
        yield database
        database.close()


def _copy(source: Connection, target: Connection) -> None:
    """Copy what the ledger does not tell, but for files and kept answers, which nothing is made of."""
    there = {table.name: table for table in tables.found(target)}
    target.execute(there["ledger_head"].delete())
    for table in tables.found(source):
        if table.name in APART - {"kept_answer"} and tables.CONTENT not in table.columns:
            rows = (tables.values(there[table.name], line) for line in tables.lines(source, table))
            while many := list(islice(rows, AT_ONCE)):
                target.execute(insert(there[table.name]), many)
