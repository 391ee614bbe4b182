"""How a header value is laid out: bullets, groups with labels, one name a line, rows of a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.reading.excerpts import Excerpt, excerpt
from app.reading.gazetteer import find_names
from app.reading.lines import Line, bullet_of
from app.reading.marks import cells, names_of
from app.reading.tallies import has_tally
from app.wording.matching import flat
from app.wording.packs import Pack

_FEW_WORDS = 3
_FEWEST_ALONE, _FEWEST_UNDER = 3, 2  # lines that make a list of names; under the label of a group fewer do
_NARROW, _WIDE = 66, 400
_COMMAS = frozenset(",;،؛、")
_DASH = re.compile(r"\s{1,3}[-–—]\s+(?=\S)")
_NUMBERS = re.compile(r"[\W\d_]*")
_LONGEST_LABEL = 60


def parts_of(text: str, lines: Sequence[Line], pack: Pack) -> list[Excerpt]:
    """A value by its bullets and group labels ("States: ..."), or by lines where none of them is a list."""
    groups: list[list[tuple[int, int]]] = []
    is_table = _is_table(text, lines)
    for run in _runs(text, lines, pack):
        fewest = _FEWEST_ALONE if len(run) == len(lines) else _FEWEST_UNDER
        one_each = is_table or _is_list(text, run, fewest, pack)
        for at, line in enumerate(run):
            words = text[line.start : line.end]
            bullet = bullet_of(words)
            new = not at or bullet or one_each or is_group_line(words, pack) or _is_outdented(text, run, at)
            if not groups or new:
                groups.append([])
            groups[-1].append((line.start + bullet, line.end))
    return [excerpt(text, group, spaced=pack.spaced) for group in groups]


def _is_outdented(text: str, lines: Sequence[Line], at: int) -> bool:
    """Whether a line stands left of the bullets above and below it, as the name of a group does."""
    line, near = lines[at], [*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2]]
    bulleted = len(near) > 1 and all(bullet_of(text[one.start : one.end]) for one in near)
    return bulleted and all(line.indent < one.indent for one in near)


def _runs(text: str, lines: Sequence[Line], pack: Pack) -> Iterator[Sequence[Line]]:
    """The lines between those that only name a group; such a line stands alone."""
    begin = 0
    for at, line in enumerate(lines):
        words = text[line.start : line.end]
        if words.endswith(":") and is_group_line(words, pack):
            yield from (run for run in (lines[begin:at], lines[at : at + 1]) if run)
            begin = at + 1
    if begin < len(lines):
        yield lines[begin:]


def named_cells(text: str, lines: Sequence[Line], pack: Pack) -> list[Line]:
    """The lines of a list that is a table as the cells that hold names: its groups and the first that is no number."""
    if not _is_table(text, lines):
        return list(lines)
    rows = [_cells(text, line) for line in lines]
    rows = rows[1:] if _is_head(text, rows[0], pack) else rows
    grouped = sum(_is_kind(text, row[0], pack) for row in rows if len(row) > 1) * 2 > len(rows)
    return [cell for row in rows for cell in row[: 2 if grouped else 1]]


def _is_head(text: str, row: Sequence[Line], pack: Pack) -> bool:
    """Whether the first row of a table only says what its columns hold."""
    return len(row) > 1 and all(_is_kind(text, cell, pack) or _is_label(text, cell, pack) for cell in row)


def _is_label(text: str, cell: Line, pack: Pack) -> bool:
    return bool(names_of(text[cell.start : cell.end], pack, "labels"))


def _cells(text: str, line: Line) -> list[Line]:
    """The cells of a row, without those that only hold its number."""
    spans = cells(text[line.start : line.end])
    made = [_trimmed(text, line, start, end) for start, end in spans]
    return [one for one in made if not _NUMBERS.fullmatch(text[one.start : one.end])] or made[:1]


def _trimmed(text: str, line: Line, start: int, end: int) -> Line:
    words = text[line.start + start : line.start + end]
    begin = line.start + start + len(words) - len(words.lstrip())
    return replace(line, start=begin, end=begin + len(words.strip()))


def _is_kind(text: str, cell: Line, pack: Pack) -> bool:
    words = text[cell.start : cell.end]
    return bool(names_of(words, pack, "groups")) and not find_names(words, pack.language)


def _is_table(text: str, lines: Sequence[Line]) -> bool:
    """Whether all lines but one have cells; what stands after the first one may be cut off already."""
    rows = sum(len(cells(text[line.start : text.find("\n", line.start)])) > 1 for line in lines)
    return rows >= max(2, len(lines) - 1)


def _is_list(text: str, lines: Sequence[Line], fewest: int, pack: Pack) -> bool:
    """Whether each line is one item: none has a comma, none was broken because it was full."""
    words = [text[line.start : line.end] for line in lines]
    if len(lines) > 1 and all(has_tally(one, pack) for one in words):
        return True
    if len(lines) < fewest or any(_COMMAS & set(one) or not _may_open(one, pack) for one in words):
        return False
    if any(line.indent > lines[0].indent for line in lines):
        return False
    ends = [line.end - text.rfind("\n", max(0, line.start - _WIDE), line.start) for line in lines]
    room = max(*ends, _NARROW)
    return all(end + len(after.split()[0]) < room for end, after in zip(ends, words[1:], strict=False))


def _may_open(words: str, pack: Pack) -> bool:
    """Whether a line may begin an item: with a capital, or with a number of people ("two members of")."""
    return not words[0].islower() or bool(pack.phrases("indefinite").match(flat(words)))


def is_group_line(words: str, pack: Pack) -> bool:
    """Whether a line begins with the label of a group."""
    before, colon, after = words[:_LONGEST_LABEL].partition(":")
    if colon:
        return bool(names_of(before, pack, "groups")) or (_is_few(before) and after[:1].isspace())
    return dash_label(words, pack) > 0


def dash_label(words: str, pack: Pack) -> int:
    """The length of a group's label with a dash for a colon ("States — Ghana, Togo"), 0 if there is none."""
    dash = _DASH.search(words, 0, _LONGEST_LABEL)
    if not dash or not names_of(words[: dash.start()], pack, "groups"):
        return 0
    after = flat(words[dash.end() :])
    counted = after[:1].isdecimal() or pack.phrases("indefinite").match(after)
    known = find_names(words[: dash.start()], pack.language)
    named = pack.phrases("kind_committee").search(after) if counted else not known
    return dash.end() if named else 0


def _is_few(words: str) -> bool:
    """Whether words before a colon are so few that they can only be a label."""
    return len(words.split()) <= _FEW_WORDS and words[:1].isupper() and not any(sign in words for sign in ",;(.")
