"""Lines under their labels and headings, whatever the layout of the header: lists, tables, labels before values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reading.lines import Line, is_closed
from app.reading.marks import Mark, all_labels, cells, heading_of, label_of
from app.wording.packs import Pack

_NEVER_LATER = frozenset({"contact", "objectives", "support", "host", "event", "other"})  # labels only in a header


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines under one mark; the first line may stand on the mark's own line."""

    mark: Mark | None
    is_label: bool
    lines: Sequence[Line]


def chunks_of(text: str, lines: Sequence[Line], pack: Pack) -> list[Chunk]:
    """The lines of a note under their marks, in order; what stands before the first mark has none."""
    return _table_of_values(_columns(list(_chunks(text, lines, pack)), text, pack))


def _chunks(text: str, lines: Sequence[Line], pack: Pack) -> Iterator[Chunk]:
    mark, is_label, group = None, False, list[Line]()
    section: str | None = None
    for at, line in enumerate(lines):
        heading = _heading(text, lines, at, pack, section)
        found = heading or _label(text[line.start : line.end], pack, section)
        if found is None:
            group.append(line)
            continue
        if group or mark:
            yield Chunk(mark, is_label, group)
        section = heading.names[0] if heading else section
        mark, is_label = found, heading is None
        group = _first_line(line, found)
    yield Chunk(mark, is_label, group)


def _first_line(line: Line, mark: Mark) -> list[Line]:
    start = line.start + mark.at
    return [Line(start, line.end, 0, 0)] if start < line.end else []


def _label(words: str, pack: Pack, section: str | None) -> Mark | None:
    mark = label_of(words, pack)
    if mark is None or section is None:
        return mark
    return mark if mark.sure and not _NEVER_LATER & set(mark.names) else None


def _heading(text: str, lines: Sequence[Line], at: int, pack: Pack, section: str | None) -> Mark | None:
    """A heading that has its line to itself, or text after a colon where no label of a running header is meant."""
    words = text[lines[at].start : lines[at].end]
    mark = heading_of(words, pack)
    if mark is None or mark.at == len(words):
        return mark
    if mark.names[0] == section or (section is None and label_of(words, pack)):
        return None
    opens = lines[at].gap or at == 0 or section is None
    return mark if opens or is_closed(text[lines[at - 1].start : lines[at - 1].end]) else None


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
