"""The header's fields, also where a note prints them without labels."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from app.reading.agents import listed_after_lead
from app.reading.contact import has_address
from app.reading.covers import is_cover
from app.reading.excerpts import Excerpt, together
from app.reading.fields import Fields
from app.reading.gazetteer import find_names
from app.reading.headlines import titled, titles_apart
from app.reading.kinds import kind_after
from app.reading.lines import is_closed
from app.reading.names import is_prose, split_names
from app.reading.prose import Prose, is_salutation, near_of, read_prose, sets_scene, tells_of_event
from app.reading.segment import Field, Segments
from app.reading.sentences import sentences
from app.reading.tellings import names_someone, telling
from app.reading.titles import is_letterhead
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import find_dates

_ROLES = ("organizer", "co_organizer", "cooperation", "host", "support", "funder")
_LISTS = frozenset({*_ROLES, "participants"})
_TOLD = ("role", "organizer", "host", "funder", "support", "with", "part", "held")
_SHORT_FACT, _FIRST_LINES, _MOST_LATER = 30, 4, 8
_FIRST_ITEMS, _LONGEST_LISTED = 3, 160
_SHORT = 240  # a header line that says when and where is no longer than this
_LONGEST_ADDRESS = 160  # a paragraph that says whom to ask is no longer
_MANY = 3  # names that make a line a list of participants


def header_of(segments: Segments, pack: Pack) -> tuple[Fields, Mapping[str, Sequence[Excerpt]]]:
    """The labelled fields and the sections; what no label names is read from the first paragraphs."""
    pairs = [_without_more(field, pack) for one in segments.fields for field in titles_apart(one, pack)]
    named, more = [field for field, _ in pairs], [sentence for _, found in pairs for sentence in found]
    labelled = {name for field in named for name in field.names}
    opening = [item for item in segments.preamble if not is_salutation(item, pack)]
    opening = opening[_above(opening, pack) :]
    title, rest = titled(opening, labelled, pack)
    near = _near([*named, *title], pack) or _issued(segments, pack)
    told, lines = _led(rest, labelled, pack, near)
    prose = read_prose(told, pack, near)
    later = [item for item in rest if item not in told]
    if not told and _is_bare(labelled):
        later = _body(segments)
        prose = read_prose([item for item in later[:_FIRST_ITEMS] if _tells_days(item, pack)], pack, near)
    _read_later(later, prose, pack)
    listed = _listed(rest, labelled, pack)
    spoken = list(_spoken(prose, labelled))
    also = [Field(names, value, (value,)) for names, value in read_prose(more, pack, near).values()]
    taken = {name for field in spoken for name in field.names}
    kept = [(item, field) for item, field in lines if not taken & set(field.names)]
    fields = [field for _, field in kept] + listed
    used = {*prose.used, *(item for item, _ in kept), *(part for field in listed for part in field.parts)}
    sections = _with_rest(segments, [item for item in rest if item not in used])
    return Fields([*title, *spoken, *named, *also, *fields], prose.near), sections


def _is_bare(labelled: set[str]) -> bool:
    """Whether labels only say whose memorandum this is, on what, to whom: what it is about stands in its text."""
    return "other" in labelled and not labelled & {*_LISTS, "where"}


def _body(segments: Segments) -> list[Excerpt]:
    return [item for name, items in segments.sections.items() if name != "objectives" for item in items]


def _tells_days(item: Excerpt, pack: Pack) -> bool:
    """Whether a paragraph of the body tells of the event with its days."""
    return bool(telling(item, pack).dates) and tells_of_event(item, pack)


def _listed(items: Sequence[Excerpt], labelled: set[str], pack: Pack) -> list[Field]:
    """Those who took part, as the list under "the following met:" has them."""
    for at, item in enumerate(items[:_MOST_LATER] if "participants" not in labelled else ()):
        if item.text.endswith(":") and telling(item, pack).has("with", "part", "held"):
            parts = list(takewhile(lambda one: _may_be_listed(one, pack), items[at + 1 :]))
            if len(parts) > 1:
                return [Field(("participants",), together(parts, "; "), parts)]
    return []


def _may_be_listed(item: Excerpt, pack: Pack) -> bool:
    name = item.text.rstrip(".;,")
    told = names_someone(name, pack) or item.text[-1] in ";,"
    return len(name) <= _LONGEST_LISTED and told and not find_dates(name, pack.language)


def _read_later(items: Sequence[Excerpt], prose: Prose, pack: Pack) -> None:
    """Adds who took part and who had a role, where only a later paragraph without dates of its own says so."""
    later = [item for item in items[:_MOST_LATER] if not find_dates(item.text, pack.language) and _lists(item, pack)]
    more = read_prose(later[:1], pack, prose.near)
    prose.participants = prose.participants or more.participants
    prose.organizers = prose.organizers or more.organizers
    prose.used += [item for item in more.used if prose.participants == more.participants]


def _lists(item: Excerpt, pack: Pack) -> bool:
    """Whether a paragraph names several who took part."""
    if listed_after_lead(item, pack).text:
        return True
    return telling(item, pack).has("with", "part") and _names_many(item, pack)


def _names_many(item: Excerpt, pack: Pack) -> bool:
    """Whether a paragraph names many, by their names or by what they are called."""
    if len(find_names(item.text, pack.language)) >= _MANY:
        return True
    return sum(names_someone(one.text, pack) for one in split_names(item, pack, loose=True)) >= _MANY


def _above(items: Sequence[Excerpt], pack: Pack) -> int:
    """How many of the first paragraphs only say whose paper this is, and of what kind."""
    own = (at for at, item in enumerate(items) if not (is_cover(item.text, pack) or is_letterhead(item, pack)))
    return next(own, 0)


def _without_more(field: Field, pack: Pack) -> tuple[Field, list[Excerpt]]:
    """A list of names without the sentences after it that tell something else of the event, and these sentences."""
    if not _LISTS & set(field.names) or is_prose(field.value, pack):
        return field, []
    rest = list(sentences(field.value, pack))[1:]
    at = next((at for at, one in enumerate(rest) if telling(one, pack).has(*_TOLD)), None)
    if at is None:
        return field, []
    end = rest[at].start
    parts = [part.cut(0, _place_of(part, end)) for part in field.parts if part.start < end]
    value = field.value.cut(0, _place_of(field.value, end))
    return Field(field.names, value, parts), rest[at:]


def _place_of(words: Excerpt, printed: int) -> int:
    """Where in an excerpt a place in print is; its end if it is not within."""
    places = (at + printed - begin for at, begin, stop in words.parts if begin <= printed < stop)
    return next(places, len(words.text))


def _near(fields: Sequence[Field], pack: Pack) -> str:
    """A date that tells the year of days printed without one: that of the paper, or of the title."""
    dated = (near_of(field.value, pack) for field in fields if {"when", "other", "event"} & set(field.names))
    return next((near for near in dated if near), "")


def _led(
    items: Sequence[Excerpt], labelled: set[str], pack: Pack, near: str
) -> tuple[list[Excerpt], list[tuple[Excerpt, Field]]]:
    """The paragraphs that tell of the event, and the lines that are fields by what they hold, up to other prose."""
    told: list[Excerpt] = []
    lines: list[tuple[Excerpt, Field]] = []
    complete = _is_complete(labelled)
    for item in items:
        if tells_of_event(item, pack) or (not told and not lines and sets_scene(item, pack, near)):
            told.append(item)
            continue
        names = labelled | {name for _, field in lines for name in field.names}
        found = [] if complete else list(_by_content([item], names, pack))
        lines += found
        if not found and not (complete and not is_closed(item.text)):
            break
    return told, lines


def _issued(segments: Segments, pack: Pack) -> str:
    """The date that a paper prints of itself above its first paragraph or under its last."""
    lines = [item for item in segments.preamble[:_FIRST_LINES] if not is_closed(item.text)]
    dated = (near_of(words, pack) for words in [segments.cover, *lines, segments.signature])
    return next((near for near in dated if near), "")


def _is_complete(labelled: set[str]) -> bool:
    return "event" in labelled and len(labelled) > 1


def _with_rest(segments: Segments, rest: list[Excerpt]) -> Mapping[str, Sequence[Excerpt]]:
    """The sections; a note without any has its other paragraphs as background."""
    sections: dict[str, Sequence[Excerpt]] = dict(segments.sections)
    if rest and not sections:
        sections |= _prose(rest)
    return sections


def _spoken(prose: Prose, labelled: set[str]) -> Iterator[Field]:
    """The fields that sentences tell and no label names; a memorandum's own date is not that of the event."""
    has_roles = bool(labelled & {*_ROLES})
    is_memo = not has_roles and not labelled & {"where", "participants"}
    for names, value in prose.values():
        named = has_roles if names[0] in _ROLES else names[0] in labelled
        if not named or (names == ("when",) and is_memo and prose.when.text):
            yield Field(names, value, (value,))


