"""What an OpenDocument's reader sees is what is read; the facts in these files are invented."""

import pytest

from app.reading.extract import Unreadable, extract, gate
from app.reading.extract.odt import NAMESPACES, read
from app.reading.extract.refusals import (
    Empty,
    Encrypted,
    HasDataLinks,
    HasEmbeddedObjects,
    HasEntities,
    HasExternalTemplate,
    HasMacros,
    NotADocument,
    TooComplex,
    UnsupportedFormat,
)
from tests.reading.extract.hostile import packed

DECLARED = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMESPACES.items())
MEDIA_TYPE = b"application/vnd.oasis.opendocument.text"
STYLES = """<office:automatic-styles>
<style:style style:name="H"><style:text-properties text:display="none"/></style:style>
<style:style style:name="H2" style:parent-style-name="H"><style:text-properties style:font-name="X"/></style:style>
<style:style style:name="S"><style:text-properties style:text-position="super 58%"/></style:style>
<text:list-style style:name="L"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:start-value="3"/>
</text:list-style></office:automatic-styles>"""
LONG = "An invented paragraph, longer than any line that somebody would break by hand, as is easily seen here: so."


def odt(body: str, parts: dict[str, str | bytes] | None = None, *, before: str = "") -> bytes:
    """An OpenDocument text with this body and further members."""
    inside = f"{STYLES}<office:body><office:text>{body}</office:text></office:body>"
    content = f"{before}<office:document-content {DECLARED}>{inside}</office:document-content>"
    members: dict[str, bytes] = {"mimetype": MEDIA_TYPE, "content.xml": content.encode()}
    return packed(
        members | {name: one if isinstance(one, bytes) else one.encode() for name, one in (parts or {}).items()}
    )


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def cell(*texts: str) -> str:
    return f"<table:table-cell>{''.join(map(p, texts))}</table:table-cell>"


def item(text: str, inside: str = "") -> str:
    return f"<text:list-item>{p(text)}{inside}</text:list-item>"


def note(mark: str, text: str) -> str:
    body = f"<text:note-body>{p(text)}</text:note-body>"
    return f"<text:note><text:note-citation>{mark}</text:note-citation>{body}</text:note>"


def listed(*items: str) -> str:
    return f"<text:list text:style-name='L'>{''.join(items)}</text:list>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"


INNER = listed(item("in"), item("it")).replace(" text:style-name='L'", "")
MANY = "<table:table-cell table:number-columns-repeated='9999999'/><table:covered-table-cell/>"
DELETED = f"<text:tracked-changes>{p('Deleted')}</text:tracked-changes>"
BOX = f"<draw:frame><draw:text-box>{p('In the box')}</draw:text-box></draw:frame>"
SUPER = "<text:span text:style-name='S'>{}</text:span>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (DELETED + p("Kept<text:change/> and new"), "Kept and new"),
        (p("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d\n   e"), "a   b\tc\nd e"),
        (p(f"Note{SUPER.format(1)} 22{SUPER.format('nd')}"), "Note¹ 22nd"),
        (p("A") + p("<text:a xlink:href='https://example.org/x'>link</text:a>"), "A\nlink"),
        (listed(item("One", INNER), item("Two")), "- One\nc) in\nd) it\n- Two"),
        (listed("<text:list-item><text:h>Heading</text:h></text:list-item>"), "Heading"),
        (listed(f"<text:list-header>{p('No mark')}</text:list-header>"), "No mark"),
        (
            table(cell("Event:") + cell("Invented", "workshop"), cell("Date and", "Venue:") + cell("Minsk")),
            "Event:\tInvented\nworkshop\nDate and Venue:\tMinsk",
        ),
        (table(cell("Layout", "only")), "Layout\nonly"),
        (p("Wide") + table(MANY + cell("b")), "Wide\n\tb"),
        (table(f"{cell('a')}<table:table-cell>{table(cell('b') + cell('c'))}</table:table-cell>"), "a\tb\tc"),
        (
            p(f"Note{note('1', 'At the end.')}") + p(f"More{note('*', 'By hand.')}"),
            "Note¹\nMore*\n¹ At the end.\n* By hand.",
        ),
        (p(f"Around{BOX} it"), "Around it\nIn the box"),
        (p(f"A<office:annotation>{p('Comment')}</office:annotation>B"), "AB"),
        (p("Soft\u00adhyphen <text:page-number>7</text:page-number>"), "Soft\u00adhyphen 7"),
    ],
)
def test_the_text_is_what_a_reader_of_the_file_sees(body: str, text: str) -> None:
    extracted = extract(odt(body), "note.odt")
    assert read(odt(body))["text"] == text + "\n"
    assert (extracted.text, extracted.findings) == (text + "\n", ())
    assert extracted.media_type == MEDIA_TYPE.decode()


