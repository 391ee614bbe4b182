"""Where an event was held, as sentences tell it: "at the Palais des Nations in Geneva", a dateline."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.kit.languages import Language
from app.reading.excerpts import NOTHING, Excerpt, together
from app.reading.gazetteer import organization_spans, state_named
from app.reading.names import strip_article
from app.reading.places import cities_in, is_city_name, states_of_city
from app.reading.tellings import Mark, Telling, trimmed
from app.wording.matching import between, flat
from app.wording.packs import Pack, pack

_COMMAS = re.compile(r"[,،，()]")
_TIME = re.compile(r"\d{1,2} ?[.:h] ?\d{2}|\d ?[ap]\.?m\b|\d ?h\b")
_NUMBER = re.compile(r"(?<=\s)\d")
_LONGEST = 140
_FIRST_WORDS = 6
_BI = "ب"  # "in", written onto the next word


@dataclass(frozen=True, slots=True)
class Scene:
    """What a sentence names: buildings, cities and a State, and where."""

    buildings: tuple[Excerpt, ...] = ()
    cities: tuple[Excerpt, ...] = ()
    state: Excerpt = NOTHING
    start: int = 0
    end: int = 0

    def value(self) -> Excerpt:
        """The places as a header prints them: place, city, State; a leg for each city."""
        building = together(self.buildings, ", ")
        ends = [self.state] if self.state.text else []
        legs = [together([city, *ends], ", ") for city in self.cities]
        if building.text:
            legs[:1] = [together([building, *legs[:1]], ", ")]
        return together(legs, " ; ")


EMPTY = Scene()


def scene_of(told: Telling, source: Pack) -> Scene:
    """The place of a sentence: all that "in" and "at" lead to, or what follows the date."""
    scene = merged(*_lent(told, source), *places_told(told, source))
    if scene.buildings or scene.cities:
        return scene
    return next(_after_dates(told, source), EMPTY)


def merged(*scenes: Scene) -> Scene:
    """Scenes put together: the first State and the first building, every city once."""
    cities = {flat(city.text): city for scene in reversed(scenes) for city in reversed(scene.cities)}
    buildings = next((scene.buildings for scene in scenes if scene.buildings), ())
    state = next((scene.state for scene in scenes if scene.state.text), NOTHING)
    spans = [scene for scene in scenes if scene.end]
    ends = (min(one.start for one in spans), max(one.end for one in spans)) if spans else (0, 0)
    return Scene(buildings, tuple(reversed(cities.values())), state, *ends)


def _lent(told: Telling, source: Pack) -> Iterator[Scene]:
    """The building or the city that "hosted" an event."""
    for at, mark in enumerate(told.marks):
        if mark.role == "host":
            yield from _of_host(told, at + 1, source)
            yield from _of_host(told, at, source)


def _of_host(told: Telling, place: int, source: Pack) -> Iterator[Scene]:
    """The scene that the words beside "hosted" are."""
    words = trimmed(told.words.cut(*told.stretch(place)), source)
    if is_place(words, source):
        begin = told.words.text.find(words.text, told.stretch(place)[0])
        yield _chain(told.words, begin, begin + len(words.text), source)


def is_place(words: Excerpt, source: Pack) -> bool:
    """Whether words are a building or a city, and nobody's name."""
    return is_hall(words.text, source) or bool(scene_of_all([words], source).cities)


def _without_town(words: Excerpt, source: Pack) -> Excerpt:
    """The words without "the city of" before them, unless a capital makes that part of the name."""
    match = source.phrases("city_words").match(flat(words.text)) if source.spaced else None
    is_lead = match and match.end() < len(words.text) and words.text[0].islower()
    return words.cut(match.end()) if match and is_lead else words


def is_hall(text: str, source: Pack) -> bool:
    """Whether words begin with what a building is called and no organization."""
    plain = flat(strip_article(text.strip(), source))
    return bool(source.phrases("halls").match(plain))


@lru_cache(maxsize=16)
def _leads(language: Language) -> re.Pattern[str]:
    source = pack(language)
    led = source.phrases("told_at").pattern
    return re.compile(rf"{led}|(?<!\w){_BI}(?=\w\w\w)" if _BI in source.clitics else led)


def places_told(told: Telling, source: Pack) -> Iterator[Scene]:
    """Every place that "in" or "at" leads to."""
    return _led(told, source) if source.spaced else _led_unspaced(told, source)


def _led(told: Telling, source: Pack) -> Iterator[Scene]:
    text = told.words.text
    plain = flat(text)
    known = organization_spans(text, source.language)
    found = _leads(source.language).finditer(plain)
    leads = [match for match in found if not (_is_marked(match.start(), told) or _is_in(match.start(), known))]
    starts = [match.start() for match in leads]
    for match in leads:
        stops = [*(at for at in starts if at >= match.end()), *_next_marks(told, match.end())]
        end = min([*stops, match.end() + _LONGEST, len(text)])
        scene = _chain(told.words, match.end(), end, source)
        if scene.end:
            yield Scene(scene.buildings, scene.cities, scene.state, match.start(), scene.end)


def _is_in(at: int, known: Sequence[tuple[int, int]]) -> bool:
    """Whether a word stands within a name: "Centre for Peace and Disarmament in Africa"."""
    return any(start < at < end for start, end in known)


def _is_marked(at: int, told: Telling) -> bool:
    return any(mark.start <= at < mark.end for mark in told.marks if mark.kind != "held")


def _next_marks(told: Telling, at: int) -> list[int]:
    return [mark.start for mark in told.marks if mark.start >= at]


