"""What a Word file's reader sees is what is read; the facts in these files are invented."""

import pytest

from app.reading.extract import extract
from app.reading.extract.docx import read
from app.reading.extract.lists import written
from tests.documents import as_docx, as_docx_with_table
from tests.reading.extract import hostile as make

NUMBERING = f"""<w:numbering xmlns:w="{make.WORD}">
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="lowerLetter"/>
<w:lvlText w:val="%1)"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="77"><w:abstractNumId w:val="1"/></w:num></w:numbering>""".encode()
FOOTNOTES = f"""<w:footnotes xmlns:w="{make.WORD}"><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>
<w:r><w:t xml:space="preserve"> Invented; not an official report.</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="3"><w:p><w:r><w:t>* By hand.</w:t></w:r></w:p></w:footnote></w:footnotes>""".encode()


VISIBLE = '<w:vanish w:val="0"/>'
RAISED = '<w:vertAlign w:val="superscript"/>'
BOXES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
LONG = "An invented paragraph, longer than any line that somebody would break by hand, as is easily seen here: so."


def item(text: str, level: int, number: int = 77) -> str:
    """A list paragraph."""
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def text_of(xml: str, parts: dict[str, bytes] | None = None) -> str:
    """What is read of a document whose body is `xml`, in this process (the fence has its own tests)."""
    body = f'<w:document xmlns:w="{make.WORD}"><w:body>{xml}</w:body></w:document>'
    return str(read(make.with_parts({"word/document.xml": body.encode(), **(parts or {})}))["text"])


UNFILLED = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click')}</w:sdtContent></w:sdt>"
DATE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2014</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (
            f"<w:p>{run('A ')}<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>",
            "A new",
        ),
        (f"<w:p><w:moveFrom>{run('A')}</w:moveFrom><w:moveTo>{run('B')}</w:moveTo></w:p>", "B"),
        (
            f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('One ')}</w:p><w:p>{run('line')}</w:p>",
            "One line",
        ),
        (f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('The last')}</w:p>", "The last"),
        (
            f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('In a control')}</w:p></w:sdtContent></w:sdt>",
            "In a control",
        ),
        (f"<w:p>{run('A')}{UNFILLED}</w:p>", "A"),
        (f"<w:p>{run('A')}{run('secret', '<w:vanish/>')}{run('B', VISIBLE)}</w:p>", "AB"),
        (
            f"<w:p>{run('Information Note')}{run('1', RAISED)}</w:p>",
            "Information Note¹",
        ),
        (f"<w:p>{run('22')}{run('nd', RAISED)}</w:p>", "22nd"),
        (
            "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r></w:p>",
            "a\tb\nc-",
        ),
        (
            '<w:p><w:r><w:t>a</w:t><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:char="x"/></w:r></w:p>',
            "a\uf0b7",
        ),
        (f"<w:p>{DATE}</w:p>", "2014"),
        (f"<w:p><w:hyperlink>{run('experts@example.org')}</w:hyperlink></w:p>", "experts@example.org"),
        (
            item("x", 0) + item("y", 1) + item("z", 0) + item("v", 1) + item("w", 2),
            "c) x\nc.I y\nd) z\nd.I v\n\nw",
        ),
        (item("of no list", 0, 5) + item("taken out", 0, 0), "- of no list\ntaken out"),
    ],
)
def test_the_text_is_what_a_reader_of_the_file_sees(xml: str, text: str) -> None:
    assert text_of(xml, {"word/numbering.xml": NUMBERING}) == text.replace("\n\n", "\n") + "\n"


def test_hidden_text_is_named_among_the_findings_and_hidden_blanks_are_not() -> None:
    def findings(properties: str, text: str) -> list[str]:
        body = f"<w:p>{run('Seen')}{run(text, properties)}</w:p>"
        return [one.code.value for one in extract(make.with_body(body), "n").findings]

    assert findings("<w:vanish/>", "secret") == ["unreadable"]
    assert findings("<w:vanish/>", " ") == findings("", "seen") == findings(VISIBLE, "seen") == []


def test_a_table_in_a_cell_a_soft_hyphen_and_an_endnote_are_read() -> None:
    def cells(*texts: str, inside: str = "") -> str:
        return "".join(f"<w:tc><w:p>{run(text)}</w:p>{inside}</w:tc>" for text in texts)

    inner = f"<w:tbl><w:tr>{cells('x', 'y')}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr>{cells('a')}{cells('b', inside=inner)}</w:tr></w:tbl>"
    soft = "<w:p><w:r><w:t>co</w:t><w:softHyphen/><w:t>operation</w:t></w:r></w:p>"
    assert text_of(outer + soft) == "a\tb\nx\ty\ncooperation\n"


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run('In the box')}</w:p></w:txbxContent>"
    choices = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f'<mc:AlternateContent xmlns:mc="{BOXES}">{choices}</mc:AlternateContent>'
    assert text_of(f"<w:p>{run('Around')}<w:r>{both}</w:r></w:p>") == "Around\nIn the box\n"


