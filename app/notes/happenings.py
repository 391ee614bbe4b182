"""What was held, as a sentence: in the words of its title where they are the note's own, else made of the record."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.kit import dates
from app.kit.languages import Language
from app.notes.agreeing import NAME, Term, begun, fill, joined, noun, states
from app.notes.document import LEADING
from app.notes.headlines import happening, past
from app.notes.naming import local
from app.notes.packs import Concept, Noun, Pack, concepts, pack
from app.notes.places import city, where
from app.notes.titles import Title, read
from app.states import registry
from app.wording.printing import dated

Entry = Mapping[str, Any]

KINDS = frozenset({"event", "visit", "peer_review"})
_MOST_NAMED = 6  # States in the sentence on a peer review; of more the sentence would be a list
_NATIONAL = "national"
_OF_ONE_STATE = {"nap": "the_nap"}  # what a topic is where the event is about one State's own


@dataclass(frozen=True, slots=True)
class Held:
    """An entry of one of these kinds, to be told in the words of a language.

    `event` is the event on record that the entry belongs to (empty: none), `on` the day whose State names are used.
    """

    entry: Entry
    title: Title
    words: Pack
    on: date | None
    event: Entry

    @property
    def own(self) -> bool:
        """Whether the title is in the language of the note."""
        return self.title.language is self.words.language


def held(fact: Held) -> str | None:
    """The fact in a sentence, or None where its own title is better left as it is."""
    if fact.own:
        return _in_own_words(fact)
    codes = fact.entry["states"]
    if fact.entry["kind"] == "peer_review" and 0 < len(codes) <= _MOST_NAMED:
        return _told("took_part", fact, who=states(codes, fact.words, on=fact.on))
    if fact.title.noun == "committee_visit" and (host := _host(fact)):
        found = [city(each, fact.words.language, host) for each in fact.title.cities]
        cities = fact.words.parts["cities"].format(x=joined(found, fact.words)) if found else ""
        return _told("committee_visit", fact, host=states([host], fact.words, on=fact.on), cities=cities)
    return _told(fact.entry["kind"], fact, what=_made(fact))


def called(event: Entry, language: Language) -> str:
    """What an event is called in a note: its title where that is in the language, else what it was and about what.

    The States that it is about stand in brackets. Where too little is known, the title stays as it is.
    """
    title, words = read(event["title"]), pack(language)
    fact = Held({"kind": "event", "states": []}, title, words, None, {**event, "organizers": []})
    concept = _concept(fact)
    sign = title.words.signs.nouns.get(title.noun or "")
    if fact.own or not (concept.topic or concept.scope or (sign and sign.fullmatch(title.text))):
        return title.text
    word = words.nouns[concept.noun]
    text = _described(concept, noun(word, word.many if title.many else word.bare, words, many=title.many), fact)
    on = dates.parse(event["starts_on"]).first_day
    subjects = event["states"] if len(event["states"]) <= _MOST_NAMED else []
    names = f"{states(subjects, words, on=on):{NAME}}" if subjects else ""
    return begun(fill(words, "{text}{whose}", text=text, whose=words.parts["whose"].format(who=names) if names else ""))


def _in_own_words(fact: Held) -> str | None:
    headlines = fact.words.headlines
    if headlines is None:
        return _told(fact.entry["kind"], fact, what=_titled(fact))
    if clause := past(fact.title.headline, headlines):
        return _told("clause", fact, what=clause)
    if parts := happening(fact.title.headline, headlines):
        what = noun(Noun("n", "", "", ""), parts.what, fact.words, many=parts.many)
        return _told(fact.entry["kind"], fact, what=what)
    return None


def _told(pattern: str, fact: Held, **places: Term | str) -> str:
    when = _when(fact)
    at = "" if _says_where(fact) else where(fact.event, fact.words, on=fact.on, cities=fact.title.cities)
    return begun(fill(fact.words, fact.words.sentences[pattern], when=when, When=begun(when), where=at, **places))


def _when(fact: Held) -> str:
    """The date; of an interval that is not one of days, that it was some time in it: nobody knows more."""
    when, (start, _, end) = dated(fact.entry["date"], fact.words.language), fact.entry["date"].partition("/")
    known = not fact.title.many and start not in {"", ".."} and end not in {"", ".."}
    within = known and not any(end.count("-") == 2 for end in (start, end))
    return fact.words.parts["sometime"].format(when=when) if within else when


def _says_where(fact: Held) -> bool:
    """Whether a title that is printed in its own words names the country, or says that it was online."""
    if not fact.own or fact.title.cities:
        return False
    text, online = fact.title.text, fact.words.signs.online
    if fact.event.get("mode") == "virtual" and online is not None and online.search(text):
        return True
    states = [registry.get(iso3) for iso3 in _countries(fact)]
    return any(name in text for state in states for name in (*state.names.values(), *state.variants))


def _host(fact: Held) -> str | None:
    """The one State that was visited: that of the venue, or the only one on whose timeline the visit stands."""
    found = _countries(fact) or set(fact.entry["states"])
    return next(iter(found)) if len(found) == 1 else None


def _countries(fact: Held) -> set[str]:
    return {venue["country"] for venue in fact.event.get("venues", ()) if venue.get("country")}


def _titled(fact: Held) -> Term:
    """The title as the subject of its sentence: with its article where it begins with its noun, else in quotes."""
    words, text = fact.words, fact.title.headline
    concept = _concept(fact)
    word, sign = words.nouns[concept.noun], words.signs.nouns.get(concept.noun)
    if sign and not fact.title.many and _is_headed(text, sign, words):
        own = word.one.removesuffix(word.bare) + text[:1].lower() + text[1:]
        return noun(word, own, words, many=False)
    one = noun(word, word.one, words, many=False)
    return noun(word, fill(words, words.parts["titled"], noun=one, title=text), words, many=False)


def _is_headed(text: str, sign: re.Pattern[str], words: Pack) -> bool:
    """Whether a title begins with its noun, or ends with it where the language has it so."""
    return any(found.end() == len(text) if words.noun_last else not found.start() for found in sign.finditer(text))


def _made(fact: Held) -> Term:
    """The subject made of what is known of it; where that is next to nothing, the title in quotation marks."""
    words, title, concept = fact.words, fact.title, _concept(fact)
    word = words.nouns[concept.noun]
    term = noun(word, word.many if title.many else word.one, words, many=title.many)
    if concept.topic or concept.scope or title.cities or _countries(fact):
        return noun(word, _described(concept, term, fact), words, many=title.many)
    language = words.languages[title.language]
    quoted = fill(words, words.parts["quoted"], noun=term, title=title.text, language=language)
    return noun(word, quoted, words, many=title.many)


def _concept(fact: Held) -> Concept:
    """What the title shows; as far as it shows nothing, what the type of the event is, or the kind of the entry."""
    title, known = fact.title, concepts().get(fact.event.get("type", "")) or concepts()[fact.entry["kind"]]
    scope, topic = title.scope or known.scope, title.topic or known.topic
    if scope == _NATIONAL:
        topic = _OF_ONE_STATE.get(topic or "", topic)
    return replace(known, noun=title.noun or known.noun, scope=scope, topic=topic)


def _described(concept: Concept, term: Term, fact: Held) -> str:
    words, word = fact.words, fact.words.nouns[concept.noun]
    topic = words.parts["topic"].format(x=words.topics[concept.topic]) if concept.topic else ""
    if concept.scope is None:
        return fill(words, words.parts["plain"], noun=term, topic=topic, by=_organized(fact))
    bare, scope = word.many if fact.title.many else word.bare, f"{term:{concept.scope}}"
    return fill(words, words.parts["scoped"], noun=term, bare=bare, scope=scope, topic=topic, by=_organized(fact))


def _organized(fact: Held) -> str:
    """Who held it, in brackets, by the names that the language has for them; nothing where nobody is named."""
    language = fact.words.language
    leading = [one["name"] for one in fact.event.get("organizers", ()) if one["role"] in LEADING]
    if leading:
        return fact.words.parts["organized"].format(x=joined([local(name, language) for name in leading], fact.words))
    names = [known.names.get(language) or known.acronym or known.name for known in fact.title.names]
    return fact.words.parts["named"].format(x=joined(names, fact.words)) if names else ""
