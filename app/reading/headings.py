"""Headings that no list has: found by their form, named by their words or by their place among the known ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.reading.gazetteer import find_names
from app.reading.lines import Line, bullet_of, is_closed, is_full, is_wrapped, width_of
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import find_dates

_LONGEST, _MOST_WORDS, _LONGEST_UNSPACED = 64, 9, 20
_SHORTEST_PROSE, _SHORTEST_UNSPACED_PROSE = 40, 16
_FEW_WORDS = 450  # a last section of no more characters winds a note up
_NEARLY = 0.75  # of the page's width: a line so long is no heading of what follows without a blank line
_RANK = {"objectives": 1, "background": 1, "highlights": 2, "comments": 3}


def is_like_heading(text: str, lines: Sequence[Line], at: int, pack: Pack) -> bool:
    """Whether a line is set as a heading is: short, without a stop, on its own, with prose under it."""
    line = lines[at]
    words = text[line.start : line.end]
    if at + 1 >= len(lines) or not at or lines[at + 1].torn or not _is_short(words, pack):
        return False
    asks = words[-1:] in "?؟" and lines[at].gap > 0 and not lines[at + 1].gap
    set_so = asks or (_stands_apart(text, lines, at) and _has_prose(text, lines, at, pack))
    return set_so and not _tells_more(words, pack)


def _is_short(words: str, pack: Pack) -> bool:
    stripped = words.rstrip(" :?؟？")
    if not stripped or is_closed(stripped) or stripped[-1] in ",;،，、" or len(stripped.split()) > _MOST_WORDS:
        return False
    signed = bullet_of(words) and not words[:3].strip("(№第")[:1].isalnum()
    return not signed and len(words) <= (_LONGEST if pack.spaced else _LONGEST_UNSPACED)


def _stands_apart(text: str, lines: Sequence[Line], at: int) -> bool:
    before = lines[at - 1]
    last = text[before.start : before.end]
    if not lines[at].gap and (is_wrapped(text) or not is_closed(last)):
        return False
    lower = text[lines[at].start].islower()
    return is_closed(last) or not (lower or is_full(text, before, text[lines[at].start : lines[at].end]))


def _has_prose(text: str, lines: Sequence[Line], at: int, pack: Pack) -> bool:
    words, after = (text[line.start : line.end] for line in lines[at : at + 2])
    if not lines[at + 1].gap and (is_full(text, lines[at], after) or len(words) > _NEARLY * width_of(text)):
        return False
    shortest = _SHORTEST_PROSE if pack.spaced else _SHORTEST_UNSPACED_PROSE
    return after[0] != words[0].lower() and (bullet_of(after) > 0 or is_closed(after) or len(after) >= shortest)


def _tells_more(words: str, pack: Pack) -> bool:
    """Whether a short line holds an address, a date, or nothing but names."""
    if "@" in words or find_dates(words, pack.language):
        return True
    named = find_names(words, pack.language)
    return sum(one.end - one.start for one in named) > 0.6 * len(flat(words))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as far as it is known: the section it names or "", whether that is sure, the words under it."""

    name: str
    sure: bool
    words: str


def in_order(headings: Sequence[Heading]) -> list[str]:
    """The section that each heading opens."""
    found: list[str] = []
    for at, heading in enumerate(headings):
        later = headings[at + 1 :]
        is_told = bool(heading.name) and (heading.sure or _fits(heading.name, found, later))
        found.append(heading.name if is_told else _by_place(heading, found, later))
    return found


def _fits(name: str, before: Sequence[str], later: Sequence[Heading]) -> bool:
    """Whether a section that is not sure comes neither too late nor too early."""
    highest = max((_RANK[one] for one in before), default=0)
    lowest = min((_RANK[one.name] for one in later if one.name and one.sure), default=max(_RANK.values()))
    return highest <= _RANK[name] <= lowest


def _by_place(heading: Heading, before: Sequence[str], later: Sequence[Heading]) -> str:
    told = [one.name for one in later if one.name]
    if "comments" in before:
        return "comments"
    if "highlights" in before:
        winds_up = not later and ("@" in heading.words or len(heading.words) <= _FEW_WORDS)
        return "comments" if winds_up else "highlights"
    if "background" in before:
        return "highlights"
    alone = all(one == "comments" for one in told) and len(later) == len(told)
    return "highlights" if alone else "background"
