"""An information note as it is printed: the one structure that every rendition walks. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.kit.dates import spanning
from app.kit.languages import RTL, Language
from app.notes.agreeing import joined
from app.notes.naming import local
from app.notes.packs import pack
from app.notes.places import city
from app.states import registry
from app.wording.printing import print_date
from app.wording.standard import Standard, committee_email, standard

Facts = Mapping[str, Any]
Style = Literal["bullets", "paragraphs"]

_STYLES: dict[str, Style] = {"objectives": "bullets", "background": "bullets"}
_CLOSING = "comments"  # the section that comes last
LEADING = frozenset({"organizer", "co_organizer"})  # the roles of those who are named first


@dataclass(frozen=True, slots=True)
class Cite:
    """A timeline entry that a sentence rests on, in the version that was read."""

    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Item:
    """One bullet or paragraph."""

    id: str
    text: str
    entries: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A named part of the note; `name` is one of objectives, background, highlights, comments."""

    name: str
    heading: str
    items: tuple[Item, ...]
    style: Style


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the header."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole note, ready to print.

    The contact is the last of the comments, unless a sentence has its address; `mark` is None where it is published.
    `changed_at` is the note's own instant, the only clock of its files; `receipt` names its place in the ledger and the
    digest there, `812:9f86...`.
    """

    language: Language
    title: str
    header: tuple[Row, ...]
    sections: tuple[Section, ...]
    disclaimer: str
    status: str
    mark: str | None
    identifier: str
    revision: int
    address: str | None
    author: str
    changed_at: str | None
    receipt: str | None

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML has it."""
        return "rtl" if self.language in RTL else "ltr"

    @property
    def name(self) -> str:
        """What a library calls the file: the title of the note and of its event."""
        return f"{self.title} – {self.header[0].value}"

    @property
    def edition(self) -> str:
        """What tells this printing from others: the revision and the note's id, for the running foot."""
        return f"{standard(self.language).revision.format(number=self.revision)} · {self.identifier}"


def document(note: Facts, event: Facts, *, address: str | None = None, receipt: str | None = None) -> Document:
    """The printed form of a note and its event, both in the contract's JSON; empty sections are left out.

    A note without a disclaimer gets the standard one: none is printed without.
    """
    words = standard(language := Language(note["language"]))
    parts = _with_contact(note["sections"], contact_email=note.get("contact_email"), language=language)
    return Document(
        language=language,
        title=words.title,
        header=header(event, language=language, title=note.get("title")),
        sections=tuple(_section(part, words) for part in parts if part["items"]),
        disclaimer=(note.get("disclaimer") or "").strip() or words.disclaimer,
        status=note["status"],
        mark=words.marks.get(note["status"]),
        identifier=note["id"],
        revision=note["revision"],
        address=address,
        author=_author(note, event, words, language),
        changed_at=note.get("recorded_at"),
        receipt=receipt,
    )


def header(event: Facts, *, language: Language, title: str | None = None) -> tuple[Row, ...]:
    """The four header rows, those that have a value: event (by its `title` in the note), organizers, date and venue,
    participants. A State is named in the language of the note, unless it was printed by a name of its own.
    """
    words = standard(language)
    values = {
        "event": title or event["title"],
        "organizers": organizers_line(event.get("organizers", ()), language=language),
        "date_and_venue": _date_and_venue(event, words, language),
        "participants": _named(event.get("participants", ()), words, language),
    }
    return tuple(Row(words.labels[key], value) for key, value in values.items() if value)


def organizers_line(organizers: Sequence[Facts], *, language: Language, inside: bool = False) -> str:
    """Who organized the event, by role, in the order given: `A and B in cooperation with C, hosted by D`.

    `inside` a sentence the first name has its article too.
    """
    words = standard(language)
    leading = [each for each in organizers if each["role"] in LEADING]
    line = _named(leading, words, language, inside=inside)
    for role, pattern in words.roles.items():
        named = [each for each in organizers if each["role"] == role]
        if named:
            line += pattern.format(x=_named(named, words, language, inside=True))
    return line.lstrip(",;،； ")


def contact_sentence(email: str, *, language: Language) -> str:
    """Whom to ask: the Committee's experts, or an address alone where it is not theirs."""
    words = standard(language)
    return (words.contact if email == committee_email() else words.contact_other).format(email=email)


def _author(note: Facts, event: Facts, words: Standard, language: Language) -> str:
    """The body that wrote a note: its organizers where they sent it, else the Committee's experts."""
    sent = event.get("organizers", ()) if note.get("submission") else ()
    return _named([each for each in sent if each["role"] in LEADING], words, language) or words.author


def _section(part: Facts, words: Standard) -> Section:
    items = tuple(
        Item(item["id"], item["text"], tuple(Cite(e["id"], e["version"]) for e in item.get("entries", ())))
        for item in part["items"]
    )
    name = part["name"]
    return Section(name, words.headings[name], items, _STYLES.get(name, "paragraphs"))


def _with_contact(sections: Sequence[Facts], *, contact_email: str | None, language: Language) -> Sequence[Facts]:
    """The sections, of which one tells whom to ask."""
    if not contact_email or any(contact_email in item["text"] for part in sections for item in part["items"]):
        return sections
    closing = {"id": "contact", "text": contact_sentence(contact_email, language=language)}
    before = [item for part in sections if part["name"] == _CLOSING for item in part["items"]]
    others = [part for part in sections if part["name"] != _CLOSING]
    return [*others, {"name": _CLOSING, "items": [*before, closing]}]


def _date_and_venue(event: Facts, words: Standard, language: Language) -> str:
    sessions = [date.fromisoformat(str(day)) for day in event.get("sessions", ())]
    edtf = spanning(event["starts_on"], event.get("ends_on"), sessions)
    places = [_venue(venue, words, language, event["starts_on"]) for venue in event.get("venues", ())]
    mode = {"virtual": words.virtual, "hybrid": words.hybrid}.get(event.get("mode", ""))
    line = words.comma.join([print_date(edtf, language), *filter(None, ["; ".join(filter(None, places))])])
    return line + words.brackets.format(x=mode) if mode else line


def _venue(venue: Facts, words: Standard, language: Language, starts_on: str) -> str:
    country = venue.get("country")
    name = registry.name_then(country, starts_on, language) if country else None
    place = city(venue["city"], language, country) if venue.get("city") else None
    return words.comma.join(filter(None, [venue.get("place"), place, name]))


def _named(things: Sequence[Facts], words: Standard, language: Language, *, inside: bool = False) -> str:
    known = [{**thing, "name": local(str(thing["name"]), language)} for thing in things]
    names = [_name(thing, words, first=place == 0, inside=inside) for place, thing in enumerate(known)]
    return joined(names, pack(language))


def _name(thing: Facts, words: Standard, *, first: bool, inside: bool) -> str:
    name, acronym, total = str(thing["name"]), thing.get("acronym"), thing.get("total")
    described = (inside or not first) and name.startswith(words.articled)
    if described or (inside and name in words.articled_acronyms):
        name = f"the {name}"
    if acronym and acronym not in name:
        name += words.brackets.format(x=acronym)
    return name + words.brackets.format(x=total) if total and str(total) not in name else name
