"""The text of a Rich Text file (version 1.9.1) as its reader sees it: changes accepted, hidden text left out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from app.reading.extract.layout import Line, laid_out, note, raised, row, sentences
from app.reading.extract.refusals import (
    HasDataLinks,
    HasEmbeddedObjects,
    HasExternalTemplate,
    NotADocument,
    TooComplex,
)
from app.reading.extract.rtf_words import CHARSETS, EDGES, KNOWN, OBJECTS, SIGNS, SILENT, SYMBOLS
from app.reading.extract.text import clean, known

TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,40})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])"
    rb"|(?P<brace>[{}])|[\r\n\x00]+|(?P<text>[^\\{}\r\n\x00]+)",
    re.DOTALL,
)
MAX_DEPTH = 300
DATA_LINK = re.compile(r"\s*DDE(?:AUTO)?\b", re.IGNORECASE)
REMOTE = re.compile(r"\s*INCLUDE(?:TEXT|PICTURE)\s+\"?(?:[a-z][a-z0-9+.-]+:)?[/\\]{2}", re.IGNORECASE)
REMOTE_TEMPLATE = re.compile(r"\s*(?:(?!file:/{3})[a-z][a-z0-9+.-]+:|[/\\]{2})", re.IGNORECASE)


@dataclass(frozen=True)
class State:
    """What holds within a group. `into` is where text goes, None for nowhere."""

    into: list[str] | None
    role: str = ""
    encoding: str = "cp1252"
    symbols: bool = False
    raised: bool = False
    hidden: bool = False
    deleted: bool = False
    skip: int = 1


@dataclass
class Reader:
    """A document on the way to text."""

    body: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    edges: list[Line] = field(default_factory=list)
    notes: list[tuple[str, list[str]]] = field(default_factory=list)
    cells: list[list[Line]] = field(default_factory=list)
    fonts: dict[int, int] = field(default_factory=dict)
    font: int = 0
    in_table: bool = False
    hides: bool = False
    half: str = ""
    left: int = 0  # characters still to be skipped after a \u

    def __post_init__(self) -> None:
        self.state = State(self.body)
        self.stack: list[State] = []
        self.encoding = "cp1252"
        self.bytes = bytearray()

    def read(self, content: bytes) -> None:
        """Takes the whole file in."""
        at, end = 0, len(content)
        starred = False
        while at < end:
            token = TOKEN.match(content, at)
            if token is None:
                raise NotADocument
            at = token.end()
            if token["word"]:
                word, number = token["word"].decode(), int(token["number"]) if token["number"] else None
                at += max(0, number or 0) if word == "bin" else 0
                self.flush()
                self.word(word, number, starred=starred)
            elif token["sign"]:
                self.sign(token["sign"])
            else:
                self.plain(token)
            starred = token["sign"] == b"*"
        self.flush()
        self.paragraph()

    def plain(self, token: re.Match[bytes]) -> None:
        """A brace, a byte by its number, or text."""
        if token["brace"]:
            self.flush()
            self.group(opens=token["brace"] == b"{")
        else:
            found = bytes.fromhex(token["hex"].decode()) if token["hex"] else token["text"] or b""
            skipped = min(self.left, len(found))
            self.left -= skipped
            self.bytes += found[skipped:]

    def group(self, *, opens: bool) -> None:
        self.left = 0
        if opens:
            self.stack.append(self.state)
            if len(self.stack) > MAX_DEPTH:
                raise TooComplex
        elif self.stack:
            closed, self.state = self.state, self.stack.pop()
            if closed.role and closed.role != self.state.role:
                self.closed(closed)

    def closed(self, state: State) -> None:
        """The end of a group with a role of its own."""
        text = "".join(state.into or ())
        if state.role == "fldinst":
            if DATA_LINK.match(text):
                raise HasDataLinks
            if REMOTE.match(text):
                raise HasExternalTemplate
        elif state.role == "template" and REMOTE_TEMPLATE.match(text):
            raise HasExternalTemplate
        elif state.role == "edge":
            self.edges.extend(map(Line, text.split("\n")))
        elif state.role == "mark" and self.state.into is not None and text.strip():
            mark = text.strip()
            self.state.into.append(f"{mark if any(map(str.isalnum, mark)) else '-'} ")

    def word(self, word: str, number: int | None, *, starred: bool) -> None:
        """A control word."""
        if word in OBJECTS:
            raise HasEmbeddedObjects
        if act := WORDS.get(word):
            act(self, number)
        if word in SIGNS:
            self.say(SIGNS[word])
        elif word in SILENT or (starred and word not in KNOWN):
            self.state = replace(self.state, into=[] if word == "fldinst" else None, role=word)
        elif word in EDGES:
            self.state = replace(self.state, into=[], role="edge")
        elif word in {"listtext", "pntext", "template"}:
            self.state = replace(self.state, into=[], role="template" if word == "template" else "mark")

    def sign(self, sign: bytes) -> None:
        if sign in b"\\{}":
            self.bytes += sign
        elif sign in {b"\n", b"\r"}:
            self.flush()
            self.end_of_paragraph(None)
        elif (name := sign.decode("latin-1")) in SIGNS:
            self.flush()
            self.say(SIGNS[name])

    def flush(self) -> None:
        """Bytes become text once it is known that no more follow in this encoding."""
        if self.bytes:
            raw, self.bytes = bytes(self.bytes), bytearray()
            if self.state.symbols:
                self.say("".join(chr(0xF000 + byte) if byte > 0x20 else " " for byte in raw))
            else:
                self.say(raw.decode(self.state.encoding, errors="replace"))

    def say(self, text: str) -> None:
        """Adds text where it goes, unless it is deleted or hidden."""
        state = self.state
        if state.hidden and not state.deleted and state.into is not None:
            self.hides |= bool(text.strip())
        if state.into is not None and not state.deleted and not state.hidden:
            state.into.append(raised(text) if state.raised else text)

    def unicode(self, number: int | None) -> None:
        """A character by its number, in halves beyond the first plane; what stands for it elsewhere is skipped."""
        character = chr((number or 0) % 0x10000)
        self.left = self.state.skip
        if "\ud800" <= character <= "\udbff":
            self.half = character
        else:
            pair, self.half = self.half + character, ""
            self.say(pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))

    def end_of_paragraph(self, _number: int | None) -> None:
        if self.state.into is self.body:
            self.paragraph()
        else:
            self.say("\n")

    def paragraph(self) -> None:
        """What was said since the last end, as a line of the document or of a cell."""
        text = "".join(self.body)
        self.body.clear()
        if self.in_table:
            self.cells[-1:] = [[*(self.cells[-1] if self.cells else []), Line(text)]]
        else:
            is_item = bool(re.match(r"(?:-|\S{1,6}[.)]) ", text))
            self.lines.append(Line(text, close=is_item))

    def end_of_cell(self, _number: int | None) -> None:
        self.in_table = True
        self.cells = self.cells or [[]]
        self.paragraph()
        self.cells.append([])

    def end_of_row(self, _number: int | None) -> None:
        cells, self.cells, self.in_table = self.cells[:-1], [], False
        if len(cells) == 1:
            self.lines.extend(cells[0])
        elif cells:
            self.lines.append(row(cells))

    def cite(self, _number: int | None) -> None:
        """A footnote begins."""
        text: list[str] = []
        self.notes.append((raised(str(len(self.notes) + 1)), text))
        self.state = replace(self.state, into=text, role="footnote", raised=False)

    def mark_of_note(self, _number: int | None) -> None:
        """The number of the note: in the text before its group opens, and again within it."""
        if self.state.into is self.body:
            self.say(raised(str(len(self.notes) + 1)))

    def set_font(self, number: int | None) -> None:
        if any(state.role == "fonttbl" for state in (*self.stack, self.state)):
            self.font = number or 0
        else:
            charset = self.fonts.get(number or 0, 1)
            encoding = CHARSETS.get(charset, self.encoding)
            self.state = replace(self.state, encoding=encoding, symbols=charset == SYMBOLS)

    def set_charset(self, number: int | None) -> None:
        self.fonts[self.font] = number or 0

    def set_page(self, number: int | None) -> None:
        """The code page of the whole file."""
        name = {936: "gb18030", 950: "big5", 10000: "mac-roman", 65001: "utf-8"}.get(number or 0, f"cp{number}")
        self.encoding = known(name) or self.encoding
        self.state = replace(self.state, encoding=self.encoding)

    def reset(self, _number: int | None) -> None:
        self.state = replace(self.state, raised=False, hidden=False, deleted=False)


def _sets(**members: bool) -> Callable[[Reader, int | None], None]:
    """A word that sets members of the state, and with 0 turns them back."""

    def act(reader: Reader, number: int | None) -> None:
        turned = {name: value and number != 0 for name, value in members.items()}
        reader.state = replace(reader.state, **turned)  # type: ignore[arg-type]  # all are flags

    return act


def _into_table(reader: Reader, _number: int | None) -> None:
    reader.in_table = True


def _out_of_table(reader: Reader, _number: int | None) -> None:
    if reader.state.into is reader.body and not reader.cells:
        reader.in_table = False


def _skips(reader: Reader, number: int | None) -> None:
    reader.state = replace(reader.state, skip=min(9, max(0, 1 if number is None else number)))


def _speaks(reader: Reader, _number: int | None) -> None:
    reader.state = replace(reader.state, into=reader.body, role="")


WORDS: dict[str, Callable[[Reader, int | None], None]] = {
    "par": Reader.end_of_paragraph, "sect": Reader.end_of_paragraph, "cell": Reader.end_of_cell,
    "row": Reader.end_of_row,
    "u": Reader.unicode, "uc": _skips, "ud": _speaks, "f": Reader.set_font, "fcharset": Reader.set_charset,
    "ansicpg": Reader.set_page, "footnote": Reader.cite, "chftn": Reader.mark_of_note, "plain": Reader.reset,
    "super": _sets(raised=True), "nosupersub": _sets(raised=False), "v": _sets(hidden=True),
    "deleted": _sets(deleted=True),
    "intbl": _into_table, "pard": _out_of_table,
}  # fmt: skip


def read(content: bytes) -> dict[str, object]:
    """The text of a Rich Text file; raises a subclass of Unreadable."""
    reader = Reader()
    reader.read(content)
    lines = [*reader.lines, *_footnotes(reader), *sentences(reader.edges)]
    notices = ["hidden"] if reader.hides else []
    return {"text": clean(laid_out(lines)), "pages": None, "unread_pages": [], "notices": notices}


def _footnotes(reader: Reader) -> Iterator[Line]:
    for mark, text in reader.notes:
        yield note(mark, [Line("".join(text))])
