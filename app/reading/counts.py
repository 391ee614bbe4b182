"""Numbers that a note gives beside what it lists: States, cities, days, and the parts of a sum."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from app.checks import dates
from app.checks.models import Finding
from app.kit.languages import Language
from app.reading.excerpts import Excerpt
from app.reading.gazetteer import find_names
from app.reading.parts import Parts
from app.reading.sentences import sentences
from app.wording.matching import compiled, flat
from app.wording.numbers import counted, number_of, number_source
from app.wording.packs import Pack, pack
from app.wording.phrases import find_dates

_LONGEST = 3000
_TOLD = ("highlights", "comments")
_FEWEST = 2  # what is counted has to be a list before a number can differ from it
_BEFORE, _AFTER = 24, 40  # characters around a number in which a word leaves it open


def count_doubts(parts: Parts) -> Iterator[Finding]:
    """Numbers that differ from what the header lists or from what they are the sum of; open ones are left alone."""
    for section in _TOLD:
        for at, item in enumerate(parts.sections.get(section, ())):
            for sentence in sentences(item, parts.pack):
                yield from _of_sentence(sentence.cut(0, _LONGEST), parts, f"note.{section}[{at}]")
    named = parts.head.fields.value("participants").text[:_LONGEST]
    yield from _sums(flat(named), parts.pack, "participants")


def _of_sentence(sentence: Excerpt, parts: Parts, at: str) -> Iterator[Finding]:
    plain = flat(sentence.text)
    if not find_dates(sentence.text, parts.pack.language):
        yield from _states(plain, parts, at)
        yield from _cities(plain, parts, at)
        yield from _days(plain, parts, at)
    yield from _sums(plain, parts.pack, at)


def _closed(plain: str, topic: str, source: Pack) -> Iterator[int]:
    """The numbers of a topic that no word beside them leaves open ("more than", "among others")."""
    for said in counted(plain, topic, source):
        around = plain[max(0, said.start - _BEFORE) : said.end + _AFTER]
        if not source.phrases("open_counts").search(around):
            yield said.number


def _states(plain: str, parts: Parts, at: str) -> Iterator[Finding]:
    listed = _listed_states(parts)
    if len(listed) < _FEWEST:
        return
    right = {len(listed), len(parts.head.states[0]), *_group_sizes(parts)}
    wrong = [number for number in _closed(plain, "counted_all", parts.pack) if number not in right]
    more = [number for number in _closed(plain, "counted_some", parts.pack) if max(right) < number <= 2 * max(right)]
    for number in (*wrong, *more)[:1]:
        yield from _doubt(number, len(parts.head.states[0]) or len(listed), "States", at)


def _listed_states(parts: Parts) -> set[str]:
    """The States that took part; none where one of them has no name, or where only some are named."""
    people = [one.value for one in parts.head.participants]
    states = [one.state for one in people if one.kind == "state"]
    open_list = any(one.kind == "group" for one in people) or not all(states)
    return set() if open_list else {state for state in states if state}


def _group_sizes(parts: Parts) -> set[int]:
    """The numbers of States in each group of the participants, such as members beside guests."""
    language = parts.pack.language
    groups = [part.text for field in parts.head.fields.all("participants") for part in field.parts or (field.value,)]
    named = [{one.key for one in find_names(text, language) if one.what == "state"} for text in groups]
    return {len(keys) for keys in named if len(keys) >= _FEWEST}


def _cities(plain: str, parts: Parts, at: str) -> Iterator[Finding]:
    held = {flat(one.value.city) for one in parts.head.venues if one.value.city}
    if len(held) >= _FEWEST:
        for number in _closed(plain, "counted_places", parts.pack):
            if number > 1:
                yield from _doubt(number, len(held), "places", at)


def _doubt(number: int, listed: int, what: str, at: str) -> Iterator[Finding]:
    if found := dates.count_mismatch(number, listed, what=what, at=at):
        yield found


def _days(plain: str, parts: Parts, at: str) -> Iterator[Finding]:
    sessions = parts.head.when.sessions
    if not sessions:
        return
    said = [*_closed(plain, "counted_days", parts.pack), *_fixed_days(plain, parts.pack)]
    for number in said:
        if number not in _lengths(sessions):
            yield from _doubt(number, len(sessions), "days", at)


def _fixed_days(plain: str, source: Pack) -> Iterator[int]:
    """Numbers of days said with a word of their own ("двухдневный", the dual of Arabic)."""
    if not source.phrases("open_counts").search(plain):
        for words, number in source.table("day_counts").items():
            if compiled((words,), spaced=source.spaced).search(plain):
                yield int(number)


def _lengths(sessions: Sequence[str]) -> set[int]:
    """The numbers of days that may be said of an event: all of them, those of a leg, from the first to the last."""
    days = [date.fromisoformat(day) for day in sessions]
    runs = [1]
    for before, after in pairwise(days):
        runs = [*runs[:-1], runs[-1] + 1] if after - before == timedelta(days=1) else [*runs, 1]
    legs = set(runs) if len(runs) > 1 else set()
    return {len(days), (days[-1] - days[0]).days + 1} | legs


@cache
def _parts_pattern(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What leads from a sum to its parts ("24 trainees: "), and what stands between two parts."""
    source = pack(language)
    number = number_source(language)
    last = "|".join(re.escape(one) for one in source.lists["last_of_list"])
    blank = r"\s" if source.spaced and not source.clitics else r"\s?"
    edge = r"(?<!\w)" if source.spaced else ""
    words = r"(?:[ -][^\W\d]{1,20}){1,3}" if source.spaced else r"[^\W\d]{1,8}"
    lead = re.compile(rf"{edge}({number}){words} ?[:(] ?(?={number})")
    return lead, re.compile(rf"[,،、，] ?(?:(?:{last}){blank})?(?={number})|{blank}({last}){blank}(?={number})")


def _sums(plain: str, source: Pack, at: str) -> Iterator[Finding]:
    """A number with its parts after a colon or in brackets, as long as each part is a number and the list is closed."""
    lead, _ = _parts_pattern(source.language)
    for match in lead.finditer(plain):
        whole = number_of(match[1], source)
        said = _said_parts(_tail(plain, match), source)
        if whole and len(said) >= _FEWEST and sum(said) != whole:
            yield dates.sum_mismatch(whole, said, at=at)


def _tail(plain: str, match: re.Match[str]) -> str:
    """The list of the parts: up to the closing bracket, or to the end of the sentence."""
    ends = ")" if "(" in match.group()[-2:] else ";。"
    tail = plain[match.end() :]
    stops = [tail.find(end) for end in ends if end in tail]
    return tail[: min(stops)] if stops else tail


def _said_parts(tail: str, source: Pack) -> list[int]:
    """The numbers that the parts of a closed list begin with; none where a part has another number in it."""
    _, between = _parts_pattern(source.language)
    seams = list(between.finditer(tail))
    if not seams or (source.spaced and not seams[-1].group().strip(" ,،")):
        return []
    starts = [0, *(seam.end() for seam in seams)]
    ends = [*(seam.start() for seam in seams), len(tail)]
    found = [re.findall(number_source(source.language), tail[a:b]) for a, b in zip(starts, ends, strict=True)]
    values = [number_of(one[0], source) for one in found if len(one) == 1]
    if len(values) < len(found) or source.phrases("parts_of_all").search(tail):
        return []
    return [value for value in values if value]
