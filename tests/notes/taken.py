"""The text of a rendition, taken out of the file by what is not our own writer."""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

import lxml.html
import pypandoc
import pypdfium2
from lxml import etree

from app.notes.document import Document
from app.notes.renditions import Format

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


def squeezed(text: str) -> str:
    """Without blanks, isolates and the forms of letters: what two formats of one note have in common."""
    return re.sub(r"[\s\u00a0\u00ad\u2066-\u2069]+", "", unicodedata.normalize("NFKC", text))


def text_of(content: bytes, form: Format) -> str:
    """All text that a reader of the file sees, footnotes and page furniture included."""
    return _TAKERS[form](content)


def said(document: Document) -> list[str]:
    """Every text of a note that a rendition must print, in its order, without the disclaimer and the edition."""
    rows = [text for row in document.header for text in (row.label, row.value)]
    parts = [text for part in document.sections for text in (part.heading, *(item.text for item in part.items))]
    return [document.title, *rows, *parts]


def _html(content: bytes) -> str:
    return "".join(lxml.html.fromstring(content.decode()).xpath("//body//text()"))


def _word(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = sorted(name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml"))
        roots = [etree.fromstring(archive.read(name)) for name in parts]
    return "\n".join("".join(paragraph.itertext(f"{WORD}t")) for root in roots for paragraph in root.iter(f"{WORD}p"))


def _pdf(content: bytes) -> str:
    return "\n".join(leaf.get_textpage().get_text_bounded() for leaf in pypdfium2.PdfDocument(content))


def _markdown(content: bytes) -> str:
    """As pandoc shows it; the footnote comes last."""
    return str(pypandoc.convert_text(content.decode(), "plain", format="markdown-smart", extra_args=["--wrap=none"]))


def _xml(content: bytes) -> str:
    doc = etree.fromstring(content)[0]
    return "\n".join("".join(part.itertext()) for part in doc if part.tag != f"{AKN}meta")


_TAKERS: Mapping[Format, Callable[[bytes], str]] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _word,
    "txt": bytes.decode,
    "md": _markdown,
    "xml": _xml,
}
