"""Lines under their labels and headings, whatever the layout of the header: lists, tables, labels before values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reading.contents import fields_of_value, is_platform
from app.reading.headings import Heading, in_order, is_like_heading
from app.reading.lines import Line, is_closed, is_full
from app.reading.marks import (
    STRANGE,
    Mark,
    all_labels,
    cells,
    heading_of,
    is_group,
    label_of,
    likely_section,
    names_of,
    strange_label,
    strange_line,
)
from app.wording.packs import Pack

_LONGEST_RUN_IN = 40
_WIDE = "   "  # blanks that part the columns of a table
_NEVER_LATER = frozenset({"contact", "objectives", "support", "host", "event", "other"})  # labels only in a header


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines under one mark; the first line may stand on the mark's own line."""

    mark: Mark | None
    is_label: bool
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mark and the line it stands on."""

    at: int
    mark: Mark
    is_label: bool


def chunks_of(text: str, lines: Sequence[Line], pack: Pack) -> list[Chunk]:
    """The lines of a note under their marks, in order; what stands before the first mark has none."""
    placed = list(_known(text, lines, pack))
    placed = sorted([*placed, *_strange(text, lines, placed, pack)], key=lambda one: one.at)
    if all(one.is_label or one.mark.at < lines[one.at].end - lines[one.at].start for one in placed):
        found = {one.at: one for one in [*placed, *_run_in(text, lines, placed, pack)]}
        placed = sorted(found.values(), key=lambda one: one.at)
    chunks = _named(text, list(_cut(text, lines, placed)))
    return _by_content(text, _table_of_values(_columns(chunks, text, pack)), pack)


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


def _cut(text: str, lines: Sequence[Line], placed: Sequence[_Placed]) -> Iterator[Chunk]:
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


def _known(text: str, lines: Sequence[Line], pack: Pack) -> Iterator[_Placed]:
    """The labels and headings that the pack knows."""
    section: str | None = None
    titled, current = False, tuple[str, ...]()
    for at, line in enumerate(lines):
        words = text[line.start : line.end]
        heading = _heading(text, lines, at, pack, section)
        found = heading or _label(words, pack, section)
        if found is None or (titled and found.names == ("event",)):
            continue
        if (
            heading is None
            and "participants" in current
            and not line.gap
            and is_group(words, found, pack, before=_line_before(text, lines, at))
        ):
            continue
        current = found.names if heading is None else ()
        section = heading.names[0] if heading else section
        titled = titled or "event" in found.names
        yield _Placed(at, found, is_label=heading is None)


def _line_before(text: str, lines: Sequence[Line], at: int) -> str:
    return text[lines[at - 1].start : lines[at - 1].end] if at else ""


def _strange(text: str, lines: Sequence[Line], known: Sequence[_Placed], pack: Pack) -> Iterator[_Placed]:
    """Labels and headings told by their form: labels among labels, headings after them."""
    labels = [one for one in known if one.is_label]
    first = next((one.at for one in known if not one.is_label), len(lines))
    last = max((one.at for one in labels if one.at < first), default=-1)
    marked = {one.at: one for one in known}
    current: _Placed | None = None
    for at in range(len(lines)):
        current = marked.get(at, current)
        if at in marked or (last < 0 and not _is_after_prose(text, lines, at)):
            continue
        words = text[lines[at].start : lines[at].end]
        if at > last and is_like_heading(text, lines, at, pack):
            name = likely_section(words, pack)
            yield _Placed(at, Mark((name,), len(words), sure=False), is_label=False)
        elif labels and at < first and _opens(text, lines, at, current):
            mark = strange_label(words) or (strange_line(words) if _is_own_line(lines, at, current) else None)
            if mark:
                yield _Placed(at, mark, is_label=True)


def _is_own_line(lines: Sequence[Line], at: int, current: _Placed | None) -> bool:
    """Whether labels have lines of their own here and this line stands as they do: a blank one before, none after."""
    if current is None or at + 1 >= len(lines):
        return False
    alone = current.mark.at == lines[current.at].end - lines[current.at].start
    return alone and lines[at].gap > 0 and not lines[at + 1].gap and at > current.at + 1


def _is_after_prose(text: str, lines: Sequence[Line], at: int) -> bool:
    return at > 0 and is_closed(text[lines[at - 1].start : lines[at - 1].end])


def _opens(text: str, lines: Sequence[Line], at: int, current: _Placed | None) -> bool:
    """Whether a line in a header does not go on with the value before; a list of participants has labels of its own."""
    if current and "participants" in current.mark.names:
        return False
    return bool(lines[at].gap) or at == 0 or not is_full(text, lines[at - 1], text[lines[at].start : lines[at].end])


def _run_in(text: str, lines: Sequence[Line], known: Sequence[_Placed], pack: Pack) -> Iterator[_Placed]:
    """Headings that a stop sets off at the start of a paragraph, where a note has no others."""
    taken = {one.at for one in known if not one.is_label}
    for at in range(1, len(lines)):
        words = text[lines[at].start : lines[at].end]
        stop = min((place for sign in ".:。" if (place := words.find(sign, 2, _LONGEST_RUN_IN)) > 0), default=0)
        apart = stop and lines[at].gap and at not in taken
        names = names_of(words[:stop], pack, "sections") if apart else ()
        if names and len(words) > stop + 1:
            begin = stop + 1 + len(words[stop + 1 :]) - len(words[stop + 1 :].lstrip())
            yield _Placed(at, Mark(names[:1], begin, sure=False), is_label=False)


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


def _label(words: str, pack: Pack, section: str | None) -> Mark | None:
    mark = label_of(words, pack)
    if mark is None or section is None:
        return mark
    return mark if mark.sure and not _NEVER_LATER & set(mark.names) else None


def _heading(text: str, lines: Sequence[Line], at: int, pack: Pack, section: str | None) -> Mark | None:
    """A heading that has its line to itself, or text after a colon where no label of a running header is meant."""
    words = text[lines[at].start : lines[at].end]
    mark = heading_of(words, pack)
    if mark is None:
        return None
    label = label_of(words, pack) if section is None else None
    if mark.at == len(words):
        among = section is None and _is_among_labels(text, lines, at, pack)
        return mark if not among and (label is None or mark.sure) else None
    if mark.names[0] == section or label:
        return None
    opens = lines[at].gap or at == 0 or section is None
    return mark if opens or is_closed(text[lines[at - 1].start : lines[at - 1].end]) else None


def _is_among_labels(text: str, lines: Sequence[Line], at: int, pack: Pack) -> bool:
    """Whether a label follows at once, or labels without values stand right above and below."""
    near = [one for one in (at - 1, at + 1) if 0 <= one < len(lines)]
    marks = {one: mark for one in near if (mark := label_of(text[lines[one].start : lines[one].end], pack))}
    after = marks.get(at + 1)
    if after and after.sure and not _NEVER_LATER - {"event"} & set(after.names):
        return True
    empty = [one for one, mark in marks.items() if mark.at == lines[one].end - lines[one].start]
    return any(not lines[max(one, at)].gap for one in empty)


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
