"""A reading as somebody corrected it on a page: the form taken row by row, and put together again.

Rows keep their numbers while the page is worked on: one left out stays on it, one that is added comes last.
Only in the reading that is made of them they move up.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from app.inbox.compared import value_at
from app.inbox.corrections import settled
from app.inbox.soundness import sound
from app.kit.errors import sentence
from app.reading.models import Reading
from app.web.inputs import LISTED, NEW, SINGLE, Member, meant, same, shown

Json = dict[str, Any]
Given = Mapping[str, str]
TAKE, REMOVE = "take", ".remove"
MOST_ADDED = 50  # rows of one list on one form
PLACE = re.compile(r"(note\.[a-z]+)\[([0-9]{1,6})\]", re.ASCII)


@dataclass(slots=True)
class Draft:
    """A reading and what a form makes of it.

    `laid` has every row of the page under the number that it has there, `reading` what comes of it: the base where
    something cannot be understood, which `wrong` says of each field. `numbers` tells which row has which number
    in the end, `counts` how many rows a list has on the page, `out` which of them are left out.
    """

    base: Reading
    given: Given
    laid: Reading
    reading: Reading
    wrong: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    out: set[str] = field(default_factory=set)

    def text(self, path: str, member: Member, value: object) -> str:
        """What the field of a path holds: what was typed, else the value."""
        return self.given.get(path, shown(member, value))

    def row(self, path: str) -> str:
        """The row of a place of the reading that was made: `entries[1]` may be the row `entries[2]`."""
        name, _, rest = path.partition("[")
        number, bracket, member = rest.partition("]")
        if not bracket or name not in self.numbers:
            return path
        rows = {new: old for old, new in self.numbers[name].items()}
        return f"{name}[{rows.get(int(number), number)}]{member}"

    def rows(self, name: str) -> list[int]:
        """The rows of which a list of the reading was made, in its order."""
        return list(self.numbers[name])


def untouched(reading: Reading) -> Draft:
    """A reading that nobody has corrected yet."""
    return correct(reading, {})


def correct(base: Reading, form: Given) -> Draft:
    """What a form makes of a reading; a value that the form does not hold stays. Whatever it holds, a draft comes."""
    draft = Draft(base, _taken(form), base, base)
    laid = base.model_dump(mode="json")
    for members in SINGLE.values():
        for member in members:
            *parents, last = member.name.split(".")
            holder = laid[parents[0]] if parents else laid
            _fill(draft, member, member.name, holder, last)
    lists = {name: _rows(draft, name, value_at(laid, name)) for name in LISTED}
    _put_together(draft, laid, lists)
    return draft


def _taken(form: Given) -> Given:
    """The form with the suggestion that was taken over (`take=organizers[0].name=OSCE`) in its field."""
    path, told, value = form.get(TAKE, "").partition("=")
    return {**form, path: value} if told else form


def _fill(draft: Draft, member: Member, path: str, holder: Any, key: Any) -> None:
    """Put what a field means in its place, unless it holds what it was given."""
    text = draft.given.get(path)
    if text is None or same(text, shown(member, holder[key])):
        return
    try:
        holder[key] = meant(member, text, blank=[] if isinstance(holder[key], list) else None)
    except ValueError as error:
        draft.wrong[path] = str(error)


def _rows(draft: Draft, name: str, items: list[Any]) -> list[Any]:
    """The rows of a list as the form has them; which of them are left out is noted."""
    known = len(items)
    rows = [*items, *(_new(name) for _ in range(_added(draft.given, name, known)))]
    for number, item in enumerate(rows):
        path = f"{name}[{number}]"
        if path + REMOVE in draft.given or (number >= known and _is_blank(draft.given, name, path)):
            draft.out.add(path)
            continue
        for member in LISTED[name]:
            whole = not member.name
            _fill(draft, member, path if whole else f"{path}.{member.name}", rows if whole else item,
                  number if whole else member.name)  # fmt: skip
        if number >= known:
            _require(draft, name, path, item)
    left = [number for number in range(len(rows)) if f"{name}[{number}]" not in draft.out]
    draft.counts[name] = len(rows)
    draft.numbers[name] = {old: new for new, old in enumerate(left)}
    return rows


def _new(name: str) -> Any:
    blank = NEW[name]
    return {**blank} if isinstance(blank, dict) else blank


def _added(given: Given, name: str, known: int) -> int:
    """How many rows the form has beyond those that were read; what is blank at its end is not one yet."""
    numbers = re.compile(rf"{re.escape(name)}\[([0-9]{{1,6}})\](\..+)?", re.ASCII)
    found = [int(match[1]) for key in given if (match := numbers.fullmatch(key))]
    found = [number for number in found if not _is_blank(given, name, f"{name}[{number}]")]
    return max(0, min(max(found, default=-1) + 1 - known, MOST_ADDED))


def _is_blank(given: Given, name: str, path: str) -> bool:
    """Whether nothing was typed into a new row; what is chosen in it already is no more than a proposal."""
    typed = [one.name for one in LISTED[name] if not (one.choices or one.name == "at")]
    return not any(given.get(f"{path}.{end}" if end else path, "").strip() for end in typed)


def _require(draft: Draft, name: str, path: str, item: Any) -> None:
    for member in LISTED[name]:
        value = item[member.name] if member.name else item
        own = f"{path}.{member.name}" if member.name else path
        if member.required and not value:
            draft.wrong.setdefault(own, "Fill this in, or leave the whole row out.")


def _put_together(draft: Draft, laid: Json, lists: Mapping[str, list[Any]]) -> None:
    whole = {**laid, "event": {**laid["event"]}, "note": {**laid["note"]}}
    for name, rows in lists.items():
        _set(laid, name, rows)
        _set(whole, name, [rows[old] for old in draft.numbers[name]])
    for name in ("entries", "next_steps"):
        whole[name] = [{**one, "at": _moved(draft, one["at"])} for one in whole[name]]
    try:
        draft.laid = Reading.model_validate(laid)
        made = Reading.model_validate(whole)
        if made != draft.base:
            sound(made)
    except ValidationError as error:
        draft.wrong |= {_path(draft, one["loc"]): sentence(one) for one in error.errors()}
        return
    if not draft.wrong and made != draft.base:
        draft.reading = settled(draft.base, made)


def _set(whole: Json, name: str, value: object) -> None:
    *parents, last = name.split(".")
    (whole[parents[0]] if parents else whole)[last] = value


def _moved(draft: Draft, at: str) -> str:
    """Where an item of the note stands once others are gone; where it is gone itself, its section."""
    match = PLACE.fullmatch(at)
    if not match or match[1] not in draft.numbers:
        return at
    number = draft.numbers[match[1]].get(int(match[2]))
    return match[1] if number is None else f"{match[1]}[{number}]"


def _path(draft: Draft, place: tuple[int | str, ...]) -> str:
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in place]
    return draft.row("".join(parts).removeprefix("."))
