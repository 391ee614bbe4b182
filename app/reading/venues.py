"""Where an event was held: place, city and State, or the platform of a virtual one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reading.excerpts import Excerpt
from app.reading.fields import Fields
from app.reading.found import Found
from app.reading.gazetteer import find_names
from app.reading.models import ReadVenue
from app.reading.names import strip_article
from app.reading.places import state_of_city
from app.states import registry as states
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import find_dates
from app.wording.tokens import Part, tokens

_PIECES = re.compile(r"[^,،，;؛()\[\]|、]+")
_LEGS = re.compile(r"[^;؛|]+")
_TIME = re.compile(r"\d{1,2} ?[.:h] ?\d{2}|\d ?[ap]\.?m\b|\d ?h\b")
_LONGEST, _MOST_LEGS, _LONGEST_CITY = 1200, 12, 16
_OF_DATES = frozenset(set(Part) - {Part.other, Part.day, Part.month})
_DASHED = re.compile(r"\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class _Piece:
    words: Excerpt
    state: str | None
    city: str | None


def venues(fields: Fields, source: Pack) -> list[Found[ReadVenue]]:
    """The venues of the header, one for each leg."""
    value = fields.value("where")
    found = []
    for leg in list(_legs(value, source))[:_MOST_LEGS]:
        pieces = _pieces(leg, source)
        if venue := _venue(pieces, source):
            found.append(venue)
    return _merged(found)


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
        for start, end in _by_dash(leg.text, *match.span()):
            raw = leg.cut(start, end)
            words = raw if source.phrases("virtual", "hybrid").search(flat(raw.text)) else _bare(raw, source)
            if words.text and not _is_time(words.text, source):
                pieces += [_piece(part, source) for part in _by_name(words, source)]
    return pieces


def _by_name(words: Excerpt, source: Pack) -> Iterator[Excerpt]:
    """State, city and building of one run of characters, as Chinese prints them."""
    at = 0
    if not source.spaced:
        known = find_names(words.text, source.language)
        if known and known[0].start == 0 and known[0].what == "state":
            at = known[0].end
            yield words.cut(0, at)
        ends = range(min(len(words.text), at + _LONGEST_CITY), at + 1, -1)
        city = next((end for end in ends if state_of_city(words.text[at:end], source.language)), at)
        if city > at:
            yield words.cut(at, city)
            at = city
    if at < len(words.text):
        yield words.cut(at)


def _by_dash(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _DASHED.finditer(text, start, end):
        yield at, match.start()
        at = match.end()
    yield at, end


def _bare(words: Excerpt, source: Pack) -> Excerpt:
    """The words without "held in", "at the" and the like, and without final signs."""
    text = words.text.rstrip(" .,:-–—")
    words = words.cut(len(words.text) - len(words.text.lstrip(" .,:-–—")), len(text))
    lead = source.phrases("no_place")
    while words.text and (match := lead.match(flat(words.text))):
        words = words.cut(match.end())
    return words


def _is_time(text: str, source: Pack) -> bool:
    """Whether a piece is a time of day or the rest of a date."""
    if _TIME.search(text.lower()) and not any(len(word) > 6 for word in text.split()):
        return True
    parts = {token.part for token in tokens(text, source.language)}
    return parts <= _OF_DATES


def _piece(words: Excerpt, source: Pack) -> _Piece:
    bare = strip_article(words.text, source)
    return _Piece(words, states.find(words.text) or states.find(bare), state_of_city(words.text, source.language))


def _venue(pieces: Sequence[_Piece], source: Pack) -> Found[ReadVenue] | None:
    virtual = source.phrases("virtual", "hybrid")
    real = [piece for piece in pieces if not virtual.search(flat(piece.words.text)) or piece.city or piece.state]
    if not real:
        return None
    country_at = next((at for at in range(len(real) - 1, -1, -1) if real[at].state), None)
    city_at = _city_at(real, country_at, source)
    return _made(real, city_at, country_at)


def _city_at(pieces: Sequence[_Piece], country_at: int | None, source: Pack) -> int | None:
    platforms = source.phrases("platforms")
    if country_at is not None:
        before = next((at for at in range(country_at - 1, -1, -1) if not _is_region(pieces[at])), None)
        after = country_at + 1 if country_at == 0 and len(pieces) > 1 else None
        return before if before is not None else after
    known = next((at for at in range(len(pieces) - 1, -1, -1) if pieces[at].city), None)
    if known is not None:
        return known
    last = pieces[-1].words.text
    is_place = platforms.search(flat(last)) or source.phrases("buildings").search(flat(last)) or last[:1].islower()
    return None if is_place else len(pieces) - 1


def _is_region(piece: _Piece) -> bool:
    """A short code between city and State, as in "New York, NY, USA"."""
    letters = piece.words.text.replace(".", "")
    return len(letters) <= 2 and letters.isupper()


def _made(pieces: Sequence[_Piece], city_at: int | None, country_at: int | None) -> Found[ReadVenue]:
    city = pieces[city_at].words.text if city_at is not None else None
    country = pieces[country_at].state if country_at is not None else None
    if country is None and city_at is not None:
        country = pieces[city_at].city
    if city is None and country_at is not None and pieces[country_at].city == country:
        city = pieces[country_at].words.text
    rest = [at for at in range(len(pieces)) if at not in {city_at, country_at} and not _is_region(pieces[at])]
    place = ", ".join(pieces[at].words.text for at in rest) or None
    used = [pieces[at].words for at in (*rest, *sorted(at for at in (city_at, country_at) if at is not None))]
    words = Excerpt(" ".join(one.text for one in used), tuple(part for one in used for part in one.parts))
    sure = 0.95 if country_at is not None and city else 0.75
    return Found(ReadVenue(place=place, city=city, country=country), words, sure)
