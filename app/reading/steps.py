"""Commitments in the sections: who shall do what, by when."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from app.kit.languages import Language
from app.reading.actors import actor_after, actor_before
from app.reading.excerpts import Excerpt
from app.reading.found import Found
from app.reading.models import NextStep
from app.reading.names import strip_article
from app.reading.sentences import sentences
from app.wording.matching import flat
from app.wording.packs import Pack, pack
from app.wording.phrases import DatePhrase, find_dates

_LONGEST, _DUE = 2000, 24
_STRONG = re.compile(r"[;；؛]")
_Step = tuple[str, int]  # who, and where what they shall do begins


def next_steps(sections: Mapping[str, Sequence[Excerpt]], source: Pack) -> list[Found[NextStep]]:
    """The commitments in Highlights and Comments, in order; where there are no Highlights, in all paragraphs."""
    whole = () if sections.get("highlights") else ("background",)
    return [
        step
        for section in (*whole, "highlights", "comments")
        for at, item in enumerate(sections.get(section, ()))
        for step in _of_item(item, f"note.{section}[{at}]", source)
    ]


def _of_item(item: Excerpt, at: str, source: Pack) -> Iterator[Found[NextStep]]:
    if assigned := list(_assigned(item, at, source)):
        yield from assigned
        return
    for sentence in sentences(item, source):
        for start, end in _pieces(sentence.text[:_LONGEST]):
            piece = sentence.text[start:end]
            found = list(_steps(piece, source))
            ends = [begin for _, begin in found[1:]] + [len(piece)]
            for (actor, begin), until in zip(found, ends, strict=False):
                action = piece[begin:until].strip().rstrip(".。;；")
                due = _due(action, source) or _due(piece[:begin], source, near=True)
                yield Found(NextStep(actor=actor, action=action, due=due, at=at), sentence, 0.8)


def _assigned(item: Excerpt, at: str, source: Pack) -> Iterator[Found[NextStep]]:
    """The task of an action list, which ends with who is in charge of it: "Draft the list (responsible: Customs)"."""
    match = _charge(source.language).search(flat(item.text[:_LONGEST]))
    if match:
        action = item.text[: match.start()].strip(" (.;,；，、-–—") or item.text
        actor = strip_article(item.text[match.start(1) : match.end(1)].strip(), source)
        yield Found(NextStep(actor=actor, action=action, due=_due(item.text, source), at=at), item, 0.8)


@cache
def _charge(language: Language) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, pack(language).lists["responsible"]), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})\.?\s?[:—–]\s?([^:;；,，،.。()|]{{2,120}})")


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a sentence between semicolons."""
    yield from pairwise((0, *(match.end() for match in _STRONG.finditer(text)), len(text)))


def _steps(piece: str, source: Pack) -> Iterator[_Step]:
    """Each commitment of a piece: a verb without a name of its own goes on with what was begun."""
    plain = flat(piece)
    begun = 0
    traps = [match.span() for match in source.phrases("not_obliged").finditer(plain)]
    for start, end in _verbs(piece, plain, source):
        trapped = any(a < end and start < b for a, b in traps)
        if start < begun or trapped or not plain[end:].strip(" .") or _is_denied(plain, begun, start, end, source):
            continue
        actor = _actor(piece, plain, begun, (start, end), source)
        if actor:
            yield actor, start
            begun = end


def _verbs(piece: str, plain: str, source: Pack) -> list[tuple[int, int]]:
    found = [match.span() for match in source.phrases("obliged", "future", "reported").finditer(plain)]
    found += [match.span() for match in _endings(source.language).finditer(piece)]
    return sorted(found, key=lambda span: (span[0], -span[1]))


@cache
def _endings(language: Language, *, told: bool = False) -> re.Pattern[str]:
    """Words that are verbs of the future by their form, or, where a commitment is `told`, of what would be done."""
    source = pack(language)
    last = "|".join((*source.future_endings, *(source.told_endings if told else ())))
    first = "|".join(source.future_beginnings)
    forms = [rf"[^\W\d_A-Z]{{1,18}}(?:{last})(?!\w)"] if last else []
    forms += [rf"[وف]?(?:{first})[^\W\d_]{{2,12}}"] if first else []
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})" if forms else r"(?!)")


def _is_denied(plain: str, begun: int, start: int, end: int, source: Pack) -> bool:
    """Whether a "not" stands beside the verb, or an "if" before or after it."""
    denial = source.phrases("negated")
    before = plain[max(begun, start - 8) : start].rstrip()
    near = any(match.end() == len(before) for match in denial.finditer(before))
    return near or bool(denial.match(plain[end:].lstrip()) or source.phrases("conditional").search(plain))


def _actor(piece: str, plain: str, begun: int, verb: tuple[int, int], source: Pack) -> str:
    """Who is bound: named before the verb, after it where verbs come first, or after "that" or "by"."""
    start, end = verb
    if source.phrases("reported").fullmatch(plain[start:end]):
        told = _endings(source.language, told=True).search(piece, end)
        return actor_before(piece[end : told.start()], source) if told else actor_after(piece[end:], source)
    passive = source.phrases("passive").match(plain[end:].lstrip()) or source.phrases("passive").fullmatch(
        plain[start:end]
    )
    if passive:
        return _agent(piece, plain, end, source)
    if source.verb_first:
        return actor_after(piece[end:], source)
    return actor_before(piece[begun:start], source)


def _agent(piece: str, plain: str, end: int, source: Pack) -> str:
    for match in source.phrases("agent_leads").finditer(plain, end):
        if actor := actor_after(piece[match.end() :], source):
            return actor
    return ""


def _due(words: str, source: Pack, *, near: bool = False) -> str | None:
    """The date that a word such as "by" leads to, else the first; before the verb only one that is so led."""
    dates = find_dates(words, source.language)
    led = [one for one in dates if _is_led(words, one, source)]
    chosen = led or ([] if near and source.spaced else dates)
    return chosen[0].edtf if chosen else None


def _is_led(words: str, phrase: DatePhrase, source: Pack) -> bool:
    lead = flat(words[max(0, phrase.start - _DUE) : phrase.start]).rstrip()
    own = flat(words[phrase.start : phrase.end])
    leads = source.phrases("due_leads")
    return bool(leads.match(own)) or any(match.end() == len(lead) for match in leads.finditer(lead))
