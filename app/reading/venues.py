"""Where an event was held: place, city and State, or the platform of a virtual one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.kit.languages import Language
from app.reading.excerpts import NOTHING, Excerpt
from app.reading.fields import Fields
from app.reading.found import Found
from app.reading.gazetteer import find_names, state_named, states_in
from app.reading.models import ReadVenue
from app.reading.names import is_prose, strip_article
from app.reading.places import cities_in, states_of_city
from app.states import registry as states
from app.wording.matching import between, flat
from app.wording.packs import Pack
from app.wording.phrases import find_dates
from app.wording.tokens import Part, tokens

_PIECES = re.compile(r"[^,،，;؛()\[\]|、]+")
_LEGS = re.compile(r"[^;؛|]+")
_TIME = re.compile(r"\d{1,2} ?[.:h] ?\d{2}|\d ?[ap]\.?m\b|\d ?h\b")
_LONGEST, _MOST_LEGS, _LONGEST_CITY = 1200, 12, 16
_OF_DATES = frozenset(set(Part) - {Part.other, Part.day, Part.month})
_WORD = re.compile(r"\w+")
_DASHED = re.compile(r"\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words between commas: `homes` are the States with a city of that name; `hint` is a city that begins the name
    of a building, as Chinese prints it."""

    words: Excerpt
    state: str | None
    homes: tuple[str, ...]
    is_building: bool
    hint: Excerpt = NOTHING


def venues(fields: Fields, title: str, source: Pack) -> list[Found[ReadVenue]]:
    """The venues of the header, one for each leg; a city printed without its State has the State that the title
    names, if it has such a city, else that of the best known city of the name."""
    near = states_in(title, source.language)
    if not (value := fields.value("where")).text:
        labelled = (_of_value(field.value, near, source) for field in fields.all("when"))
        return next((found for found in labelled if any(_is_known(one, source) for one in found)), [])
    return _of_value(value, near, source)


def _of_value(value: Excerpt, near: Sequence[str], source: Pack) -> list[Found[ReadVenue]]:
    if is_prose(value, source):
        return _in_prose(value, near, source)
    found = []
    for leg in list(_legs(value, source))[:_MOST_LEGS]:
        pieces = _pieces(leg, source)
        named = [piece.state for piece in pieces if piece.state]
        pieces = [_as_city(piece, [*near, *(state for state in named if state != piece.state)]) for piece in pieces]
        if venue := _venue(pieces, near, source):
            found.append(venue)
    return _with_countries(_merged(found), near)


def _is_known(one: Found[ReadVenue], source: Pack) -> bool:
    """Whether a place that stands beside a date has a city that the lists know."""
    return bool(one.value.city and states_of_city(one.value.city, source.language))


def _in_prose(value: Excerpt, near: Sequence[str], source: Pack) -> list[Found[ReadVenue]]:
    """The cities that running prose names, each once, as far as they are in one State."""
    text = value.text[:_LONGEST]
    seen: dict[str, Found[ReadVenue]] = {}
    for start, end in cities_in(text, source.language):
        city = text[start:end]
        homes = states_of_city(city, source.language)
        read = ReadVenue(place=None, city=city, country=_home(homes, near))
        seen.setdefault(flat(city), Found(read, value.cut(start, end), 0.6))
    return list(seen.values())[:_MOST_LEGS]


def _home(homes: Sequence[str], near: Sequence[str]) -> str | None:
    return next((state for state in near if state in homes), homes[0] if homes else None)


def _with_countries(found: list[Found[ReadVenue]], near: Sequence[str]) -> list[Found[ReadVenue]]:
    """A city that no list knows is in the State of the other legs, or in the one that the event is about."""
    others = {one.value.country for one in found if one.value.country} or set(near)
    for one in found:
        if one.value.city and one.value.country is None and len(others) == 1:
            one.value.country = next(iter(others))
    return found


