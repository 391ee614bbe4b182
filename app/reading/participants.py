"""Who took part, and what each of them is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.kit.languages import Language
from app.organizations import registry as organizations
from app.organizations.kinds import Kind
from app.reading.excerpts import Excerpt
from app.reading.fields import Fields
from app.reading.found import Found
from app.reading.gazetteer import find_names, state_named
from app.reading.marks import names_of
from app.reading.models import ParticipantKind, ReadOrganizer, ReadParticipant
from app.reading.names import Name, is_prose, named, split_names, without_article
from app.reading.natures import kind_by_words, kind_of
from app.reading.rosters import dash_label
from app.reading.sentences import sentences
from app.reading.tallies import is_crowd, without_tally
from app.states import registry as states
from app.wording.matching import flat
from app.wording.packs import Pack, pack

_NUMBER = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
_ENUMERATED = re.compile(r"\(?[^\W\d_]\)\s*|\(?\d{1,2}[.)]\s*")
_LONGEST_LABEL = 5  # words
_RESOLUTION = re.compile(r"1540|1718|2231|1267")


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who took part. A guest is there without being concerned: an observer, a donor, a lecturer."""

    found: Found[ReadParticipant]
    is_guest: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """What the label over names says: their kind ("" where it says none), and whether they are guests."""

    kind: str = ""
    is_guests: bool = False


_NO_GROUP = _Group()


def attendance(fields: Fields, hosts: Sequence[Found[ReadOrganizer]], source: Pack) -> list[Attendance]:
    """The participants of the header, each once, in the order printed; an organizer may be there by its acronym."""
    pairs = ((one.value.acronym, one.value.name) for one in hosts)
    introduced = {acronym: name for acronym, name in pairs if acronym and not organizations.find(acronym)}
    seen: dict[tuple[str, str], Attendance] = {}
    for field in fields.all("participants"):
        for group, name in _names([_told(part, source) for part in field.parts], source):
            made = _made(name, group.kind, source, stands_for=introduced.get(name.words.text))
            if made.words.text:
                guest = group.is_guests or bool(source.phrases("guests").search(flat(name.remark)))
                seen.setdefault((flat(made.value.name), made.value.kind), Attendance(made, guest))
    return list(seen.values())


def _told(part: Excerpt, source: Pack) -> Excerpt:
    """Of running prose, what follows words such as "took part:" up to the end of their sentence."""
    if is_prose(part, source):
        for sentence in sentences(part, source):
            if lead := source.phrases("participants_lead").search(flat(sentence.text)):
                return sentence.cut(lead.end())
    return part


def _names(parts: Sequence[Excerpt], source: Pack) -> Iterator[tuple[_Group, Name]]:
    """The names of a field with the group label that they stand under, on their line or on one of its own."""
    group = _NO_GROUP
    under = len(parts) > 1 and bool(names_of(parts[0].text, source, "groups"))
    for at, part in enumerate(parts):
        follows = under and at + 1 < len(parts) and not _is_group(parts[at + 1].text, source)
        if label := _label_alone(part.text, source, names_follow=follows):
            group = label
            continue
        for group, chunk in _groups(part, group, source):  # noqa: B020 - the last group holds for the next line
            for piece in split_names(chunk, source, loose=True):
                if is_crowd(piece.text, source) or _is_manner(piece.text, source):
                    continue
                yield group, _counted(named(_without_side(piece, source), source), source)


def _is_manner(text: str, source: Pack) -> bool:
    """Whether words only say how those before them came: "as observers"."""
    plain = flat(text).strip(" .,;،")
    lead = source.phrases("manners").match(plain)
    rest = plain[lead.end() :].strip() if lead else ""
    guests = source.phrases("guests").match(rest)
    return bool(guests and guests.end() == len(rest))


def _counted(name: Name, source: Pack) -> Name:
    """The name with the number of people after it as a remark."""
    words, tally = without_tally(name.words, source)
    return replace(name, words=words, remark="; ".join(filter(None, (name.remark, tally)))) if tally else name


def _is_group(text: str, source: Pack) -> bool:
    """Whether a line is the label of a group and nobody's name, as "International organizations" is."""
    return bool(_group_names(text, source)) and not find_names(text, source.language)


def _group_names(words: str, source: Pack) -> tuple[str, ...]:
    """The kinds of a label, none for an office such as "Ministry of Trade" that only looks like one."""
    plain = flat(words)
    office = source.phrases("kind_state_strong").match(plain) and source.phrases("names_open").search(plain)
    return () if office else names_of(words, source, "groups")


