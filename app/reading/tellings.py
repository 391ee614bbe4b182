"""What a sentence tells of an event: its verbs, dates and roles, and the words that stand between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from app.reading.excerpts import Excerpt
from app.reading.gazetteer import find_names
from app.reading.names import is_whole, joint_traps, strip_article
from app.reading.roles import role_phrases
from app.reading.verbs import verb_forms
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import DatePhrase, find_dates

LONGEST = 2000
_SIGNS = " ,.،，。、;:：؛-–—"
_ACRONYM = re.compile(r"(?<!\w)[A-ZА-ЯЁ]{2,}(?!\w)")
_FEW_WORDS = 5
_TOPICS = {
    "held": "told_held",
    "organizer": "told_organizer",
    "host": "told_host",
    "funder": "told_funder",
    "support": "told_support",
    "with": "told_with",
    "part": "told_part",
    "end": "told_ends",
    "link": "told_links",
    "event": "event_nouns",
}
_ORDER = ("date", "role", "with", "part", "funder", "host", "support", "organizer", "held", "event", "end", "link")
_VERBS = frozenset({"funder", "host", "support", "organizer"})
_OWNING = frozenset({"event", "end", "role", *_VERBS})
_COMMA = re.compile(r"[,،，]")
_CLAUSED = _VERBS | {"verb"}
_STOPS = re.compile(r"[;؛；]|\s[-–—]\s|:\s|:$")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at text[start:end] that say what the words beside them are. `leads`: what they name follows them."""

    kind: str
    start: int
    end: int
    role: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence with its marks in order, none overlapping, and its dates that have days."""

    words: Excerpt
    marks: Sequence[Mark]
    dates: Sequence[DatePhrase]

    def has(self, *kinds: str) -> bool:
        """Whether one of the marks is of one of the kinds."""
        return any(mark.kind in kinds for mark in self.marks)

    def stretch(self, at: int) -> tuple[int, int]:
        """Where the words before the mark of a place stand; after the last mark for one place more."""
        start = self.marks[at - 1].end if at else 0
        end = self.marks[at].start if at < len(self.marks) else len(self.words.text)
        return start, end


def telling(sentence: Excerpt, source: Pack, near: str = "") -> Telling:
    """The marks of a sentence; `near` is a date that tells the year of days printed without one."""
    words = sentence.cut(0, LONGEST)
    dates = find_dates(words.text, source.language, near)
    if dates and not near:
        dates = find_dates(words.text, source.language, dates[0].last)
    found = [*_dated(dates), *_roles(words.text, source), *_words(words.text, source)]
    found += [Mark("stop", *match.span()) for match in _STOPS.finditer(words.text)]
    found += [Mark("verb", *span) for span in verb_forms(words.text, source)]
    known = [(one.start, one.end) for one in find_names(words.text, source.language)]
    free = [mark for mark in found if not _is_within(mark, known)]
    own = _without_own(words.text, list(_without_tails(words.text, _apart(free), source)), source)
    return Telling(words, list(_parted(words.text, list(own), source)), [date for date in dates if date.days])


def _parted(text: str, marks: Sequence[Mark], source: Pack) -> Iterator[Mark]:
    """The marks, with a stop where a new clause begins: between an event and the verb of who paid for it or lent a
    hand ("called the meeting, Norway paid the bill"), and where a comma leads to the verb of another clause."""
    for at, mark in enumerate(marks):
        before = marks[at - 1] if at else None
        begin = before.end if before else 0
        if mark.kind in _CLAUSED and not mark.leads:
            new = list(_clauses(text, begin, mark.start, source))
            if before and before.kind in _OWNING and mark.kind in _VERBS and not new:
                new = list(islice(_seams(text, begin, mark.start, source), 1))
            yield from new
        yield mark


def _clauses(text: str, start: int, end: int, source: Pack) -> Iterator[Mark]:
    """The comma before a verb that begins a clause: with "while" after it, or, where verbs show their form, with
    words that name nobody."""
    comma = max(text.rfind(sign, start, end) for sign in ",،，")
    words = text[comma + 1 : end].strip() if comma >= 0 else ""
    lead = source.phrases("clause_leads").match(flat(words))
    formed = bool(source.lists.get("verb_endings"))
    if words and (words[lead.end() :].strip() if lead else formed and not names_someone(words, source)):
        yield Mark("stop", comma, comma + 1)


def _seams(text: str, start: int, end: int, source: Pack) -> Iterator[Mark]:
    """Where words before a verb begin to name who did it: after a comma, or an "and", that follows something."""
    plain = flat(text)
    joints = [match.span() for match in source.phrases("conjunctions").finditer(plain, start, end)]
    joints += [match.span() for match in _COMMA.finditer(plain, start, end)]
    traps = joint_traps(text[start:end], source)
    for begin, stop in sorted(joints):
        torn = not source.spaced and text[begin] not in ",，" and not is_whole(text[start:begin], source)
        if torn or any(a <= begin - start < b for a, b in traps):
            continue
        after = text[stop:end].strip()
        is_name = strip_article(after, source)[:1].isupper() or not source.spaced
        if is_name and names_someone(after, source):
            yield Mark("stop", begin, stop)


def _without_tails(text: str, marks: Sequence[Mark], source: Pack) -> Iterator[Mark]:
    """The marks without verbs that end the name right before a verb, as in a script without blanks: "移民组织主办"."""
    for mark, after in zip_longest(marks, marks[1:]):
        touches = after is not None and after.start == mark.end and after.kind in _VERBS | {"role"}
        if not (touches and not source.spaced and text[mark.start : mark.end] in source.lists["names_tail"]):
            yield mark


def _without_own(text: str, marks: Sequence[Mark], source: Pack) -> Iterator[Mark]:
    """The marks without those that are part of a name: "Authority for Atomic Energy"."""
    begin = 0
    for mark in marks:
        before = text[begin : mark.start]
        headed = len(before.split()) <= _FEW_WORDS and source.phrases("names_head").search(flat(before))
        one = mark.kind == "end" and " " not in text[mark.start : mark.end].strip()
        if not (one and source.spaced and headed):
            yield mark
            begin = mark.end


def _dated(dates: Sequence[DatePhrase]) -> Iterator[Mark]:
    return (Mark("date", date.start, date.end) for date in dates)


def _roles(text: str, source: Pack) -> Iterator[Mark]:
    active = source.phrases("told_organizer", "told_host", "told_funder", "told_support")
    plain = flat(text)
    for start, end, role in role_phrases(text, source):
        phrase = plain[start:end].strip()
        if source.phrases("invitation").search(phrase):
            yield Mark("role", start, end, "ignored", leads=not source.role_last)
        elif role == "ignored" or not active.fullmatch(phrase):
            yield Mark("role", start, end, role, leads=not source.role_last)


def _words(text: str, source: Pack) -> Iterator[Mark]:
    plain = flat(text)
    for kind, topic in _TOPICS.items():
        for match in source.phrases(topic).finditer(plain):
            if kind != "event" or not _is_building(plain, match.end(), source):
                yield Mark(kind, *match.span(), kind)


def _is_building(plain: str, at: int, source: Pack) -> bool:
    """Whether the word after that for an event makes it a building: "conference centre"."""
    after = plain[at:].lstrip()
    return bool(source.phrases("buildings").match(after))


def _is_within(mark: Mark, known: Sequence[tuple[int, int]]) -> bool:
    return any(start <= mark.start and mark.end <= end for start, end in known)


def _apart(found: Sequence[Mark]) -> list[Mark]:
    """The marks without those that a longer one, or one that says more, overlaps."""
    rank = {kind: at for at, kind in enumerate(_ORDER)}
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda one: _importance(one, rank)):
        if all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda one: one.start)


def _importance(mark: Mark, rank: dict[str, int]) -> tuple[bool, int, int]:
    return mark.kind != "date" and not mark.leads, mark.start - mark.end, rank.get(mark.kind, len(rank))


def names_someone(text: str, source: Pack) -> bool:
    """Whether words hold the name of a State, an organization, or of somebody's office."""
    if not source.spaced and text.endswith(source.lists["names_tail"]):
        return True
    known = find_names(text, source.language) or _ACRONYM.search(text)
    return bool(known or source.phrases("names_head", "kind_individual").search(flat(text)))


