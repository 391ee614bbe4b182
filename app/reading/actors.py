"""Who commits themselves: the name that stands before the verb of a commitment, or after it."""

import re
from collections.abc import Iterator

from app.reading.gazetteer import find_names
from app.reading.names import is_acronym, strip_article
from app.wording.matching import flat
from app.wording.packs import Pack
from app.wording.phrases import find_dates

_LONGEST_ACTOR, _LONGEST_HEAD, _LONGEST_TAIL = 120, 3, 24
_BOUNDARY = re.compile(r"[,،，;；؛:：、](?!\d)|\s[-–—]\s")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[«»“”\"]")
_MARKS = " ,،，;；؛:：-–—"


def actor_before(words: str, source: Pack) -> str:
    """The name that ends before a verb: the longest stretch, from a boundary on, that names someone; else nothing."""
    if not source.spaced:
        return _unspaced(words, source)
    for start in _starts(words, source):
        actor = _without_tail(words[start:], source)
        if is_actor(actor, source) and not source.phrases("verbs_hold", "verbs_submit").search(flat(actor)):
            return strip_article(actor, source)
    return ""


def _starts(words: str, source: Pack) -> Iterator[int]:
    """Where a name may begin: at the front, after a comma, a date, a conjunction, a word such as "that", and with a
    capital at a word such as "Ministry"."""
    yield 0
    plain = flat(words)
    marks = {match.end() for match in _BOUNDARY.finditer(words)}
    leads = {match.end() for match in source.phrases("conjunctions", "reports").finditer(plain)}
    dates = {date.end for date in find_dates(words, source.language)}
    heads = {match.start() for match in source.phrases("names_head", "names_adjectives").finditer(plain)}
    yield from sorted(marks | leads | dates | {at for at in heads if words[at].isupper()})


def _without_tail(words: str, source: Pack) -> str:
    """The words without what stands between a name and its verb: a date, a partner, an adverb."""
    dates = find_dates(words, source.language)
    if dates and any(
        map(str.isalnum, source.phrases("actor_tails", "date_leads").sub("", flat(words[dates[-1].end :])))
    ):
        return ""
    kept = words[: dates[0].start] if dates else words
    if partner := source.phrases("role_cooperation", "role_support", "role_funder").search(flat(kept)):
        kept = kept[: partner.start()]
    tails = source.phrases("actor_tails", "date_leads", "due_leads") if dates else source.phrases("actor_tails")
    while (kept := kept.strip(_MARKS)) and (tail := _tail(kept, tails)):
        kept = kept[: -len(tail)]
    return kept


def _tail(words: str, tails: re.Pattern[str]) -> str:
    plain = flat(words)
    at = next(
        (match.start() for match in tails.finditer(plain, max(0, len(plain) - 24)) if match.end() == len(plain)), 0
    )
    return words[at:] if at else ""


def is_actor(words: str, source: Pack) -> bool:
    """Whether words name someone who can commit themselves: a State, an organization, an office, those present."""
    bare = strip_article(words, source)
    plain = flat(bare)
    if not bare or len(words) > _LONGEST_ACTOR or source.phrases("not_actors").match(plain):
        return False
    if not source.verb_first and source.phrases("not_in_names").search(plain):
        return False
    known = find_names(words, source.language)
    if source.phrases("names_head", "names_adjectives", "counted").match(plain) or (
        known and known[0].start <= _LONGEST_HEAD
    ):
        return True
    if bare[:1].isupper() and source.phrases("names_head", "names_adjectives").search(
        " ".join(plain.split()[:_LONGEST_HEAD])
    ):
        return True
    capitals = sum(word[:1].isupper() for word in bare.split())
    return is_acronym(bare.split()[0]) or (bare[:1].isupper() and (capitals > 1 or bare != words))


def _unspaced(words: str, source: Pack) -> str:
    """The last stretch before the verb if it ends as the names of bodies do; else the body that opens the sentence."""
    pieces = _BOUNDARY.split(words)
    last = _without_tail(pieces[-1], source)
    ends = source.phrases("actor_ends")
    if last and not source.phrases("not_actors").match(flat(last)):
        named = any(match.end() == len(last) for match in ends.finditer(last))
        known = find_names(last, source.language)
        return last if named or (known and known[0].start == 0 and known[-1].end == len(last)) else ""
    first = ends.search(words) if not last and len(pieces) > 1 else None
    return words[: first.end()].strip(_MARKS) if first else ""


def actor_after(words: str, source: Pack) -> str:
    """The name that words begin with, after a verb, or after "by" or "that"; nothing if they begin with none."""
    name = strip_article(words.lstrip(), source)[:_LONGEST_ACTOR]
    if not source.spaced:
        return _unspaced_after(name, source)
    end = _definite_end(name, source) if source.verb_first else _capital_end(name, source)
    actor = name[:end].strip(_MARKS)
    if source.verb_first and source.phrases("not_actors").match(flat(actor)):
        return ""
    return actor if source.verb_first or is_actor(actor, source) else ""


def _unspaced_after(name: str, source: Pack) -> str:
    dates = find_dates(name, source.language)
    tail = source.phrases("actor_tails").search(name, 2)
    stretch = name[: min(dates[0].start if dates else len(name), tail.start() if tail else len(name))]
    ends = [match.end() for match in source.phrases("actor_ends").finditer(stretch)]
    return stretch[: ends[-1]] if ends else ""


def _capital_end(name: str, source: Pack) -> int:
    """How far capitals reach, with the small words between them and what these join."""
    end, joined = 0, False
    for match in _WORD.finditer(name):
        plain = flat(match.group())
        joint = bool(source.phrases("name_joints").fullmatch(plain))
        if match.group()[:1].isupper() or (joined and not joint):
            end, joined = match.end(), False
        elif not joint:
            break
        else:
            joined = joint and not source.phrases("conjunctions").fullmatch(plain)
    return end


def _definite_end(name: str, source: Pack) -> int:
    """How far a name reaches by its articles, as in Arabic: bare heads, then every word that has the article."""
    known = find_names(name, source.language)
    end, definite = 0, False
    for count, match in enumerate(_WORD.finditer(name)):
        if _BOUNDARY.search(name[end : match.start()]) or source.phrases("not_in_names").fullmatch(flat(match.group())):
            break
        within = any(one.start < match.end() and match.start() < one.end for one in known)
        if within or flat(match.group()).lstrip("وف").startswith(source.definite):
            definite = True
        elif definite or count >= _LONGEST_HEAD:
            break
        end = match.end()
    return end if definite else 0