def _merged(found: list[Found[ReadVenue]]) -> list[Found[ReadVenue]]:
    """A leg without a city, beside one that has it, is only more of the same place."""
    with_city = [one for one in found if one.value.city or one.value.country]
    return with_city or found[:1]


def _legs(value: Excerpt, source: Pack) -> Iterator[Excerpt]:
    """The stretches between dates and semicolons."""
    text = value.text[:_LONGEST]
    at = 0
    for phrase in find_dates(text, source.language):
        yield from _parted(value, at, phrase.start)
        at = phrase.end
    yield from _parted(value, at, len(text))


def _parted(value: Excerpt, start: int, end: int) -> Iterator[Excerpt]:
    for match in _LEGS.finditer(value.text, start, end):
        yield value.cut(*match.span())


def _pieces(leg: Excerpt, source: Pack) -> list[_Piece]:
    pieces = []
    for match in _PIECES.finditer(leg.text):
        for start, end in between(_DASHED, leg.text, *match.span()):
            raw = leg.cut(start, end)
            words = raw if source.phrases("virtual", "hybrid").search(flat(raw.text)) else _bare(raw, source)
            if words.text and not _is_time(words.text, source):
                pieces += [_piece(part, source) for part in _by_name(words, source)]
    return pieces


def _by_name(words: Excerpt, source: Pack) -> Iterator[Excerpt]:
    """State and city of one run of characters, as Chinese prints them; a building keeps its whole name."""
    at = 0
    if not source.spaced:
        known = find_names(words.text, source.language)
        if known and known[0].start == 0 and known[0].what == "state":
            formal = source.phrases("formal_state").match(flat(words.text), known[0].end)
            at = formal.end() if formal else known[0].end
        city = _city_end(words.text, at, source)
        rest = words.text[max(city, at) :]
        if at and not (rest and city == at and _is_building(rest, source)):
            yield words.cut(0, at)
        elif at:
            at = 0
        if city > at and not rest:
            yield words.cut(at, city)
            at = city
    if at < len(words.text):
        yield words.cut(at)


def _city_end(text: str, at: int, source: Pack) -> int:
    ends = range(min(len(text), at + _LONGEST_CITY), at + 1, -1)
    return next((end for end in ends if states_of_city(text[at:end], source.language)), at)


def _is_building(text: str, source: Pack) -> bool:
    return bool(source.phrases("buildings").search(flat(text)))


def _bare(words: Excerpt, source: Pack) -> Excerpt:
    """The words without "held in", "at the" and the like, and without final signs."""
    text = words.text.rstrip(" .,:-–—")
    words = words.cut(len(words.text) - len(words.text.lstrip(" .,:-–—")), len(text))
    lead = source.phrases("no_place")
    while words.text and (match := lead.match(flat(words.text))):
        words = words.cut(match.end())
    return _without_edges(words, source) if source.spaced else words


def _without_edges(words: Excerpt, source: Pack) -> Excerpt:
    """The words without those at either end that belonged to a date beside them: "from", "then", "on"."""
    edges = frozenset(source.lists["date_edges"])
    found = [match.span() for match in _WORD.finditer(words.text)]
    printed = words.text
    while found and printed[slice(*found[0])] in edges:
        found = found[1:]
    while found and printed[slice(*found[-1])] in edges:
        found = found[:-1]
    if not found:
        return NOTHING
    begins = found[0][0] if words.text[: found[0][0]].strip(' «"“(') else 0
    ends = len(words.text) if printed[found[-1][1] :].strip(" .,").startswith(("»", '"', ")")) else found[-1][1]
    return words.cut(begins, max(ends, found[-1][1]))


def _is_time(text: str, source: Pack) -> bool:
    """Whether a piece is a time of day or the rest of a date."""
    if _TIME.search(text.lower()) and not any(len(word) > 6 for word in text.split()):
        return True
    parts = {token.part for token in tokens(text, source.language)}
    return parts <= _OF_DATES