def _prose(items: Sequence[Excerpt]) -> Mapping[str, Sequence[Excerpt]]:
    """Paragraphs without headings: the last ones, where they are short and hold an address, are comments."""
    end = len(items)
    while end > 1 and len(items[end - 1].text) < _LONGEST_ADDRESS and has_address(items[end - 1].text):
        end -= 1
    return {"background": items[:end], "comments": items[end:]} if end < len(items) else {"background": items}


def _by_content(items: Sequence[Excerpt], labelled: set[str], pack: Pack) -> Iterator[tuple[Excerpt, Field]]:
    """Paragraphs as fields, each by its dates, its roles or its list of names."""
    open_fields = [name for name in ("when", "organizer", "participants") if name not in labelled]
    for item in items:
        name = _field_of(item, open_fields, pack)
        if name is None:
            return
        open_fields.remove(name)
        names = ("when", "where") if name == "when" else (name,)
        value = item.cut(_lead(item, pack)) if name == "participants" else item
        yield item, Field(names, value, (value,))
        if name == "organizer":
            yield from ((item, field) for field in _in_prose(item, open_fields, pack))


def _in_prose(item: Excerpt, open_fields: list[str], pack: Pack) -> Iterator[Field]:
    """What else the paragraph about the organizers tells: a sentence with the days, one with those who took part."""
    for sentence in sentences(item, pack):
        if "when" in open_fields and any(phrase.days for phrase in find_dates(sentence.text, pack.language)):
            open_fields.remove("when")
            yield Field(("when",), sentence, (sentence,))
        elif "participants" in open_fields and (lead := _lead(sentence, pack)):
            open_fields.remove("participants")
            yield Field(("participants",), sentence.cut(lead), (sentence.cut(lead),))


