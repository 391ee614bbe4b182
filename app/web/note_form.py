"""A note as a form: its items as text areas, taken as they were typed, and made into an edit."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from app.kit.errors import sentence
from app.notes import catalogue
from app.notes.models import SectionName
from app.notes.revision_models import NoteUpdate
from app.web.inputs import same

Json = dict[str, Any]
MEMBER = re.compile(rf"({'|'.join(SectionName)})\[([0-9]{{1,4}})\]\.(id|text|entries|out)", re.ASCII)

CITED = re.compile(r"([0-9a-f-]{36})@([0-9]{1,9})", re.ASCII)


@dataclass(slots=True)
class Row:
    """An item on the page; left `out` it stays there, so that it can come back. `entries` is `id@version ...`."""

    id: str = ""
    text: str = ""
    entries: str = ""
    out: str = ""
    wrong: str = ""
    focus: bool = False

    @property
    def stays(self) -> bool:
        """Whether the item is a part of the note: a new one is, once something was typed."""
        return not self.out and bool(self.id or self.text.strip())

    def take(self, item: Json) -> None:
        """Hold an item as it is on record."""
        self.id, self.text, self.out, self.wrong = item["id"], item["text"], "", ""
        self.entries = " ".join(f"{one['id']}@{one['version']}" for one in item["entries"])

    def told(self, kept: Mapping[str, Json]) -> Json:
        """The item as it is sent, to the letter as it is kept where nobody changed it."""
        old = kept.get(self.id)
        return {
            "id": self.id or None,
            "text": old["text"] if old and same(self.text, old["text"]) else _plain(self.text),
            "entries": [{"id": entry, "version": int(number)} for entry, number in CITED.findall(self.entries)],
        }


@dataclass(slots=True)
class NoteForm:
    """All rows of a page; `based` and `revision` name the text that its writer began with."""

    title: str
    sections: dict[SectionName, list[Row]]
    contact_email: str
    based: str
    revision: int
    wrong: dict[str, str] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """Every row, in order."""
        return (row for rows in self.sections.values() for row in rows)

    def told(self, kept: Mapping[str, Json]) -> list[Json]:
        """The sections as they are sent."""
        return [
            {"name": name, "items": [row.told(kept) for row in rows if row.stays]}
            for name, rows in self.sections.items()
        ]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def items(note: Json) -> dict[str, Json]:
    """The items of a note by their ids."""
    return {item["id"]: item for item in catalogue.items(note)}


def begun(note: Json, based: str) -> NoteForm:
    """The form of a note as it reads."""
    sections: dict[SectionName, list[Row]] = {name: [] for name in SectionName}
    for section in note["sections"]:
        sections[SectionName(section["name"])] = [_row(item) for item in section["items"]]
    return NoteForm(note["title"], sections, note["contact_email"] or "", based, note["revision"])


def _row(item: Json) -> Row:
    row = Row()
    row.take(item)
    return row


def taken(form: Mapping[str, str]) -> NoteForm:
    """The form as it was sent, whatever it holds."""
    found: dict[SectionName, dict[int, Row]] = {name: {} for name in SectionName}
    for key, value in form.items():
        if match := MEMBER.fullmatch(key):
            row = found[SectionName(match[1])].setdefault(int(match[2]), Row())
            setattr(row, match[3], value)
    sections = {name: [rows[number] for number in sorted(rows)] for name, rows in found.items()}
    number = form.get("revision", "")
    revision = int(number) if re.fullmatch(r"[0-9]{1,9}", number, re.ASCII) else 0
    return NoteForm(form.get("title", ""), sections, form.get("contact_email", ""), form.get("based", ""), revision)


def press(form: NoteForm, button: str, note: Json) -> None:
    """Do what a button asks: `add:comments`, `up:comments:2`, `down:comments:2`, `take:ID` (the text on record)."""
    what, _, where = button.partition(":")
    if what == "take":
        _take(form, where, note)
    name, _, number = where.partition(":")
    rows = form.sections.get(SectionName(name)) if name in set(SectionName) else None
    if rows is None:
        return
    if what == "add":
        rows.append(Row(focus=True))
    elif what in {"up", "down"} and number.isdecimal():
        _move(rows, int(number), -1 if what == "up" else 1)


def _move(rows: list[Row], number: int, by: int) -> None:
    if 0 <= number < len(rows) and 0 <= number + by < len(rows):
        rows[number], rows[number + by] = rows[number + by], rows[number]
        rows[number + by].focus = True


def _take(form: NoteForm, item_id: str, note: Json) -> None:
    """Let an item read, or be gone, as it is on record."""
    kept = items(note).get(item_id)
    own = next((row for row in form.rows() if row.id == item_id and item_id), None)
    if kept is None and own:
        own.out = "yes"
    elif kept and own:
        own.take(kept)
        own.focus = True
    elif kept:
        _insert(form, note, {item_id})


def _insert(form: NoteForm, note: Json, wanted: Iterable[str]) -> None:
    """Put items that are on record where they stand there."""
    for section in note["sections"]:
        rows = form.sections[SectionName(section["name"])]
        for place, item in enumerate(section["items"]):
            if item["id"] in wanted:
                rows.insert(place, _row(item))


def merge(form: NoteForm, before: Json, note: Json) -> None:
    """Take over what somebody else alone has changed since `before`: what both changed stays as it was typed."""
    then, now = items(before), items(note)
    for row in form.rows():
        if row.id in then and not row.out and same(row.text, then[row.id]["text"]):
            if row.id in now:
                row.take(now[row.id])
            else:
                row.out = "yes"
    _insert(form, note, now.keys() - then.keys() - {row.id for row in form.rows()})
    if same(form.title, before["title"]):
        form.title = note["title"]
    if same(form.contact_email, before["contact_email"] or ""):
        form.contact_email = note["contact_email"] or ""


def update(form: NoteForm, note: Json) -> NoteUpdate | None:
    """The edit that a form means; None where something in it is wrong, which is said beside its field."""
    for row in form.rows():
        if row.stays and not row.text.strip():
            row.wrong = "Write a text, or leave the item out."
    try:
        made = NoteUpdate.model_validate({
            "title": form.title.strip() or None, "sections": form.told(items(note)),
            "contact_email": form.contact_email.strip() or None,
        })  # fmt: skip
    except ValidationError as error:
        for one in error.errors():
            _blame(form, one["loc"], sentence(one))
        return None
    return None if any(row.wrong for row in form.rows()) else made


def _blame(form: NoteForm, place: tuple[int | str, ...], said: str) -> None:
    """Say what is wrong beside the field that it is about."""
    match place:
        case ("sections", int(section), "items", int(item), *_):
            rows = [row for row in list(form.sections.values())[section] if row.stays]
            rows[item].wrong = said
        case _:
            form.wrong[str(place[0])] = said
