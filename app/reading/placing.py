"""Which lines of a text are labels and which are headings, those that the pack knows and those told by their form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reading.covers import is_cover
from app.reading.headings import is_like_heading
from app.reading.lines import Line, is_closed, is_full
from app.reading.marks import (
    Mark,
    bare_label,
    cells,
    heading_of,
    is_group,
    label_of,
    likely_section,
    names_of,
    strange_label,
    strange_line,
)
from app.reading.numbered import numbered_marks
from app.wording.packs import Pack

_HEADER_LINES, _FEW_LABELS, _COVER_LINES = 24, 3, 2
_LONGEST_RUN_IN = 40
_COLUMNS = 3  # cells that make a line the row of a list within a header
_LATE = frozenset({"contact", "other"})  # labels that stand as well after the header
_NEVER_LATER = frozenset({"contact", "objectives", "support", "host", "event", "other"})  # labels only in a header


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark and the line it stands on."""

    at: int
    mark: Mark
    is_label: bool


def marks_of(text: str, lines: Sequence[Line], pack: Pack) -> list[Placed]:
    """The labels and headings of a text, each with its line, in order; a heading that only its form tells is ""."""
    placed = list(_known(text, lines, pack))
    numbered = [Placed(at, mark, is_label=is_label) for at, mark, is_label in numbered_marks(text, lines, pack)]
    if numbered:
        placed = [one for one in placed if one.is_label and one.at < numbered[0].at]
        return sorted([*placed, *_strange(text, lines, [*placed, *numbered], pack), *numbered], key=lambda one: one.at)
    if not any(one.is_label for one in placed):
        placed = sorted([*placed, *_bare(text, lines, placed, pack)], key=lambda one: one.at)
    told = {one.at: one for one in [*placed, *_strange(text, lines, placed, pack)]}
    placed = _without_late(sorted(told.values(), key=lambda one: one.at))
    if all(one.is_label or one.mark.at < lines[one.at].end - lines[one.at].start for one in placed):
        found = {one.at: one for one in [*placed, *_run_in(text, lines, placed, pack)]}
        placed = _without_late(sorted(found.values(), key=lambda one: one.at))
    return placed


def _bare(text: str, lines: Sequence[Line], known: Sequence[Placed], pack: Pack) -> list[Placed]:
    """Labels with only a blank after them, where several lines of the header begin with labels of their own."""
    end = min([one.at for one in known] + [_HEADER_LINES, len(lines)])
    marks = ((at, bare_label(text[lines[at].start : lines[at].end], pack)) for at in range(end))
    found = [Placed(at, mark, is_label=True) for at, mark in marks if mark]
    names = {name for one in found for name in one.mark.names}
    return found if len(names - {"other"}) >= _FEW_LABELS and names & {"when", "where"} else []


def _without_late(placed: Sequence[Placed]) -> list[Placed]:
    """The marks without labels of a header that stand under a heading."""
    first = next((one.at for one in placed if not one.is_label), None)
    if first is None:
        return list(placed)
    return [one for one in placed if not (one.is_label and one.at > first and _NEVER_LATER & set(one.mark.names))]


def _known(text: str, lines: Sequence[Line], pack: Pack) -> Iterator[Placed]:
    """The labels and headings that the pack knows."""
    section: str | None = None
    titled, current, placed_names = False, tuple[str, ...](), set[str]()
    for at, line in enumerate(lines):
        words = text[line.start : line.end]
        heading = _heading(text, lines, at, pack, section)
        found = heading or _label(words, pack, section)
        if found is None or (titled and found.names == ("event",)) or _comes_again(found, section, placed_names):
            continue
        if heading is None and _is_within(text, lines, at, found, current, pack):
            continue
        current = found.names if heading is None else ()
        placed_names |= set(current)
        section = heading.names[0] if heading else section
        titled = titled or "event" in found.names
        yield Placed(at, found, is_label=heading is None)


def _comes_again(found: Mark, section: str | None, before: set[str]) -> bool:
    """Whether a list of participants under a heading would be the second one of the note."""
    return section is not None and found.names == ("participants",) and "participants" in before


def _is_within(text: str, lines: Sequence[Line], at: int, found: Mark, current: tuple[str, ...], pack: Pack) -> bool:
    """Whether what looks like a label is part of a list of participants, or the address under prose without labels."""
    if not current and "contact" in found.names:
        return _is_after_prose(text, lines, at)
    words = text[lines[at].start : lines[at].end]
    listed = "participants" in current and not lines[at].gap
    if listed and len(cells(words)) >= _COLUMNS:
        return True
    return listed and is_group(words, found, pack, before=_line_before(text, lines, at))


def _strange(text: str, lines: Sequence[Line], known: Sequence[Placed], pack: Pack) -> Iterator[Placed]:
    """Labels and headings told by their form: labels among labels, headings after them."""
    labels = [one for one in known if one.is_label]
    first = next((one.at for one in known if not one.is_label), len(lines))
    early = [one for one in labels if one.at < first and not _LATE & set(one.mark.names)]
    last = max((one.at for one in early if not _is_heading_too(lines, one, early)), default=-1)
    marked = {one.at: one for one in known if not (one.is_label and one.at > last and _LATE & set(one.mark.names))}
    current: Placed | None = None
    for at in range(len(lines)):
        current = marked.get(at, current)
        if at in marked or (last < 0 and not _is_after_prose(text, lines, at)):
            continue
        words = text[lines[at].start : lines[at].end]
        is_name = current is not None and "participants" in current.mark.names and not lines[at].gap
        headed = at > last and not is_name and not _is_empty(lines, marked.get(at - 1))
        if headed and is_like_heading(text, lines, at, pack):
            name = likely_section(words, pack)
            yield Placed(at, Mark((name,), len(words), sure=False), is_label=False)
        elif labels and at < first and _opens(text, lines, at, current):
            mark = strange_label(words) or (strange_line(words) if _is_own_line(lines, at, current) else None)
            if mark:
                yield Placed(at, mark, is_label=True)


