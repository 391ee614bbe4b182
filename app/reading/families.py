"""What a short phrase announces, told from the families of words that it is made of."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.kit.languages import Language
from app.wording.matching import compiled
from app.wording.packs import Pack, pack

_FILLER = "filler"
_SIGNS = re.compile(r"[\s&/,'.()\-]+")
_WORD = re.compile(r"\w+|\W")
_MOST_STRANGE, _MOST_PIECES = 3, 9
# Where several families meet in one label, the one that says most about its value.
_ORDER = (
    "other", "contact", "objectives", "funder", "support", "co_organizer", "cooperation",
    "when where", "when", "where", "host", "organizer", "participants", "name", "event",
)  # fmt: skip
_MEANING = {"name": ("event",), "when where": ("when", "where")}


@dataclass(frozen=True, slots=True)
class Phrase:
    """The families of a phrase in the order of its words, and how many words belong to none."""

    families: tuple[str, ...]
    strange: int
    opens: bool  # the first word that says something is a known one

    @property
    def is_whole(self) -> bool:
        """Whether every word is known and one of them says something."""
        return bool(self.families) and not self.strange

    @property
    def is_likely(self) -> bool:
        """Whether it begins with a known word and few strange ones follow."""
        return self.opens and self.strange <= _MOST_STRANGE


@lru_cache(maxsize=64)
def _families(language: Language, topic: str) -> Mapping[str, re.Pattern[str]]:
    source = pack(language)
    words: dict[str, list[str]] = {}
    for word, family in source.table(f"{topic}_by_word").items():
        words.setdefault(family, []).append(word)
    return {family: compiled(listed, spaced=source.spaced, clitics=source.clitics) for family, listed in words.items()}


@lru_cache(maxsize=8192)
def phrase_of(key: str, language: Language, topic: str) -> Phrase:
    """The families of a phrase (a `marks.key`) in a table of the pack; of long ones only the beginning is read."""
    pieces = list(_pieces(key, language, topic))
    told = [piece for piece in pieces if piece != _FILLER]
    families = tuple(dict.fromkeys(piece for piece in told if piece))
    return Phrase(families, told.count(""), bool(told and told[0]))


def _pieces(key: str, language: Language, topic: str) -> Iterator[str]:
    """Family after family; an empty one for a word that belongs to none."""
    families = _families(language, topic)
    at = _past(key, 0)
    for _ in range(_MOST_PIECES):
        if at >= len(key):
            return
        hits = [(match.end(), name != _FILLER, name) for name, p in families.items() if (match := p.match(key, at))]
        end, _, name = max(hits, default=(_end_of_word(key, at, language), False, ""))
        yield name
        at = _past(key, end)
    yield from ("" for _ in range(_MOST_STRANGE + 1) if at < len(key))


def _end_of_word(key: str, at: int, language: Language) -> int:
    match = _WORD.match(key, at) if pack(language).spaced else None
    return match.end() if match else at + 1


def _past(key: str, at: int) -> int:
    match = _SIGNS.match(key, at)
    return match.end() if match else at


def label_names(phrase: Phrase) -> tuple[str, ...]:
    """The fields that a label of these families names."""
    family = next((one for one in _ORDER if one in phrase.families), "")
    return _MEANING.get(family, (family,) if family else ())


def is_weak(phrase: Phrase) -> bool:
    """Whether the label only says what kind of event is meant ("Workshop"), as a title may too."""
    return set(phrase.families) == {"event"}


def heading_name(phrase: Phrase) -> str:
    """The section that a heading of these families opens."""
    return phrase.families[0] if phrase.families else ""


def group_name(key: str, source: Pack) -> str:
    """The kind of participants that a label such as "Invited organizations" gathers; empty if it is none."""
    phrase = phrase_of(key, source.language, "groups")
    families = [family for family in phrase.families if family != "mixed"]
    return (families or list(phrase.families))[0] if phrase.is_whole else ""
