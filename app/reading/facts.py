"""Dated past facts stated in the sections: what happened, when, for which State, and where it says so."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.reading.excerpts import Excerpt
from app.reading.found import Found
from app.reading.gazetteer import Named, find_names
from app.reading.kinds import kind_after, kind_before
from app.reading.models import EntryKind, ReadEntry
from app.reading.sentences import sentences
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import DatePhrase, find_dates
from app.wording.tokens import Part, tokens

_LONGEST_SENTENCE = 3000
_LONGEST_JOIN = 24
_SHORT_GAP = 12
_A_DAY = "2018-01-22"


@dataclass(slots=True)
class Context:
    """What facts are read against: the event's States and days, and the States spoken of last."""

    states: Sequence[str]
    days: frozenset[str]
    starts_on: str
    ends_on: str
    spoken_of: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Clause:
    """Dates that tell of one thing, with the words before and after them."""

    dates: Sequence[DatePhrase]
    before: str
    after: str
    at_start: bool
    date_first: bool
    is_last: bool


def facts(sections: Mapping[str, Sequence[Excerpt]], context: Context, source: Pack) -> list[Found[ReadEntry]]:
    """The facts of all sections in order, each once."""
    found: dict[tuple[str, str, tuple[str, ...]], Found[ReadEntry]] = {}
    for section in ("background", "highlights", "comments"):
        for at, item in enumerate(sections.get(section, ())):
            context.spoken_of = []
            for fact in _of_item(item, f"note.{section}[{at}]", context, source):
                entry = fact.value
                found.setdefault((entry.date, entry.kind, tuple(entry.states)), fact)
    return list(found.values())


def _of_item(item: Excerpt, at: str, context: Context, source: Pack) -> Iterator[Found[ReadEntry]]:
    for sentence in sentences(item, source):
        yield from _of_sentence(sentence.cut(0, _LONGEST_SENTENCE), at, context, source)


def _of_sentence(sentence: Excerpt, at: str, context: Context, source: Pack) -> Iterator[Found[ReadEntry]]:
    text = sentence.text
    kind: EntryKind | None = None
    states: list[str] = []
    for clause in _clauses(text, find_dates(text, source.language), source):
        kind = _kind_of(clause, source) or kind
        states = _states_of(clause, kind, context, source) or states
        if kind is None or _is_out(clause, kind, source):
            continue
        for phrase in clause.dates:
            if _is_past(phrase, context) or _is_told_as_past(clause, phrase, context, source):
                yield _entry(sentence, phrase, kind, states or _standing(text, context, source), at, clause, source)
    named = [one.key for one in find_names(text, source.language) if one.what == "state"]
    context.spoken_of = list(dict.fromkeys(named)) or context.spoken_of


def _entry(
    sentence: Excerpt,
    phrase: DatePhrase,
    kind: EntryKind,
    states: Sequence[str],
    at: str,
    clause: _Clause,
    source: Pack,
) -> Found[ReadEntry]:
    status = _status(clause, source) if kind == "nap" else None
    read = ReadEntry(date=phrase.edtf, kind=kind, states=sorted(states), status=status, text=sentence.text, at=at)
    return Found(read, sentence, (0.9 if states else 0.6) - 0.2 * phrase.impossible - 0.2 * (kind == "other"))


def _clauses(text: str, dates: Sequence[DatePhrase], source: Pack) -> Iterator[_Clause]:
    groups: list[list[DatePhrase]] = []
    for phrase in dates:
        if groups and _is_join(text[groups[-1][-1].end : phrase.start], source):
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
    date_first = source.date_first or (bool(dates) and _is_join(text[: dates[0].start], source))
    for place, group in enumerate(groups):
        start = groups[place - 1][-1].end if place else 0
        end = groups[place + 1][0].start if place + 1 < len(groups) else len(text)
        before, after = text[start : group[0].start], text[group[-1].end : end]
        at_start = place == 0 and _is_join(before, source)
        yield _Clause(group, before, after, at_start, date_first, is_last=place + 1 == len(groups))


def _is_join(words: str, source: Pack) -> bool:
    """Whether words only lead from one date to the next: "and", "on", a comma."""
    if len(words) > _LONGEST_JOIN:
        return False
    small = source.phrases("common", "conjunctions", "date_leads").sub(" ", flat(words))
    return all(token.part is not Part.other or not token.text.isalnum() for token in tokens(small, source.language))


