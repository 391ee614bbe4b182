"""Names of States and organizations in running text, from the registries."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from app.kit.languages import Language
from app.organizations import registry as organizations
from app.organizations.kinds import Kind
from app.states import registry as states
from app.wording.matching import compiled, flat
from app.wording.packs import Pack, pack

_WORDS = re.compile(r"[^\W_]+")
_LONGEST_NAME = 24  # words


@dataclass(frozen=True, slots=True)
class Named:
    """A name at text[start:end]: `key` is an alpha-3 code, or the key of an organization of `kind`."""

    what: Literal["state", "organization"]
    key: str
    start: int
    end: int
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class _Target:
    what: Literal["state", "organization"]
    key: str
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class _Known:
    """A name by its words in their bare form; `has_comma`: it holds a comma of its own."""

    words: tuple[str, ...]
    target: _Target
    has_comma: bool


_Index = Mapping[str, Sequence[_Known]]


def _targets() -> Iterable[tuple[str, _Target]]:
    for name, known in organizations.matcher().items():
        yield name, _Target("organization", known.key, known.kind)
    for name, iso3 in states.matcher().items():
        yield name, _Target("state", iso3, None)


@cache
def _index(language: Language) -> _Index:
    """Names by their first word, the longest first, with words brought to the language's bare form."""
    source = pack(language)
    index: dict[str, list[_Known]] = {}
    for name, target in _targets():
        words = tuple(bare_form(word, source) for word in _WORDS.findall(flat(name)))
        if words:
            index.setdefault(words[0], []).append(_Known(words, target, "," in name))
    return {first: sorted(names, key=lambda one: -len(one.words)) for first, names in index.items()}


@cache
def _unspaced() -> tuple[re.Pattern[str], Mapping[str, _Target]]:
    """For a script without blanks: one pattern of all names, and whom each means."""
    targets = {flat(name): target for name, target in _targets() if len(name) > 1}
    wide = sorted((name for name in targets if not name.isascii()), key=len, reverse=True)
    narrow = sorted((name for name in targets if name.isascii()), key=len, reverse=True)
    source = "|".join(map(re.escape, wide)) + r"|(?<![a-z])(?:" + "|".join(map(re.escape, narrow)) + r")(?![a-z])"
    return re.compile(source), targets


def bare_form(word: str, source: Pack) -> str:
    """A word without its ending (Russian) or its article (Arabic)."""
    for ending in source.endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    if source.clitics and word.startswith("ال") and len(word) > 4:
        return word[2:]
    return word


def _forms(word: str, source: Pack) -> Iterable[tuple[str, int]]:
    """The bare forms that a printed word can have, with the length of the particles written onto it."""
    yield bare_form(word, source), 0
    at = 0
    for _ in range(3):
        clitic = next((c for c in source.clitics if word.startswith(c, at)), "")
        if not clitic or len(word) - at - len(clitic) < 3:
            return
        at += len(clitic)
        yield word[at:], at


def organization_spans(text: str, language: Language) -> list[tuple[int, int]]:
    """Where the names of known organizations stand."""
    return [(one.start, one.end) for one in find_names(text, language) if one.what == "organization"]


@lru_cache(maxsize=4096)
def find_names(text: str, language: Language) -> tuple[Named, ...]:
    """The States and organizations named in a text, in order, none overlapping, the longest name each time.

    In scripts with capitals, a State is only named by a capital, and an acronym only by capitals.
    """
    source = pack(language)
    if not source.spaced:
        return _find_unspaced(text, language)
    words = [match.span() for match in _WORDS.finditer(text)]
    plain = flat(text)
    found: list[Named] = []
    at = 0
    while at < len(words):
        named = _at(text, plain, words, at, source)
        if named:
            found.append(named[0])
        at += named[1] if named else 1
    return tuple(found)


def _find_unspaced(text: str, language: Language) -> tuple[Named, ...]:
    pattern, targets = _unspaced()
    traps = [match.span() for match in pack(language).phrases("state_traps").finditer(flat(text))]
    return tuple(
        Named(target.what, target.key, match.start(), match.end(), target.kind)
        for match in pattern.finditer(flat(text))
        if (target := targets[match.group()]) and not any(a <= match.start() < b for a, b in traps)
    )


def _at(text: str, plain: str, words: Sequence[tuple[int, int]], at: int, source: Pack) -> tuple[Named, int] | None:
    start = words[at][0]
    index = _index(source.language)
    for form, skipped in _forms(plain[start : words[at][1]], source):
        for name in index.get(form, ()):
            end = _matched(plain, words, at, name, source)
            target, length = name.target, len(name.words)
            if end and _is_printed_so(text[start + skipped : end], target, length, source):
                return Named(target.what, target.key, start + skipped, end, target.kind), length
    return None


def _matched(plain: str, words: Sequence[tuple[int, int]], at: int, name: _Known, source: Pack) -> int:
    """The end of a name whose first word is at `at`; 0 if the rest does not follow."""
    length = len(name.words)
    if at + length > len(words):
        return 0
    breaks = ";:•|" if name.has_comma else ";:•|,،"
    for place, word in enumerate(name.words[1:], at + 1):
        begin, end = words[place]
        gap = plain[words[place - 1][1] : begin]
        if len(gap) > 3 or any(char in breaks for char in gap):
            return 0
        if all(form != word for form, _ in _forms(plain[begin:end], source)):
            return 0
    return words[at + length - 1][1]


def _is_printed_so(printed: str, target: _Target, words: int, source: Pack) -> bool:
    if not (printed[0].isupper() or printed[0].islower()):
        return flat(printed) not in source.lists.get("state_traps", ())
    if target.what == "organization":
        return words > 1 or sum(char.isupper() for char in printed) >= min(2, len(printed))
    return printed[0].isupper() and flat(printed) not in source.lists.get("state_traps", ())


def state_named(text: str, language: Language) -> str | None:
    """The State of which a text is the name, be it inflected or with "Republic of" and the like."""
    named = [one for one in find_names(text, language) if one.what == "state"]
    if len(named) != 1:
        return states.find(text)
    rest = flat(text[: named[0].start] + text[named[0].end :]).strip(" ,'")
    formal = pack(language).phrases("formal_state")
    return named[0].key if not rest or formal.fullmatch(rest) else states.find(text)


def states_in(text: str, language: Language) -> list[str]:
    """The States named in a text, each once, in order."""
    return list(dict.fromkeys(named.key for named in find_names(text, language) if named.what == "state"))


def demonyms_in(text: str, language: Language) -> list[str]:
    """The States that a text speaks of by adjectives such as "Malawian", each once, in order."""
    table, plain = pack(language).table("demonyms"), flat(text)
    found = []
    for match in _demonyms(language).finditer(plain):
        stems = (stem for stem in table if match.group().endswith(stem) or _begins(match.group(), stem))
        stem = max(stems, key=len, default="")
        if stem and plain[max(match.start() - 1, 0)] != "-":
            found.append(table[stem])
    return list(dict.fromkeys(found))


def _begins(word: str, stem: str) -> bool:
    return stem.endswith("*") and word.startswith(stem[:-1])


@cache
def _demonyms(language: Language) -> re.Pattern[str]:
    source = pack(language)
    return compiled(source.table("demonyms"), spaced=source.spaced, clitics=source.clitics)


def is_authority(name: str, language: Language) -> bool:
    """Whether a name is that of a State's own authority: its government, a ministry, a mission."""
    return bool(states_in(name, language) or pack(language).phrases("kind_state").search(flat(name)))
