"""When an event was held: the dates of the header, or of the body for want of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.reading.excerpts import NOTHING, Excerpt
from app.reading.fields import Fields
from app.wording.packs import Pack
from app.wording.phrases import DatePhrase, find_dates

_LONGEST = 2000
_MOST_SESSIONS = 62


@dataclass(frozen=True, slots=True)
class When:
    """The days of an event: ends as printed, `phrases` within `words`, `sessions` in order."""

    starts_on: str | None = None
    ends_on: str | None = None
    sessions: tuple[str, ...] = ()
    words: Excerpt = NOTHING
    phrases: Sequence[DatePhrase] = field(default=())
    confidence: float = 0.0


def when(fields: Fields, title: Excerpt, body: Sequence[Excerpt], source: Pack) -> When:
    """The dates under the label for them, else those of the venue, the title, or a sentence about the event."""
    for words, confidence in ((fields.value("when"), 0.97), (fields.value("where"), 0.9), (title, 0.7)):
        phrases = find_dates(words.text[:_LONGEST], source.language, fields.near)
        if phrases:
            return _made(words, phrases, confidence)
    return _from_body(body, source)


def _from_body(body: Sequence[Excerpt], source: Pack) -> When:
    own = source.phrases("own_event")
    held = source.phrases("held_words")
    for words in body:
        plain = words.text[:_LONGEST]
        phrases = [phrase for phrase in find_dates(plain, source.language) if phrase.days]
        if phrases and own.search(plain.lower()) and held.search(plain.lower()):
            return _made(words, phrases[:1], 0.5)
    return When()


def _made(words: Excerpt, phrases: Sequence[DatePhrase], confidence: float) -> When:
    precise = [phrase for phrase in phrases if phrase.days] or phrases
    first, last = precise[0], precise[-1]
    if len(precise) > 1:
        first = min(precise, key=lambda phrase: phrase.first)
        last = max(precise, key=lambda phrase: phrase.last)
    days = sorted({day for phrase in precise for day in phrase.days})
    sessions = tuple(days) if len(days) <= _MOST_SESSIONS else ()
    return When(first.first, last.last, sessions, words, precise, confidence)
