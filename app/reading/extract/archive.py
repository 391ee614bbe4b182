"""Whether a zip file is an honest Word document or OpenDocument text: what may be told without parsing XML."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from app.reading.extract.refusals import (
    Encrypted,
    HasEmbeddedObjects,
    HasEntities,
    HasMacros,
    NotADocument,
    TooComplex,
    UnsafeArchive,
    UnsupportedFormat,
)

MAX_MEMBERS = 1_000
MAX_TOTAL = 64 * 1024 * 1024
MAX_XML = 16 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024  # small parts may well be repetitive
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
OPEN_TEXTS = frozenset(
    {b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template"}
)
MANIFEST = "META-INF/manifest.xml"
CONTENT_TYPES = "[Content_Types].xml"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, NotImplementedError, OSError)
CHUNK = 1 << 16


def check(content: bytes) -> bool:
    """Whether a zip file as word processors write them is an OpenDocument text, else it is a Word document.

    Raises a subclass of Unreadable where it is neither.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_sizes(members)
            _check_names(members)
            _check_layout(content, archive)
            is_open = _is_open(archive, {member.filename for member in members})
            for member in members:
                _check_member(archive, member)
            return is_open
    except BROKEN as broken:
        raise NotADocument from broken


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_TOTAL:
        raise TooComplex
    for member in members:
        if member.file_size > max(RATIO_FROM, MAX_RATIO * member.compress_size):
            raise TooComplex
        if _is_xml(member.filename) and member.file_size > MAX_XML:
            raise TooComplex


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    names = [member.orig_filename for member in members]
    if len({name.casefold() for name in names}) != len(names):
        raise UnsafeArchive  # OPC part names differ by more than case (ECMA-376-2, 6.2.2)
    for name in names:
        if "\\" in name or ":" in name or not name.isprintable() or name.startswith("/") or ".." in name.split("/"):
            raise UnsafeArchive


def _check_layout(content: bytes, archive: zipfile.ZipFile) -> None:
    """Members begin at the first byte and do not overlap; nothing comes after the directory."""
    end = 0
    for member in sorted(archive.infolist(), key=lambda one: one.header_offset):
        if member.header_offset < end or (end == 0 and member.header_offset != 0):
            raise UnsafeArchive
        if member.flag_bits & 0x1:
            raise Encrypted
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise UnsafeArchive
        name_length, extra_length = struct.unpack_from("<HH", content, member.header_offset + 26)
        end = member.header_offset + 30 + name_length + extra_length + member.compress_size
    if end > archive.start_dir or content.rfind(b"PK\x05\x06") != len(content) - 22:
        raise UnsafeArchive


def _is_open(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if any(name.casefold().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise HasMacros
    if {"mimetype", "content.xml"} <= names and archive.getinfo("mimetype").file_size < RATIO_FROM:
        if archive.read("mimetype").strip() not in OPEN_TEXTS:
            raise UnsupportedFormat
        return True
    if CONTENT_TYPES not in names or not any(name.startswith("word/") for name in names):
        raise UnsupportedFormat
    return False


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if not _is_xml(member.filename):
        with archive.open(member) as part:
            if part.read(len(OLE)) == OLE:
                raise HasEmbeddedObjects
        return
    for window in _windows(archive, member):
        if b"<!doctype" in window or b"<!entity" in window:
            raise HasEntities
        if member.filename == MANIFEST and b"encryption-data" in window:
            raise Encrypted
        if member.filename == CONTENT_TYPES and (b"macroenabled" in window or b"vbaproject" in window):
            raise HasMacros


def _windows(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in lower case, in overlapping pieces, without the NULs that UTF-16 puts in between."""
    tail = b""
    with archive.open(member) as part:
        while piece := part.read(CHUNK):
            window = tail + piece.replace(b"\0", b"").lower()
            yield window
            tail = window[-32:]


def _is_xml(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels", ".vml"))
