"""Dated past facts stated in the sections: what happened, when, for which State, and where it says so."""

import re
from collections.abc import Generator, Iterator, Mapping, Sequence

from app.reading.clauses import Clause, clauses, is_join, told_before_comma
from app.reading.excerpts import Excerpt
from app.reading.found import Found
from app.reading.gazetteer import find_names
from app.reading.kinds import kind_after, kind_before, kinds_in
from app.reading.models import EntryKind, ReadEntry
from app.reading.sentences import sentences
from app.reading.subjects import Context, listed_states, named_states, standing
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import DatePhrase

__all__ = ["Context", "facts"]
_LONGEST_SENTENCE = 3000
_BRACKETS = ("(", "（")
_A_DAY = "2018-01-22"
_YEARS = re.compile(r"\d{4}/\d{4}")
_HELD: frozenset[EntryKind] = frozenset({"event", "visit", "peer_review"})
_SENT: frozenset[EntryKind] = frozenset({"national_report", "additional_information", "nap", "matrix"})
_Told = tuple[DatePhrase, EntryKind, list[str]]


def facts(sections: Mapping[str, Sequence[Excerpt]], context: Context, source: Pack) -> list[Found[ReadEntry]]:
    """The facts of all sections in order, each once."""
    found: dict[tuple[str, str, tuple[str, ...]], Found[ReadEntry]] = {}
    for section in ("background", "highlights", "comments"):
        for at, item in enumerate(sections.get(section, ())):
            context.anew = True
            for fact in _of_item(item, f"note.{section}[{at}]", context, source):
                entry = fact.value
                found.setdefault((entry.date, entry.kind, tuple(entry.states)), fact)
    return list(found.values())


def _of_item(item: Excerpt, at: str, context: Context, source: Pack) -> Iterator[Found[ReadEntry]]:
    kind: EntryKind | None = None
    for sentence in sentences(item, source):
        short = sentence.cut(0, _LONGEST_SENTENCE)
        kind = yield from _of_sentence(short, at, kind, context, source)
        named = [one.key for one in find_names(short.text, source.language) if one.what == "state"]
        context.spoken_of = list(dict.fromkeys(named)) or context.spoken_of
        context.anew = context.anew and not named


def _of_sentence(
    sentence: Excerpt, at: str, told: EntryKind | None, context: Context, source: Pack
) -> Generator[Found[ReadEntry], None, EntryKind | None]:
    """The facts of a sentence; what it told of last is returned, for a sentence that says "a second followed"."""
    text = sentence.text
    kind: EntryKind | None = None
    states: list[str] = []
    whose: list[str] = []
    parts = list(clauses(text, source))
    kinds = [_kind_of(clause, source) for clause in parts]
    for at_part, clause in enumerate(parts):
        own = kinds[at_part]
        if clause.before.rstrip().endswith(_BRACKETS):
            own = own or next((later for later in kinds[at_part:] if later), None)
        kind = own or kind or (told if source.phrases("again").search(flat(clause.words)) else None)
        states = named_states(clause, kind, context, source) or states
        if kind is None or _is_out(clause, kind, source):
            continue
        whose = states or standing(clause, kind, text, context, source) or whose
        for phrase, what, who in _dealt_out(clause, kind, whose, source):
            if _is_told(clause, phrase, what, context, source):
                yield _entry(sentence, phrase, what, who, at, clause, source)
    return kind or kind_before(text, source) or told


def _entry(
    sentence: Excerpt,
    phrase: DatePhrase,
    kind: EntryKind,
    states: Sequence[str],
    at: str,
    clause: Clause,
    source: Pack,
) -> Found[ReadEntry]:
    status = _status(clause, source) if kind == "nap" else None
    read = ReadEntry(date=phrase.edtf, kind=kind, states=sorted(states), status=status, text=sentence.text, at=at)
    return Found(read, sentence, (0.9 if states else 0.6) - 0.2 * phrase.impossible - 0.2 * (kind == "other"))


