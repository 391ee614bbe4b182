"""Makers of Word files and PDFs from plain text, as an organizer's word processor would write them."""

import io
import json
import re

import docx
import typst
from docx.document import Document

LABEL = re.compile(r"(?P<label>[^\s:][^:\t]{2,30}?)\s*:[ \t]*(?P<value>.*)", re.DOTALL)
BULLET = re.compile(r"^[-•·–▪o] +(?=\S)")


def paragraphs(text: str) -> list[str]:
    """What stands between blank lines, and each bullet, as one line."""
    parts = re.split(r"\n\s*\n|\n(?=[ \t]*(?:[-•·–▪>*o]|\(?[0-9a-z][.)]) )", text.strip())
    return [" ".join(part.split()) for part in parts]


def as_docx(text: str) -> bytes:
    """A Word file with a paragraph for each of the text's, bullets as they were typed."""
    document = docx.Document()
    for paragraph in paragraphs(text):
        document.add_paragraph(paragraph)
    return saved(document)


def as_docx_with_table(text: str) -> bytes:
    """The same with the labelled lines as rows of a table, and real list paragraphs."""
    document = docx.Document()
    rows = _header_rows(paragraphs(text))
    document.add_paragraph(rows.pop(0)[0])
    table = document.add_table(rows=0, cols=2)
    while rows and rows[0][1]:
        label, value = rows.pop(0)
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"{label}:", value
    for paragraph, _ in rows:
        style = "List Bullet" if BULLET.match(paragraph) else None
        document.add_paragraph(BULLET.sub("", paragraph) if style else paragraph, style=style)
    return saved(document)


def _header_rows(parts: list[str]) -> list[tuple[str, str]]:
    """The title, then label and value while there are labels (other lines prolong a value), then the rest."""
    last = max((at for at, part in enumerate(parts) if LABEL.fullmatch(part)), default=0)
    end = next((at for at in range(last, len(parts)) if parts[at].endswith(".")), 0) + 1
    rows = [(parts[0], "")]
    for part in parts[1:end]:
        found = LABEL.fullmatch(part)
        if found:
            rows.append((found["label"], found["value"]))
        else:
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {part}")
    return rows + [(part, "") for part in parts[end:]]


def saved(document: Document) -> bytes:
    """The bytes of a python-docx document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_pdf(text: str, *, width: str = "21cm", numbered: bool = False) -> bytes:
    """A PDF with a text layer: ragged lines, space between paragraphs, page numbers on demand."""
    numbering = '"1"' if numbered else "none"
    source = (
        f"#set page(width: {width}, numbering: {numbering})\n#set text(size: 11pt)\n"
        "#for part in json(bytes(sys.inputs.parts)) { par(part) }\n"
    )
    pdf: bytes = typst.compile(source.encode(), format="pdf", sys_inputs={"parts": json.dumps(paragraphs(text))})
    return pdf
