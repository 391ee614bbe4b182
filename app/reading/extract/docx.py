"""The text of a Word file as its reader sees it: changes accepted, hidden text left out, notes at the end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.reading.extract.layout import Line, laid_out, note, raised, sentences
from app.reading.extract.layout import row as row_of
from app.reading.extract.lists import Lists, lists_of, value_of, whole
from app.reading.extract.parts import Parts, w
from app.reading.extract.text import clean
from app.reading.extract.trees import Element

# Deleted or moved away, instructions of fields, what only a program reads.
LEFT_OUT = frozenset(
    map(
        w,
        (
            "del",
            "moveFrom",
            "instrText",
            "delText",
            "delInstrText",
            "rPr",
            "pPr",
            "sdtPr",
            "tblPr",
            "trPr",
            "tcPr",
            "rt",
        ),
    )
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
PLAIN = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
TEXT = frozenset({w("t"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
BOX = w("txbxContent")
CITATIONS = frozenset({w("footnoteReference"), w("endnoteReference")})
OFF = frozenset({"0", "false", "off"})
BLOCKS = frozenset({w("p"), w("tbl")})


@dataclass(frozen=True)
class Style:
    """What matters of a paragraph's or a run's style."""

    hidden: bool
    heading: bool
    list_number: str | None
    list_level: int


class Styles(dict[str, Style]):
    """The styles by their ids, each worked out when it is first met: a file defines far more than it uses."""

    def __init__(self, trees: list[Element]) -> None:
        super().__init__()
        self._elements = {style.get(w("styleId"), ""): style for tree in trees for style in tree.iter(w("style"))}

    def __missing__(self, name: str) -> Style:
        self[name] = _style(self._elements, name)
        return self[name]


@dataclass
class Reader:
    """A document on the way to text."""

    styles: Styles
    lists: Lists
    notes: dict[tuple[str, str], Element]
    cited: list[tuple[tuple[str, str], str]] = field(default_factory=list)
    joined: str = ""
    hides: bool = False

    def blocks(self, parent: Element) -> Iterator[Line]:
        """The paragraphs and tables below `parent`, through content controls and the like."""
        for child in parent:
            if child.tag == w("p"):
                yield from self.paragraph(child)
            elif child.tag == w("tbl"):
                yield from self.table(child)
            elif child.tag not in LEFT_OUT and not _is_placeholder(child):
                yield from self.blocks(child)

    def paragraph(self, paragraph: Element) -> Iterator[Line]:
        """One line; a deleted end joins it with the next."""
        text = self.joined + self.inline(paragraph)
        self.joined = ""
        if paragraph.find(f"{w('pPr')}/{w('rPr')}/{w('del')}") is not None:
            self.joined = text
            return
        mark = self.mark(paragraph) if text.strip() else ""
        yield Line(f"{mark} {text.lstrip()}" if mark else text, close=bool(mark))
        for box in paragraph.iter(BOX):
            if not any(parent.tag in LEFT_OUT or parent.tag == BOX for parent in box.iterancestors()):
                yield from self.blocks(box)

    def mark(self, paragraph: Element) -> str:
        """The bullet or number that Word would draw; none for headings, whose numbers say nothing."""
        style = self.styles[value_of(paragraph, "pPr", "pStyle") or ""]
        number = value_of(paragraph, "pPr", "numPr", "numId") or style.list_number
        if number in {None, "0"} or style.heading:
            return ""
        return self.lists.mark(
            number or "", whole(value_of(paragraph, "pPr", "numPr", "ilvl"), default=style.list_level)
        )

    def table(self, table: Element) -> Iterator[Line]:
        """A row a line, cells by tabs; a row of one cell is layout only, and its blocks stand as they are."""
        for row in _children(table, w("tr")):
            cells = [cell for cell in _children(row, w("tc")) if not _continues(cell)]
            if len(cells) == 1:
                yield from self.blocks(cells[0])
                continue
            if cells:
                yield row_of(self.blocks(cell) for cell in cells)

    def inline(self, parent: Element) -> str:
        """The running text below an element of a paragraph."""
        return "".join(self.piece(child) for child in parent)

    def piece(self, element: Element) -> str:
        """What one element adds to the running text."""
        match element.tag:
            case tag if tag in PLAIN:
                text = PLAIN[tag]
            case tag if tag in TEXT:
                text = element.text or ""
            case tag if tag in LEFT_OUT or tag == BOX or _is_placeholder(element):
                text = ""
            case tag if tag == w("r"):
                text = self.run(element)
            case tag if tag in CITATIONS:
                text = self.cite(element)
            case _:
                text = _symbol(element) if element.tag == w("sym") else self.inline(element)
        return text

    def run(self, run: Element) -> str:
        """A run's text, unless hidden; raised digits as superscript characters, which plain text has too."""
        style = self.styles[value_of(run, "rPr", "rStyle") or ""]
        hidden = run.find(f"{w('rPr')}/{w('vanish')}")
        if style.hidden if hidden is None else hidden.get(w("val")) not in OFF:
            self.hides |= bool(self.inline(run).strip())
            return ""
        text = self.inline(run)
        return raised(text) if value_of(run, "rPr", "vertAlign") == "superscript" else text

    def cite(self, reference: Element) -> str:
        """The mark of a footnote: counted, or nothing where the writer's own mark follows as text."""
        kind = "footnote" if reference.tag == w("footnoteReference") else "endnote"
        by_hand = reference.get(w("customMarkFollows"), "0") not in OFF
        counted = 1 + sum(1 for _, mark in self.cited if mark)
        mark = "" if by_hand else raised(str(counted))
        self.cited.append(((kind, reference.get(w("id"), "")), mark))
        return mark

    def footnotes(self) -> Iterator[Line]:
        """The notes in the order of their marks."""
        for key, mark in list(self.cited):
            if key in self.notes:
                yield note(mark, self.blocks(self.notes[key]))


