"""A text taken apart: header fields with their values, sections with their items, the disclaimer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.reading.disclaimer import find_disclaimer
from app.reading.excerpts import Excerpt, excerpt
from app.reading.furniture import without_footnotes, without_furniture, without_marks
from app.reading.lines import Line, bullet_of, is_closed, items, lines_of
from app.reading.marks import Mark, all_labels, cells, heading_of, label_of, names_of
from app.reading.runon import with_line_ends
from app.wording.packs import Pack

_LONG_SENTENCE = 80
_MOST_VALUE_LINES = 60
_NARROW, _WIDE = 66, 400


@dataclass(frozen=True, slots=True)
class Field:
    """A header value and the fields that its label names; `parts` are its bullets or groups, at least itself."""

    names: tuple[str, ...]
    value: Excerpt
    parts: Sequence[Excerpt] = ()


@dataclass(slots=True)
class Segments:
    """The parts of a note. `preamble` is what stands before the first label or heading."""

    fields: list[Field] = field(default_factory=list)
    sections: dict[str, list[Excerpt]] = field(default_factory=dict)
    preamble: list[Excerpt] = field(default_factory=list)
    disclaimer: Excerpt = field(default_factory=lambda: Excerpt("", ()))
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Lines under one mark; the first line may stand on the mark's own line."""

    mark: Mark | None
    is_label: bool
    lines: Sequence[Line]


def segment(text: str, pack: Pack) -> Segments:
    """The parts of a clean text."""
    found = find_disclaimer(without_furniture(text, pack), pack)
    rest = without_footnotes(without_marks(found.rest, found.mark))
    rest = with_line_ends(rest, pack)
    segments = Segments(disclaimer=found.words, text=rest)
    chunks = list(_chunks(rest, lines_of(rest), pack))
    _sort_chunks(segments, _table_of_values(_columns(chunks, rest, pack)), pack)
    return segments


def _chunks(text: str, lines: Sequence[Line], pack: Pack) -> Iterator[_Chunk]:
    mark, is_label, group = None, False, list[Line]()
    in_header = True
    for at, line in enumerate(lines):
        words = text[line.start : line.end]
        heading = _heading(text, lines, at, pack, in_header=in_header)
        label = None if heading else _label(words, pack, in_header=in_header)
        found = heading or label
        if found is None:
            group.append(line)
            continue
        if group or mark:
            yield _Chunk(mark, is_label, group)
        in_header = in_header and heading is None
        mark, is_label = found, heading is None
        group = _first_line(line, found)
    yield _Chunk(mark, is_label, group)


def _first_line(line: Line, mark: Mark) -> list[Line]:
    start = line.start + mark.at
    return [Line(start, line.end, 0, 0)] if start < line.end else []


def _label(words: str, pack: Pack, *, in_header: bool) -> Mark | None:
    mark = label_of(words, pack)
    if mark is None or in_header:
        return mark
    return mark if mark.sure and mark.names != ("other",) and _is_header_field(mark) else None


def _is_header_field(mark: Mark) -> bool:
    return not {"contact", "objectives", "support", "host", "event"} & set(mark.names)


def _heading(text: str, lines: Sequence[Line], at: int, pack: Pack, *, in_header: bool) -> Mark | None:
    """A heading, unless a label's value goes over the line: a heading that shares its line with text is one only
    after a colon, and one that could be a label counts as a label while the header runs."""
    line = lines[at]
    words = text[line.start : line.end]
    mark = heading_of(words, pack)
    if mark is None:
        return None
    if mark.at < len(words) and in_header and label_of(words, pack) and not mark.sure:
        return None
    stands_alone = mark.sure or mark.at == len(words) or line.gap or at == 0 or in_header
    return mark if stands_alone or _after_sentence(text, lines[at - 1]) else None


def _after_sentence(text: str, before: Line) -> bool:
    return is_closed(text[before.start : before.end])


def _columns(chunks: list[_Chunk], text: str, pack: Pack) -> list[_Chunk]:
    """A head row of labels with a row of values under it, as a label with its value each."""
    made: list[_Chunk] = []
    for chunk in chunks:
        made += _unrolled(chunk, text, pack)
    return made


