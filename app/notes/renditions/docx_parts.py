"""What python-docx has no words for: footnotes, page fields, and a file without a clock in it."""

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.coreprops import CoreProperties
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph
from lxml import etree

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_BEGINNING_OF_ZIP = (1980, 1, 1, 0, 0, 0)  # the earliest time that the format can hold
_BAGGAGE = ("/thumbnail", "/customXml", "/stylesWithEffects")
_SEPARATORS = """<w:footnotes {ns}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0">
<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""


def element(tag: str, *children: Any, **attributes: str) -> Any:  # Any: stubs type each element by its tag
    """An element of WordprocessingML: `element("w:sz", val="22")`."""
    made = OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})
    made.extend(children)
    return made


def add_footnote(word: WordFile, paragraph: Paragraph, text: str) -> None:
    """End the paragraph with a call to a footnote (ISO/IEC 29500-1, 17.11): the only one of the document."""
    notes = parse_xml(_SEPARATORS.format(ns=nsdecls("w")))
    said = element("w:t")
    said.text = f" {text}"
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    style = element("w:pPr", element("w:pStyle", val=word.styles["footnote text"].style_id))
    words = element("w:p", style, _reference(word, "w:footnoteRef"), element("w:r", said))
    notes.append(element("w:footnote", words, id="1"))
    blob = etree.tostring(notes, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob, word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    paragraph._p.append(_reference(word, "w:footnoteReference", id="1"))


def add_field(paragraph: Paragraph, code: str) -> None:
    """Add a field that the word processor fills, such as PAGE."""
    shown = element("w:t")
    shown.text = "1"
    paragraph._p.append(element("w:fldSimple", element("w:r", shown), instr=code))


def strip_template(word: WordFile) -> None:
    """Leave out what the library's template brings along and no note needs: its picture, its old styles."""
    for rels in (word.part.package.rels, word.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(_BAGGAGE)]:
            del rels[key]


def date_file(about: CoreProperties, instant: str | None) -> None:
    """Let the note's own instant be when the file was made: with the clock, the same note had other bytes."""
    for name in ("created", "modified", "lastPrinted"):
        for old in about._element.findall(f"{{*}}{name}"):
            about._element.remove(old)
    if instant:
        about.created = about.modified = datetime.fromisoformat(instant)


def timeless(content: bytes) -> bytes:
    """The same zip archive with every member dated the same."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in given.namelist():
            member = ZipInfo(name, _BEGINNING_OF_ZIP)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            archive.writestr(member, given.read(name))
    return packed.getvalue()


def _reference(word: WordFile, tag: str, **attributes: str) -> Any:
    style = element("w:rPr", element("w:rStyle", val=word.styles["footnote reference"].style_id))
    return element("w:r", style, element(tag, **attributes))
