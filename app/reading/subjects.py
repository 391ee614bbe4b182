"""Whose fact it is: the States that the words around a date name, or mean."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.reading.clauses import Clause, is_join
from app.reading.gazetteer import Named, find_names
from app.reading.models import EntryKind
from app.reading.places import cities
from app.wording.matching import flat
from app.wording.packs import Pack

_LEAD = 18
_CITY = re.compile(r"[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,2}")
_SEATS = frozenset({"AUT", "CHE", "USA"})  # of the United Nations: what meets there may be about any State
_HELD: frozenset[EntryKind] = frozenset({"event", "visit", "peer_review"})


@dataclass(slots=True)
class Context:
    """What facts are read against: the event's States and days, and the States spoken of last."""

    states: Sequence[str]
    days: frozenset[str]
    starts_on: str
    ends_on: str
    spoken_of: list[str] = field(default_factory=list)
    anew: bool = True  # nothing has been said in this item yet


def named_states(clause: Clause, kind: EntryKind | None, context: Context, source: Pack) -> list[str]:
    """The States in the words around the dates: those who act before those where it was."""
    joined = kind == "peer_review"
    for words in clause.halves:
        if found := _first_group(words, source, every=joined, held=kind in _HELD):
            return list(dict.fromkeys([*found, *(context.states if joined and len(context.states) == 1 else ())]))
    return []


def listed_states(clause: Clause, source: Pack) -> list[str]:
    """The States of the first list of several, in its order."""
    for words in clause.halves:
        for group in _groups(words, source):
            if len(group) > 1:
                return [one.key for one in group]
    return []


def _groups(words: str, source: Pack) -> list[list[Named]]:
    groups: list[list[Named]] = []
    for one in find_names(words, source.language):
        if one.what != "state":
            continue
        if groups and is_join(words[groups[-1][-1].end : one.start], source):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _first_group(words: str, source: Pack, *, every: bool, held: bool) -> list[str]:
    """States listed side by side: the first such list, or every one, that does not only say where."""
    groups = _groups(words, source)
    meant = [g for g in groups if held and _is_led(words, g[0].start, source.phrases("held_for"))]
    acting = [g for g in groups if not _is_led(words, g[0].start, source.phrases("place_leads"))]
    chosen = (acting or groups) if every else (meant or acting or groups)[:1]
    return [one.key for group in chosen for one in group]


def _is_led(words: str, at: int, leads: re.Pattern[str]) -> bool:
    lead = flat(words[max(0, at - _LEAD) : at]).rstrip()
    return any(match.end() == len(lead) for match in leads.finditer(lead))


def standing(clause: Clause, kind: EntryKind, text: str, context: Context, source: Pack) -> list[str]:
    """For want of a name: the State of the city, whom the note spoke of last, or the one State of the event."""
    if len(context.states) > 1 and source.phrases("all_states").search(flat(clause.words)):
        return list(context.states)
    referring = source.phrases("same_state").search(flat(text))
    if len(context.states) == 1 and not (referring and context.spoken_of and not context.anew):
        abroad = _of_city(clause, source) if kind == "event" else []
        return list(context.states) if _SEATS.issuperset(abroad) else abroad
    if kind in _HELD and (found := _of_city(clause, source)):
        return found
    return context.spoken_of if referring or (len(context.spoken_of) == 1 and not context.anew) else []


def _of_city(clause: Clause, source: Pack) -> list[str]:
    found = next((state for words in clause.halves for state in cities_in(words, source)), None)
    return [found] if found else []


def cities_in(words: str, source: Pack) -> Iterable[str]:
    """The States of the cities named in running words, in order."""
    known = cities(source.language)
    if not source.spaced:
        yield from (state for city, state in known.items() if len(city) > 1 and not city.isascii() and city in words)
        return
    for match in _CITY.finditer(words):
        pieces = match.group().split(" ")
        for first in range(len(pieces)):
            for last in range(len(pieces), first, -1):
                if state := _city(" ".join(pieces[first:last]), source):
                    yield state


def _city(name: str, source: Pack) -> str | None:
    known = cities(source.language)
    plain = flat(name)
    if name[:1].islower() or len(plain) < 3 or source.phrases("ambiguous_cities").search(plain):
        return None
    bare = next((plain[len(c) :] for c in source.clitics if plain.startswith(c) and plain[len(c) :] in known), plain)
    ends = (plain[: -len(e)] for e in source.endings if plain.endswith(e) and len(plain) - len(e) > 2)
    return known.get(bare) or next((known[e + v] for e in ends for v in ("", *source.endings) if e + v in known), None)