def _unrolled(chunk: _Chunk, text: str, pack: Pack) -> list[_Chunk]:
    if chunk.mark is None or not chunk.is_label or len(chunk.lines) < 2:
        return [chunk]
    line_start = text.rfind("\n", max(0, chunk.lines[0].start - 200), chunk.lines[0].start) + 1
    labels = all_labels(text[line_start : chunk.lines[0].end], pack)
    row = chunk.lines[1]
    values = cells(text[row.start : row.end])
    if len(labels) < 2 or len(values) != len(labels):
        return [chunk]
    return [
        _Chunk(Mark(names, 0, sure=True), True, [Line(row.start + start, row.start + end, 0, 0)])
        for names, (start, end) in zip(labels, values, strict=True)
    ]


def _table_of_values(chunks: list[_Chunk]) -> list[_Chunk]:
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
        chunks[at] = _Chunk(chunks[at].mark, True, block)
    return chunks


def _last_run(places: Sequence[int]) -> list[int]:
    run: list[int] = []
    for at in places:
        run = [*run, at] if run and at == run[-1] + 1 else [at]
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


def _sort_chunks(segments: Segments, chunks: Sequence[_Chunk], pack: Pack) -> None:
    has_sections = any(chunk.mark and not chunk.is_label for chunk in chunks)
    for at, chunk in enumerate(chunks):
        if chunk.mark is None:
            segments.preamble = list(items(segments.text, chunk.lines, pack))
        elif not chunk.is_label:
            found = items(segments.text, chunk.lines, pack)
            segments.sections.setdefault(chunk.mark.names[0], []).extend(found)
        else:
            last = not has_sections and at == len(chunks) - 1
            _add_field(segments, chunk.mark.names, chunk.lines, pack, ends_early=last)


def _add_field(
    segments: Segments, names: tuple[str, ...], lines: Sequence[Line], pack: Pack, *, ends_early: bool
) -> None:
    stop = _end_of_value(segments.text, lines) if ends_early else min(len(lines), _MOST_VALUE_LINES)
    slices = [(line.start, line.end) for line in lines[:stop]]
    if names == ("objectives",):
        segments.sections.setdefault("objectives", []).extend(items(segments.text, lines[:stop], pack))
    else:
        value = excerpt(segments.text, slices, spaced=pack.spaced)
        segments.fields.append(Field(names, value, _parts(segments.text, lines[:stop], pack)))
    if stop < len(lines):
        segments.sections.setdefault("background", []).extend(items(segments.text, lines[stop:], pack))


def _parts(text: str, lines: Sequence[Line], pack: Pack) -> list[Excerpt]:
    """A value by its bullets and group labels ("States: ..."), or by lines where none of them is a list."""
    groups: list[list[tuple[int, int]]] = []
    one_each = _is_list(text, lines)
    for line in lines:
        words = text[line.start : line.end]
        bullet = bullet_of(words)
        if not groups or bullet or one_each or _is_group(words, pack):
            groups.append([])
        groups[-1].append((line.start + bullet, line.end))
    return [excerpt(text, group, spaced=pack.spaced) for group in groups]


def _is_list(text: str, lines: Sequence[Line]) -> bool:
    """Whether each line is one item: none has a comma, none was broken because it was full."""
    words = [text[line.start : line.end] for line in lines]
    if len(lines) < 3 or any({",", ";", "،", "、"} & set(one) or one[0].islower() for one in words):
        return False
    ends = [line.end - text.rfind("\n", max(0, line.start - _WIDE), line.start) for line in lines]
    room = max(*ends, _NARROW)
    return all(end + len(after.split()[0]) < room for end, after in zip(ends, words[1:], strict=False))


def _is_group(words: str, pack: Pack) -> bool:
    return ":" in words[:60] and bool(names_of(words.partition(":")[0], pack, "groups"))


def _end_of_value(text: str, lines: Sequence[Line]) -> int:
    """Where the last value of a header ends when no heading follows: before a bullet or a long sentence."""
    for at, line in enumerate(lines[1:], 1):
        words = text[line.start : line.end]
        if line.gap and (bullet_of(words) or len(words) > _LONG_SENTENCE or _after_sentence(text, lines[at - 1])):
            return at
    return len(lines)
