"""Sentences taken apart into clauses, each telling of one date, or of dates that stand side by side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.reading.kinds import kind_after, kind_before
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import DatePhrase, find_dates
from app.wording.tokens import Part, tokens

_LONGEST_JOIN = 24
_STRONG = re.compile(r"[;；؛]")
_COMMA = re.compile(r"[,،，、](?!\d)|\s[-–—]\s|——|:\s")
_NUMBER = re.compile(r"[^.;\d]{0,24}\d{3,4}[^\w.;]{1,3}(?:\w{1,4} )?")
_A_YEAR, _REACH, _REACH_OF_NUMBER = 4, 1000, 60
_NO_WORD = re.compile(r"[^\w]*")


@dataclass(frozen=True, slots=True)
class Clause:
    """Dates that tell of one thing, with the words before and after them.

    `opens`: the dates come first; `date_first`: the sentence, or the language, puts dates before their verbs.
    """

    dates: Sequence[DatePhrase]
    before: str
    after: str
    opens: bool
    date_first: bool

    @property
    def halves(self) -> tuple[str, str]:
        """The words around the dates, those that tell of them first."""
        return (self.after, self.before) if self.opens else (self.before, self.after)

    @property
    def words(self) -> str:
        """All words but the dates."""
        return f"{self.before} {self.after}"


def clauses(text: str, source: Pack) -> Iterator[Clause]:
    """The clauses of a sentence that hold a date, in order."""
    groups = _groups(text, source)
    if not groups:
        return
    opened = is_join(text[: groups[0][0].start], source)
    cuts = [0]
    ends = [group[0].start for group in groups[2:]] + [len(text)]
    for (here, after), end in zip(pairwise(groups), ends, strict=False):
        gap = text[here[-1].end : after[0].start]
        leads = kind_after(text[after[-1].end : end], source) is not None
        first = leads and (opened or source.date_first)
        cuts.append(here[-1].end + _cut(gap, source, leads=leads, date_first=first))
    for group, start, end in zip(groups, cuts, [*cuts[1:], len(text)], strict=True):
        before, after_it = text[start : group[0].start], text[group[-1].end : end]
        yield Clause(group, before, after_it, is_join(before, source), opened or source.date_first)


def _groups(text: str, source: Pack) -> list[list[DatePhrase]]:
    dates = [phrase for phrase in find_dates(text, source.language) if not _is_of_resolution(text, phrase, source)]
    groups: list[list[DatePhrase]] = []
    for phrase, end in zip(dates, [*(one.start for one in dates[1:]), len(text)], strict=False):
        gap = text[groups[-1][-1].end : phrase.start] if groups else ""
        if groups and is_join(gap, source) and not _is_told_apart(text, groups[-1][0], phrase, end, source):
            groups[-1].append(phrase)
        else:
            groups.append([phrase])
    return groups


def _is_told_apart(text: str, first: DatePhrase, phrase: DatePhrase, end: int, source: Pack) -> bool:
    """Whether each of two dates side by side has words of its own: "was held in 2017, and in 2018 it named ..."."""
    told = kind_before(text[max(0, first.start - _REACH) : first.start], source)
    return told is not None and kind_after(text[phrase.end : end], source) is not None


def _is_of_resolution(text: str, phrase: DatePhrase, source: Pack) -> bool:
    """Whether a year only belongs to the number of a resolution: "resolution 1540 of 2004"."""
    if len(phrase.edtf) != _A_YEAR:
        return False
    before = flat(text[max(0, phrase.start - _REACH_OF_NUMBER) : phrase.start])
    cited = list(source.phrases("resolution").finditer(before))
    return bool(cited and _NUMBER.fullmatch(before, cited[-1].end()))


def is_join(words: str, source: Pack) -> bool:
    """Whether words only lead from one date, or one name, to the next: "and", "on", a comma."""
    if len(words) > _LONGEST_JOIN or _STRONG.search(words):
        return False
    small = source.phrases("common", "conjunctions", "date_leads", "state_styles").sub(" ", flat(words))
    return all(token.part is not Part.other or not token.text.isalnum() for token in tokens(small, source.language))


def _cut(gap: str, source: Pack, *, leads: bool, date_first: bool) -> int:
    """Where, between two dates, the words of the first end and those of the second begin.

    `leads`: words after the second date tell of it, so that it may open its clause.
    """
    if strong := _STRONG.search(gap):
        return strong.end()
    joins = source.phrases("conjunctions")
    conjoined = [match.start() for match in joins.finditer(flat(gap))] if source.spaced else []
    commas = [match.end() for match in _COMMA.finditer(gap)]
    places = sorted({*commas, *conjoined})
    if leads and (at_end := [at for at in places if is_join(gap[at:], source)]):
        return at_end[0]
    if any(_is_bare(gap[:at], source) for at in places) or _opens_anew(gap, source):
        return 0
    both = [at for at in commas if any(0 <= joined - at <= 2 for joined in conjoined)]
    return next(iter([*both, *commas, *conjoined]), len(gap) if date_first else 0)


def _is_bare(words: str, source: Pack) -> bool:
    """Whether nothing but the unit of a date and signs are there."""
    return len(words) < _LONGEST_JOIN and is_join(words, source)


def _opens_anew(gap: str, source: Pack) -> bool:
    """Whether the first word has a conjunction written onto it, as in Arabic."""
    first = _NO_WORD.match(gap)
    attached = source.lists.get("attached_conjunctions", ())
    return bool(first and attached and flat(gap[first.end() :]).startswith(attached))


def told_before_comma(words: str) -> str:
    """The words up to the first comma that follows some of them."""
    match = _COMMA.search(words, 4)
    strong = _STRONG.search(words)
    end = min(match.start() if match else len(words), strong.start() if strong else len(words))
    return words[:end]
