"""Lines under their labels and headings, whatever the layout of the header: lists, tables, labels before values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reading.headings import Heading, in_order, is_like_heading
from app.reading.lines import Line, is_closed, is_full
from app.reading.marks import Mark, all_labels, cells, heading_of, label_of, likely_section, names_of, strange_label
from app.wording.packs import Pack

_LONGEST_RUN_IN = 40
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
    if all(one.is_label for one in placed):
        placed = sorted([*placed, *_run_in(text, lines, placed, pack)], key=lambda one: one.at)
    chunks = _named(text, list(_cut(lines, placed)))
    return _table_of_values(_columns(chunks, text, pack))


def _cut(lines: Sequence[Line], placed: Sequence[_Placed]) -> Iterator[Chunk]:
    """The lines between marks."""
    first = placed[0].at if placed else len(lines)
    if first or not placed:
        yield Chunk(None, False, lines[:first])
    ends = [*(one.at for one in placed), len(lines)][1:]
    for one, end in zip(placed, ends, strict=True):
        yield Chunk(one.mark, one.is_label, [*_first_line(lines[one.at], one.mark), *lines[one.at + 1 : end]])


def _known(text: str, lines: Sequence[Line], pack: Pack) -> Iterator[_Placed]:
    """The labels and headings that the pack knows."""
    section: str | None = None
    titled = False
    for at, line in enumerate(lines):
        words = text[line.start : line.end]
        heading = _heading(text, lines, at, pack, section)
        found = heading or _label(words, pack, section)
        if found is None or (titled and found.names == ("event",)):
            continue
        section = heading.names[0] if heading else section
        titled = titled or "event" in found.names
        yield _Placed(at, found, is_label=heading is None)


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
        elif labels and at < first and _opens(text, lines, at, current) and (mark := strange_label(words)):
            yield _Placed(at, mark, is_label=True)


def _is_after_prose(text: str, lines: Sequence[Line], at: int) -> bool:
    return at > 0 and is_closed(text[lines[at - 1].start : lines[at - 1].end])


def _opens(text: str, lines: Sequence[Line], at: int, current: _Placed | None) -> bool:
    """Whether a line in a header does not go on with the value before; a list of participants has labels of its own."""
    if current and "participants" in current.mark.names:
        return False
    return bool(lines[at].gap) or at == 0 or not is_full(text, lines[at - 1], text[lines[at].start : lines[at].end])


def _run_in(text: str, lines: Sequence[Line], labels: Sequence[_Placed], pack: Pack) -> Iterator[_Placed]:
    """Headings that a stop sets off at the start of a paragraph, where a note has no others."""
    last = max((one.at for one in labels), default=0)
    for at in range(last + 1, len(lines)):
        words = text[lines[at].start : lines[at].end]
        stop = min((place for sign in ".:。" if (place := words.find(sign, 2, _LONGEST_RUN_IN)) > 0), default=0)
        names = names_of(words[:stop], pack, "sections") if stop and lines[at].gap else ()
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
        return mark if label is None or (mark.sure and not _is_among_labels(text, lines, at, pack)) else None
    if mark.names[0] == section or label:
        return None
    opens = lines[at].gap or at == 0 or section is None
    return mark if opens or is_closed(text[lines[at - 1].start : lines[at - 1].end]) else None


def _is_among_labels(text: str, lines: Sequence[Line], at: int, pack: Pack) -> bool:
    """Whether the lines right above and below are labels too."""
    near = [one for one in (at - 1, at + 1) if 0 <= one < len(lines) and not lines[max(one, at)].gap]
    return any(
        (mark := label_of(text[lines[one].start : lines[one].end], pack))
        and mark.at == lines[one].end - lines[one].start
        for one in near
    )


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
