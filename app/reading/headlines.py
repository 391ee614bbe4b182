"""The title among the first paragraphs, apart from the line under it that says where and when."""

from collections.abc import Iterator, Sequence

from app.reading.datelines import dateline_of
from app.reading.excerpts import NOTHING, Excerpt
from app.reading.segment import Field
from app.reading.tellings import telling
from app.reading.titles import called, headline_of, names_event, proper_name
from app.wording.packs import Pack
from app.wording.phrases import find_dates

_MOST_LINES = 8


def titles_apart(field: Field, pack: Pack) -> Iterator[Field]:
    """A title without the line under it that says where and when, and that line."""
    name, rest = _parted(field.value, pack) if field.names == ("event",) else (field.value, [])
    yield Field(field.names, name, (name,)) if rest else field
    yield from (Field(("when", "where"), line, (line,)) for line in rest)


def titled(items: Sequence[Excerpt], labelled: set[str], pack: Pack) -> tuple[list[Field], list[Excerpt]]:
    """The title among the paragraphs, if no label names it, and the paragraphs after it."""
    if "event" in labelled:
        return [], list(items)
    at = headline_of(items, pack)
    if (name := _proper_name(items, at, pack)).text:
        return [Field(("event",), name, (name,))], list(items if at is None else items[at + 1 :])
    if at is not None:
        name, told = _parted(items[at], pack)
        return [Field(("event",), name, (name,))], [*told, *items[at + 1 :]]
    name = called(items, pack)
    return ([Field(("event",), name, (name,))] if name.text else []), list(items)


def _proper_name(items: Sequence[Excerpt], headline: int | None, pack: Pack) -> Excerpt:
    """The name in quotes of an event whose headline has no word for it."""
    named = headline is not None and names_event(items[headline], pack)
    return NOTHING if named else proper_name(items if headline is None else items[headline + 1 :], pack)


def _parted(headline: Excerpt, pack: Pack) -> tuple[Excerpt, list[Excerpt]]:
    """A headline without the line under it that says where and when: "Held in Accra on 4 May 2016"."""
    for place, _, _ in headline.parts[1:_MOST_LINES]:
        under = headline.cut(place)
        if _says_when(under, pack):
            return headline.cut(0, place), [under]
    return headline, []


def _says_when(line: Excerpt, pack: Pack) -> bool:
    """Whether a line begins with a date, with a place and a date, or with a verb of holding that has its date."""
    dates = find_dates(line.text, pack.language)
    if not dates or not any(date.days for date in dates):
        return False
    first = next(iter(telling(line, pack).marks), None)
    opens = first is not None and first.kind in {"held", "date"} and not line.text[: first.start].strip("( ")
    return opens or dateline_of(line, pack).end > 0