def _led_unspaced(told: Telling, source: Pack) -> Iterator[Scene]:
    """In a script without blanks what "at" leads to is taken apart where it becomes a venue."""
    for match in source.phrases("told_at").finditer(flat(told.words.text)):
        end = min([*_next_marks(told, match.end()), len(told.words.text), match.end() + _LONGEST])
        words = trimmed(told.words.cut(match.end(), end), source)
        whole = "在" + words.text
        if words.text and (cities_in(whole, source.language) or _ends_as_city(words.text, source)):
            yield Scene((), (words,), NOTHING, match.start(), end)
        elif words.text.endswith(source.lists["halls"]) or source.phrases("halls").search(words.text):
            yield Scene((words,), (), NOTHING, match.start(), end)


def _ends_as_city(text: str, source: Pack) -> bool:
    return any(states_of_city(text[at:], source.language) for at in range(max(len(text) - 8, 0), len(text) - 1))


def _chain(words: Excerpt, start: int, end: int, source: Pack) -> Scene:
    """The building, city and State that stand between commas one after the other."""
    buildings, cities, state, last = list[Excerpt](), list[Excerpt](), NOTHING, 0
    for begin, stop in between(_COMMAS, words.text, start, end):
        piece = _bare(words.cut(begin, stop), source)
        if not piece.text or (last and _TIME.search(flat(piece.text))):
            continue
        named = _named(piece, source)
        if not named and (number := _NUMBER.search(piece.text)):
            piece = _bare(piece.cut(0, number.start()), source)
            named = _named(piece, source) if piece.text else ""
        if not named or (named == "building" and cities):
            break
        if named == "state" or (cities and state_named(piece.text, source.language)):
            state = piece
        elif named == "building":
            buildings.append(piece)
        else:
            cities += _each(piece, source)
        last = stop
    if buildings and not cities:
        buildings[-1], city = _without_city(buildings[-1], source)
        cities += [city] if city.text else []
    return Scene(tuple(buildings), tuple(cities), state, start, last) if last else EMPTY


def _bare(piece: Excerpt, source: Pack) -> Excerpt:
    words = trimmed(piece, source)
    indefinite = {*source.lists["indefinite"]}
    while words.text and flat(words.text.rsplit(" ", 1)[-1]) in indefinite and " " in words.text:
        words = trimmed(words.cut(0, words.text.rfind(" ")), source)
    return _without_town(words.cut(len(words.text) - len(strip_article(words.text, source))), source)


def _named(piece: Excerpt, source: Pack) -> str:
    """Whether words are a city, several cities, a State, or a building."""
    text = piece.text
    state = state_named(text, source.language)
    if state:
        return "city" if is_city_name(text, state, source.language) else "state"
    if _each(piece, source):
        return "city"
    first = " ".join(flat(text).split()[:_FIRST_WORDS])
    built = source.phrases("buildings", "halls").search(first)
    is_cased = text[:1].isupper() or not text[:1].isalpha()
    begins = source.phrases("buildings", "halls").match(first) and not text[:1].islower()
    return "building" if built and (is_cased or begins or source.phrases("halls").match(first)) else ""


def _each(piece: Excerpt, source: Pack) -> list[Excerpt]:
    """The cities that words are, joined by "and"; none where one of them is no city."""
    found, at = list[Excerpt](), 0
    for match in source.phrases("conjunctions").finditer(flat(piece.text)):
        found.append(piece.cut(at, match.start()))
        at = match.end()
    found.append(piece.cut(at))
    found = [trimmed(one, source) for one in found]
    known = all(one.text and not one.text[0].islower() and states_of_city(one.text, source.language) for one in found)
    return found if known else []


def _without_city(piece: Excerpt, source: Pack) -> tuple[Excerpt, Excerpt]:
    """A building without the city that ends its name after "of" or "in"."""
    last = next((span for span in cities_in(piece.text, source.language) if span[1] == len(piece.text)), None)
    if last is None:
        return piece, NOTHING
    town = source.phrases("town_words").search(flat(piece.text), 0, last[0])
    return trimmed(piece.cut(0, town.start() if town else last[0]), source), piece.cut(*last)


def _after_dates(told: Telling, source: Pack) -> Iterator[Scene]:
    """What stands after the date, set off by a comma or a dash."""
    for mark in (mark for mark in told.marks if mark.kind == "date"):
        rest = told.words.text[mark.end :]
        begin = mark.end + len(rest) - len(rest.lstrip(" ,.،–—-"))
        end = min([*(at for at in _next_marks(told, begin) if at > begin), len(told.words.text)])
        scene = _chain_past_times(told.words, begin, end, source)
        if scene.end:
            yield scene


def _chain_past_times(words: Excerpt, begin: int, end: int, source: Pack) -> Scene:
    for start, stop in between(_COMMAS, words.text, begin, end):
        if words.text[start:stop].strip() and not _TIME.search(flat(words.text[start:stop])):
            return _chain(words, start, end, source)
    return EMPTY


def scene_of_all(places: Sequence[Excerpt], source: Pack) -> Scene:
    """The scene that stretches are, if all their words belong to it."""
    found = []
    for place in places:
        bare = trimmed(place, source)
        scene = _chain(bare, 0, len(bare.text), source)
        if bare.text[scene.end :].strip(" ,.،():–—-"):
            return EMPTY
        found.append(scene)
    return merged(*found)


def mark_places(told: Telling, scenes: Sequence[Scene]) -> Telling:
    """The sentence with its places as marks, so that they end the names beside them."""
    places = [Mark("place", scene.start, scene.end) for scene in scenes]
    kept = [mark for mark in told.marks if not any(one.start < mark.end and mark.start < one.end for one in places)]
    return Telling(told.words, sorted([*kept, *places], key=lambda one: one.start), told.dates)