def _dealt_out(clause: Clause, kind: EntryKind, states: list[str], source: Pack) -> Iterator[_Told]:
    """Each date with its State or its kind where a word such as "respectively" deals them out, else with all."""
    dates = clause.dates
    dealt = len(dates) > 1 and source.phrases("respectively").search(flat(clause.words))
    listed = listed_states(clause, source) if dealt else []
    kinds = kinds_in(clause.words, source) if dealt else []
    for at, phrase in enumerate(dates):
        if len(listed) == len(dates):
            yield phrase, kind, [listed[at]]
        else:
            yield phrase, kinds[at] if len(kinds) == len(dates) else kind, states


def _kind_of(clause: Clause, source: Pack) -> EntryKind | None:
    """The kind by the words before the dates; when the clause puts its dates first, by the words after."""
    own = None if clause.opens else kind_before(clause.before, source)
    later = kind_after(clause.after, source)
    around = kind_after(clause.words, source)
    if own == "letter" and later:
        return later if _is_in_letter(later, clause.after, source) else own
    if clause.date_first:
        return own if own == "assistance_request" or (own and later == "other") else later or own or around
    return own or later or around


def _is_in_letter(kind: EntryKind, words: str, source: Pack) -> bool:
    """Whether a letter is only the vessel of what it asks, names or brings."""
    if source.phrases("invitation").search(flat(words)):
        return False
    return kind in {"assistance_request", "point_of_contact"} or kind in _SENT


def _is_out(clause: Clause, kind: EntryKind, source: Pack) -> bool:
    """Whether the words tell of a plan, a period covered or a resolution instead of a past fact."""
    before, after = flat(clause.before), flat(told_before_comma(clause.after))
    told = after if clause.opens else f"{before} {after}" if clause.date_first else before
    if source.phrases("planned", "future").search(told) or _is_covered(before, source):
        return True
    if any("," not in told[match.end() :] for match in source.phrases("denied").finditer(told)):
        return True
    by_council = source.phrases("resolution_actors").search(before)
    if by_council and (kind in {"legislation", "other"} or not kind_before(clause.before, source)):
        return True
    return any(
        is_join(before[match.end() :], source) and any(map(str.isdigit, match.group()))
        for match in source.phrases("dated_documents").finditer(before)
    )


def _is_covered(before: str, source: Pack) -> bool:
    """Whether the dates follow at once on words such as "covers the years"."""
    return any(is_join(before[match.end() :], source) for match in source.phrases("covers").finditer(before))


def _is_told(clause: Clause, phrase: DatePhrase, kind: EntryKind, context: Context, source: Pack) -> bool:
    if _YEARS.fullmatch(phrase.edtf) and kind not in _HELD:
        return False
    return _is_past(phrase, context) or _is_told_as_past(clause, phrase, context, source)


def _is_past(phrase: DatePhrase, context: Context) -> bool:
    """Before the event's end, and not the event itself."""
    if not context.days.isdisjoint(phrase.days):
        return False
    if context.ends_on and phrase.first[:10] > context.ends_on:
        return False
    return phrase.first != context.starts_on[:7]


def _is_told_as_past(clause: Clause, phrase: DatePhrase, context: Context, source: Pack) -> bool:
    """A date after the event beside a verb of the past: kept as printed, and doubted elsewhere."""
    told = flat(clause.after if clause.opens else clause.words if clause.date_first else clause.before)
    later = len(phrase.first) == len(_A_DAY) and bool(context.ends_on) and phrase.first > context.ends_on
    return later and bool(source.phrases("verbs_submit", "verbs_adopt", "verbs_hold").search(told))


def _status(clause: Clause, source: Pack) -> str | None:
    words = flat(clause.after if clause.opens else clause.words if clause.date_first else clause.before)
    if source.phrases("status_adopted").search(words):
        return "adopted"
    return "submitted" if source.phrases("status_submitted").search(words) else None
