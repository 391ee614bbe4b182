"""A reading to work on: every value in a row with its fields, what is doubted of it, and what was made of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.checks.models import Finding
from app.inbox.compared import Fate, compare, value_at
from app.kit.languages import Language
from app.reading.models import Reading
from app.web.aims import aim
from app.web.correcting import Draft
from app.web.highlight import Piece, group_of, pieces
from app.web.inputs import LISTED, NEW, SINGLE, Member
from app.web.labels import label
from app.web.understood import UNSURE, day, values

ORDER = (
    "event.title", "event.type", "event.mode", "event.starts_on", "event.venues", "event.states", "event.resolutions",
    "language", "organizers", "participants", "entries", "next_steps", "note.objectives", "note.background",
    "note.highlights", "note.comments", "note.disclaimer", "note.contact_email",
)  # fmt: skip
LANGUAGES = frozenset(map(str, Language))
GROUPS = ("event", "organizers", "participants", "entries", "next_steps", "note")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding, counted from 1, with the row that it is about and what taking its suggestion over would type."""

    number: int
    finding: Finding
    row: str
    field: str | None
    text: str

    @property
    def words(self) -> str:
        """The suggestion for people."""
        return day(self.text) if self.field and self.field.endswith(("date", "_on")) else self.text


@dataclass(frozen=True, slots=True)
class Input:
    """A field of the form; `wrong` says why its text is not understood."""

    name: str
    member: Member
    text: str
    wrong: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A value that was read, or that somebody added.

    `share` is how sure the machine was, in hundredths (None: it did not say, or somebody changed the value). `was` is
    what it had read where that is shown otherwise, `sent_as` what it had read where the sender changed it.
    """

    path: str
    name: str
    value: str
    located: bool
    share: int | None
    changed: bool
    was: str | None
    added: bool
    sent_as: str | None
    out: bool
    inputs: tuple[Input, ...]
    doubts: tuple[Doubt, ...]

    @property
    def sure(self) -> bool:
        """Whether the machine was sure of it, or said nothing."""
        return self.share is None or self.share >= UNSURE * 100

    @property
    def open(self) -> bool:
        """Whether its fields are shown at once."""
        return bool(self.doubts or not self.sure or self.changed or any(one.wrong for one in self.inputs))


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind, the doubts about all of them, and the fields of a new row for each of their lists."""

    name: str
    rows: tuple[Row, ...]
    doubts: tuple[Doubt, ...]
    more: Mapping[str, tuple[Input, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A reading beside its text, to be worked on; `look` are the rows to look at first, the least sure before all."""

    groups: tuple[Group, ...]
    doubts: tuple[Doubt, ...]
    loose: tuple[Doubt, ...]
    look: tuple[Row, ...]
    text: tuple[Piece, ...]
    names: Mapping[str, str]
    flags: Mapping[str, Sequence[Doubt]]
    places: Sequence[str]
    wrong: int
    corrected: int


def worksheet(draft: Draft, text: str, *, as_read: Reading | None = None) -> Sheet:
    """The sheet of a draft beside the text; `as_read` is what the machine had read where the sender corrected it."""
    doubts = tuple(_doubts(draft))
    rows = list(_rows(draft, doubts, text, _sent_as(draft.base, as_read)))
    paths = {row.path for row in rows}
    groups = tuple(_group(draft, name, rows, [one for one in doubts if one.row not in paths]) for name in GROUPS)
    flags: dict[str, list[Doubt]] = {}
    for one in doubts:
        flags.setdefault(one.finding.at, []).append(one)
    placed = {one.number for row in rows for one in row.doubts} | {one.number for each in groups for one in each.doubts}
    return Sheet(
        groups=groups,
        doubts=doubts,
        loose=tuple(one for one in doubts if one.number not in placed),
        look=tuple(sorted((row for row in rows if not row.sure and not row.out), key=lambda row: row.share or 0)),
        text=tuple(pieces(text, draft.base.spans, doubts=list(flags))),
        names={row.path: row.name for row in rows},
        flags=flags,
        places=[path for path, _, _ in values(draft.laid) if path.startswith("note.") and path.endswith("]")],
        wrong=len(draft.wrong),
        corrected=sum(row.changed or row.out for row in rows),
    )


def _doubts(draft: Draft) -> Iterator[Doubt]:
    for number, finding in enumerate(draft.reading.findings, 1):
        here = finding.model_copy(update={"at": draft.row(finding.at)})
        found = aim(here, draft.laid)
        yield Doubt(number, here, found.row, found.field, found.text)


def _sent_as(sent: Reading, as_read: Reading | None) -> dict[str, str]:
    """What the machine had read of each value that the sender changed; blank where it had read nothing."""
    if as_read is None:
        return {}
    before = {path: value for path, _, value in values(as_read)}
    return {
        one.after: before.get(one.before or "", "")
        for one in compare(as_read, sent)
        if one.after and one.fate in {Fate.changed, Fate.added}
    }


def _rows(draft: Draft, doubts: Sequence[Doubt], text: str, sent_as: Mapping[str, str]) -> Iterator[Row]:
    read, laid = _told(draft.base), _told(draft.laid)
    for path, members, now, before in _places(draft):
        name, value = laid.get(path, (members[0].words, ""))
        was, changed = read.get(path, ("", "")), now != before
        inputs = tuple(_inputs(draft, path, members, now))
        share = draft.base.confidence.get(path) if value and not changed else None
        yield Row(
            path=path,
            name=name,
            value=value,
            located=bool(text) and path in draft.base.spans,
            share=None if share is None else round(share * 100),
            changed=changed,
            was=None if was == (name, value) or not was[1] else was[1] if was[0] == name else f"{was[0]}: {was[1]}",
            added=changed and not was[1],
            sent_as=sent_as.get(path),
            out=path in draft.out,
            inputs=inputs,
            doubts=tuple(one for one in doubts if one.row == path),
        )


def _told(reading: Reading) -> dict[str, tuple[str, str]]:
    """What each value is called, and how it is shown, by its path."""
    told = {path: (name, value) for path, name, value in values(reading)}
    if reading.language in LANGUAGES:
        told["language"] = ("Language", label(reading.language, "language"))
    return told


def _places(draft: Draft) -> Iterator[tuple[str, Sequence[Member], list[Any], list[Any] | None]]:
    """The path of every row, its fields, and their values now and before; None for a row that was added."""
    whole, base = draft.laid.model_dump(mode="json"), draft.base.model_dump(mode="json")
    for name in ORDER:
        if name in SINGLE:
            now, before = ([value_at(each, one.name) for one in SINGLE[name]] for each in (whole, base))
            yield name, SINGLE[name], now, before
            continue
        items, read = value_at(whole, name), value_at(base, name)
        old: list[list[Any] | None] = [_parts(name, one) for one in read]
        for number in range(draft.counts[name]):
            if number < len(read) or f"{name}[{number}]" not in draft.out:
                item = items[number] if number < len(items) else NEW[name]
                yield f"{name}[{number}]", LISTED[name], _parts(name, item), old[number] if number < len(read) else None


def _parts(name: str, item: Any) -> list[Any]:
    return [item[one.name] if one.name else item for one in LISTED[name]]


def _inputs(draft: Draft, path: str, members: Sequence[Member], values: Sequence[Any]) -> Iterator[Input]:
    for member, value in zip(members, values, strict=True):
        field = member.name if path in SINGLE else f"{path}.{member.name}" if member.name else path
        yield Input(field, member, draft.text(field, member, value), draft.wrong.get(field))


def _group(draft: Draft, name: str, rows: Sequence[Row], left: Sequence[Doubt]) -> Group:
    lists = [one for one in ORDER if one in LISTED and _group_of(one) == name]
    more = {
        one: tuple(_inputs(draft, f"{one}[{draft.counts[one]}]", LISTED[one], _parts(one, NEW[one]))) for one in lists
    }
    own = tuple(row for row in rows if _group_of(row.path) == name)
    return Group(name, own, tuple(one for one in left if _group_of(one.row) == name), more)


def _group_of(path: str) -> str:
    return "event" if path == "language" else group_of(path)


def options(one: Input, places: Sequence[str]) -> list[tuple[str, str]]:
    """The choices of a field with their words; the first is blank where it may be left out."""
    if one.member.kind.widget == "place":
        return [(path, path) for path in dict.fromkeys([*places, *([one.text] if one.text else [])])]
    blank = [] if one.member.required else [("", "(none)")]
    return [*blank, *((key, label(key, one.member.labels)) for key in one.member.choices)]


def row_of(field: str) -> str:
    """The row that a field is in: that of `organizers[1].name` is `organizers[1]`."""
    holders = {member.name: path for path, members in SINGLE.items() for member in members}
    return holders.get(field) or field.partition("]")[0] + "]"
