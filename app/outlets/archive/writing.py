"""An archive written: a ZIP file of lines of JSON, files and a manifest, from one state of the register.

The same state gives the same bytes. Memory does not grow with the register. The last 64 bytes, the comment of the ZIP
file, are the SHA-256 of all bytes before them, so that no byte can change unseen.
"""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import Connection, Engine, Table

from app.outlets.archive import tables
from app.outlets.archive.manifest import KEYS, MANIFEST, Manifest, Member, Step, TableMember, head, revision

SEAL = 64  # hexadecimal digits
BLOCK = 1024 * 1024
EARLIEST = (1980, 1, 1, 0, 0, 0)  # ZIP knows no earlier instant, and an archive tells none


class Taken(Exception):
    """A file of this name is there already: nothing is overwritten."""


def write(engine: Engine, path: Path, *, keys: Path | None = None) -> Iterator[Step]:
    """Write the register to a new file, which is there whole and on disk once this is done. Raises Taken."""
    if path.exists():
        raise Taken(f"{path} exists already: choose another name.")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:  # noqa: PTH123 (for its owner alone)
            with tables.snapshot(engine) as connection:
                yield from _fill(connection, file, keys)
            seal(file)
            os.fsync(file.fileno())
        _name(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def seal(file: BinaryIO) -> None:
    """Write the digest of all bytes but the last ones into these."""
    file.seek(-SEAL, os.SEEK_END)
    end = file.tell()
    digest = digest_of(file, end)
    file.seek(end)
    file.write(digest.encode())
    file.flush()


def digest_of(file: BinaryIO, size: int) -> str:
    """The SHA-256 of the first bytes of a file."""
    digest, left = sha256(), size
    file.seek(0)
    while left and (block := file.read(min(BLOCK, left))):
        digest.update(block)
        left -= len(block)
    return digest.hexdigest()


def _name(partial: Path, path: Path) -> None:
    """Give a file its name, unless another has it."""
    try:
        path.hardlink_to(partial)
    except FileExistsError as error:
        raise Taken(f"{path} exists already: choose another name.") from error
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _fill(connection: Connection, file: BinaryIO, keys: Path | None) -> Iterator[Step]:
    every = tables.found(connection)
    total, done = sum(tables.count(connection, table) for table in every), 0
    written: list[TableMember] = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for table in every:
            yield Step(done, total)
            made = _add(archive, f"tables/{table.name}.ndjson", tables.lines(connection, table))
            written.append(TableMember(**made[0].model_dump(), table=table.name, rows=made[1]))
            done += made[1]
        manifest = Manifest(
            revision=revision(connection), ledger=head(connection), tables=written,
            files=_add_files(archive, connection, every),
            keys=_add(archive, KEYS, [keys.read_bytes()])[0] if keys else None,
        )  # fmt: skip
        _add(archive, MANIFEST, [manifest.model_dump_json(indent=1).encode()])
        archive.comment = b"0" * SEAL
    yield Step(total, total)


def _add_files(archive: ZipFile, connection: Connection, every: Iterable[Table]) -> list[Member]:
    made: dict[str, Member] = {}
    for table in every:
        for name, content in tables.files(connection, table):
            if name not in made:
                made[name] = _add(archive, name, [content], how=ZIP_STORED)[0]
    return list(made.values())


def _add(archive: ZipFile, name: str, parts: Iterable[bytes], *, how: int = ZIP_DEFLATED) -> tuple[Member, int]:
    """Write a member; answers what the manifest says of it, and the number of its parts."""
    info = ZipInfo(name, EARLIEST)
    info.compress_type, info.external_attr = how, 0o600 << 16
    digest, size, number = sha256(), 0, 0
    with archive.open(info, "w", force_zip64=True) as member:
        for part in parts:
            member.write(part)
            digest.update(part)
            size, number = size + len(part), number + 1
    return Member(name=name, bytes=size, sha256=digest.hexdigest()), number
