"""What a record's title shows, whatever its language: the language itself, what was held, about what, and where."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.kit.languages import Language
from app.notes.packs import Pack, pack
from app.organizations import registry as organizations
from app.wording.phrases import find_dates

_SCRIPTS = (
    (Language.ar, re.compile(r"[\u0600-\u06ff]")),
    (Language.zh, re.compile(r"[\u4e00-\u9fff]")),
    (Language.ru, re.compile(r"[\u0400-\u04ff]")),
)
_LATIN = (Language.en, Language.fr, Language.es)  # the first where nothing tells: most of the record is in it
_LETTER = re.compile(r"[^\W\d_]")
_PLACE = re.compile(r"(?P<place>[A-ZÀ-ÞА-Я][\w.'’-]+(?: (?:\w{1,3}|[A-ZÀ-ÞА-Я][\w.'’-]*))*)$")
_LAST_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_ACRONYMS = re.compile(
    r"^(?P<first>[A-Z]{3,}(?:-[A-Z]{3,})*)\b|\((?P<inside>[A-Z]{3,}(?:(?:/|, | \+ | & )[A-Z]{3,})*)\)"
)
_LEAST_WORDS = 6  # a shorter title is a headline, whatever it ends with


@dataclass(frozen=True, slots=True)
class Title:
    """A title read; what it does not show is None. The concepts are those that every pack has words for.

    `headline` is the title without the place that stands last in it.
    """

    text: str
    headline: str
    language: Language
    noun: str | None
    many: bool
    scope: str | None
    topic: str | None
    cities: tuple[str, ...]
    names: tuple[organizations.Known, ...]

    @property
    def words(self) -> Pack:
        """The pack of the title's own language."""
        return pack(self.language)

    @property
    def is_sentence(self) -> bool:
        """Whether it is a whole sentence with its date in it, as read from an earlier note."""
        ends = self.text.rstrip("”’\"'»)")[-1:] in {".", "!", "?", "。"}
        long = len(self.text.split()) >= _LEAST_WORDS or self.language is Language.zh
        return ends and long and bool(find_dates(self.text, self.language))


@lru_cache(maxsize=2048)
def read(text: str) -> Title:
    """A title with all that it shows."""
    text = text.strip()
    language = language_of(text)
    signs = pack(language).signs
    headline, place = apart(_LAST_BRACKETS.sub("", text), signs.held_in)
    noun = _found(signs.nouns, text)
    many = signs.several is not None and signs.several.search(text) is not None
    return Title(
        text=text, headline=headline if place else text, language=language, noun=noun, many=many, names=_named(text),
        scope=_found(signs.scopes, text), topic=_found(signs.topics, text),
        cities=tuple(place.split(pack(language).parts["also"])) if place else (),
    )  # fmt: skip


def language_of(text: str) -> Language:
    """The language of a title: by its script, and between languages of one script by their small words."""
    letters = len(_LETTER.findall(text))
    for language, script in _SCRIPTS:
        if 2 * len(script.findall(text)) > letters:
            return language
    return max(_LATIN, key=lambda language: len(pack(language).signs.words.findall(text)))


def apart(title: str, before: re.Pattern[str] | None) -> tuple[str, str | None]:
    """A title without the place that stands last in it, after a comma, and that place; `before` may precede it."""
    headline, comma, last = title.rpartition(", ")
    last = before.sub("", last) if before else last
    found = _PLACE.fullmatch(last) if comma else None
    if found is None or last.isupper():
        return title, None
    return headline, found["place"]


def _found(signs: Mapping[str, re.Pattern[str]], text: str) -> str | None:
    return next((concept for concept, sign in signs.items() if sign.search(text)), None)


def _named(text: str) -> tuple[organizations.Known, ...]:
    """The organizations whose acronyms begin a title or stand alone in brackets: those who held it."""
    for found in _ACRONYMS.finditer(text):
        known = [organizations.find(each) for each in re.split(r"[^A-Z]+", found["first"] or found["inside"])]
        if all(known):
            return tuple({each.key: each for each in known if each}.values())
    return ()
