"""What the header of a note leaves out: said only where it has a header, and nothing else in the note tells it."""

from collections.abc import Iterator

from app.checks import names
from app.checks.models import Finding
from app.reading.excerpts import Excerpt
from app.reading.gazetteer import find_names
from app.reading.parts import Parts
from app.reading.places import cities_in
from app.reading.segment import Field
from app.wording.matching import compiled, flat
from app.wording.phrases import find_dates

_FIELDS = {
    "when": ("a date", "event.starts_on"),
    "organizer": ("an organizer", "organizers"),
    "participants": ("participants", "participants"),
    "where": ("a venue", "event.venues"),
}
_ROLES = ("organizer", "co_organizer", "cooperation", "host", "support", "funder")
_DATED = frozenset({"when", "where"})  # which one label often names together
_ROLE_WORDS = tuple(f"role_{role}" for role in _ROLES)
_ENOUGH = 3  # labelled fields that make a header from which one more can be missed
_LONGEST = 3000
_OPENING = 2  # paragraphs of a section in which the event may be told in prose


def omissions(parts: Parts) -> Iterator[Finding]:
    """The fields that a note of labelled fields does not give, each once."""
    if not parts.head.title.text and not parts.preamble and not parts.head.fields.all("other"):
        yield names.missing_field("a title", at="event.title")
    labelled = _labelled(parts)
    if len(labelled) < _ENOUGH or _has_prose(parts):
        return
    left_empty = _left_empty(parts)
    for name, (what, at) in _FIELDS.items():
        if name in left_empty or ((name not in labelled or name in _DATED) and _LACKS[name](parts)):
            yield names.missing_field(what, at=at)


def _family(field: Field) -> set[str]:
    return {("organizer" if name in _ROLES else name) for name in field.names}


def _left_empty(parts: Parts) -> set[str]:
    """The one field whose label is printed with nothing after it; where there are more, they stand elsewhere."""
    fields = parts.head.fields.fields
    found = [
        _family(field)
        for field, after in zip(fields, [*fields[1:], None], strict=True)
        if not field.value.text and not (after and _family(field) & _family(after))
    ]
    return found[0] if len(found) == 1 else set()


def _labelled(parts: Parts) -> set[str]:
    """The fields of a header whose labels the note prints, with words after them."""
    prose = [item.text for item in parts.preamble]
    printed = (field for field in parts.head.fields.fields if field.value.text)
    found = (_family(field) for field in printed if not any(field.value.text in text for text in prose))
    return {name for names in found for name in names} & {"event", *_FIELDS}


def _has_prose(parts: Parts) -> bool:
    """Whether paragraphs before the labels may tell what no label does: sentences about the event."""
    used = {field.value for field in parts.head.fields.fields}
    rest = [item for item in parts.preamble if item not in used]
    words = parts.pack.phrases("held_words", "participants_lead", *_ROLE_WORDS)
    return any(words.search(flat(item.text[:_LONGEST])) for item in rest)


def _around(parts: Parts) -> Iterator[Excerpt]:
    """What stands in or above the header."""
    yield parts.head.title
    yield from parts.preamble
    for field in parts.head.fields.fields:
        yield field.value


def _about_event(parts: Parts) -> Iterator[Excerpt]:
    """Paragraphs of the body that speak of the event itself."""
    own = parts.pack.phrases("own_event", "event_itself")
    held = parts.pack.phrases("held_words")
    for section in ("objectives", "background", "highlights", "comments"):
        for item in parts.sections.get(section, ())[:_OPENING]:
            plain = flat(item.text[:_LONGEST])
            if own.search(plain) and held.search(plain):
                yield item


def _lacks_date(parts: Parts) -> bool:
    texts = (*_around(parts), *_about_event(parts))
    told = any(find_dates(item.text[:_LONGEST], parts.pack.language) for item in texts)
    return not parts.head.when.starts_on and not told


def _lacks_organizer(parts: Parts) -> bool:
    return not parts.head.organizers and not _tells(parts, _ROLES, *_ROLE_WORDS) and not _has_other_names(parts)


def _lacks_participants(parts: Parts) -> bool:
    told = _tells(parts, ("participants",), "participants_lead")
    return not parts.head.participants and not told and not _has_other_names(parts)


def _has_other_names(parts: Parts) -> bool:
    """Whether a label of another kind, perhaps one that was not understood, stands before names."""
    return any(find_names(field.value.text, parts.pack.language) for field in parts.head.fields.all("other"))


def _tells(parts: Parts, fields: tuple[str, ...], *topics: str) -> bool:
    """Whether words of a field's labels stand in or around the header, or other words that tell it."""
    labels = (word for word, name in parts.pack.table("labels_by_word").items() if name in fields)
    words = compiled(labels, spaced=parts.pack.spaced, clitics=parts.pack.clitics)
    told = parts.pack.phrases(*topics)
    title = {field.value for field in parts.head.fields.all("event")} | {parts.head.title}
    around = (item for item in (*_around(parts), *_about_event(parts)) if item not in title)
    texts = [flat(item.text[:_LONGEST]) for item in around]
    return any(words.search(plain) or told.search(plain) for plain in texts)


def _lacks_venue(parts: Parts) -> bool:
    named = any(one.value.city or one.value.country or one.value.place for one in parts.head.venues)
    return parts.head.mode[0] != "virtual" and not named and not _tells_place(parts)


def _tells_place(parts: Parts) -> bool:
    beside = "".join(_beside_dates(parts, parts.head.fields.value(name).text) for name in ("when", "where"))
    if any(char.isalpha() for char in beside):
        return True
    around = [*_around(parts), *_about_event(parts)]
    return any(cities_in(item.text[:_LONGEST], parts.pack.language) for item in around)


def _beside_dates(parts: Parts, text: str) -> str:
    """What a value says besides dates."""
    text = text[:_LONGEST]
    for phrase in reversed(find_dates(text, parts.pack.language)):
        text = text[: phrase.start] + text[phrase.end :]
    return text


_LACKS = {
    "when": _lacks_date,
    "organizer": _lacks_organizer,
    "participants": _lacks_participants,
    "where": _lacks_venue,
}
