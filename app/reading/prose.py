"""An event told in sentences: its days, place, organizers and participants out of the first paragraphs of a note."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.reading.agents import agents, listed_after_lead, those_present
from app.reading.datelines import Dateline, dateline_of
from app.reading.excerpts import NOTHING, Excerpt, together
from app.reading.lines import Line, is_closed
from app.reading.scenes import EMPTY, Scene, mark_places, merged, places_told, scene_of
from app.reading.sentences import sentences
from app.reading.tellings import Telling, telling
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import DatePhrase, find_dates

_MOST_PARAGRAPHS = 6
_VERBS = ("held", "role", "organizer", "host", "funder", "support", "with", "part")
_LEADING = frozenset({"organizer", "co_organizer"})
_LONGEST_GREETING, _GREETING_ENDS = 72, frozenset(",:،，")
_APART = 31  # days between the first and the last leg of one event, at most
_SHORTEST = 30
_LONGEST = 2000


@dataclass(slots=True)
class Prose:
    """What paragraphs tell of the event; `used` are those that tell nothing else."""

    when: Excerpt = NOTHING
    scene: Scene = EMPTY
    datelines: list[Dateline] = field(default_factory=list)
    organizers: list[tuple[str, Excerpt]] = field(default_factory=list)
    participants: list[Excerpt] = field(default_factory=list)
    used: list[Excerpt] = field(default_factory=list)
    sentences: list[Excerpt] = field(default_factory=list)
    is_dated: bool = False  # a line of its own says when
    near: str = ""  # a date in the year of those printed without one
    held: str = ""  # the first day told
    is_one_day: bool = False

    def done(self) -> frozenset[str]:
        """What was told so far; of the roles, all that were given."""
        told: dict[str, Sequence[object]] = {"participants": self.participants}
        told["scene"] = [*self.scene.cities, *(self.sentences and self.datelines)]
        roles = {role for role, _ in self.organizers}
        lead = _LEADING if _LEADING & roles else frozenset[str]()
        return frozenset(name for name, found in told.items() if found) | roles | lead

    def values(self) -> Iterator[tuple[tuple[str, ...], Excerpt]]:
        """The fields with their values, as labels would have named them."""
        line = self.datelines[0] if self.datelines else None
        when = self.when if self.when.text or line is None else line.date
        if when.text:
            yield ("when",), when
        where = _with_dateline(self.scene, line).value()
        if where.text:
            yield ("where",), where
        if self.sentences:
            yield ("told",), self.sentences[0]
        for role, names in self.organizers:
            yield (role,), names
        for names in self.participants:
            yield ("participants",), names


def _with_dateline(scene: Scene, line: Dateline | None) -> Scene:
    """A place with the city of the dateline where it has none of its own."""
    if line is None or scene.cities:
        return scene
    return merged(scene, line.scene)


def tells_of_event(item: Excerpt, source: Pack) -> bool:
    """Whether a paragraph is prose about the event: it has verbs for it, and is a sentence or has its date."""
    if dateline_of(item, source).end:
        return True
    told = telling(item, source)
    ended = is_closed(item.text) and len(item.text) > _SHORTEST
    return told.has(*_VERBS) and (ended or bool(told.dates))


def sets_scene(item: Excerpt, source: Pack, near: str = "") -> bool:
    """Whether a paragraph of prose tells the days and the place or kind of an event, whatever its verbs."""
    if not is_closed(item.text) or len(item.text) <= _SHORTEST:
        return False
    told = telling(item, source, near)
    return bool(told.dates) and (told.has("event") or any(one.cities for one in places_told(told, source)))


def read_prose(items: Sequence[Excerpt], source: Pack, near: str = "") -> Prose:
    """What the first paragraphs tell of the event; what one has told the next ones do not tell again."""
    prose = Prose(near=near)
    for item in items[:_MOST_PARAGRAPHS]:
        line = dateline_of(item, source)
        if line.end:
            prose.datelines.append(line)
            prose.near = near_of(line.date, source) or prose.near
        if line.end >= len(item.text) and _has_days(line, source):
            prose.when, prose.is_dated = line.date, True
        done = prose.done()
        told = [_sentence(sentence, prose, done, source) for sentence in sentences(item.cut(line.end), source)]
        if done and not line.end and prose.done() == done:
            break
        if all(told) and not (prose.is_dated and find_dates(item.text[line.end :], source.language)):
            prose.used.append(item)
    return prose


def near_of(words: Excerpt, source: Pack) -> str:
    """The last of the dates that words hold; empty if they hold none."""
    dates = find_dates(words.text[:_LONGEST], source.language)
    return dates[-1].last if dates else ""


def _has_days(line: Dateline, source: Pack) -> bool:
    """Whether a line of its own with place and date has several days: then they are those of the event."""
    return sum(len(date.days) for date in find_dates(line.date.text, source.language)) > 1


def _sentence(sentence: Excerpt, prose: Prose, done: frozenset[str], source: Pack) -> bool:
    """Adds what a sentence tells, but for what is done; whether it told anything."""
    told = telling(sentence, source, prose.near)
    if _is_elsewhen(told, prose):
        return False
    if (listed := listed_after_lead(sentence, source)).text:
        prose.participants += [] if "participants" in done else [listed]
        return True
    scene = scene_of(told, source)
    if not told.has(*_VERBS):
        opens = not prose.when.text and told.dates and (told.has("event") or scene.cities)
        return bool(opens) and _take_when(told, prose, source) | ("scene" not in done and _take_scene(scene, prose))
    placed = mark_places(told, list(_of_sentence(told, source)))
    roles, there = list(agents(placed, source)), list(those_present(placed, source))
    prose.organizers += [one for one in roles if one[0] not in done]
    prose.participants += [] if "participants" in done else there
    found = [_take_when(told, prose, source), "scene" not in done and _take_scene(scene, prose)]
    if any(found):
        prose.sentences.append(sentence)
    return any(found) or bool(roles or there)


def _is_elsewhen(told: Telling, prose: Prose) -> bool:
    """Whether all dates of a sentence lie far from those of the event told before it."""
    if not prose.held or not told.dates:
        return False
    return not any(abs(_apart(prose.held, date.days[0])) <= _APART for date in told.dates)


def _apart(first: str, other: str) -> int:
    """Days from one date to another, every month with as many."""
    year, month, day = (int(other[at]) - int(first[at]) for at in (slice(4), slice(5, 7), slice(8, 10)))
    return (year * 12 + month) * 31 + day


def _of_sentence(told: Telling, source: Pack) -> Iterator[Scene]:
    """The places that end the names beside them: those of a sentence that tells when, or that is about a place."""
    for scene in places_told(told, source):
        if scene.buildings or scene.cities:
            yield scene


def _take_when(told: Telling, prose: Prose, source: Pack) -> bool:
    today = prose.datelines[0].date if prose.datelines and _is_today(told, source) else NOTHING
    if not told.dates:
        prose.when = prose.when if prose.when.text else today
        return bool(today.text)
    prose.near = prose.near or told.dates[0].last
    first, last = _own_dates(told)
    whole = _is_opened_and_closed(told, (first, last), source)
    if not prose.when.text or _is_wider(told, prose) or (whole and not prose.held):
        before = max((mark.end for mark in told.marks if mark.end <= first.start), default=0)
        prose.when, prose.held = told.words.cut(before, last.end), first.days[0]
        prose.is_one_day = len(first.days) == 1 and first is last
        if whole:
            prose.when = together([told.words.cut(first.start, first.end), told.words.cut(last.start, last.end)], " – ")
        if today.text and first.last < prose.near:
            prose.when = together([told.words.cut(first.start, last.end), today], " – ")
    return True


def _is_wider(told: Telling, prose: Prose) -> bool:
    """Whether a sentence tells several days of which one was told before: "closed on the 5th ... on 4 and 5 May"."""
    return prose.is_one_day and any(len(date.days) > 1 and prose.held in date.days for date in told.dates)


def _is_opened_and_closed(told: Telling, ends: tuple[DatePhrase, DatePhrase], source: Pack) -> bool:
    """Whether a sentence tells on which day an event began, and on which it ended."""
    plain = flat(told.words.text)
    alone = ends[0] is not ends[1] and all(len(date.days) == 1 for date in ends)
    return alone and all(source.phrases(topic).search(plain) for topic in ("told_opens", "told_closes"))


def _is_today(told: Telling, source: Pack) -> bool:
    """Whether a sentence tells of the day of its dateline: "closed in Suva today"."""
    return bool(source.phrases("told_today").search(flat(told.words.text)))


def _own_dates(told: Telling) -> tuple[DatePhrase, DatePhrase]:
    """The date nearest to the verb of holding, with those of the legs that follow it."""
    verbs = [mark for mark in told.marks if mark.kind in {"held", "organizer", "host"}]
    base = min(told.dates, key=lambda date: min((_gap(date, mark.start, mark.end) for mark in verbs), default=0))
    legs = [date for date in told.dates if date.start >= base.start and _is_near(base, date)]
    return base, legs[-1]


def _gap(date: DatePhrase, start: int, end: int) -> int:
    return max(start - date.end, date.start - end, 0)


def _is_near(base: DatePhrase, other: DatePhrase) -> bool:
    return base.first[:4] == other.first[:4] and 0 <= _apart(base.days[0], other.days[0]) <= _APART


def _take_scene(scene: Scene, prose: Prose) -> bool:
    if not (scene.buildings or scene.cities):
        return False
    known = prose.scene
    adds_city = scene.cities or not known.buildings
    if adds_city if not known.cities else scene.buildings and not (known.buildings or scene.cities):
        prose.scene = merged(known, scene)
    return True


def is_salutation(item: Excerpt, source: Pack) -> bool:
    """Whether a short line only greets whom a letter is for, or leads to what it says."""
    text = item.text
    greets = text[-1:] in _GREETING_ENDS or source.phrases("greetings").match(flat(text))
    if len(text) > _LONGEST_GREETING or not greets:
        return False
    return not telling(item, source).has("event", "date")


def end_of_label(text: str, lines: Sequence[Line], source: Pack) -> int:
    """How many lines of a short field's value come before a paragraph of prose that stands under it."""
    for at, line in enumerate(lines[1:], 1):
        if not line.gap:
            continue
        if is_salutation(Excerpt(text[line.start : line.end], ((0, line.start, line.end),)), source):
            return at
        end = next((n for n in range(at + 1, len(lines)) if lines[n].gap), len(lines)) - 1
        if end == at and not is_closed(text[line.start : line.end]):
            continue
        words = Excerpt(text[line.start : lines[end].end], ((0, line.start, lines[end].end),))
        if not words.text[0].islower() and is_closed(words.text) and tells_of_event(words, source):
            return at
    return len(lines)
