"""An archive read: checked to the last byte, and only then put into an empty register."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from pydantic import ValidationError
from sqlalchemy import Connection, Table, insert
from sqlmodel import Session

from app.kit import migrations
from app.ledger import inspection
from app.outlets.archive import tables
from app.outlets.archive.manifest import MANIFEST, Manifest, Member, Step, TableMember, head, revision
from app.outlets.archive.writing import BLOCK, SEAL, digest_of

UNSOUND = "{} is no whole archive of a register: take another copy."
AT_ONCE = 500
LONGEST = 32 * 1024 * 1024  # bytes of a row; no request that made one was a tenth of this


class Damaged(Exception):
    """An archive is not as it was written. Nothing of it was taken."""


class NotEmpty(Exception):
    """A register that holds something is never written over."""


class FromTheFuture(Exception):
    """The archive was written by a later release, which alone can read it."""


class Archive:
    """An archive that was opened; its manifest is known, the rest is read from the file."""

    def __init__(self, path: Path, file: ZipFile, manifest: Manifest) -> None:
        self.path = path
        self.file = file
        self.manifest = manifest

    def content(self, member: Member) -> Iterator[bytes]:
        """The bytes of a member, block by block."""
        with self.file.open(member.name) as opened:
            while block := opened.read(BLOCK):
                yield block

    def check(self) -> Iterator[Step]:
        """Insist that every member is as the manifest says. Raises Damaged."""
        members = self.manifest.members
        if sorted(self.file.namelist()) != sorted([MANIFEST, *(member.name for member in members)]):
            raise Damaged(UNSOUND.format(self.path))
        for number, member in enumerate(members):
            yield Step(number, len(members))
            digest, size = sha256(), 0
            for block in self.content(member):
                digest.update(block)
                size += len(block)
            if (digest.hexdigest(), size) != (member.sha256, member.bytes):
                raise Damaged(UNSOUND.format(self.path))

    def is_of(self, connection: Connection) -> bool:
        """Whether a register has the tables and the changes that this archive has."""
        return (revision(connection), head(connection)) == (self.manifest.revision, self.manifest.ledger)

    def restore(self, session: Session, *, newest: bool = True) -> Iterator[Step]:
        """Put everything into an empty register, bring its tables up to date (`newest`), and check what is there then.

        Raises NotEmpty, FromTheFuture and Damaged.
        """
        connection = session.connection()
        _insist_on_emptiness(connection)
        every, done = self._shaped(connection), 0
        with tables.in_any_order(connection, list(every.values())):
            connection.execute(every["ledger_head"].delete())  # its first row comes with the table
            for member in self.manifest.tables:
                for many in self._insert(connection, every[member.table], member):
                    done += many
                    yield Step(done, self.manifest.rows)
        self._compare(connection, every)
        if newest:
            migrations.upgrade_within(connection)
        _insist_on_ledger(session)

    def _shaped(self, connection: Connection) -> dict[str, Table]:
        """Make the tables that this archive was written from; it must hold every one of them, and no other."""
        _shape(connection, self.manifest.revision)
        every = {table.name: table for table in tables.found(connection)}
        if sorted(every) != sorted(member.table for member in self.manifest.tables):
            raise Damaged(UNSOUND.format(self.path))
        return every

    def _insert(self, connection: Connection, table: Table, member: TableMember) -> Iterator[int]:
        with self.file.open(member.name) as opened:
            lines = self._lines(opened)
            while rows := [self._row(table, line) for line in islice(lines, 1 if _heavy(table) else AT_ONCE)]:
                connection.execute(insert(table), rows)
                yield len(rows)

    def _lines(self, opened: IO[bytes]) -> Iterator[bytes]:
        """The lines of a table. One that no register wrote must not fill the memory before it is refused."""
        while line := opened.readline(LONGEST + 1):
            if len(line) > LONGEST:
                raise Damaged(UNSOUND.format(self.path))
            yield line

    def _row(self, table: Table, line: bytes) -> dict[str, Any]:
        try:
            row = tables.values(table, line)
        except (ValueError, TypeError) as error:
            raise Damaged(UNSOUND.format(self.path)) from error
        if _heavy(table):
            row[tables.CONTENT] = self.file.read(row[tables.CONTENT])
        return row

    def _compare(self, connection: Connection, every: dict[str, Table]) -> None:
        """Insist that what was put in comes out again as it was, and is what the manifest tells of."""
        for member in self.manifest.tables:
            if digest_of_lines(tables.lines(connection, every[member.table])) != member.sha256:
                raise Damaged(f"The table {member.table} did not arrive as it was sent: nothing was kept.")
        if not self.is_of(connection):
            raise Damaged("The manifest tells of another ledger than the archive holds: nothing was kept.")


def digest_of_lines(lines: Iterable[bytes]) -> str:
    """The SHA-256 of a table, as an archive has it."""
    digest = sha256()
    for line in lines:
        digest.update(line)
    return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive, of which every byte is as it was written. Raises Damaged."""
    try:
        _insist_on_seal(path)
        with ZipFile(path) as file:
            yield Archive(path, file, Manifest.model_validate_json(file.read(MANIFEST)))
    except (BadZipFile, KeyError, ValidationError, EOFError) as error:
        raise Damaged(UNSOUND.format(path)) from error


def _insist_on_seal(path: Path) -> None:
    with path.open("rb") as file:
        end = max(file.seek(0, os.SEEK_END) - SEAL, 0)
        file.seek(end)
        said = file.read(SEAL)
        if digest_of(file, end).encode() != said:
            raise Damaged(UNSOUND.format(path))


def _insist_on_emptiness(connection: Connection) -> None:
    for table in tables.found(connection):
        if tables.count(connection, table) > (table.name == "ledger_head"):
            raise NotEmpty(f"The table {table.name} holds something: restore into a home or a database of its own.")


def _shape(connection: Connection, wanted: str) -> None:
    """Give the register the tables that it had when it was copied."""
    place = next(place for place in migrations.PLACES if place.is_dir())
    try:
        ScriptDirectory(str(place)).get_revision(wanted)
    except CommandError as error:
        raise FromTheFuture("A later release wrote this archive: install that one, or a later one still.") from error
    migrations.downgrade_within(connection)
    migrations.upgrade_within(connection, wanted)


def _insist_on_ledger(session: Session) -> None:
    """Insist that every change is sealed, and in the tree. Raises Damaged."""
    faults = [fault for walk in inspection.inspect(session, roots={}) for fault in walk.faults]
    if faults:
        raise Damaged(f"The ledger of this archive was altered before it was copied: {faults[0]}")


def _heavy(table: Table) -> bool:
    return tables.CONTENT in table.columns
