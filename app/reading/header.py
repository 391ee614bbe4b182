"""The header's fields, also where a note prints them without labels."""

from collections.abc import Iterator, Mapping, Sequence

from app.reading.excerpts import Excerpt
from app.reading.fields import Fields
from app.reading.gazetteer import find_names
from app.reading.segment import Field, Segments
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import find_dates

_ROLES = ("organizer", "co_organizer", "cooperation", "host", "support", "funder")
_SHORT = 240  # a header line that says when and where is no longer than this
_MANY = 3  # names that make a line a list of participants


def header_of(segments: Segments, pack: Pack) -> tuple[Fields, Mapping[str, Sequence[Excerpt]]]:
    """The labelled fields and the sections; where a note has no labels, its first paragraphs by what they say."""
    labelled = {name for field in segments.fields for name in field.names}
    if "event" in labelled and len(labelled) > 1:
        return Fields(segments.fields), segments.sections
    found = list(_by_content(segments.preamble, labelled, pack))
    used = {field.value for field in found}
    rest = [item for item in segments.preamble if item not in used]
    sections = dict(segments.sections)
    if rest and not sections:
        sections["background"] = rest
    return Fields([*segments.fields, *found]), sections


def _by_content(items: Sequence[Excerpt], labelled: set[str], pack: Pack) -> Iterator[Field]:
    """Paragraphs as fields: the first is the title, then each by its dates, its roles or its list of names."""
    open_fields = [name for name in ("event", "when", "organizer", "participants") if name not in labelled]
    for item in items:
        name = _field_of(item, open_fields, pack)
        if name is None:
            return
        open_fields.remove(name)
        names = ("when", "where") if name == "when" else (name,)
        value = item.cut(_lead(item, pack)) if name == "participants" else item
        yield Field(names, value, (value,))


def _field_of(item: Excerpt, open_fields: Sequence[str], pack: Pack) -> str | None:
    if "event" in open_fields:
        return "event"
    plain = flat(item.text)
    dated = len(item.text) < _SHORT and find_dates(item.text, pack.language)
    if "when" in open_fields and dated:
        return "when"
    if "organizer" in open_fields and pack.phrases(*(f"role_{role}" for role in _ROLES)).search(plain[:_SHORT]):
        return "organizer"
    if "participants" in open_fields and _is_list(item, pack):
        return "participants"
    return "organizer" if "organizer" in open_fields and _is_names(item, pack) else None


def _is_list(item: Excerpt, pack: Pack) -> bool:
    return _lead(item, pack) > 0 or len(find_names(item.text[:_SHORT], pack.language)) >= _MANY


def _is_names(item: Excerpt, pack: Pack) -> bool:
    known = find_names(item.text, pack.language)
    return len(item.text) < _SHORT and bool(known) and sum(one.end - one.start for one in known) * 2 > len(item.text)


def _lead(item: Excerpt, pack: Pack) -> int:
    """The length of words such as "Participants included" at the start."""
    match = pack.phrases("participants_lead").match(flat(item.text))
    return match.end() if match else 0
