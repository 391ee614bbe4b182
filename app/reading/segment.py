"""A text taken apart: header fields with their values, sections with their items, the disclaimer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.reading.chunks import Chunk, chunks_of
from app.reading.covers import cover_of, signature_of
from app.reading.disclaimer import find_disclaimer
from app.reading.excerpts import Excerpt, excerpt
from app.reading.furniture import blanked, without_footnotes, without_furniture, without_marks
from app.reading.lines import Line, bullet_of, is_closed, items, lines_of
from app.reading.numbered import PROSE
from app.reading.prose import end_of_label
from app.reading.rosters import named_cells, parts_of
from app.reading.runon import with_line_ends
from app.wording.packs import Pack

_NUMBERED = re.compile(r"[ \t]*\(?\d{1,2}[.)、]\s")
_LONG_SENTENCE = 80
_MOST_VALUE_LINES = 60


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
    signature: Excerpt = field(default_factory=lambda: Excerpt("", ()))
    cover: Excerpt = field(default_factory=lambda: Excerpt("", ()))
    text: str = ""


def segment(text: str, pack: Pack) -> Segments:
    """The parts of a clean text."""
    above = cover_of(text, pack)
    found = find_disclaimer(blanked(without_furniture(text, pack), above), pack)
    rest = without_footnotes(without_marks(found.rest, found.mark))
    signed = signature_of(rest, pack)
    signature = excerpt(rest, signed, spaced=pack.spaced)
    rest = blanked(rest, signed)
    rest = with_line_ends(rest, pack)
    cover = excerpt(text, above, spaced=pack.spaced)
    segments = Segments(disclaimer=found.words, signature=signature, cover=cover, text=rest)
    _sort_chunks(segments, chunks_of(rest, lines_of(rest), pack), pack)
    return segments


def _sort_chunks(segments: Segments, chunks: Sequence[Chunk], pack: Pack) -> None:
    has_sections = any(chunk.mark and not chunk.is_label for chunk in chunks)
    for at, chunk in enumerate(chunks):
        if chunk.mark is None:
            segments.preamble = list(items(segments.text, chunk.lines, pack))
        elif chunk.mark.names == PROSE:
            segments.preamble.extend(items(segments.text, chunk.lines, pack))
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
    stop = min(stop, _end_of_numbered(segments.text, lines))
    if {"event", "when", "where"} & set(names):
        before = end_of_label(segments.text, lines[:stop], pack)
        stop = len(lines) if ends_early and before < stop else stop
        segments.preamble.extend(items(segments.text, lines[before:stop], pack))
        lines = [*lines[:before], *lines[stop:]]
        stop = before
    slices = [(line.start, line.end) for line in lines[:stop]]
    if names == ("objectives",):
        segments.sections.setdefault("objectives", []).extend(items(segments.text, lines[:stop], pack))
    else:
        value = excerpt(segments.text, slices, spaced=pack.spaced)
        rows = named_cells(segments.text, lines[:stop], pack) if names == ("participants",) else lines[:stop]
        segments.fields.append(Field(names, value, parts_of(segments.text, rows, pack)))
    if stop < len(lines):
        segments.sections.setdefault("background", []).extend(items(segments.text, lines[stop:], pack))


def _end_of_numbered(text: str, lines: Sequence[Line]) -> int:
    """Where the value of a label in a numbered paragraph ends: before the next number."""
    if not lines or not _NUMBERED.match(text, text.rfind("\n", 0, lines[0].start) + 1, lines[0].start):
        return len(lines)
    return next((at for at, line in enumerate(lines) if at and _NUMBERED.match(text, line.start)), len(lines))


def _end_of_value(text: str, lines: Sequence[Line]) -> int:
    """Where the last value of a header ends when no heading follows: before a bullet or a long sentence."""
    for at, line in enumerate(lines[1:], 1):
        words = text[line.start : line.end]
        ended = is_closed(text[lines[at - 1].start : lines[at - 1].end])
        if line.gap and (ended or bullet_of(words) or len(words) > _LONG_SENTENCE):
            return at
    return len(lines)
