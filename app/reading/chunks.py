"""Lines under their labels and headings, whatever the layout of the header: lists, tables, labels before values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reading.contents import fields_of_value, is_platform
from app.reading.headings import Heading, in_order
from app.reading.lines import Line
from app.reading.marks import (
    STRANGE,
    Mark,
    all_labels,
    cells,
    names_of,
)
from app.reading.placing import Placed, marks_of
from app.wording.packs import Pack

_FEW_LABELS, _MOST_ABOVE = 3, 12  # labels under their values, and lines of a value above its label
_WIDE = "   "  # blanks that part the columns of a table


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines under one mark; the first line may stand on the mark's own line."""

    mark: Mark | None
    is_label: bool
    lines: Sequence[Line]


def chunks_of(text: str, lines: Sequence[Line], pack: Pack) -> list[Chunk]:
    """The lines of a note under their marks, in order; what stands before the first mark has none."""
    above = list(_named_below(text, lines, pack))
    taken = {line.start for chunk, label in above for line in (*chunk.lines, label)}
    lines = [line for line in lines if line.start not in taken]
    placed = marks_of(text, lines, pack)
    chunks = [chunk for chunk, _ in above] + _named(text, list(_cut(text, lines, placed)))
    return _by_content(text, _table_of_values(_columns(chunks, text, pack)), pack)


def _named_below(text: str, lines: Sequence[Line], pack: Pack) -> Iterator[tuple[Chunk, Line]]:
    """The values that have their label in brackets on the line under them, with the lines of these labels."""
    labels = {at: names for at, line in enumerate(lines) if at and (names := _in_brackets(text, line, pack))}
    told = [at for at in labels if not lines[at].gap and at - 1 not in labels]
    for at in told if len(told) >= _FEW_LABELS else ():
        first = max(at - _MOST_ABOVE, 0)
        begin = next((one for one in range(at - 1, first, -1) if lines[one].gap), first)
        yield Chunk(Mark(labels[at], 0, sure=True), True, lines[begin:at]), lines[at]


def _in_brackets(text: str, line: Line, pack: Pack) -> tuple[str, ...]:
    words = text[line.start : line.end]
    return names_of(words[1:-1], pack, "labels") if words[:1] + words[-1:] in {"()", "[]", "（）"} else ()


def _by_content(text: str, chunks: list[Chunk], pack: Pack) -> list[Chunk]:
    """The chunks with the fields of strange labels, and of a format that is a place, told by their values."""
    taken = {name for chunk in chunks if chunk.mark and chunk.is_label for name in chunk.mark.names}
    made: list[Chunk] = []
    for chunk in chunks:
        names = chunk.mark.names if chunk.mark and chunk.is_label else ()
        if names == STRANGE:
            names = fields_of_value(_words(text, chunk), taken, pack)
        elif names == ("other",) and "where" not in taken and is_platform(_words(text, chunk), pack):
            names = ("where",)
        taken |= set(names)
        made.append(Chunk(Mark(names, 0, sure=False), True, chunk.lines) if names else chunk)
    return made


def _cut(text: str, lines: Sequence[Line], placed: Sequence[Placed]) -> Iterator[Chunk]:
    """The lines between marks."""
    first = placed[0].at if placed else len(lines)
    if first or not placed:
        yield Chunk(None, False, lines[:first])
    ends = [*(one.at for one in placed), len(lines)][1:]
    for one, end in zip(placed, ends, strict=True):
        rest = lines[one.at + 1 : end]
        if one.is_label:
            rest = _in_column(text, lines[one.at], one.mark, rest)
        yield Chunk(one.mark, one.is_label, [*_first_line(lines[one.at], one.mark), *rest])


def _in_column(text: str, first: Line, mark: Mark, rest: Sequence[Line]) -> Sequence[Line]:
    """The lines of a value without what stands left of its column: the second line of a label."""
    before = text[first.start : first.start + mark.at]
    column = first.indent + mark.at
    if not before.endswith(_WIDE) or column - first.indent != len(before):
        return rest
    return [_right_of(text, line, column) for line in rest]


def _right_of(text: str, line: Line, column: int) -> Line:
    start = line.start + column - line.indent
    if not line.start < start < line.end or not text[line.start : start].endswith(_WIDE[:2]) or line.gap:
        return line
    return Line(start, line.end, 0, column)


def _named(text: str, chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with the sections of their headings told by their order, where their words do not tell."""
    places = [at for at, chunk in enumerate(chunks) if chunk.mark and not chunk.is_label]
    marks = [(chunk.mark, _words(text, chunk)) for at in places if (chunk := chunks[at])]
    names = in_order([Heading(mark.names[0], mark.sure, words) for mark, words in marks if mark])
    for at, name in zip(places, names, strict=True):
        mark = chunks[at].mark
        chunks[at] = Chunk(Mark((name,), mark.at if mark else 0, sure=True), False, chunks[at].lines)
    return chunks


def _words(text: str, chunk: Chunk) -> str:
    return text[chunk.lines[0].start : chunk.lines[-1].end] if chunk.lines else ""


def _first_line(line: Line, mark: Mark) -> list[Line]:
    start = line.start + mark.at
    return [Line(start, line.end, 0, 0)] if start < line.end else []


def _columns(chunks: list[Chunk], text: str, pack: Pack) -> list[Chunk]:
    """A head row of labels with a row of values under it, as a label with its value each."""
    made: list[Chunk] = []
    for chunk in chunks:
        made += _unrolled(chunk, text, pack)
    return made


def _unrolled(chunk: Chunk, text: str, pack: Pack) -> list[Chunk]:
    if chunk.mark is None or not chunk.is_label or len(chunk.lines) < 2:
        return [chunk]
    line_start = text.rfind("\n", max(0, chunk.lines[0].start - 200), chunk.lines[0].start) + 1
    labels = all_labels(text[line_start : chunk.lines[0].end], pack)
    row = chunk.lines[1]
    values = cells(text[row.start : row.end])
    if len(labels) < 2 or len(values) != len(labels):
        return [chunk]
    return [
        Chunk(Mark(names, 0, sure=True), True, [Line(row.start + start, row.start + end, 0, 0)])
        for names, (start, end) in zip(labels, values, strict=True)
    ]


def _table_of_values(chunks: list[Chunk]) -> list[Chunk]:
    """All labels first and all values after: the values under the last label are dealt out in order."""
    empty = [at for at, chunk in enumerate(chunks) if chunk.is_label and not chunk.lines]
    run = _last_run(empty)
    last = run[-1] + 1 if run else len(chunks)
    if len(run) < 2 or last >= len(chunks) or not chunks[last].is_label:
        return chunks
    run = [*run, last]
    blocks = _blocks(chunks[last].lines, len(run))
    if len(blocks) < len(run):
        return chunks
    blocks = [*blocks[: len(run) - 1], [line for block in blocks[len(run) - 1 :] for line in block]]
    for at, block in zip(run, blocks, strict=True):
        chunks[at] = Chunk(chunks[at].mark, True, block)
    return chunks


def _last_run(places: Sequence[int]) -> list[int]:
    run: list[int] = []
    for at in places:
        if run and at != run[-1] + 1:
            run = []
        run.append(at)
    return run


def _blocks(lines: Sequence[Line], wanted: int) -> list[list[Line]]:
    """The lines by blank lines where these give as many blocks as wanted, else one by one."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and not line.gap:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks if len(blocks) >= wanted else [[line] for line in lines]