def trimmed(words: Excerpt, source: Pack) -> Excerpt:
    """The words without those at either end that belong to what stands beside them: "also", "was", "and"."""
    edges = {*source.lists["told_edges"], *source.lists["date_edges"], *source.lists["conjunctions"]}
    edges |= set(source.lists["told_links"])
    while True:
        words = _unbracketed(words)
        left, right = _edge(flat(words.text), edges, source)
        if not left and not right:
            return words
        words = words.cut(left, len(words.text) - right)


def _unbracketed(words: Excerpt) -> Excerpt:
    """The words without signs at either end, and without half a pair of brackets there."""
    text = words.text
    start = len(text) - len(text.lstrip(_SIGNS))
    words = words.cut(start, len(text.rstrip(_SIGNS)))
    open_, closed = words.text.count("("), words.text.count(")")
    if open_ > closed and words.text[:1] == "(":
        return _unbracketed(words.cut(1))
    if closed > open_ and words.text[-1:] == ")":
        return _unbracketed(words.cut(0, len(words.text) - 1))
    return _unbracketed(words.cut(0, len(words.text) - 1)) if words.text[-1:] == "(" else words


def _edge(body: str, edges: set[str], source: Pack) -> tuple[int, int]:
    """How many characters at either end are words of the edges."""
    if source.spaced:
        first, last = body.split(" ", 1)[0].rstrip(",،"), body.rsplit(" ", 1)[-1]
        elided = next((len(edge) for edge in edges if edge.endswith("'") and body.startswith(edge)), 0)
        left = len(first) if first in edges else elided
        return (left, 0) if left else (0, len(last) if last in edges else 0)
    left = max((len(edge) for edge in edges if body.startswith(edge) and edge != body), default=0)
    right = max((len(edge) for edge in edges if body.endswith(edge) and edge != body), default=0)
    return (left, 0) if left else (0, right)
