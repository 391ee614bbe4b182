"""Makers of Word files and PDFs from plain text, as an organizer's word processor would write them."""

import io
import json
import re
import zipfile
from email.message import EmailMessage
from html import escape

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


def as_odt(text: str) -> bytes:
    """An OpenDocument text with a paragraph for each of the text's, and real lists."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(
        f"<text:list><text:list-item><text:p>{escape(BULLET.sub('', one))}</text:p></text:list-item></text:list>"
        if BULLET.match(one)
        else f"<text:p>{escape(one)}</text:p>"
        for one in paragraphs(text)
    )
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0"><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def as_rtf(text: str) -> bytes:
    """A Rich Text file with a paragraph for each of the text's, as a word processor writes letters beyond ASCII."""
    units = "\\par ".join(re.sub(r"[\\{}]", r"\\\g<0>", one) for one in paragraphs(text)).encode("utf-16-le")
    codes = (int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2))
    return (
        b"{\\rtf1\\ansi\\uc1 "
        + b"".join(bytes([code]) if code < 0x80 else b"\\u%d?" % (code - 0x10000 * (code > 0x7FFF)) for code in codes)
        + b"}"
    )


def as_html(text: str) -> bytes:
    """A page of a site, with its menu and foot around the note."""
    body = "".join(
        f"<ul><li>{escape(BULLET.sub('', one))}</ul>" if BULLET.match(one) else f"<p>{escape(one)}</p>"
        for one in paragraphs(text)
    )
    menu = "<nav><ul><li><a href=/>Home</a><li><a href=/notes>Notes</a></ul></nav>"
    page = (
        f"<!DOCTYPE html><html><head><title>Site</title></head><body>{menu}{body}<footer>Imprint</footer></body></html>"
    )
    return page.encode()


def as_eml(text: str) -> bytes:
    """A message to which the note is attached."""
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "office@example.org", "A note", "<1@example.org>"
    message.set_content("Please find attached our note.")
    message.add_attachment(as_docx(text), maintype="application", subtype="octet-stream", filename="note.docx")
    return message.as_bytes()
