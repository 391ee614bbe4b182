"""An information note as a Word file (ISO/IEC 29500): real styles, a real footnote, stable bytes."""

from io import BytesIO

import docx
from docx.document import Document as WordFile
from docx.shared import Mm
from docx.table import _Cell

from app.notes.document import Document, Row, Section
from app.notes.renditions.direction import END, ISOLATE, isolated
from app.notes.renditions.docx_parts import (
    add_field,
    add_footnote,
    date_file,
    element,
    strip_template,
    timeless,
)
from app.notes.renditions.docx_styles import apply_styles
from app.wording.standard import standard

_WIDTH, _LEAST, _LETTER = 156, 38, 2.3  # millimetres: of both columns, of the labels at least, of a bold letter


def render(document: Document) -> bytes:
    """The note as .docx."""
    note = isolated(document)
    word = docx.Document()
    strip_template(word)
    apply_styles(word, note.language)
    _title(word, note)
    _header(word, note.header, standard(note.language).colon, rtl=note.direction == "rtl")
    for section in note.sections:
        _section(word, section)
    if note.address:
        word.add_paragraph(note.address, style="Note address")
    _running(word, note)
    _properties(word, note)
    kept = BytesIO()
    word.save(kept)
    return timeless(kept.getvalue())


def _title(word: WordFile, note: Document) -> None:
    title = word.add_paragraph(note.title, style="Title")
    add_footnote(word, title, note.disclaimer)


def _header(word: WordFile, rows: tuple[Row, ...], colon: str, *, rtl: bool) -> None:
    table = word.add_table(rows=0, cols=2, style="Note header")
    table.autofit = False
    if rtl:
        table._tbl.tblPr.insert(0, element("w:bidiVisual"))
    label_width = max([_LEAST, *(_LETTER * len(row.label + colon) for row in rows)])
    widths = Mm(label_width), Mm(_WIDTH - label_width)
    for row in rows:
        label, value = table.add_row().cells
        _cell(label, row.label + colon, "Note label", widths[0])
        _cell(value, row.value, "Note value", widths[1])
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _cell(cell: _Cell, text: str, style: str, width: Mm) -> None:
    cell.width = width
    cell.paragraphs[0].text = text
    cell.paragraphs[0].style = style


def _section(word: WordFile, section: Section) -> None:
    word.add_heading(section.heading, level=1)
    style = "List Bullet" if section.style == "bullets" else "Normal"
    for item in section.items:
        word.add_paragraph(item.text, style=style)


def _running(word: WordFile, note: Document) -> None:
    """The running foot with edition and page numbers, and the mark of what is not published at the head."""
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(27)
    page.top_margin, page.bottom_margin = Mm(26), Mm(27)
    page.header_distance = page.footer_distance = Mm(13)
    if note.direction == "rtl":
        page._sectPr.append(element("w:bidi"))
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{note.edition}\t{ISOLATE}")
    add_field(foot, "PAGE")
    foot.add_run("/")
    add_field(foot, "NUMPAGES")
    foot.add_run(END)
    if note.mark:
        page.header.paragraphs[0].add_run(note.mark.upper())


def _properties(word: WordFile, note: Document) -> None:
    about = word.core_properties
    about.title, about.subject = note.name[:255], note.header[0].value[:255]
    about.keywords = ", ".join(filter(None, [note.edition, note.receipt]))
    about.language, about.identifier = note.language, note.identifier
    about.author, about.comments = note.author[:255], note.mark or ""
    about.revision = note.revision
    date_file(about, note.changed_at)
