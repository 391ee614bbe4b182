"""The parts of a Word file (ECMA-376): opened as XML trees, and checked for what may not be in them."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from app.reading.extract.refusals import (
    HasDataLinks,
    HasEmbeddedObjects,
    HasExternalTemplate,
    HasMacros,
    NotADocument,
)
from app.reading.extract.trees import Element, tree_of

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
WORD_NAMESPACES = (  # transitional and strict
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
MACROS = frozenset({"vbaProject", "wordVbaData"})
OBJECTS = frozenset({"oleObject", "control", "aFChunk", "activeXControlBinary"})
NUMBER = re.compile("[0-9]{1,5}")
DATA_LINK = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:|[/\\]{2}", re.IGNORECASE)
LOCAL_FILE = re.compile(r"(?:file:/{3,5})?[a-z]:[/\\]", re.IGNORECASE)


def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute."""
    return f"{{{WORD_NAMESPACES[0]}}}{name}"


class Parts:
    """A Word file, opened: its trees by role. Raises a subclass of Unreadable for what must not be read."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._names = frozenset(self._archive.namelist())
        for name in self._names:
            if name.casefold().endswith(".rels"):
                _check_relationships(self._tree(name))
        self._main = next(self._targets("", "officeDocument"), "")
        self.document = self._tree(self._main)
        if self.document.tag != w("document"):
            raise NotADocument
        _check_fields(self.document)

    def related(self, kind: str) -> list[Element]:
        """The trees that the main part refers to as `kind` (`styles`, `footer`), in order of their names."""
        trees = [self._tree(name) for name in sorted(set(self._targets(self._main, kind)))]
        for tree in trees:
            _check_fields(tree)
        return trees

    def pages(self) -> int | None:
        """The number of pages that the writing program noted."""
        for name in self._targets("", "extended-properties"):
            for element in self._tree(name):
                if etree.QName(element).localname == "Pages" and NUMBER.fullmatch(element.text or ""):
                    return int(element.text or "")
        return None

    def _targets(self, part: str, kind: str) -> Iterator[str]:
        folder, name = posixpath.split(part)
        relationships = posixpath.join(folder, "_rels", f"{name}.rels")
        if relationships not in self._names:
            return
        for relationship in self._tree(relationships).iter(RELATIONSHIP):
            if _kind(relationship) == kind and relationship.get("TargetMode") != "External":
                yield posixpath.normpath(posixpath.join("/", folder, relationship.get("Target", ""))).lstrip("/")

    def _tree(self, name: str) -> Element:
        if name not in self._names:
            raise NotADocument
        return tree_of(_transitional(self._archive.read(name)))


def _transitional(xml: bytes) -> bytes:
    """A strict document uses other names for the same elements."""
    return xml.replace(WORD_NAMESPACES[1].encode(), WORD_NAMESPACES[0].encode())


def _kind(relationship: Element) -> str:
    return relationship.get("Type", "").rpartition("/")[2]


def _check_relationships(tree: Element) -> None:
    for relationship in tree.iter(RELATIONSHIP):
        kind = _kind(relationship)
        if kind in MACROS:
            raise HasMacros
        if kind in OBJECTS:
            raise HasEmbeddedObjects
        if relationship.get("TargetMode") == "External" and kind != "hyperlink":
            _check_target(relationship.get("Target", "").strip())


def _check_target(target: str) -> None:
    """A template or picture on the writer's own disk is an ordinary leftover; another machine's is not."""
    if SCHEME.match(target) and not LOCAL_FILE.match(target):
        raise HasExternalTemplate


def _check_fields(tree: Element) -> None:
    """Field instructions may be cut over many runs: they are looked at whole, field by field."""
    instruction = ""
    for element in tree.iter(w("fldChar"), w("instrText"), w("fldSimple")):
        if element.tag == w("instrText"):
            instruction += element.text or ""
        elif element.tag == w("fldSimple"):
            instruction += f" {element.get(w('instr'), '')} "
        else:
            instruction += " "
    if DATA_LINK.search(instruction):
        raise HasDataLinks
