"""The fields of a form that corrects a reading: which there are, how a value is shown in one, and what a text means."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from app.kit import dates
from app.kit.dates import BadDate
from app.kit.languages import Language
from app.kit.shapes import UNPRINTABLE
from app.reading.models import MOST_PEOPLE, EntryKind, EventType, Mode, OrganizerRole, ParticipantKind
from app.states import registry
from app.states.registry import UnknownState
from app.timeline.models import EntryStatus

Json = dict[str, Any]
BETWEEN = re.compile(r"\s*[;,\n]\s*")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a field holds: `shown` makes its text, `meant` reads it (and raises ValueError with a sentence)."""

    shown: Callable[[Any], str]
    meant: Callable[[str], Any]
    widget: str = "line"


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a form: the end of its path, its label, what it holds, and for a choice the keys and their labels."""

    name: str
    words: str
    kind: Kind
    choices: Sequence[str] = ()
    labels: str = ""
    required: bool = False


def _as_is(value: Any) -> str:
    return str(value)


def _line(text: str) -> str:
    return " ".join(text.split())


def _date(text: str) -> str:
    try:
        return dates.parse(text).text
    except BadDate as error:
        raise ValueError(f"{error} Write it as YYYY-MM-DD, YYYY-MM, YYYY or another EDTF date.") from error


def _point(text: str) -> str:
    try:
        return dates.single(text).text
    except BadDate as error:
        raise ValueError(f"{error} Write it as YYYY-MM-DD, YYYY-MM or YYYY.") from error


def _days(text: str) -> list[str]:
    try:
        return [date.fromisoformat(one).isoformat() for one in BETWEEN.split(text)]
    except ValueError as error:
        raise ValueError("Give days as YYYY-MM-DD, with commas between them.") from error


def _state(text: str) -> str:
    code = text.upper() if _is_code(text.upper()) else registry.find(text)
    if code is None:
        raise ValueError(f"No State is called “{text[:60]}”: choose one of the list, or give its code.")
    return code


def _is_code(text: str) -> bool:
    try:
        return bool(registry.get(text))
    except UnknownState:
        return False


def _states(text: str) -> list[str]:
    return [_state(one) for one in BETWEEN.split(text) if one]


def name_of(iso3: str) -> str:
    """The name of a State; the code where it is none."""
    return registry.name(iso3) if _is_code(iso3) else iso3


def _names(codes: Sequence[str]) -> str:
    return ", ".join(name_of(iso3) for iso3 in codes)


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) > MOST_PEOPLE:
        raise ValueError(f"Give a whole number, at most {MOST_PEOPLE}.")
    return int(text)


LINE, TEXT = Kind(_as_is, _line), Kind(_as_is, str.strip, "text")
CHOICE = Kind(_as_is, str, "choice")
DATE, POINT, DAYS = Kind(_as_is, _date), Kind(_as_is, _point), Kind(", ".join, _days)
STATE, STATES = Kind(name_of, _state, "state"), Kind(_names, _states)
NUMBER = Kind(_as_is, _number, "number")
PLACE = Kind(_as_is, _line, "place")


def _choice(name: str, words: str, of: object, labels: str, *, required: bool = True) -> Member:
    return Member(name, words, CHOICE, tuple(map(str, get_args(of) or of)), labels, required)  # type: ignore[call-overload]  # a Literal, or a list of keys


# A row of the page, by the path of its value; some hold several values that are corrected together.
SINGLE: Mapping[str, tuple[Member, ...]] = {
    "language": (_choice("language", "Language", list(Language), "language", required=False),),
    "event.title": (Member("event.title", "Title", TEXT),),
    "event.type": (_choice("event.type", "Type", EventType, "type"),),
    "event.mode": (_choice("event.mode", "Held", Mode, "mode"),),
    "event.starts_on": (
        Member("event.starts_on", "First day", POINT),
        Member("event.ends_on", "Last day", POINT),
        Member("event.sessions", "Each day it met", DAYS),
    ),
    "event.states": (Member("event.states", "About", STATES),),
    "note.disclaimer": (Member("note.disclaimer", "Disclaimer", TEXT),),
    "note.contact_email": (Member("note.contact_email", "Contact", LINE),),
}
_ITEM = (Member("", "Text", TEXT, required=True),)
LISTED: Mapping[str, tuple[Member, ...]] = {
    "event.venues": (
        Member("place", "Place", LINE), Member("city", "City", LINE), Member("country", "State", STATE),
    ),
    "event.resolutions": (Member("", "Resolution", LINE, required=True),),
    "organizers": (
        Member("name", "Name", LINE, required=True), Member("acronym", "Acronym", LINE),
        _choice("role", "Role", OrganizerRole, "organizer_role"),
    ),
    "participants": (
        Member("name", "Name", LINE, required=True), _choice("kind", "Kind", ParticipantKind, "participant_kind"),
        Member("state", "State", STATE), Member("total", "Number of people", NUMBER),
    ),
    "entries": (
        Member("date", "Date", DATE, required=True), _choice("kind", "Kind", EntryKind, "kind"),
        Member("states", "States", STATES),
        _choice("status", "Status", list(EntryStatus), "status", required=False),
        Member("text", "The sentence that states it", TEXT, required=True),
        Member("at", "Where the note says it", PLACE, required=True),
    ),
    "next_steps": (
        Member("actor", "Who", LINE), Member("action", "What", TEXT, required=True), Member("due", "By when", DATE),
        Member("at", "Where the note says it", PLACE, required=True),
    ),
    "note.objectives": _ITEM, "note.background": _ITEM, "note.highlights": _ITEM, "note.comments": _ITEM,
}  # fmt: skip
# What a row that a person adds has beside what they fill in.
NEW: Mapping[str, Json | str] = {
    "event.venues": {"place": None, "city": None, "country": None}, "event.resolutions": "",
    "organizers": {"name": "", "acronym": None, "role": "organizer", "organization": None},
    "participants": {"name": "", "kind": "state", "state": None, "total": None},
    "entries": {"date": "", "kind": "event", "states": [], "status": None, "text": "", "at": ""},
    "next_steps": {"actor": None, "action": "", "due": None, "at": ""},
    "note.objectives": "", "note.background": "", "note.highlights": "", "note.comments": "",
}  # fmt: skip


def shown(member: Member, value: object) -> str:
    """A value as its field holds it; blank where there is none."""
    return "" if value is None or value in ("", []) else member.kind.shown(value)


def meant(member: Member, text: str, *, blank: object) -> Any:
    """The value that a text means; `blank` where there is none. Raises ValueError with a sentence."""
    plain = text.replace("\r\n", "\n").strip()
    if UNPRINTABLE.search(plain):
        raise ValueError("The text holds a control character: type it anew.")
    if not plain:
        if member.required:
            raise ValueError("Fill this in, or leave the whole row out.")
        return blank
    if member.choices and plain not in member.choices:
        raise ValueError("Choose one of the list.")
    return member.kind.meant(plain)


def same(text: str, other: str) -> bool:
    """Whether two texts of a field are the same, but for what browsers do to the ends of lines."""
    return text.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
