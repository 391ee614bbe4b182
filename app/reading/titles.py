"""The title of an event where no label names it: the headline among the first lines, or the event as it is called."""

import re
from collections.abc import Sequence

from app.reading.covers import is_cover
from app.reading.datelines import dateline_of
from app.reading.excerpts import NOTHING, Excerpt
from app.reading.gazetteer import find_names
from app.reading.lines import is_closed
from app.reading.prose import tells_of_event
from app.reading.scenes import mark_places, places_told
from app.reading.sentences import sentences
from app.reading.tellings import telling, trimmed
from app.wording.matching import flat
from app.wording.packs import Pack

_IN_QUOTES = re.compile(r"[«“\"„《]\s?((?:\S+ ){2}[^«»“”\"]{5,280}|[^《》]{6,120})\s?[»”\"》]")
_LONGEST, _MOST_LINES = 320, 8
_LONGEST_LETTERHEAD, _MOST_KNOWN = 120, 0.7
_REFERENCE = re.compile(r"(?:№|[Nn][º°o.]{1,2}|#)\s?\d|\d{1,4}\s?[-/]\s?(?:\d{2,4}|[A-Z]{2,5})(?!\w)")
_NEAR, _LONGEST_PROSE = 36, 2000
_ENDS = frozenset({"held", "date", "place", "role", "organizer", "host", "with", "part", "stop", "link"})


def headline_of(items: Sequence[Excerpt], source: Pack) -> int | None:
    """Which of the first paragraphs is the headline: the one that names an event, else the last before the prose."""
    places = list[int]()
    for at, item in enumerate(items[:_MOST_LINES]):
        line = dateline_of(item, source).end
        if line < len(item.text) and (places or is_closed(item.text)) and tells_of_event(item, source):
            break
        if places and telling(item, source).has("role", "date"):
            break
        if not is_cover(item.text, source) and not line and not is_letterhead(item, source):
            places.append(at)
    named = [at for at in places if telling(items[at], source).has("event") and len(items[at].text) < _LONGEST]
    short = [at for at in places if len(items[at].text) < _LONGEST]
    return next(iter([*named, *reversed(short), *places]), None)


def is_letterhead(item: Excerpt, source: Pack) -> bool:
    """Whether a line only says whose paper this is, or under what number or day it went out."""
    text = item.text
    if len(text) > _LONGEST_LETTERHEAD or telling(item, source).has("event", "held", "host", "organizer", "part"):
        return False
    if _REFERENCE.search(text):
        return True
    known = sum(one.end - one.start for one in find_names(text, source.language))
    is_office = text.isupper() and source.phrases("names_head").match(flat(text))
    return bool(is_office) or known > _MOST_KNOWN * len(text)


def proper_name(items: Sequence[Excerpt], source: Pack) -> Excerpt:
    """What the first paragraphs put in quotes as the name of the event: after the word for it, after "entitled", or
    with the word for it inside."""
    for item in items[:_MOST_LINES]:
        for match in _IN_QUOTES.finditer(item.text[:_LONGEST_PROSE]):
            before = item.cut(max(0, match.start() - _NEAR), match.start())
            inside = item.cut(*match.span(1))
            led = source.phrases("title_leads").search(flat(before.text))
            if led or any(telling(words, source).has("event") for words in (before, inside)):
                return inside
    return NOTHING


def names_event(item: Excerpt, source: Pack) -> bool:
    """Whether a line has a word for a kind of event."""
    return telling(item, source).has("event")


def called(items: Sequence[Excerpt], source: Pack) -> Excerpt:
    """What sentences call the event: the word for its kind with what belongs to it."""
    for item in (item for item in items if not is_cover(item.text, source)):
        for sentence in sentences(item.cut(dateline_of(item, source).end), source):
            if (name := _name(sentence, source)).text:
                return name
    return NOTHING


def _name(sentence: Excerpt, source: Pack) -> Excerpt:
    told = telling(sentence, source)
    told = mark_places(told, [one for one in places_told(told, source) if one.buildings or one.cities])
    at = next((at for at, mark in enumerate(told.marks) if mark.kind == "event"), None)
    if at is None:
        return NOTHING
    start = told.stretch(at)[0] if not at or told.marks[at - 1].kind in _ENDS else told.marks[at].start
    end = next((mark.start for mark in told.marks[at + 1 :] if mark.kind in _ENDS), len(told.words.text))
    start = _past_article(told.words.text, start, told.marks[at].start, source)
    return _quoted(trimmed(told.words.cut(start, end), source))


def _past_article(text: str, start: int, event: int, source: Pack) -> int:
    """Where the name of an event begins: after the last article before its word."""
    articles = source.phrases("articles", "indefinite").finditer(flat(text), start, event)
    return max((match.end() for match in articles), default=start) if source.spaced else start


def _quoted(name: Excerpt) -> Excerpt:
    """What stands in quotes after the word for an event, if it is more than a word or two."""
    match = _IN_QUOTES.search(name.text)
    return name.cut(*match.span(1)) if match else name
