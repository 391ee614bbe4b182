"""What a participant is: by the registries, by the words of its name, by the group that it stands in."""

from collections.abc import Mapping, Sequence

from app.organizations.kinds import Kind
from app.reading.gazetteer import Named, find_names, state_named
from app.reading.models import ParticipantKind
from app.reading.names import Name, is_acronym, without_number
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
_STRONG: tuple[ParticipantKind, ...] = ("state", "industry", "igo", "academia", "ngo")
_BY_WORD: tuple[ParticipantKind, ...] = ("state", "igo", "ngo", "academia", "industry")
_LONGEST_PERSON = 12  # characters of a script without blanks


def kind_of(text: str, name: Name, group: str, source: Pack) -> tuple[ParticipantKind, float]:
    """What a participant is, and how sure that is: by the registries, then by words, then by its group."""
    plain = flat(text)
    if _is_person(plain, source):
        return "individual", 0.8
    known = find_names(text, source.language)
    if whole := _as_a_whole(text, known, source):
        return whole, 0.97
    if found := kind_by_words(plain, known, source):
        return found, 0.8
    if group and group != "mixed":
        return _as_kind(group), 0.7
    return _by_look(text, name, known), 0.5


def _is_person(plain: str, source: Pack) -> bool:
    """Whether words begin with what a person is called, or end with a form of address, as in Chinese. One who holds
    an office or teaches is there for a State or school: "ambassador of Turkey"."""
    bare = without_number(plain, source)
    if called := source.phrases("kind_individual").match(bare):
        rest = bare[called.end() :].lstrip()
        belongs = source.phrases("names_open").match(rest) and not source.phrases("former").match(bare)
        return not (belongs and _is_of_body(rest, source))
    titled = plain.endswith(tuple(source.lists["honorifics"]))
    return titled and len(plain) <= _LONGEST_PERSON


def _is_of_body(plain: str, source: Pack) -> bool:
    """Whether words after "of" name a State or a school."""
    joint = source.phrases("names_open").match(plain)
    rest = plain[joint.end() :].lstrip() if joint else plain
    return bool(states.find(rest) or source.phrases("kind_academia_strong").search(rest))


def _as_a_whole(text: str, known: Sequence[Named], source: Pack) -> ParticipantKind | None:
    """The kind of a name that is in the registries as it stands, or is the Committee's own."""
    if flat(text) in source.lists["kind_committee_alone"]:
        return "committee"
    if state_named(text, source.language):
        return "state"
    enough = max(len(text) - 4, len(text) * 0.75)
    whole = next((one for one in known if one.end - one.start >= enough), None)
    if whole is None:
        return None
    return "state" if whole.what == "state" else _KINDS[whole.kind or Kind.igo]


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


def kind_by_words(plain: str, known: tuple[Named, ...], source: Pack) -> ParticipantKind | None:
    """By the words that decide whatever else the name holds, then by who is named in it, then by any word."""
    if source.phrases("kind_committee").search(plain):
        return "committee"
    organization = next((one for one in known if one.what == "organization"), None)
    group = source.phrases("group_words").search(plain)
    if group and not source.phrases("kind_igo", "kind_igo_strong").search(plain[: group.start()]):
        return "state" if organization and organization.key == "un" else "group"
    strong = next((kind for kind in _STRONG if source.phrases(f"kind_{kind}_strong").search(plain)), None)
    if strong:
        return strong
    if organization and organization.kind:
        return _KINDS[organization.kind]
    words = [(kind, source.phrases(f"kind_{kind}")) for kind in _BY_WORD]
    first = next((kind for kind, phrases in words if phrases.match(plain)), None)
    return first or next((kind for kind, phrases in words if phrases.search(plain)), None)


def _by_look(text: str, name: Name, known: tuple[Named, ...]) -> ParticipantKind:
    of_state = next((one for one in known if one.what == "state"), None)
    if of_state:
        people = not text[0].isupper()
        mostly = of_state.start == 0 or (of_state.end - of_state.start) * 2 > len(text)
        return "state" if people or mostly else "industry"
    if name.acronym or is_acronym(text):
        return "igo"
    words = text.split()
    person = 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words)
    return "individual" if person and name.remark else "igo"
