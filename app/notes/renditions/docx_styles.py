"""The looks of a note in Word: named styles, in styles.xml, so that a reader can change all at once."""

from importlib.resources import files
from typing import Any

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from app.kit.languages import RTL, Language
from app.notes.renditions.docx_parts import element

_TAGS = {Language.en: "en-GB", Language.zh: "zh-CN", Language.ar: "ar-SA"}


def apply_styles(word: WordFile, language: Language) -> None:
    """Put our styles in the place of those that python-docx brings, for a note in this language."""
    own: Any = parse_xml(files("app.notes.renditions").joinpath("styles.xml").read_bytes())
    own.find(".//{*}rPrDefault//{*}lang").set(qn("w:val"), _TAGS.get(language, language.value))
    if language in RTL:
        normal = own.find("{*}style")
        normal.find("{*}pPr").insert(0, element("w:bidi"))
        normal.append(element("w:rPr", element("w:rtl")))
    word.styles.element[:] = own[:]