@pytest.mark.parametrize(
    "hidden",
    [
        p("<text:span text:style-name='H'>secret</text:span>"),
        "<text:p text:style-name='H2'>secret</text:p>",
        f"<text:section text:display='none'>{p('secret')}</text:section>",
        p("<text:hidden-text>secret</text:hidden-text>"),
    ],
)
def test_hidden_text_is_left_out_and_named_among_the_findings(hidden: str) -> None:
    extracted = extract(odt(p("Seen") + hidden), "note.odt")
    assert read(odt(p("Seen") + hidden))["notices"] == ["hidden"]
    assert extracted.text == "Seen\n"
    assert [(one.code.value, one.at) for one in extracted.findings] == [("unreadable", "file")]


def test_the_foot_of_the_page_is_read_where_it_says_a_sentence_and_pages_are_counted() -> None:
    def styles(kind: str, text: str) -> str:
        return f"<office:styles {DECLARED}><style:{kind}>{p(text)}</style:{kind}></office:styles>"

    foot, head = styles("footer", "Invented, this is not an official report."), styles("header", "Invented Committee")
    meta = f"<office:document-meta {DECLARED}><meta:document-statistic meta:page-count='3'/></office:document-meta>"
    extracted = extract(odt(p(LONG), {"styles.xml": foot, "meta.xml": meta}), "note.odt")
    assert read(odt(p(LONG), {"styles.xml": foot, "meta.xml": meta}))["pages"] == 3
    assert (extracted.text, extracted.pages) == (f"{LONG}\n\nInvented, this is not an official report.\n", 3)
    assert extract(odt(p(LONG), {"styles.xml": head}), "note.odt").text == f"{LONG}\n"


ENCRYPTED = b'<manifest:manifest xmlns:manifest="x"><manifest:encryption-data/></manifest:manifest>'
REFUSED = {
    "macros": (odt(p("a"), {"Basic/Standard/Module1.xml": "<x/>"}), HasMacros),
    "a macro on an event": (odt("<script:event-listener/>" + p("a")), HasMacros),
    "a password": (odt(p("a"), {"META-INF/manifest.xml": ENCRYPTED}), Encrypted),
    "an entity": (odt(p("a"), before='<!DOCTYPE x [<!ENTITY a "b">]>'), HasEntities),
    "an OLE object": (odt(p("a"), {"Object 1": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(90)}), HasEmbeddedObjects),
    "a plugin": (odt(p("a<draw:plugin/>")), HasEmbeddedObjects),
    "a remote picture": (odt(p("a<draw:image xlink:href='https://example.org/p.png'/>")), HasExternalTemplate),
    "a remote section": (odt("<text:section-source xlink:href='//example.org/x'/>" + p("a")), HasExternalTemplate),
    "DDE": (odt("<office:dde-source/>" + p("a")), HasDataLinks),
    "a spreadsheet": (
        packed({"mimetype": MEDIA_TYPE.replace(b"text", b"spreadsheet"), "content.xml": b"<a/>"}),
        UnsupportedFormat,
    ),
    "no body": (packed({"mimetype": MEDIA_TYPE, "content.xml": b"<a/>"}), NotADocument),
    "broken XML": (packed({"mimetype": MEDIA_TYPE, "content.xml": b"<a>"}), NotADocument),
    "nothing": (odt(""), Empty),
    "deep": (odt("<text:section>" * 400 + "</text:section>" * 400), NotADocument),
    "deep lists": (
        odt("<text:list><text:list-item>" * 200 + p("a") + "</text:list-item></text:list>" * 200),
        NotADocument,
    ),
    "a bomb": (odt(p("a") + " " * (17 << 20)), TooComplex),
    "a huge table": (odt(table(*[cell("invented") + cell("b")] * 150_000)), TooComplex),
}


def gate_lets_pass(content: bytes) -> bool:
    try:
        gate.check(content)
    except Unreadable:
        return False
    return True


@pytest.mark.parametrize("name", REFUSED)
def test_what_must_not_be_read_is_refused(name: str) -> None:
    content, refusal = REFUSED[name]
    with pytest.raises(refusal):
        extract(content, "note.odt")
    if gate_lets_pass(content):
        with pytest.raises(refusal):
            read(content)


def test_a_link_and_a_picture_inside_pass() -> None:
    body = p("<text:a xlink:href='https://example.org'>a</text:a><draw:image xlink:href='Pictures/1.png'/>")
    assert extract(odt(body, {"Pictures/1.png": b"x"}), "n").text == "a\n"
