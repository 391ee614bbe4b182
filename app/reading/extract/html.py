"""The text of a web page, or of a note saved as one: what surrounds the note on its site is left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from app.reading.extract.layout import Line, laid_out, raised, row
from app.reading.extract.lists import written
from app.reading.extract.refusals import Empty, NotADocument
from app.reading.extract.text import clean, decoded
from app.reading.extract.trees import Element

DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
XML_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
NAMED = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "textarea",
        "input",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "map",
        "head",
        "title",
        "del",
        "s",
        "strike",
        "dialog",
        "menu",
        "rt",
        "rp",
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu"})
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|nav|navbar|navigation|menu|breadcrumbs?|share|sharing|social|sidebar|footer|banner"
    r"|skip|skip-?link|pagination|pager|related|newsletter|subscribe|toolbar|masthead|language-switcher|search-?form)"
    r"(?:$|[\s_-]|[0-9])",
    re.IGNORECASE,
)
INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
MOST = 0.5  # of the text of a page is never furniture
LINKS = 3
BLANKS = re.compile(r"[ \t\r\n\f]+")
DIGITS = frozenset("0123456789")


@dataclass
class Reader:
    """A page on the way to text: running text gathers until a block begins or ends."""

    most: float
    lines: list[Line] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    mark: str = ""

    def block(self, element: Element) -> None:
        """What stands in an element that stands on lines of its own."""
        self.end()
        match element.tag:
            case "table":
                self.table(element)
            case "ul" | "ol":
                self.list(element)
            case "pre":
                self.lines.extend(Line(line, close=True) for line in "".join(element.itertext()).split("\n"))
            case "p" if not _said(element).strip():
                self.lines.append(Line(""))  # an empty line, as who types a note leaves it
            case _:
                self.inside(element)
        self.end()

    def inside(self, element: Element) -> None:
        self.said.append(BLANKS.sub(" ", element.text or ""))
        for child in element:
            if isinstance(child.tag, str) and not self.is_furniture(child):
                self.child(child)
            self.said.append(BLANKS.sub(" ", child.tail or ""))

    def child(self, child: Element) -> None:
        if child.tag == "br":
            self.said.append("\n")
        elif child.tag in BLOCKS:
            self.block(child)
        elif child.tag == "sup" and DIGITS.issuperset(_said(child).strip()):
            self.said.append(raised(_said(child).strip()))
        else:
            self.inside(child)

    def end(self) -> None:
        """The running text so far becomes a line."""
        text = "\n".join(BLANKS.sub(" ", part).strip() for part in "".join(self.said).split("\n")).strip()
        self.said.clear()
        if text:
            self.lines.append(Line(f"{self.mark} {text}" if self.mark else text, close=bool(self.mark)))
            self.mark = ""

    def list(self, parent: Element) -> None:
        """The items, with bullets or their numbers."""
        form = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}.get(
            parent.get("type", ""), "decimal"
        )
        for number, child in enumerate((one for one in parent if one.tag in {"li", "ul", "ol"}), start=1):
            if child.tag != "li":
                self.block(child)
            elif not self.is_furniture(child):
                self.mark = "-" if parent.tag == "ul" else f"{written(number, form=form)}."
                self.block(child)
                self.mark = ""

    def table(self, table: Element) -> None:
        """A row a line, cells by tabs; a row of one cell is layout only."""
        for caption in table.findall("caption"):
            self.block(caption)
        for line in table.iter("tr"):
            if next(line.iterancestors("table")) is table:
                cells = [cell for cell in line if cell.tag in {"td", "th"}]
                if len(cells) == 1:
                    self.block(cells[0])
                elif cells:
                    self.lines.append(row(list(self.apart(cell)) for cell in cells))

    def apart(self, cell: Element) -> Iterator[Line]:
        """The lines of a cell, for itself."""
        reader = Reader(self.most)
        reader.block(cell)
        yield from reader.lines

    def is_furniture(self, element: Element) -> bool:
        """Whether an element belongs to the site, or is not shown."""
        if element.tag in SILENT or element.get("hidden") is not None or INVISIBLE.search(element.get("style", "")):
            return True
        named = f"{element.get('class', '')} {element.get('id', '')}"
        edge = element.tag in {"header", "footer"} and not _within(element, "main", "article")
        suspect = edge or element.get("role") in ROLES or bool(FURNITURE.search(named)) or _is_menu(element)
        return suspect and len(_said(element)) < self.most


def _within(element: Element, *tags: str) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def _said(element: Element) -> str:
    return "".join(element.itertext())


def _is_menu(element: Element) -> bool:
    """A list in which every item is a link and nothing else leads elsewhere."""
    if element.tag != "ul" or _within(element, "main", "article", "table"):
        return False
    items = element.findall("li")
    linked = sum(len(_said(link).strip()) for link in element.iter("a"))
    return len(items) >= LINKS and linked >= len("".join(_said(element).split()))


def read(content: bytes) -> dict[str, object]:
    """The text of a page; raises a subclass of Unreadable."""
    return {"text": clean(text_of(_decoded(content))), "pages": None, "unread_pages": [], "notices": []}


def text_of(page: str) -> str:
    """The text of a page that is decoded already."""
    parser = HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    try:
        tree = document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as nothing:
        raise Empty from nothing
    root = _main(tree)
    reader = Reader(MOST * len(_said(root)))
    reader.block(root)
    return laid_out(reader.lines)


def _main(tree: Element) -> Element:
    """What the page calls its main part, if it does and says something there; else its body."""
    body = tree.find("body")
    whole = tree if body is None else body
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = whole.findall(path)
        if len(found) == 1 and len(_said(found[0]).split()) > 40:
            return found[0]
    return whole


def _decoded(content: bytes) -> str:
    found = XML_DECLARED.match(content) or DECLARED.search(content[:4096])
    name = found[1].decode().lower() if found else ""
    try:
        return decoded(content, declared=NAMED.get(name, name))
    except LookupError as unknown:
        raise NotADocument from unknown
