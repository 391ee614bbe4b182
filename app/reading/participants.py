"""Who took part, and what each of them is."""

import re
from collections.abc import Iterator, Mapping

from app.organizations import registry as organizations
from app.organizations.kinds import Kind
from app.reading.excerpts import Excerpt
from app.reading.fields import Fields
from app.reading.found import Found
from app.reading.gazetteer import Named, find_names
from app.reading.marks import names_of
from app.reading.models import ParticipantKind, ReadParticipant
from app.reading.names import Name, is_acronym, named, split_names
from app.states import registry as states
from app.wording.matching import flat
from app.wording.packs import Pack

_KINDS: Mapping[Kind, ParticipantKind] = {
    Kind.un: "igo",
    Kind.igo: "igo",
    Kind.regional: "igo",
    Kind.ngo: "ngo",
    Kind.academia: "academia",
    Kind.industry: "industry",
    Kind.government: "state",
    Kind.committee: "committee",
}
_NUMBER = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
_GROUP = re.compile(r"(?:(?<=[;.,؛])|(?<![^\s]))([^:;.؛]{2,60}?)\s?:\s")
_RESOLUTION = re.compile(r"1540|1718|2231|1267")


def participants(fields: Fields, source: Pack) -> list[Found[ReadParticipant]]:
    """The participants of the header, each once, in the order printed."""
    seen: dict[tuple[str, str], Found[ReadParticipant]] = {}
    for part in (part for field in fields.all("participants") for part in field.parts):
        for group, name in _names(part, source):
            made = _made(name, group, source)
            if made.words.text:
                seen.setdefault((flat(made.value.name), made.value.kind), made)
    return list(seen.values())


def _names(part: Excerpt, source: Pack) -> Iterator[tuple[str, Name]]:
    """The names of a part with the group label that they stand under."""
    for group, chunk in _groups(part, source):
        for piece in split_names(chunk, source, loose=True):
            yield group, named(piece, source)


def _groups(part: Excerpt, source: Pack) -> Iterator[tuple[str, Excerpt]]:
    """The part cut at group labels such as "NGOs and academia:"."""
    group, at = "", 0
    for match in _GROUP.finditer(part.text):
        labels = names_of(match.group(1), source, "groups")
        if labels:
            yield group, part.cut(at, match.start())
            group, at = labels[0], match.end()
    yield group, part.cut(at)


def _made(name: Name, group: str, source: Pack) -> Found[ReadParticipant]:
    words = _without_lead(name.words, source)
    kind, confidence = kind_of(words.text, name, group, source)
    state = _state_of(words.text, source) if kind == "state" else None
    total = _total(words.text, name.remark, kind)
    read = ReadParticipant(name=words.text, kind=kind, state=state, total=total)
    return Found(read, words, confidence)


def _without_lead(words: Excerpt, source: Pack) -> Excerpt:
    """The name after "representatives of", where a State or organization is meant."""
    match = source.phrases("representing").match(flat(words.text))
    if not match or match.end() >= len(words.text):
        return words
    rest = words.cut(match.end())
    known = find_names(rest.text, source.language)
    return rest if known and known[0].start <= 4 and known[0].kind is not Kind.committee else words


def kind_of(text: str, name: Name, group: str, source: Pack) -> tuple[ParticipantKind, float]:
    """What a participant is, and how sure that is: by the registries, then by words, then by its group."""
    plain = flat(text)
    article = source.phrases("indefinite").match(plain)
    if source.phrases("kind_individual").match(plain, article.end() + 1 if article else 0):
        return "individual", 0.8
    known = find_names(text, source.language)
    whole = next((one for one in known if one.end - one.start >= len(text) - 4), None)
    if whole:
        return ("state" if whole.what == "state" else _KINDS[whole.kind or Kind.igo]), 0.97
    if found := _by_words(plain, known, source):
        return found, 0.8
    if group and group != "mixed":
        return _as_kind(group), 0.7
    return _by_look(text, name, known), 0.5


def _as_kind(group: str) -> ParticipantKind:
    kinds: Mapping[str, ParticipantKind] = {
        "state": "state",
        "igo": "igo",
        "ngo": "ngo",
        "academia": "academia",
        "industry": "industry",
        "committee": "committee",
    }
    return kinds.get(group, "individual")


def _by_words(plain: str, known: tuple[Named, ...], source: Pack) -> ParticipantKind | None:
    if source.phrases("kind_committee").search(plain):
        return "committee"
    organization = next((one for one in known if one.what == "organization"), None)
    if source.phrases("group_words").search(plain):
        return "state" if organization and organization.key == "un" else "group"
    if source.phrases("kind_academia_strong").search(plain):
        return "academia"
    if organization and organization.kind:
        return _KINDS[organization.kind]
    topics: tuple[ParticipantKind, ...] = ("state", "igo", "ngo", "academia", "industry")
    return next((kind for kind in topics if source.phrases(f"kind_{kind}").search(plain)), None)


def _by_look(text: str, name: Name, known: tuple[Named, ...]) -> ParticipantKind:
    if any(one.what == "state" for one in known):
        return "state"
    if name.acronym or is_acronym(text):
        return "igo"
    words = text.split()
    person = 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words)
    return "individual" if person and name.remark else "igo"


def _state_of(text: str, source: Pack) -> str | None:
    found = [one.key for one in find_names(text, source.language) if one.what == "state"]
    return found[0] if len(set(found)) == 1 else states.find(text)


def _total(text: str, remark: str, kind: ParticipantKind) -> int | None:
    """A number of people or States beside the name; the number of a resolution is none."""
    if kind == "committee" or organizations.find(text):
        return None
    numbers = [found for found in _NUMBER.findall(f"{remark} {text}") if not _RESOLUTION.fullmatch(found)]
    return int(numbers[0]) if len(numbers) == 1 else None