def _label_alone(text: str, source: Pack, *, names_follow: bool) -> _Group | None:
    """The group that a line names and nothing else, as "(A) Countries" does."""
    enumerated = _ENUMERATED.match(text)
    words = text[enumerated.end() if enumerated else 0 :].strip(" :.")
    if not names_follow and not enumerated and not text.rstrip().endswith(":"):
        return None
    if source.phrases("articles", "indefinite").match(flat(words)) and not text.rstrip().endswith(":"):
        return None
    labels = _group_names(words, source)
    return _Group(labels[0], _are_guests(words, source)) if labels else None


def _groups(part: Excerpt, group: _Group, source: Pack) -> Iterator[tuple[_Group, Excerpt]]:
    """The part cut at group labels such as "NGOs and academia:"."""
    at = dash_label(part.text, source)
    group = (_label(part.text[:at].rstrip(" -–—"), source) or group) if at else group
    for match in _label_pattern(source.language).finditer(part.text):
        which = match.lastindex or 0
        if label := _label(match.group(which), source):
            if match.start(which) > at:
                yield group, part.cut(at, match.start(which))
            group, at = label, match.end()
    yield group, part.cut(at)


@lru_cache(maxsize=16)
def _label_pattern(language: Language) -> re.Pattern[str]:
    """Some words before a colon: after a sign that ends a list, or where a label of the pack stands."""
    if not pack(language).spaced:
        return re.compile(r"(?:^|(?<=[;.,、；。\s]))([^:;,.、；。\s]{1,16})\s?:")
    labels = sorted(pack(language).table("groups"), key=len, reverse=True)
    known = "|".join(re.escape(flat(label)).replace(r"\ ", " +") for label in labels)
    return re.compile(rf"(?i:(?:^|(?<=\s))({known})|(?:^|(?<=[;.؛]\s))([^\W_][^:;,.؛،()]{{1,50}}?))\s?:\s")


def _label(words: str, source: Pack) -> _Group | None:
    """The group that words before a colon name; any short words do, unless they are a name."""
    labels = names_of(words, source, "groups")
    if labels:
        return _Group(labels[0], _are_guests(words, source))
    if len(words.split()) > _LONGEST_LABEL:
        return None
    kind = kind_by_words(flat(words), (), source)
    return _Group(kind if kind and kind != "group" else "mixed", _are_guests(words, source))


def _are_guests(words: str, source: Pack) -> bool:
    return bool(source.phrases("guests").search(flat(words)))


def _without_side(words: Excerpt, source: Pack) -> Excerpt:
    """A name without "took part in it" and "on the Armenian side —" before it."""
    for topic in ("participants_lead", "sides"):
        match = source.phrases(topic).match(flat(words.text))
        if match and match.end() < len(words.text):
            words = words.cut(match.end())
            words = words.cut(len(words.text) - len(words.text.lstrip(" :—–-")))
    return words


def _made(name: Name, group: str, source: Pack, *, stands_for: str | None) -> Found[ReadParticipant]:
    words = _without_lead(name.words, source)
    kind, confidence = kind_of(stands_for or words.text, name, group, source)
    state = _state_of(words.text, source) if kind == "state" else None
    total = _total(words.text, name.remark, kind)
    read = ReadParticipant(name=words.text, kind=kind, state=state, total=total)
    return Found(read, words, confidence)


def _without_lead(words: Excerpt, source: Pack) -> Excerpt:
    """The name after "representatives of", where a State or organization is meant."""
    match = source.phrases("representing").match(flat(words.text))
    if not match or match.end() >= len(words.text):
        return words
    rest = without_article(words.cut(match.end()), source)
    if state_named(rest.text, source.language):
        return rest
    known = find_names(rest.text, source.language)
    return rest if known and known[0].start <= 4 and known[0].kind is not Kind.committee else words


def _state_of(text: str, source: Pack) -> str | None:
    found = [one.key for one in find_names(text, source.language) if one.what == "state"]
    return found[0] if len(set(found)) == 1 else states.find(text)


def _total(text: str, remark: str, kind: ParticipantKind) -> int | None:
    """A number of people or States beside the name; the number of a resolution is none."""
    if kind == "committee" or organizations.find(text):
        return None
    numbers = [found for found in _NUMBER.findall(f"{remark} {text}") if not _RESOLUTION.fullmatch(found)]
    return int(numbers[0]) if len(numbers) == 1 else None