def read(content: bytes) -> dict[str, object]:
    """The text of a Word file and the number of pages it claims; raises a subclass of Unreadable."""
    parts = Parts(content)
    reader = Reader(Styles(parts.related("styles")), lists_of(parts.related("numbering")), _notes(parts))
    lines = list(reader.blocks(parts.document))
    if reader.joined:
        lines.append(Line(reader.joined))
    lines.extend(reader.footnotes())
    for kind in ("header", "footer"):
        lines.extend(sentences(line for part in parts.related(kind) for line in reader.blocks(part)))
    return {
        "text": clean(laid_out(lines)),
        "pages": parts.pages(),
        "unread_pages": [],
        "notices": ["hidden"] if reader.hides else [],
    }


def _style(elements: dict[str, Element], name: str) -> Style:
    """A style with what it takes over from those it is based on; a ring of styles ends where it closes."""
    chain: list[Element] = []
    current: str | None = name
    while current in elements and elements[current] not in chain:
        chain.append(elements[current])
        current = value_of(chain[-1], "basedOn")
    hidden = next((found for style in chain if (found := style.find(f"{w('rPr')}/{w('vanish')}")) is not None), None)
    numbers = [value_of(style, "pPr", "numPr", "numId") for style in chain]
    levels = [value_of(style, "pPr", "numPr", "ilvl") for style in chain]
    return Style(
        hidden=hidden is not None and hidden.get(w("val")) not in OFF,
        heading=any(value_of(style, "pPr", "outlineLvl") for style in chain),
        list_number=next((number for number in numbers if number), None),
        list_level=whole(next((level for level in levels if level), None)),
    )


def _notes(parts: Parts) -> dict[tuple[str, str], Element]:
    return {
        (kind, note.get(w("id"), "")): note
        for kind in ("footnote", "endnote")
        for tree in parts.related(f"{kind}s")
        for note in tree.iter(w(kind))
    }


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """Rows or cells, also inside content controls and accepted changes."""
    for child in parent:
        if child.tag == tag:
            if child.find(f"{w('trPr')}/{w('del')}") is None:
                yield child
        elif child.tag not in BLOCKS | LEFT_OUT:
            yield from _children(child, tag)


def _continues(cell: Element) -> bool:
    """Whether the cell only prolongs the one above."""
    merged = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merged is not None and merged.get(w("val")) != "restart"


def _is_placeholder(element: Element) -> bool:
    """A content control that nobody filled in yet."""
    return element.tag == w("sdt") and element.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None


def _symbol(element: Element) -> str:
    code = element.get(w("char"), "")
    return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
