"""Datelines: where and when a text says that it was written, at the start of a paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.reading.excerpts import NOTHING, Excerpt
from app.reading.scenes import EMPTY, Scene, scene_of_all
from app.wording.packs import Pack
from app.wording.phrases import DatePhrase, find_dates

_DASH = re.compile(r"\s[-–—]+\s|\.\s?[-–—]\s|[-–—]{2}")
_CLOSING = re.compile(r"\s?(?:\w{1,5}\b)?\s?(?:[.:–—-]|$)")
_LONGEST_LINE, _LONGEST_PLACE = 70, 40


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a text says that it was written, up to `end`."""

    scene: Scene
    date: Excerpt
    end: int


NO_DATELINE = Dateline(EMPTY, NOTHING, 0)


def dateline_of(item: Excerpt, source: Pack) -> Dateline:
    """The dateline that begins a paragraph: "GENEVA, 3 May 2016 –", "(3 May 2016, Geneva)"."""
    text = item.text[:_LONGEST_LINE]
    end = _line_end(text, source)
    words = item.cut(0, end)
    dates = find_dates(words.text, source.language) if end else []
    places = [piece for piece in _without_dates(words, dates) if piece.text]
    scene = scene_of_all(places, source)
    if scene.buildings or not scene.cities:
        return NO_DATELINE
    date = words.cut(dates[0].start, dates[-1].end) if dates else NOTHING
    return Dateline(scene, date, end)


def _line_end(text: str, source: Pack) -> int:
    """Where a dateline would end: at its closing bracket, a dash, a stop after its date, or with the item."""
    if text.startswith("("):
        return text.find(")") + 1
    dash = _DASH.search(text)
    dates = find_dates(text, source.language)
    if dates and dates[0].days and not (dash and dash.start() < dates[0].start - 2):
        end = dates[-1].end
        closed = _CLOSING.match(text, end - (text[end - 1] in ".)"))
        return closed.end() if closed else 0
    return dash.end() if dash else len(text) * (len(text) <= _LONGEST_PLACE)


def _without_dates(words: Excerpt, dates: Sequence[DatePhrase]) -> Iterator[Excerpt]:
    at = 0
    for date in dates:
        yield words.cut(at, date.start)
        at = date.end
    yield words.cut(at)
