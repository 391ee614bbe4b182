"""Hostile and broken files: each gets its own refusal; ordinary files that look a little like them pass."""

import resource
import tracemalloc
import zipfile

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.reading.extract import Unreadable, docx, extract, gate, pdf
from app.reading.extract.refusals import (
    REFUSALS,
    Empty,
    Encrypted,
    HasDataLinks,
    HasEmbeddedObjects,
    HasEntities,
    HasExternalTemplate,
    HasMacros,
    HasScripts,
    NoRecognition,
    NotADocument,
    NoTextLayer,
    NotRecognized,
    TooComplex,
    TooLarge,
    UnsafeArchive,
    UnsupportedFormat,
)
from tests.documents import as_pdf
from tests.reading.extract import hostile as make

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
JAVASCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{0}</w:instrText></w:r>'
    '<w:r><w:instrText>{1}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
MACRO_TYPES = make.parts_of(make.ORDINARY)["[Content_Types].xml"].replace(
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
)
UTF_7 = (
    b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x [+ADwAIQ-ENTITY a "b">]><w:document xmlns:w="'
    + make.WORD.encode()
    + b'"/>'
)
STRANGE_PARTS = [f"word/{name}.xml" for name in range(1_100)]

REFUSED = {
    "nothing": (b"", Empty),
    "blanks": (b" \n\t ", Empty),
    "punctuation only": (b"--- ... ---", Empty),
    "21 MiB": (b"a" * (21 << 20), TooLarge),
    "a picture of another format": (b"GIF89a" + bytes(90), UnsupportedFormat),
    "a picture that is none": (b"\x89PNG\r\n\x1a\n" + bytes(90), NotADocument),
    "an old Word file": (OLE + bytes(600), UnsupportedFormat),
    "an encrypted Word file": (OLE + bytes(64) + "EncryptedPackage".encode("utf-16-le"), Encrypted),
    "a drawing": (b"  <!-- x -->\n<svg><script/><text>Invented</text></svg>", UnsupportedFormat),
    "a program": (b"\x7fELF, an invented program", NotADocument),
    "bytes of no text": (bytes(range(1, 32)) * 40, NotADocument),
    "half a UTF-16 character": (b"\xff\xfeI\0n", NotADocument),
    "a lone surrogate": (b"\xff\xfe" + b"\x00\xd8" + "Invented".encode("utf-16-le"), NotADocument),
    "text without end": (b"Invented " * 60_000, TooComplex),
    "zip: bomb by ratio": (make.with_parts({"word/media/a.bmp": bytes(8 << 20)}), TooComplex),
    "zip: bomb by total": (
        make.with_parts(dict.fromkeys((f"word/media/{n}.emf" for n in range(9)), make.sparse(8 << 20))),
        TooComplex,
    ),
    "zip: an endless part": (
        make.with_parts({"word/a.xml": make.sparse(18 << 20)}),
        TooComplex,
    ),
    "zip: too many members": (make.with_parts(dict.fromkeys(STRANGE_PARTS, b"<x/>")), TooComplex),
    "zip: the same name but for case": (make.with_twin("Word/Document.xml"), UnsafeArchive),
    "zip: a path upwards": (make.with_parts({"../../evil.xml": b"<x/>"}), UnsafeArchive),
    "zip: a path from the root": (make.with_parts({"/etc/evil.xml": b"<x/>"}), UnsafeArchive),
    "zip: a path of Windows": (make.with_parts({"word\\evil.xml": b"<x/>"}), UnsafeArchive),
    "zip: a drive": (make.with_parts({"c:evil.xml": b"<x/>"}), UnsafeArchive),
    "zip: a name with a control": (make.with_parts({"word/e\x1bvil.xml": b"<x/>"}), UnsafeArchive),
    "zip: overlapping members": (make.with_overlap(), UnsafeArchive),
    "zip: something after the end": (make.ORDINARY + b"<script>alert(1)</script>", UnsafeArchive),
    "zip: something within a comment": (make.ORDINARY[:-2] + b"\x04\0evil", UnsafeArchive),
    "zip: something before the first member": (b"PK\x03\x04<script>alert(1)</script>" + make.ORDINARY, UnsafeArchive),
    "zip: a member that reaches into the directory": (make.with_long_member(), UnsafeArchive),
    "zip: another compression": (make.packed(make.parts_of(make.ORDINARY), method=zipfile.ZIP_LZMA), UnsafeArchive),
    "zip: encrypted": (make.with_flag(1), Encrypted),
    "zip: a size that lies": (make.with_lying_size(40), NotADocument),
    "zip: no document": (make.packed({"a.txt": b"Invented"}), UnsupportedFormat),
    "zip: cut off": (make.ORDINARY[: len(make.ORDINARY) // 2], NotADocument),
    "docx: no main part": (
        make.packed({"[Content_Types].xml": b"<Types/>", "word/a.xml": b"<a/>"}),
        NotADocument,
    ),
    "docx: broken XML": (make.with_parts({"word/document.xml": b"<w:document"}), NotADocument),
    "docx: another root": (make.with_parts({"word/document.xml": b"<document/>"}), NotADocument),
    "docx: an entity": (make.with_doctype(), HasEntities),
    "docx: an entity in UTF-16": (make.with_doctype(encoding="utf-16"), HasEntities),
    "docx: an entity in UTF-7": (make.with_parts({"word/document.xml": UTF_7}), HasEntities),
    "docx: an entity in the relationships": (make.with_doctype(part=make.RELATIONSHIPS), HasEntities),
    "docx: macros": (make.with_parts({"word/vbaProject.bin": OLE}), HasMacros),
    "docx: macros by type": (make.with_parts({"[Content_Types].xml": MACRO_TYPES}), HasMacros),
    "docx: macros by another name": (
        make.with_relationship("vbaProject", "x.bin", external=False),
        HasMacros,
    ),
    "docx: an OLE file": (
        make.with_parts({"word/embeddings/oleObject1.bin": OLE + bytes(90)}),
        HasEmbeddedObjects,
    ),
    "docx: an OLE object": (make.with_relationship("oleObject", "x.bin", external=False), HasEmbeddedObjects),
    "docx: another document": (
        make.with_relationship("aFChunk", "x.mht", external=False),
        HasEmbeddedObjects,
    ),
    "docx: a remote template": (
        make.with_relationship("attachedTemplate", "https://example.org/t.dotm"),
        HasExternalTemplate,
    ),
    "docx: a template on a share": (
        make.with_relationship("attachedTemplate", "\\\\example.org\\t.dotm"),
        HasExternalTemplate,
    ),
    "docx: a template by file on a share": (
        make.with_relationship("attachedTemplate", "file://example.org/t"),
        HasExternalTemplate,
    ),
    "docx: a remote picture": (
        make.with_relationship("image", "http://example.org/p.png"),
        HasExternalTemplate,
    ),
    "docx: a remote frame": (
        make.with_relationship("frame", "mhtml:http://example.org/!x"),
        HasExternalTemplate,
    ),
    "docx: DDE": (make.with_body(FIELD.format("DDEAUTO ", "c:\\\\x.exe")), HasDataLinks),
    "docx: DDE cut in two": (make.with_body(FIELD.format("DD", "E cmd")), HasDataLinks),
    "docx: DDE in a simple field": (make.with_body('<w:fldSimple w:instr="DDE cmd x"/>'), HasDataLinks),
    "docx: deep": (
        make.with_body("<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400),
        NotADocument,
    ),
    "docx: a million paragraphs": (make.with_body(PARAGRAPH.format("Invented") * 400_000), TooComplex),
    "docx: no text": (
        make.with_parts({"word/document.xml": f'<w:document xmlns:w="{make.WORD}"/>'.encode()}),
        Empty,
    ),
    "pdf: encrypted": (make.pdf(b"null", b"<< /Filter /Standard >>", trailer=b"/Encrypt 7 0 R"), Encrypted),
    "pdf: encrypted, disguised": (make.pdf(b"null", trailer=b"/Encr#79pt 6 0 R"), Encrypted),
    "pdf: JavaScript": (make.pdf(JAVASCRIPT), HasScripts),
    "pdf: JavaScript, disguised": (
        make.pdf(JAVASCRIPT.replace(b"/JavaScript", b"/J#61vaScript")),
        HasScripts,
    ),
    "pdf: JavaScript, compressed": (make.pdf(b"9 0 R", make.object_stream(JAVASCRIPT)), HasScripts),
    "pdf: JavaScript, compressed and disguised": (
        make.pdf(b"9 0 R", make.object_stream(JAVASCRIPT.replace(b"ava", b"#61va"), kind=b"/Obj#53tm")),
        HasScripts,
    ),
    "pdf: a program": (make.pdf(b"<< /S /Launch /F (cmd.exe) >>"), HasScripts),
    "pdf: a form with a program": (make.pdf(b"<< /XFA [] >>"), HasScripts),
    "pdf: a file inside": (make.pdf(b"<< /Type /EmbeddedFile /Length 0 >>"), HasEmbeddedObjects),
    "pdf: a bomb of objects": (make.pdf(b"null", make.object_stream(bytes(40 << 20))), TooComplex),
    "pdf: objects that do not unpack": (
        make.pdf(b"null", make.object_stream(b"1").replace(b"\x78\x9c", b"\0\0")),
        NotADocument,
    ),
    "pdf: JavaScript, compressed, with a comment before the stream": (
        make.pdf(b"9 0 R", make.object_stream(JAVASCRIPT).replace(b">>\nstream", b">> % obj\nstream")),
        HasScripts,
    ),
    "pdf: 201 pages": (typst.compile(b"#for n in range(201) [Invented #pagebreak(weak: true)]"), TooComplex),
    "pdf: JavaScript that only the parser finds": (
        make.hidden_catalogue(b"<< /JavaScript << /Names [(a) " + JAVASCRIPT + b"] >> >>"),
        HasScripts,
    ),
    "pdf: a file inside that only the parser finds": (
        make.hidden_catalogue(b"<< /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a) >>] >> >>"),
        HasEmbeddedObjects,
    ),
    "pdf: cut off": (b"%PDF-1.7\n1 0 obj\n<<", NotADocument),
}

PASSES = {
    "a hyperlink": make.with_relationship("hyperlink", "https://example.org/"),
    "a link to a share": make.with_relationship("hyperlink", "\\\\example.org\\share"),
    "a template of the writer's own disk": make.with_relationship("attachedTemplate", "file:///C:\\Users\\x\\T.dotm"),
    "a picture": make.with_parts({"word/media/image1.png": make.noise(90_000)}),
    "a drawing that names its type": make.with_parts({"word/media/image1.svg": b"<!DOCTYPE svg><svg/>"}),
    "a table behind a chart": make.with_relationship("package", "embeddings/sheet.xlsx", external=False),
    "a page number field": make.with_body(FIELD.format("PAGE", " \\* MERGEFORMAT")),
    "a link field to a page about DDEX": make.with_body(FIELD.format("HYPERLINK ", "https://example.org/ddex")),
    "the word DDE in the text": make.with_body(PARAGRAPH.format("DDE and macros, an invented seminar")),
    "a PDF that opens at a place": make.pdf(b"[3 0 R /Fit]"),
    "a PDF that says Launch": make.pdf(b"null", text="Invented Launch of /Launching: JavaScript, Encrypt"),
    "a PDF with a link": make.pdf(b"<< /S /URI /URI (https://example.org/) >>"),
    "a PDF with a compressed catalogue": make.hidden_catalogue(b"<< /Dests << /Names [] >> >>"),
    "a PDF with compressed objects": make.pdf(b"9 0 R", make.object_stream(b"[3 0 R /Fit]")),
    "a PDF of today": as_pdf("Invented note, for a test only."),
    "a text that begins with a less-than sign": b"<1540experts@example.org> is an invented address.",
}


@pytest.mark.parametrize("name", REFUSED)
def test_each_hostile_or_broken_file_gets_its_own_refusal(name: str) -> None:
    content, refusal = REFUSED[name]
    with pytest.raises(Unreadable) as refused:
        extract(content, "note")
    assert type(refused.value) is refusal


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_gate_finds_entities_before_any_parser_does(encoding: str) -> None:
    with pytest.raises(HasEntities):
        gate.check(make.with_doctype(encoding=encoding))


@pytest.mark.parametrize("name", [name for name in REFUSED if name.startswith(("docx", "pdf"))])
def test_what_the_gate_lets_through_the_parser_refuses(name: str) -> None:
    content, refusal = REFUSED[name]
    with pytest.raises(refusal):
        (docx if gate.check(content) is gate.Kind.docx else pdf).read(content)


def test_a_pdf_without_text_is_left_to_recognition() -> None:
    with pytest.raises(NoTextLayer):
        pdf.read(make.empty_page())
    with pytest.raises((NotRecognized, NoRecognition)):
        extract(make.empty_page(), "note.pdf")


@pytest.mark.parametrize("name", PASSES)
def test_an_ordinary_file_that_looks_a_little_like_a_hostile_one_passes(name: str) -> None:
    assert "invented" in extract(PASSES[name], "note").text.casefold()


def test_every_refusal_has_a_code_of_its_own_and_says_what_to_do() -> None:
    assert len(REFUSALS) == len(Unreadable.__subclasses__())
    assert [code for code, refusal in REFUSALS.items() if ":" not in refusal.detail or refusal.detail[-1] != "."] == []
    assert str(TooLarge()) == TooLarge.detail


def test_a_text_that_calls_itself_a_pdf_is_a_damaged_file() -> None:
    with pytest.raises(NotADocument):
        extract(b"Invented answer of a server: not found", "note.PDF")


@settings(deadline=None)
@given(st.binary(max_size=600))
def test_random_bytes_are_read_or_refused(content: bytes) -> None:
    assert _outcome(content) in {"read", *REFUSALS}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_file_with_some_bytes_changed_or_cut_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([make.ORDINARY, make.pdf(b"null"), PASSES["a PDF of today"]])))
    for _ in range(data.draw(st.integers(0, 12))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert _outcome(bytes(content[: data.draw(st.integers(5, len(content)))])) in {"read", *REFUSALS}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_costs_this_process_little_memory(name: str) -> None:
    tracemalloc.start()
    try:
        _outcome(REFUSED[name][0])
        assert tracemalloc.get_traced_memory()[1] < 24 << 20
    finally:
        tracemalloc.stop()


def test_hostile_files_cost_this_process_little_time() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    for content, _ in REFUSED.values():
        _outcome(content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 20


def _outcome(content: bytes) -> str:
    try:
        extract(content, "note")
    except Unreadable as refusal:
        return refusal.code
    return "read"