def _piece(words: Excerpt, source: Pack) -> _Piece:
    bare = strip_article(words.text, source)
    state = states.find(bare) or state_named(words.text, source.language)
    homes = states_of_city(words.text, source.language)
    building = not homes and not state and _is_building(words.text, source)
    hint = words.cut(0, _city_end(words.text, 0, source)) if building and not source.spaced else NOTHING
    return _Piece(words, state, homes, building, hint)


def _as_city(piece: _Piece, near: Sequence[str]) -> _Piece:
    """A name of a State and of a city, as "عمان" is without vowels: the city, if the title names the State of that."""
    is_city = piece.state and piece.state not in near and any(home in near for home in piece.homes)
    return replace(piece, state=None) if is_city else piece


def _venue(pieces: Sequence[_Piece], near: Sequence[str], source: Pack) -> Found[ReadVenue] | None:
    virtual = source.phrases("virtual", "hybrid")
    real = [piece for piece in pieces if piece.homes or piece.state or not virtual.search(flat(piece.words.text))]
    if not real:
        return None
    country_at = next((at for at in range(len(real) - 1, -1, -1) if real[at].state), None)
    city_at = _city_at(real, country_at, source)
    if country_at is not None and city_at is None and real[country_at].state not in real[country_at].homes:
        city_at = None
    return _made(real, city_at, country_at, near)


def _city_at(pieces: Sequence[_Piece], country_at: int | None, source: Pack) -> int | None:
    """Which piece is the city: beside the State, else the last that is known as a city, else the last of all."""
    if country_at is not None:
        return _beside(pieces, country_at)
    known = next((at for at in range(len(pieces) - 1, -1, -1) if pieces[at].homes), None)
    if known is not None:
        return known
    last = pieces[-1].words.text
    is_place = source.phrases("platforms").search(flat(last)) or pieces[-1].is_building or last[:1].islower()
    return None if is_place else len(pieces) - 1


def _beside(pieces: Sequence[_Piece], country_at: int) -> int | None:
    """The city next to a State: a known one of that State, else the words before it that are no building."""
    state = pieces[country_at].state
    order: list[int] = [*range(country_at - 1, -1, -1), *range(country_at + 1, len(pieces))]
    rest = [at for at in order if not _is_region(pieces[at])]
    known = next((at for at in rest if state in pieces[at].homes), None)
    if known is not None:
        return known
    if state in pieces[country_at].homes and all(pieces[at].is_building for at in rest):
        return None
    plain = [at for at in rest if not pieces[at].is_building and (at < country_at or country_at == 0)]
    if plain:
        return plain[0]
    hinted = any(pieces[at].hint.text for at in rest)
    return None if hinted or len(rest) != 1 or pieces[rest[0]].is_building else rest[0]


def _is_region(piece: _Piece) -> bool:
    """A short code between city and State, as in "New York, NY, USA"."""
    letters = piece.words.text.replace(".", "")
    return len(letters) <= 2 and letters.isupper()


def _made(
    pieces: Sequence[_Piece], city_at: int | None, country_at: int | None, near: Sequence[str]
) -> Found[ReadVenue]:
    used = [at for at in (city_at, country_at) if at is not None]
    hint = next((piece.hint for piece in pieces if piece.hint.text), NOTHING)
    state = pieces[country_at] if country_at is not None else None
    city = pieces[city_at].words if city_at is not None else hint
    if not city.text and state and state.state in state.homes:
        city = state.words
    homes = (
        pieces[city_at].homes if city_at is not None else states_of_city(city.text, Language.zh) if hint.text else ()
    )
    country = state.state if state else _home(homes, near)
    rest = [at for at in range(len(pieces)) if at not in used and not _is_region(pieces[at])]
    place = ", ".join(pieces[at].words.text for at in rest) or None
    words = [pieces[at].words for at in (*rest, *sorted(used))]
    printed = Excerpt(" ".join(one.text for one in words), tuple(part for one in words for part in one.parts))
    sure = 0.95 if state and city.text else 0.75
    return Found(ReadVenue(place=place, city=city.text or None, country=country), printed, sure)
