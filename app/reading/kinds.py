"""What kind of fact some words state."""

from collections.abc import Mapping
from functools import lru_cache

from app.kit.languages import Language
from app.reading.models import EntryKind
from app.wording.matching import flat
from app.wording.packs import Pack, pack

_Hits = list[tuple[int, int, str]]

# Which verbs go with which things: a report is submitted, a workshop is held.
_GO_TOGETHER: Mapping[str, frozenset[str]] = {
    "submit": frozenset({"report", "additional", "plan", "matrix", "letter", "contact", "law", "note"}),
    "adopt": frozenset({"plan", "matrix", "law", "report", "additional", "contact", "note"}),
    "hold": frozenset({"event", "visit", "peer", "help"}),
}
_THINGS = (
    "report", "additional", "matrix", "plan", "letter", "contact", "law", "visit", "peer", "event", "help", "note",
)  # fmt: skip
_FIRST = frozenset({"visit", "peer", "contact", "note"})  # say more than what stands beside them
_KINDS: Mapping[str, EntryKind] = {
    "report": "national_report",
    "additional": "additional_information",
    "matrix": "matrix",
    "plan": "nap",
    "letter": "letter",
    "contact": "point_of_contact",
    "law": "legislation",
    "visit": "visit",
    "peer": "peer_review",
    "event": "event",
    "help": "event",
    "note": "note",
}
_LONGEST = 1500


def kind_before(words: str, source: Pack) -> EntryKind | None:
    """The kind of fact told by words that lead up to a date: what stands nearest to it counts."""
    return _kind(words[-_LONGEST:], source, last=True)


def kind_after(words: str, source: Pack) -> EntryKind | None:
    """The kind of fact told by words that follow a date: what comes first counts."""
    return _kind(words[:_LONGEST], source, last=False)


def kinds_in(words: str, source: Pack) -> list[EntryKind]:
    """The kind of each thing that words name, in order."""
    return [_KINDS[topic] for _, _, topic in _hits(flat(words[:_LONGEST]), source, _THINGS, "kind_")]


def _kind(words: str, source: Pack, *, last: bool) -> EntryKind | None:
    return _kind_of(flat(words), source.language, last)


@lru_cache(maxsize=2048)
def _kind_of(plain: str, language: Language, last: bool) -> EntryKind | None:
    source = pack(language)
    if source.phrases("kind_assistance").search(plain):
        return "assistance_request"
    things = _hits(plain, source, _THINGS, "kind_")
    if not things:
        return "other" if source.phrases("kind_treaty").search(plain) else None
    verbs = _hits(plain, source, tuple(_GO_TOGETHER), "verbs_")
    fitting = _fitting(things, verbs, last=last) or _named_by_date(plain, things, last=last)
    if not fitting:
        return "other" if source.phrases("kind_treaty").search(plain) else None
    return _KINDS[fitting[-1 if last else 0][2]]


def _fitting(things: _Hits, verbs: _Hits, *, last: bool) -> _Hits:
    """The things that can go with the verb nearest to the date; a thing before it, if there is one, is its own."""
    for at, end, verb in reversed(verbs) if last else verbs:
        fit = [thing for thing in things if thing[2] in _GO_TOGETHER[verb] and not (thing[0] < end and at < thing[1])]
        own = [thing for thing in fit if thing[2] in _FIRST] or fit
        if fit:
            return _heads(own, at)
    return [thing for thing in things if thing[2] != "law"]


def _named_by_date(plain: str, things: _Hits, *, last: bool) -> _Hits:
    """A law that is only named by its date: "a decree of 22 August 2016"."""
    return things[-1:] if last and "," not in plain[things[-1][1] :] else []


def _heads(fit: _Hits, verb_at: int) -> _Hits:
    """Of several things the one nearest to the verb."""
    return [min(fit, key=lambda thing: abs(thing[0] - verb_at))]


def _hits(plain: str, source: Pack, topics: tuple[str, ...], prefix: str) -> _Hits:
    """Where words for each topic stand; inside a longer one the shorter does not count."""
    found = sorted(
        (
            (match.start(), match.end(), topic)
            for topic in topics
            for match in source.phrases(prefix + topic).finditer(plain)
        ),
        key=lambda hit: (hit[0], -hit[1]),
    )
    kept: _Hits = []
    for hit in found:
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept
