"""The text of an OpenDocument text (ISO 26300) as its reader sees it: deletions and hidden text left out."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.reading.extract.layout import Line, laid_out, note, raised, row, sentences
from app.reading.extract.lists import Level, Lists, whole
from app.reading.extract.refusals import (
    HasDataLinks,
    HasEmbeddedObjects,
    HasExternalTemplate,
    HasMacros,
    NotADocument,
)
from app.reading.extract.text import clean
from app.reading.extract.trees import Element, tree_of

NAMESPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "text", "table", "style", "meta", "script")
} | {
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}


def n(name: str) -> str:
    """The full name of `text:p` and the like."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


PARAGRAPHS = frozenset(map(n, ("text:p", "text:h")))
HIDDEN = frozenset(map(n, ("text:hidden-text", "text:hidden-paragraph")))
LEFT_OUT = HIDDEN | frozenset(
    map(
        n,
        (
            "text:tracked-changes",
            "office:annotation",
            "office:annotation-end",
            "office:forms",
            "text:ruby-text",
            "text:sequence-decls",
            "text:variable-decls",
            "text:user-field-decls",
            "draw:image",
            "draw:object",
        ),
    )
)
PROGRAMS = frozenset(map(n, ("script:event-listener", "office:binary-data-script")))
OBJECTS = frozenset(map(n, ("draw:object-ole", "draw:plugin", "draw:applet", "draw:floating-frame")))
REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]+:)?[/\\]{2}", re.IGNORECASE)
FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
BLANKS = re.compile(r"[ \t\r\n]+")
MOST_BLANKS = 40


@dataclass(frozen=True)
class Style:
    """What matters of a style."""

    hidden: bool
    raised: bool


@dataclass
class Reader:
    """A document on the way to text."""

    styles: dict[str, Style]
    lists: Lists
    notes: list[tuple[str, Element]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    hides: bool = False

    def blocks(self, parent: Element, mark: str = "") -> Iterator[Line]:
        """The paragraphs, lists and tables below `parent`; `mark` stands before the first paragraph."""
        for child in parent:
            if child.tag in PARAGRAPHS:
                yield from self.paragraph(child, mark)
                mark = ""
            elif child.tag == n("text:list"):
                yield from self.list(child, child.get(n("text:style-name"), ""), 0)
            elif child.tag == n("table:table"):
                yield from self.table(child)
            elif child.tag not in LEFT_OUT and not self.is_hidden(child):
                yield from self.blocks(child)

    def list(self, parent: Element, style: str, level: int) -> Iterator[Line]:
        """The items of a list, with their marks, and the lists within."""
        for item in parent:
            begins = item.tag == n("text:list-item")
            for child in item:
                if child.tag == n("text:list"):
                    yield from self.list(child, child.get(n("text:style-name"), style), level + 1)
                elif child.tag == n("text:p"):
                    yield from self.paragraph(child, self.lists.mark(style, level) if begins else "")
                    begins = False
                elif child.tag == n("text:h"):
                    yield from self.paragraph(child, "")

    def paragraph(self, paragraph: Element, mark: str) -> Iterator[Line]:
        """One line, and the text boxes that hang on it."""
        if not self.is_hidden(paragraph):
            text = self.inline(paragraph)
            yield Line(f"{mark} {text.lstrip()}" if mark and text.strip() else text, close=bool(mark))
            boxes, self.boxes = self.boxes, []
            for box in boxes:
                yield from self.blocks(box)

    def table(self, table: Element) -> Iterator[Line]:
        """A row a line; a row of one cell is layout only."""
        for line in table.iter(n("table:table-row")):
            if next(line.iterancestors(n("table:table"))) is table:
                cells = line.findall(n("table:table-cell"))
                if len(cells) == 1:
                    yield from self.blocks(cells[0])
                elif cells:
                    yield row(self.blocks(cell) for cell in cells)

    def inline(self, parent: Element) -> str:
        """The running text below an element of a paragraph, blanks collapsed as the format has it."""
        text = BLANKS.sub(" ", parent.text or "")
        for child in parent:
            text += self.piece(child) + BLANKS.sub(" ", child.tail or "")
        return text

    def piece(self, element: Element) -> str:
        """What one element adds to the running text."""
        match element.tag:
            case tag if tag in LEFT_OUT or self.is_hidden(element):
                self.hides |= tag in HIDDEN
                text = ""
            case tag if tag == n("text:s"):
                text = " " * min(MOST_BLANKS, whole(element.get(n("text:c")), default=1))
            case tag if tag == n("text:tab"):
                text = "\t"
            case tag if tag == n("text:line-break"):
                text = "\n"
            case tag if tag == n("text:note"):
                text = self.cite(element)
            case tag if tag == n("draw:text-box"):
                self.boxes.append(element)
                text = ""
            case _:
                text = self.inline(element)
                text = raised(text) if self.style(element).raised else text
        return text

    def cite(self, citation: Element) -> str:
        """The mark of a note, whose text goes to the end."""
        mark = raised(
            "".join(part for one in citation.iter(n("text:note-citation")) for part in one.itertext()).strip()
        )
        self.notes.extend((mark, body) for body in citation.iter(n("text:note-body")))
        return mark

    def style(self, element: Element) -> Style:
        return self.styles.get(element.get(n("text:style-name"), ""), PLAIN)

    def is_hidden(self, element: Element) -> bool:
        """Whether its style or its section hides it; remembered where there is something to hide."""
        hidden = self.style(element).hidden or element.get(n("text:display")) in {"none", "condition"}
        self.hides |= hidden and any(part.strip() for part in element.itertext())
        return hidden


PLAIN = Style(hidden=False, raised=False)


def read(content: bytes) -> dict[str, object]:
    """The text of an OpenDocument text and the number of pages it claims; raises a subclass of Unreadable."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    trees = {name: _tree(archive, name) for name in ("content.xml", "styles.xml", "meta.xml")}
    for tree in trees.values():
        _check(tree)
    body = trees["content.xml"].find(f"{n('office:body')}/{n('office:text')}")
    if body is None:
        raise NotADocument
    reader = Reader(_styles(trees), _lists(trees))
    lines = list(reader.blocks(body))
    lines.extend(note(mark, reader.blocks(text)) for mark, text in list(reader.notes))
    for kind in ("style:header", "style:footer"):
        lines.extend(sentences(line for part in trees["styles.xml"].iter(n(kind)) for line in reader.blocks(part)))
    notices = ["hidden"] if reader.hides else []
    return {"text": clean(laid_out(lines)), "pages": _pages(trees["meta.xml"]), "unread_pages": [], "notices": notices}


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    if name not in archive.namelist():
        return tree_of(b"<missing/>")
    return tree_of(archive.read(name))


def _check(tree: Element) -> None:
    """What may not be in it: macros on events, links to data, foreign objects, parts that lie elsewhere."""
    for element in tree.iter():
        if element.tag in PROGRAMS:
            raise HasMacros
        if element.tag in OBJECTS:
            raise HasEmbeddedObjects
        if element.tag == n("office:dde-source"):
            raise HasDataLinks
        is_link = element.tag in {n("text:a"), n("draw:a")}
        if not is_link and REMOTE.match(element.get(n("xlink:href"), "")):
            raise HasExternalTemplate


def _styles(trees: dict[str, Element]) -> dict[str, Style]:
    found: dict[str, Style] = {}
    for name in ("styles.xml", "content.xml"):
        for style in trees[name].iter(n("style:style")):
            own = style.find(n("style:text-properties"))
            base = found.get(style.get(n("style:parent-style-name"), ""), PLAIN)
            found[style.get(n("style:name"), "")] = base if own is None else _style(own, base)
    return found


def _style(own: Element, base: Style) -> Style:
    display, position = own.get(n("text:display")), own.get(n("style:text-position"))
    return Style(
        hidden=base.hidden if display is None else display == "none",
        raised=base.raised if position is None else bool(re.match(r"super|[1-9]", position)),
    )


def _lists(trees: dict[str, Element]) -> Lists:
    levels: dict[tuple[str, int], Level] = {}
    for tree in trees.values():
        for style in tree.iter(n("text:list-style")):
            for level in style:
                at = whole(level.get(n("text:level")), default=1) - 1
                levels[style.get(n("style:name"), ""), at] = _level(level, at)
    return Lists(levels)


def _level(level: Element, at: int) -> Level:
    form = level.get(n("style:num-format"))
    if level.tag != n("text:list-level-style-number"):
        return Level("bullet", "", 1)
    if not form:
        return Level("none", "", 1)
    shown = min(at + 1, whole(level.get(n("text:display-levels")), default=1))
    numbers = ".".join(f"%{one}" for one in range(at + 2 - shown, at + 2))
    pattern = f"{level.get(n('style:num-prefix'), '')}{numbers}{level.get(n('style:num-suffix'), '')}"
    return Level(FORMS.get(form, "decimal"), pattern, whole(level.get(n("text:start-value")), default=1))


def _pages(meta: Element) -> int | None:
    for element in meta.iter(n("meta:document-statistic")):
        return whole(element.get(n("meta:page-count"))) or None
    return None