def _kind_of(clause: _Clause, source: Pack) -> EntryKind | None:
    """The kind by the words before the dates; when the sentence puts its dates first, by the words after."""
    own = None if clause.at_start else kind_before(clause.before, source)
    later = kind_after(clause.after, source)
    if clause.date_first:
        return later or own
    return later if own is None or (own, later) == ("letter", "assistance_request") else own


def _is_out(clause: _Clause, kind: EntryKind, source: Pack) -> bool:
    """Whether the words tell of a plan, a period covered or a resolution instead of a past fact."""
    before = flat(clause.before)
    told = flat(clause.after) if clause.at_start else before
    if source.phrases("planned").search(told) or _is_covered(before, source):
        return True
    return kind in {"legislation", "other"} and bool(source.phrases("resolution_actors").search(before))


def _is_covered(before: str, source: Pack) -> bool:
    """Whether the dates follow at once on words such as "covers the years"."""
    return any(len(before) - match.end() < _SHORT_GAP for match in source.phrases("covers").finditer(before))


def _is_past(phrase: DatePhrase, context: Context) -> bool:
    """Before the event's end, and not the event itself."""
    if not context.days.isdisjoint(phrase.days):
        return False
    if context.ends_on and phrase.first[:10] > context.ends_on:
        return False
    return phrase.first != context.starts_on[:7]


def _is_told_as_past(clause: _Clause, phrase: DatePhrase, context: Context, source: Pack) -> bool:
    """A date after the event beside a verb of the past: kept as printed, and doubted elsewhere."""
    told = flat(clause.after if clause.at_start else clause.before)
    later = len(phrase.first) == len(_A_DAY) and bool(context.ends_on) and phrase.first > context.ends_on
    return later and bool(source.phrases("verbs_submit", "verbs_adopt", "verbs_hold").search(told))


def _states_of(clause: _Clause, kind: EntryKind | None, context: Context, source: Pack) -> list[str]:
    """The States in the words around the dates: those who act before those where it was."""
    halves = (clause.after, clause.before) if clause.at_start else (clause.before, clause.after)
    joined = kind == "peer_review"
    for words in halves:
        if found := _first_group(words, source, every=joined):
            return list(dict.fromkeys([*found, *(context.states if joined and len(context.states) == 1 else ())]))
        if kind_before(words, source) and not (clause.is_last and _may_follow(kind, context)):
            break
    return []


def _may_follow(kind: EntryKind | None, context: Context) -> bool:
    """Whether the State may be named after the date, though the kind of fact came before it."""
    return kind in {"letter", "assistance_request"} or len(context.states) != 1


def _first_group(words: str, source: Pack, *, every: bool) -> list[str]:
    """States listed side by side: the first such list, or every one, that does not only say where."""
    named = [one for one in find_names(words, source.language) if one.what == "state"]
    groups: list[list[Named]] = []
    for one in named:
        if groups and _is_join(words[groups[-1][-1].end : one.start], source):
            groups[-1].append(one)
        else:
            groups.append([one])
    places = source.phrases("place_leads")
    acting = [g for g in groups if not _is_led(words, g[0].start, places)]
    chosen = (acting or groups) if every else (acting or groups)[:1]
    return [one.key for group in chosen for one in group]


def _is_led(words: str, at: int, places: re.Pattern[str]) -> bool:
    lead = flat(words[max(0, at - 14) : at]).rstrip()
    return any(match.end() == len(lead) for match in places.finditer(lead))


def _standing(text: str, context: Context, source: Pack) -> list[str]:
    """For want of a name in the sentence: whom it spoke of last, else the one State of the event."""
    referring = source.phrases("same_state").search(flat(text))
    if len(context.states) == 1 and not (referring and context.spoken_of):
        return list(context.states)
    return context.spoken_of if len(context.spoken_of) == 1 or referring else []


def _status(clause: _Clause, source: Pack) -> str | None:
    words = flat(clause.after if clause.at_start else clause.before)
    if source.phrases("status_adopted").search(words):
        return "adopted"
    return "submitted" if source.phrases("status_submitted").search(words) else None
