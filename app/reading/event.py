"""What an event was: its title, kind, mode, the resolutions cited and the States it was about."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from app.reading.excerpts import Excerpt
from app.reading.found import Found
from app.reading.gazetteer import demonyms_in, find_names
from app.reading.models import EventType, Mode, ReadOrganizer, ReadParticipant, ReadVenue
from app.reading.participants import Attendance
from app.reading.places import cities_in, states_of_city
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.resolutions import year_of

_CITED = re.compile(r"(?<![\d/.])(\d{3,4}) ?\((\d{4})\)")
_NUMBER = re.compile(r"[\s№°nno.\"«“]{0,6}(?:s/res/)?(\d{3,4})(?![\d)])")
_MISREAD = re.compile(r"(?<!\w)(?=[^\W_]*\d[^\W_]*\d)[\dlioо]{4}(?!\w)")
_AS_DIGITS = str.maketrans("lioо", "1100")
_MOST_LINKS = 4
_BLANK = re.compile(r" {0,3}")
_ZERO = frozenset("〇零")
_SYMBOL = re.compile(r"s/res/(\d{3,4})")
_FIRST_YEAR, _LAST_YEAR = 1946, 2099
_LONGEST_TITLE = 1500


def title_of(value: Excerpt) -> Excerpt:
    """The title without a final stop."""
    text = value.text[:_LONGEST_TITLE].rstrip(" .;,。")
    return value.cut(0, len(text))


def resolutions_in(texts: Sequence[Excerpt], source: Pack) -> Mapping[str, list[Excerpt]]:
    """The resolutions cited, as "1540 (2004)" with the true year where it is known, each with where it is printed."""
    found: dict[str, list[Excerpt]] = {}
    for words in texts:
        for number, year, start, end in _citations(_in_digits(flat(words.text)), source):
            known = year_of(number) or year
            if known:
                found.setdefault(f"{number} ({known})", []).append(words.cut(start, end))
    return dict(sorted(found.items(), key=lambda pair: int(pair[0].split()[0])))


def printed_years(text: str) -> list[tuple[int, int]]:
    """Number and year of every resolution that a text cites with its year."""
    pairs = ((int(match[1]), int(match[2])) for match in _CITED.finditer(flat(text)))
    return [(number, year) for number, year in pairs if _FIRST_YEAR <= year <= _LAST_YEAR]


def _in_digits(plain: str) -> str:
    """A flat text with numbers in digits where a scan has letters in them, or where they are numerals ("一五四〇")."""
    text = _MISREAD.sub(lambda match: match.group().translate(_AS_DIGITS), plain)
    return "".join(map(_digit, text)) if any(char in _ZERO for char in text) else text


def _digit(char: str) -> str:
    value = unicodedata.numeric(char, -1)
    return str(int(value)) if unicodedata.category(char) in {"Lo", "Nl"} and value in range(10) else char


def _number_after(plain: str, end: int, source: Pack) -> re.Match[str] | None:
    """The number of a resolution after the word for it, with "of the Security Council", "No." between."""
    links = source.phrases("resolution_links")
    for _ in range(_MOST_LINKS):
        if number := _NUMBER.match(plain, end):
            return number
        blank = _BLANK.match(plain, end)
        link = links.match(plain, blank.end() if blank else end)
        if not link:
            return None
        end = link.end()
    return _NUMBER.match(plain, end)


def _citations(plain: str, source: Pack) -> list[tuple[int, int | None, int, int]]:
    found: list[tuple[int, int | None, int, int]] = [
        (int(match[1]), int(match[2]), match.start(), match.end())
        for match in _CITED.finditer(plain)
        if _FIRST_YEAR <= int(match[2]) <= _LAST_YEAR
    ]
    for match in source.phrases("resolution").finditer(plain):
        number = _number_after(plain, match.end(), source)
        if number:
            found.append((int(number[1]), None, number.start(1), number.end(1)))
    return found + [(int(match[1]), None, *match.span(1)) for match in _SYMBOL.finditer(plain)]


def tells_form(value: str, source: Pack) -> bool:
    """Whether a remark of the header begins by saying that an event was hybrid."""
    return bool(source.phrases("hybrid").match(flat(value)))


def mode_of(title: str, where: str, has_city: bool, texts: Sequence[Excerpt], source: Pack) -> tuple[Mode, float]:
    """How the participants met: as the header says, else in person."""
    head = flat(f"{title} ; {where}")
    if source.phrases("hybrid").search(head):
        return "hybrid", 0.95
    virtual = source.phrases("virtual", "platforms")
    if has_city:
        return ("hybrid", 0.8) if virtual.search(flat(where)) else ("in_person", 0.95)
    if virtual.search(head):
        return "virtual", 0.9
    told = not where.strip(" ;") and any(source.phrases("virtual_body").search(flat(one.text)) for one in texts)
    return ("virtual", 0.7) if told else ("in_person", 0.6)


_IN_TITLE: tuple[EventType, ...] = (
    "side_event",
    "open_consultation",
    "peer_review",
    "parliamentary_seminar",
    "industry_outreach",
    "training_course",
    "state_visit",
    "academic_event",
)


def type_of(
    title: str, mode: Mode, texts: Sequence[Excerpt], source: Pack, *, around: str, told: str = ""
) -> tuple[EventType, float]:
    """The kind of event by the words of its title; a title that tells none may stand beside "side event", or its
    sentences may tell what was held."""
    kind, sure = _by_title(title, mode, texts, source)
    if kind != "other":
        return kind, sure
    if source.phrases("type_side_event").search(flat(around)):
        return "side_event", 0.8
    called = " ; ".join(match.group() for match in source.phrases("event_nouns").finditer(flat(told)))
    return _of_form(called, mode, source, regional=False) if called else (kind, sure)


def _by_title(title: str, mode: Mode, texts: Sequence[Excerpt], source: Pack) -> tuple[EventType, float]:
    """The kind of event by the words of its title, in the order in which these decide."""
    plain = flat(title)
    if source.phrases("type_plan").search(plain) and (planned := _of_plan(plain, texts, source)):
        return planned, 0.85
    for kind in _IN_TITLE:
        if source.phrases(f"type_{kind}").search(plain):
            return kind, 0.9
    regional = bool(source.phrases("type_regional").search(plain))
    if source.phrases("type_webinar").search(plain):
        return "virtual_meeting", 0.9
    if source.phrases("type_round_table").search(plain) and not regional:
        return "national_round_table", 0.9
    return _of_form(plain, mode, source, regional=regional)


def _of_form(plain: str, mode: Mode, source: Pack, *, regional: bool) -> tuple[EventType, float]:
    """The kind of event where only its form is told."""
    if source.phrases("type_training_course").search(plain):
        return "training_course", 0.8
    if mode == "virtual":
        return "virtual_meeting", 0.85
    if source.phrases("type_conference").search(plain):
        return "regional_conference", 0.8
    if source.phrases("type_workshop", "type_round_table").search(plain):
        return "workshop", 0.9
    return ("regional_conference", 0.5) if regional else ("other", 0.4)


def _of_plan(plain: str, texts: Sequence[Excerpt], source: Pack) -> EventType | None:
    """A meeting on an action plan reviews it or drafts it."""
    if source.phrases("type_peer_review", "type_side_event", "type_training_course").search(plain):
        return None
    final = source.phrases("type_final").search(plain)
    if final or any(source.phrases("type_final_body").search(flat(one.text)) for one in texts):
        return "nap_final_review"
    return "nap_drafting"


def subject_states(
    title: str,
    kind: EventType,
    people: Sequence[Attendance],
    organizers: Sequence[Found[ReadOrganizer]],
    venues: Sequence[Found[ReadVenue]],
    source: Pack,
) -> tuple[list[str], float]:
    """The States that the event is about: those of the title, or for want of them those that took part, without
    those that only paid or were guests; for want of both the State whose authorities met."""
    there = [one.found.value for one in people if not one.is_guest]
    taking_part = [one.state for one in there if one.kind == "state" and one.state]
    in_title = _states_of_title(title, taking_part, venues, source)
    regional = bool(source.phrases("type_regional", "region_words").search(flat(title)))
    donors = _donors(organizers, source)
    if in_title and not (regional and len(taking_part) > len(in_title)) and kind != "side_event":
        return sorted(in_title), 0.95
    if kind == "side_event" or (kind == "open_consultation" and not source.phrases("region_words").search(flat(title))):
        return [], 0.8
    wide = [state for state in taking_part if state not in donors] or sorted(in_title)
    if not wide and kind not in {"open_consultation", "academic_event", "regional_conference"}:
        wide = _from_organizers(organizers, source) or _at_home(there, organizers, venues)
    return sorted(set(wide)), 0.85 if wide else 0.5


def _states_of_title(
    title: str, taking_part: Sequence[str], venues: Sequence[Found[ReadVenue]], source: Pack
) -> set[str]:
    """The States that a title names, also by an adjective or a city, but for one that only says where it was held."""
    found = [one for one in find_names(title, source.language) if one.what == "state"]
    cities = tuple(flat(one.value.city) for one in venues if one.value.city)
    about = {one.key for one in found if not flat(title[: one.start]).rstrip(" ,(").endswith(cities or ("\n",))}
    named = about or {one.key for one in found}
    adjectives = set(demonyms_in(title, source.language))
    return named | adjectives or _homes_in_title(title, taking_part, source)


def _homes_in_title(title: str, taking_part: Sequence[str], source: Pack) -> set[str]:
    """Those of the States taking part that have a city which the title names ("in the port of Dili")."""
    spans = cities_in(title, source.language)
    homes = {home for start, end in spans for home in states_of_city(title[start:end], source.language)[:1]}
    return homes & set(taking_part)


def _donors(organizers: Sequence[Found[ReadOrganizer]], source: Pack) -> set[str]:
    paying = [one.value.name for one in organizers if one.value.role in {"funder", "support"}]
    return {one.key for name in paying for one in find_names(name, source.language) if one.what == "state"}


def _from_organizers(organizers: Sequence[Found[ReadOrganizer]], source: Pack) -> list[str]:
    """The State whose government organized or hosted the event."""
    hosts = [one.value.name for one in organizers if one.value.role not in {"funder", "support"}]
    found = [one.key for name in hosts for one in find_names(name, source.language) if one.what == "state"]
    return found or [state for name in hosts for state in demonyms_in(name, source.language)]


def _at_home(
    there: Sequence[ReadParticipant],
    organizers: Sequence[Found[ReadOrganizer]],
    venues: Sequence[Found[ReadVenue]],
) -> list[str]:
    """The State of the place, where a State's own authorities, named without their State, took part."""
    authorities = any(one.kind == "state" and one.state is None for one in there)
    places = {one.value.country for one in venues if one.value.country}
    return sorted(places) if authorities and organizers and len(places) == 1 else []
