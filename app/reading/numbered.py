"""Numbered paragraphs with a head of their own: "I. The course. It was held in ...", "一、时地。"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.kit.languages import Language
from app.reading.lines import Line, is_closed
from app.reading.marks import Mark, likely_section, names_of, numeral_source
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import find_dates

PROSE = ("told",)  # a paragraph that tells of the event in sentences
_FEWEST, _MOST_WORDS, _LONGEST, _LONGEST_UNSPACED = 3, 7, 60, 12
_ENDS = re.compile(r"\s?(?:\.(?!\d)|[:。：])|\s[-–—](?=\s)")


@lru_cache(maxsize=16)
def _number(language: Language) -> re.Pattern[str]:
    words = numeral_source(language)
    signs = r"\s?(?:[.)、．:،]|\s[-–—])\s*"
    return re.compile(rf"\(?(?:\d{{1,2}}|[ivx]{{1,5}}|[a-h]|[一二三四五六七八九十]{{1,3}}|(?:{words})){signs}")


def numbered_marks(text: str, lines: Sequence[Line], pack: Pack) -> list[tuple[int, Mark, bool]]:
    """The heads of numbered paragraphs, each with its line and whether it is a label; none where they are too few, or
    where too few of them say what they are."""
    heads = list(_heads(text, lines, pack))
    if len(heads) < _FEWEST:
        return []
    found = [(at, *_meaning(words, begin, text[lines[at].start : lines[at].end], pack)) for at, words, begin in heads]
    known = sum(1 for _, mark, _ in found if mark.names[0])
    return found if known * 2 >= len(found) else []


def _heads(text: str, lines: Sequence[Line], pack: Pack) -> Iterator[tuple[int, str, int]]:
    """The lines that begin with a number and a few words set off by a stop; what these are and where they end."""
    for at, line in enumerate(lines):
        words = text[line.start : line.end]
        opens = line.gap or not at or is_closed(text[lines[at - 1].start : lines[at - 1].end])
        number = _number(pack.language).match(flat(words)) if opens else None
        end = _ENDS.search(words, number.end(), number.end() + _LONGEST) if number else None
        if number and end and words[end.end() :].strip():
            head = words[number.end() : end.start()]
            if _is_head(head, pack):
                begin = end.end() + len(words[end.end() :]) - len(words[end.end() :].lstrip())
                yield at, head, begin


def _is_head(head: str, pack: Pack) -> bool:
    short = len(head.split()) <= _MOST_WORDS if pack.spaced else len(head) <= _LONGEST_UNSPACED
    return bool(head) and short and not any(char.isdecimal() or char in ",;،؛，；、" for char in head)


def _meaning(head: str, begin: int, line: str, pack: Pack) -> tuple[Mark, bool]:
    """What a head announces: a field, a section, the event told in sentences, or what its place tells."""
    section = names_of(head, pack, "sections")
    label = names_of(head, pack, "labels")
    dated = any(phrase.days for phrase in find_dates(line[begin:], pack.language))
    if label == ("event",) and (dated or not section):
        return Mark(PROSE, begin, sure=True), True
    if section and label != ("participants",):
        return Mark(section[:1], begin, sure=True), False
    if label and label != ("other",):
        return Mark(label, begin, sure=True), True
    return Mark((likely_section(head, pack),), begin, sure=False), False