def _is_heading_too(lines: Sequence[Line], label: Placed, labels: Sequence[Placed]) -> bool:
    """Whether "Participants" stands as the heading of a list, where the other labels have their values beside them."""
    if label.mark.names != ("participants",) or not (_is_alone(lines, label) and lines[label.at].gap):
        return False
    others = [one for one in labels if one.at != label.at]
    return bool(others) and not any(_is_alone(lines, one) for one in others)


def _is_alone(lines: Sequence[Line], label: Placed) -> bool:
    return label.mark.at == lines[label.at].end - lines[label.at].start


def _is_empty(lines: Sequence[Line], label: Placed | None) -> bool:
    """Whether a mark is a label with nothing after it on its line: the next line is its value."""
    return bool(label and label.is_label and _is_alone(lines, label))


def _is_own_line(lines: Sequence[Line], at: int, current: Placed | None) -> bool:
    """Whether labels have lines of their own here and this line stands as they do: a blank one before, none after."""
    if current is None or at + 1 >= len(lines):
        return False
    return _is_alone(lines, current) and lines[at].gap > 0 and not lines[at + 1].gap and at > current.at + 1


def _is_after_prose(text: str, lines: Sequence[Line], at: int) -> bool:
    return at > 0 and is_closed(text[lines[at - 1].start : lines[at - 1].end])


def _opens(text: str, lines: Sequence[Line], at: int, current: Placed | None) -> bool:
    """Whether a line in a header does not go on with the value before; a list of participants has labels of its own."""
    if current and "participants" in current.mark.names:
        return False
    return bool(lines[at].gap) or at == 0 or not is_full(text, lines[at - 1], text[lines[at].start : lines[at].end])


def _line_before(text: str, lines: Sequence[Line], at: int) -> str:
    return text[lines[at - 1].start : lines[at - 1].end] if at else ""


def _run_in(text: str, lines: Sequence[Line], known: Sequence[Placed], pack: Pack) -> Iterator[Placed]:
    """Headings that a stop sets off at the start of a paragraph, where a note has no others."""
    taken = {one.at for one in known if not one.is_label or "event" in one.mark.names}
    for at in range(1, len(lines)):
        words = text[lines[at].start : lines[at].end]
        stop = min((place for sign in ".:。" if (place := words.find(sign, 2, _LONGEST_RUN_IN)) > 0), default=0)
        apart = stop and lines[at].gap and at not in taken
        names = _run_in_names(words[:stop], pack) if apart else ()
        if names and len(words) > stop + 1:
            begin = stop + 1 + len(words[stop + 1 :]) - len(words[stop + 1 :].lstrip())
            yield Placed(at, Mark(names[:1], begin, sure=False), is_label=False)


def _run_in_names(words: str, pack: Pack) -> tuple[str, ...]:
    """The section of words that a stop sets off: such as are known, or in capitals."""
    names = names_of(words, pack, "sections")
    if names or not words.isupper() or " " not in words or any(char.isdecimal() for char in words):
        return names
    return (likely_section(words, pack),)


def _label(words: str, pack: Pack, section: str | None) -> Mark | None:
    mark = label_of(words, pack)
    if mark is None or section is None or (mark.names == ("participants",) and mark.at == len(words)):
        return mark
    return mark if mark.sure and not _NEVER_LATER & set(mark.names) else None


def _heading(text: str, lines: Sequence[Line], at: int, pack: Pack, section: str | None) -> Mark | None:
    """A heading that has its line to itself, or text after a colon where no label of a running header is meant."""
    words = text[lines[at].start : lines[at].end]
    mark = heading_of(words, pack)
    opens = at <= _COVER_LINES and section is None and mark is not None and mark.at == len(words)
    if mark is None or (opens and is_cover(words, pack)):
        return None
    label = label_of(words, pack) if section is None else None
    if mark.at == len(words):
        among = section is None and _is_among_labels(text, lines, at, pack)
        return mark if not among and (label is None or mark.sure) else None
    if mark.names[0] == section or label:
        return None
    begins = lines[at].gap or at == 0 or section is None
    return mark if begins or is_closed(text[lines[at - 1].start : lines[at - 1].end]) else None


def _is_among_labels(text: str, lines: Sequence[Line], at: int, pack: Pack) -> bool:
    """Whether a label follows at once, or labels without values stand right above and below."""
    near = [one for one in (at - 1, at + 1) if 0 <= one < len(lines)]
    marks = {one: mark for one in near if (mark := label_of(text[lines[one].start : lines[one].end], pack))}
    after = marks.get(at + 1)
    if after and after.sure and not _NEVER_LATER - {"event"} & set(after.names):
        return True
    empty = [one for one, mark in marks.items() if mark.at == lines[one].end - lines[one].start]
    return any(not lines[max(one, at)].gap for one in empty)