def _field_of(item: Excerpt, open_fields: Sequence[str], pack: Pack) -> str | None:
    plain = flat(item.text)
    dated = len(item.text) < _SHORT and find_dates(item.text, pack.language) and not _states_fact(item, pack)
    if "when" in open_fields and dated:
        return "when"
    if "organizer" in open_fields and pack.phrases(*(f"role_{role}" for role in _ROLES)).search(plain[:_SHORT]):
        return "organizer"
    if "participants" in open_fields and _is_list(item, pack):
        return "participants"
    return "organizer" if "organizer" in open_fields and _is_names(item, pack) else None


def _states_fact(item: Excerpt, pack: Pack) -> bool:
    """Whether a sentence tells what a State once sent or adopted, and not when an event was."""
    kind = kind_after(item.text, pack) if is_closed(item.text) and len(item.text) > _SHORT_FACT else None
    return kind not in {None, "event", "visit", "peer_review", "other"}


def _is_list(item: Excerpt, pack: Pack) -> bool:
    return _lead(item, pack) > 0 or len(find_names(item.text[:_SHORT], pack.language)) >= _MANY


def _is_names(item: Excerpt, pack: Pack) -> bool:
    known = find_names(item.text, pack.language)
    return len(item.text) < _SHORT and bool(known) and sum(one.end - one.start for one in known) * 2 > len(item.text)


def _lead(item: Excerpt, pack: Pack) -> int:
    """The length of words such as "Participants included" at the start."""
    match = pack.phrases("participants_lead").match(flat(item.text))
    return match.end() if match else 0
