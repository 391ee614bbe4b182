"""Who organized an event and who took part, as a sentence tells it: before its verbs, after them, after "by"."""

from collections.abc import Iterator

from app.reading.excerpts import NOTHING, Excerpt
from app.reading.families import phrase_of
from app.reading.gazetteer import find_names
from app.reading.marks import key
from app.reading.scenes import is_place
from app.reading.tellings import Mark, Telling, names_someone, trimmed
from app.wording.matching import flat
from app.wording.packs import Pack

_ACTIVE = ("organizer", "host", "funder", "support")
_LONGEST_LEAD, _SEVERAL = 80, 2
_CROSSED = frozenset({"date", "place"})
_IN_LISTS = frozenset({"event", "place", "link"})


def agents(told: Telling, source: Pack) -> Iterator[tuple[str, Excerpt]]:
    """Roles with the names that have them; no names are taken twice."""
    used: set[int] = set()
    for at, mark in enumerate(told.marks):
        if mark.kind == "role" or mark.kind in _ACTIVE:
            place = _place(told, at, used, source)
            lent = place is not None and mark.role == "host" and is_place(_names(told, place, source), source)
            if place is not None and mark.role != "ignored" and not lent:
                yield mark.role, _names(told, place, source)
                yield from _companions(told, at, source)
            used |= {place} if place is not None else set()


def _companions(told: Telling, at: int, source: Pack) -> Iterator[tuple[str, Excerpt]]:
    """Those with whom somebody organized an event: "held with the World Customs Organization a seminar"."""
    words = told.words.cut(*told.stretch(at + 1))
    along = source.phrases("told_along").match(flat(words.text))
    if told.marks[at].kind == "organizer" and along:
        names = trimmed(words.cut(along.end()), source)
        if names.text and names_someone(names.text, source):
            yield "co_organizer", names


def _names(told: Telling, place: int, source: Pack) -> Excerpt:
    return trimmed(told.words.cut(*told.stretch(place)), source)


def _place(told: Telling, at: int, used: set[int], source: Pack) -> int | None:
    """The stretch that holds the names of a role: after what leads to them, else before, else after."""
    mark = told.marks[at]
    after = at + 1 if at + 1 not in used and _is_names(told, at + 1, source) else None
    if mark.leads:
        return after
    before = next((place for place in _before(told, at, source) if place not in used), None)
    if before is not None and _is_names(told, before, source):
        return before
    return after if source.spaced or not told.words.cut(*told.stretch(at)).text else None


def _before(told: Telling, at: int, source: Pack) -> Iterator[int]:
    """The stretches from a verb back to where its clause begins, without those that belong to other marks."""
    for place in range(at, -1, -1):
        left = told.marks[place - 1] if place else None
        owned = left is not None and (left.leads or left.kind in {"event", "end", "with"}) and left.role != "ignored"
        if not owned and _is_names(told, place, source):
            yield place
            return
        if left is None or not _may_cross(left, told, place, source):
            return


def _may_cross(left: Mark, told: Telling, place: int, source: Pack) -> bool:
    if left.kind in _CROSSED or left.leads:
        return True
    return not source.spaced and left.kind in _ACTIVE and not told.words.cut(*told.stretch(place)).text


def _is_names(told: Telling, place: int, source: Pack) -> bool:
    words = trimmed(told.words.cut(*told.stretch(place)), source).text
    return bool(words) and names_someone(words, source)


def those_present(told: Telling, source: Pack) -> Iterator[Excerpt]:
    """The names after words such as "attended by", or before "took part"."""
    until = 0
    for at, mark in enumerate(told.marks):
        if mark.kind not in {"with", "part"} or mark.start < until:
            continue
        begin, end = _after(told, at, source)
        alone = not trimmed(told.words.cut(begin, end), source).text
        if (mark.kind == "part" or alone) and (span := _subject(told, at, until, source)):
            begin, end = span
        words = trimmed(told.words.cut(begin, end), source)
        if words.text and names_someone(words.text, source):
            until = max(end, mark.end)
            yield words


def listed_after_lead(sentence: Excerpt, source: Pack) -> Excerpt:
    """The list after words such as "Made the journey or took part there:"; empty where none is led to."""
    colon = sentence.text.find(":", 0, _LONGEST_LEAD)
    lead = phrase_of(key(sentence.text[:colon]), source.language, "labels") if colon > 0 else None
    if lead is None or "participants" not in lead.families:
        return NOTHING
    names = sentence.cut(colon + 1)
    return names if len(find_names(names.text, source.language)) >= _SEVERAL else NOTHING


def _after(told: Telling, at: int, source: Pack) -> tuple[int, int]:
    """The list that follows a mark, up to where the sentence goes on with something else."""
    is_dated = told.has("date", "held")
    start = told.marks[at].end
    for mark in told.marks[at + 1 :]:
        listed = mark.kind in _IN_LISTS and not (mark.kind == "place" and is_dated)
        between = told.words.text[start : mark.start].strip()
        leads = ":" in told.words.text[mark.start : mark.end] and not names_someone(between, source)
        if mark.kind == "stop" and (leads or not between):
            start = mark.end
        elif not listed and not (mark.kind == "end" and _is_in_name(told, mark)):
            return start, mark.start
    return start, len(told.words.text)


def _is_in_name(told: Telling, mark: Mark) -> bool:
    """Whether "for" stands within a name: "Office for Disarmament Affairs"."""
    after = told.words.text[mark.end :].lstrip()
    return after[:1].isupper()


def _subject(told: Telling, at: int, until: int, source: Pack) -> tuple[int, int] | None:
    """What stands before a verb from where its clause begins."""
    start = until
    for mark in told.marks[:at]:
        if mark.kind not in _IN_LISTS and not (mark.kind == "end" and _is_in_name(told, mark)):
            start = max(start, mark.end)
    words = trimmed(told.words.cut(start, told.marks[at].start), source)
    opens = any(mark.kind == "event" and _is_first(told, start, mark) for mark in told.marks)
    return None if opens or not names_someone(words.text, source) else (start, told.marks[at].start)


def _is_first(told: Telling, start: int, mark: Mark) -> bool:
    """Whether a word for the event begins the clause."""
    return start <= mark.start and not told.words.text[start : mark.start].strip(" ,")
