"""Makers of files that must be refused, each by one change to an ordinary file, so that one guard answers."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Mapping

from tests.documents import as_docx

ORDINARY = as_docx("Information Note\n\nEvent: Invented workshop\n\nBackground\n\nInvented facts, for a test only.")
RELATIONSHIPS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def parts_of(content: bytes) -> dict[str, bytes]:
    """The members of a zip file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def noise(size: int, *, seed: int = 1) -> bytes:
    """Bytes that do not compress, the same each time."""
    return random.Random(seed).randbytes(size)  # noqa: S311 - nothing is kept secret with it


def sparse(size: int) -> bytes:
    """Bytes that compress about fifty times, as drawings do."""
    return b"".join(noise(64, seed=seed) + bytes(4_032) for seed in range(size // 4_096))


def with_parts(parts: Mapping[str, bytes], *, content: bytes = ORDINARY) -> bytes:
    """A Word file with these members added or replaced."""
    return packed({**parts_of(content), **parts})


def with_relationship(kind: str, target: str, *, external: bool = True) -> bytes:
    """A Word file whose main part also refers to `target`."""
    mode = ' TargetMode="External"' if external else ""
    added = f'<Relationship Id="rX" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    before = parts_of(ORDINARY)[RELATIONSHIPS]
    return with_parts({RELATIONSHIPS: before.replace(b"</Relationships>", added.encode())})


def with_body(xml: str) -> bytes:
    """A Word file with `xml` at the start of its body."""
    before = parts_of(ORDINARY)["word/document.xml"]
    return with_parts({"word/document.xml": before.replace(b"<w:body>", f"<w:body>{xml}".encode())})


def with_doctype(*, encoding: str = "utf-8", part: str = "word/document.xml") -> bytes:
    """A Word file that declares an entity in one of its parts."""
    root = parts_of(ORDINARY)[part].decode().partition("?>")[2].strip()
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "b">]>{root}'
    return with_parts({part: xml.encode(encoding)})


def with_twin(name: str) -> bytes:
    """A zip file with two members whose names differ at most in case."""
    stream = io.BytesIO(ORDINARY)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"<x/>")
    return stream.getvalue()


def with_overlap() -> bytes:
    """A zip file in whose directory a member begins inside another."""
    content = bytearray(packed({**parts_of(ORDINARY), "word/one.bin": b"1" * 90, "word/two.bin": b"2" * 90}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        one, two = archive.getinfo("word/one.bin"), archive.getinfo("word/two.bin")
        entry = content.rfind(b"word/two.bin") - 46
    assert struct.unpack_from("<I", content, entry + 42) == (two.header_offset,)
    struct.pack_into("<I", content, entry + 42, one.header_offset)
    return bytes(content)


def with_flag(flag: int) -> bytes:
    """A Word file whose first member carries a general purpose flag (1: encrypted) in the directory."""
    content = bytearray(ORDINARY)
    entry = content.find(b"PK\x01\x02")
    struct.pack_into("<H", content, entry + 8, flag)
    return bytes(content)


def with_long_member() -> bytes:
    """A Word file whose last member reaches, by the directory, into the directory."""
    content = bytearray(ORDINARY)
    with zipfile.ZipFile(io.BytesIO(ORDINARY)) as archive:
        last = max(archive.infolist(), key=lambda member: member.header_offset)
    entry = content.rfind(last.filename.encode()) - 46
    struct.pack_into("<I", content, entry + 20, last.compress_size + 100)
    return bytes(content)


def with_lying_size(size: int) -> bytes:
    """A Word file whose document claims to unpack to `size` bytes."""
    content = bytearray(ORDINARY)
    entry = content.rfind(b"word/document.xml") - 46
    struct.pack_into("<I", content, entry + 24, size)
    return bytes(content)


def pdf(*objects: bytes, trailer: bytes = b"", text: str = "Invented note, for a test only.") -> bytes:
    """A PDF of one page by hand; the catalogue may be completed through object 5 (`objects[0]`) and so on."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page + b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *objects,
    ]
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(content))
        content += str(number).encode() + b" 0 obj\n" + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1,
        trailer,
        len(content),
    )
    return content + table + end


def object_stream(inside: bytes, *, kind: bytes = b"/ObjStm") -> bytes:
    """A compressed object stream, where names are not seen from outside."""
    data = zlib.compress(b"9 0 " + inside)
    head = b"<< /Type " + kind + b" /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(data)
    return head + data + b"\nendstream"


def hidden_catalogue(names: bytes) -> bytes:
    """A PDF of today's form whose catalogue, with these names, is packed so that only a parser finds it."""
    packed_objects = zlib.compress(b"1 0 << /Type /Catalog /Pages 2 0 R /Names " + names + b" >>")
    padding = b"%" + b" " * 5_000 + b"\n"
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d " % len(packed_objects)
    content = pdf(head + padding + b">>\nstream\n" + packed_objects + b"\nendstream")
    content = content[: content.index(b"xref\n")]
    places = [content.index(b"%d 0 obj" % number) for number in range(2, 7)]
    rows = [(0, 0), (2, 6), *((1, place) for place in places), (1, len(content))]
    table = b"".join(struct.pack(">BHB", kind, place, 0) for kind, place in rows)
    form = b"7 0 obj\n<< /Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream\nendobj\n"
    return content + form % (len(table), table) + b"startxref\n%d\n%%%%EOF\n" % len(content)


def empty_page() -> bytes:
    """A PDF whose page shows a line and no text."""
    return pdf().replace(
        b"BT /F1 12 Tf 72 720 Td (Invented note, for a test only.) Tj ET", b"0 0 m 300 300 l S".ljust(62)
    )