def test_footnotes_stand_at_the_end_with_their_marks() -> None:
    relationships = make.parts_of(make.ORDINARY)[make.RELATIONSHIPS].replace(
        b"</Relationships>",
        f'<Relationship Id="rF" Type="{make.OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    xml = (
        f'<w:p>{run("Information Note")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        f'<w:p>{run("Background")}<w:r><w:footnoteReference w:id="3" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="9"/></w:r></w:p>'
    )
    parts = {"word/footnotes.xml": FOOTNOTES, make.RELATIONSHIPS: relationships}
    assert text_of(xml, parts) == ("Information Note¹\nBackground*²\n¹ Invented; not an official report.\n* By hand.\n")


def test_a_strict_document_reads_like_a_transitional_one() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body><w:p>{run("Invented")}</w:p></w:body></w:document>'
    assert read(make.with_parts({"word/document.xml": body.encode()}))["text"] == "Invented\n"


def test_a_table_is_a_row_a_line_and_a_layout_table_only_its_text() -> None:
    def cell(*texts: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(f'<w:p>{run(text)}</w:p>' for text in texts)}</w:tc>"

    def table(*rows: str) -> str:
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"

    header = table(
        cell("Date and", "Venue:", properties='<w:vMerge w:val="restart"/>') + cell("5 August 2014,", "Minsk"),
        cell("", properties="<w:vMerge/>") + cell("") + cell("online"),
    )
    controlled = f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell('a')}{cell('b')}</w:tr></w:sdtContent></w:sdt></w:tbl>"
    deleted = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cell('gone')}</w:tr></w:tbl>"
    assert text_of(table(cell("Note", "Event") + "") + header + deleted + controlled) == (
        "Note\nEvent\nDate and Venue:\t5 August 2014,\nMinsk\n\tonline\na\tb\n"
    )


def test_a_disclaimer_in_the_foot_of_the_page_is_read_and_a_running_head_is_not() -> None:
    def part(kind: str, text: str) -> bytes:
        return f'<w:{kind} xmlns:w="{make.WORD}"><w:p>{run(text)}</w:p></w:{kind}>'.encode()

    added = "".join(
        f'<Relationship Id="r{name}" Type="{make.OFFICE}/{name[:-1]}" Target="{name}.xml"/>'
        for name in ("header7", "footer7", "footer8")
    )
    relationships = make.parts_of(make.ORDINARY)[make.RELATIONSHIPS].replace(
        b"</Relationships>", f"{added}</Relationships>".encode()
    )
    parts = {
        make.RELATIONSHIPS: relationships,
        "word/header7.xml": part("hdr", "Invented Committee, page 1"),
        "word/footer7.xml": part("ftr", "For information, this is not an official report."),
        "word/footer8.xml": part("ftr", "For information, this is not an official report."),
    }
    assert text_of(f"<w:p>{run('Note')}</w:p>", parts) == "Note\nFor information, this is not an official report.\n"


def test_paragraphs_stand_apart_unless_the_writer_typed_line_by_line() -> None:
    typed = "Background\n\nAn invented line,\n\ntyped by hand."
    assert extract(as_docx(f"Background\n\n{LONG}\n\n{LONG}"), "n").text == f"Background\n\n{LONG}\n\n{LONG}\n"
    assert extract(as_docx(typed), "n").text == "Background\nAn invented line,\ntyped by hand.\n"


def test_a_table_of_labels_and_a_real_list_are_read() -> None:
    text = "Information Note\n\nEvent: Invented\n\nVenue: Minsk.\n\nBackground\n\n- One.\n- Two."
    extracted = extract(as_docx_with_table(text), "note.docx")
    assert extracted.text == "Information Note\nEvent:\tInvented\nVenue:\tMinsk.\nBackground\n- One.\n- Two.\n"
    assert (extracted.media_type, extracted.pages, extracted.findings) == (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        1,
        (),
    )


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1, "decimal", "1"),
        (28, "lowerLetter", "bb"),
        (49, "upperRoman", "XLIX"),
        (400, "lowerRoman", "400"),
        (3, "chicago", "3"),
    ],
)
def test_list_numbers_are_written_in_their_form(value: int, form: str, text: str) -> None:
    assert written(value, form=form) == text
