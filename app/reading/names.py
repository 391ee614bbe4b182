"""A run of names taken apart: where a comma or an "and" parts two names, and where it belongs to one."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.kit.languages import Language
from app.reading.excerpts import Excerpt
from app.reading.gazetteer import Named, find_names
from app.reading.sentences import sentences
from app.wording.matching import compiled, flat
from app.wording.numbers import number_source
from app.wording.packs import Pack, pack
from app.wording.phrases import find_dates

_BRACKETS = re.compile(r"\([^()]{0,200}\)|\"[^\"]{0,200}\"|“[^”]{0,200}”|«[^»]{0,200}»")
_ACRONYM = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁ][A-ZÀ-ÖØ-ÞА-ЯЁ\d]+(?![^\W\d_])")
_PAIRED = frozenset({";", "؛", "|", "•", "、"})
_COMMAS = frozenset(",،，")
_PIECE = re.compile(r"[^,،，;؛、|(]+")
_LONGEST_PIECE = 120
_IN_BRACKETS = re.compile(r"\s*\(([^()]{1,60})\)")
_IN_BRACKETS_LAST = re.compile(r"\s{0,3}\(([^()]*)\)$")
_LONGEST_NAME, _LONGEST_LIST = 200, 20_000
_MOST_NAMES = 400
_SHORT_SENTENCE = 60


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed without the acronym in brackets; `remark` is what else the brackets held."""

    words: Excerpt
    acronym: str | None
    remark: str


@lru_cache(maxsize=16)
def _separators(language: Language) -> re.Pattern[str]:
    source = pack(language)
    joined = "|".join(re.escape(word).replace(r"\ ", " +") for word in source.lists["conjunctions"])
    if not source.spaced:
        return re.compile(rf"[;,，、。|]|(?:{joined})")
    attached = "|".join(source.lists.get("attached_conjunctions", ()))
    tied = rf"|(?<=\s)(?:{attached})(?=\w)" if attached else ""
    return re.compile(rf"[;؛|•]|[,،](?:\s*(?:{joined})(?!\w))?|(?<!\S)(?:{joined})(?!\S){tied}")


def split_names(value: Excerpt, source: Pack, *, loose: bool) -> list[Excerpt]:
    """The names of a list. `loose`: a comma parts names unless something speaks against it, as in a list of
    participants; otherwise it parts them only where a name visibly begins after it."""
    text = value.text[:_LONGEST_LIST]
    guarded = _guarded(text, find_names(text, source.language), source)
    cuts: list[tuple[int, int]] = []
    begin = 0
    for match in _separators(source.language).finditer(flat(text)):
        if _is_within(match.span(), guarded):
            continue
        if _parts(text, begin, match, source, loose=loose):
            cuts.append((begin, match.start()))
            begin = match.end()
    cuts.append((begin, len(text)))
    pieces = (value.cut(start, end) for start, end in cuts[:_MOST_NAMES])
    return [piece for piece in pieces if any(char.isalnum() for char in piece.text)]


def joint_traps(text: str, source: Pack) -> list[tuple[int, int]]:
    """Words that only look as if they held a conjunction: "和平"."""
    traps = source.lists.get("joint_traps", ())
    return [match.span() for match in compiled(traps, spaced=source.spaced).finditer(flat(text))] if traps else []


def _guarded(text: str, named: Sequence[Named], source: Pack) -> list[tuple[int, int]]:
    """Brackets, quotations and known names, none overlapping, in order: what is within them is never parted."""
    spans = [match.span() for match in _BRACKETS.finditer(text)] + [(n.start, n.end) for n in named]
    spans += joint_traps(text, source)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_within(span: tuple[int, int], guarded: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(guarded, (span[1], 0)) - 1
    return at >= 0 and span[0] < guarded[at][1]


def _parts(text: str, begin: int, match: re.Match[str], source: Pack, *, loose: bool) -> bool:
    """Whether two names meet at a separator."""
    left, right = text[begin : match.start()].strip(), text[match.end() :][:_LONGEST_PIECE].lstrip()
    if _is_first_letter(text, match, source):
        return False
    if match.group() in _PAIRED or not left:
        return loose or source.spaced or match.group() != "、" or not left or is_whole(left, source)
    if not right or _is_shared_head(left, right, source):
        return False
    if not source.spaced and not _COMMAS & set(match.group()):
        return is_whole(left, source) and _begins_whole(right, source)
    opens = _opens_name(left, right, source)
    if _COMMAS & set(match.group()):
        return opens or (loose and (_may_follow(left, right, source) or left.endswith(")")))
    return opens and not _is_half(left, source) and not _lacks_head(left, right, source)


def _begins_whole(right: str, source: Pack) -> bool:
    """Whether words begin with a name as it stands, up to a separator, or with a known one."""
    rest = _PIECE.match(right)
    if any(is_whole(end, source) for end in (_piece(right, source), rest.group() if rest else "")):
        return True
    known = find_names(right, source.language)
    return bool(known and known[0].start == 0)


def _piece(right: str, source: Pack) -> str:
    """What stands before the next separator."""
    piece = _PIECE.match(right)
    words = piece.group() if piece else right
    joiner = _separators(source.language).search(flat(words))
    return words[: joiner.start()] if joiner else words


def _is_first_letter(text: str, match: re.Match[str], source: Pack) -> bool:
    """Whether what looks like a conjunction written onto a word is that word's own first letter."""
    attached = source.lists.get("attached_conjunctions", ())
    if match.group() not in attached or text[match.end() : match.end() + 1].isspace():
        return False
    return bool(_plain_heads(source.language).match(flat(text[match.start() : match.end() + _LONGEST_NAME])))


@lru_cache(maxsize=16)
def _plain_heads(language: Language) -> re.Pattern[str]:
    """The words that begin names, without particles written onto them."""
    return compiled(pack(language).lists["names_head"])


def is_whole(name: str, source: Pack) -> bool:
    """In a script without blanks, whether words end as a name does: "外交部", not "外交"."""
    bare = name.rstrip(" )")
    known = find_names(bare[-_LONGEST_PIECE:], source.language)
    if known and known[-1].end == len(bare[-_LONGEST_PIECE:]):
        return True
    return name.endswith(")") or bare[-1:].isascii() or bare.endswith(source.lists["names_tail"])


def _opens_name(left: str, right: str, source: Pack) -> bool:
    """Whether words begin with what begins a name: a known one, an acronym, or a word such as "Ministry"."""
    bare = strip_article(right, source)
    bare = without_number(bare, source)
    plain = flat(bare)
    if source.phrases("names_part").match(plain):
        return False
    known = find_names(bare[:100], source.language)
    if (known and known[0].start == 0) or (bare[:1].isupper() and _is_closed(left, source)):
        return True
    if _ACRONYM.match(bare):
        return True
    if adjective := source.phrases("names_adjectives").match(plain):
        rest = _piece(bare, source)[adjective.end() :]
        return bool(source.phrases("names_head").search(flat(rest))) or not _is_open(left, source)
    return bool(source.phrases("names_head", "kind_individual").match(plain))


def _is_open(left: str, source: Pack) -> bool:
    """Whether a name can go on with a further noun, as "Ministry of Trade" does and "Government of Ghana" does not."""
    head = source.phrases("names_head").search(flat(left))
    return bool(head and head.end() < len(left)) and not _is_closed(left, source)


def _is_closed(left: str, source: Pack) -> bool:
    """Whether a name has its last word: brackets, or a State or organization that it belongs to."""
    known = find_names(left[-_LONGEST_PIECE:], source.language)
    return left.endswith(")") or bool(known and known[-1].end == len(left[-_LONGEST_PIECE:]))


def _may_follow(left: str, right: str, source: Pack) -> bool:
    """In a loose list: a capital after a comma opens a name, but not inside "Ministry of Energy, Mines and Water"."""
    plain = flat(strip_article(left, source))
    if source.phrases("names_part").match(flat(right)):
        return False
    headed = source.phrases("names_head").match(plain)
    goes_on = headed and right[:1].isupper() and source.phrases("names_open").search(plain)
    return not goes_on or _is_closed(left, source) or len(left) > 60


def _is_half(left: str, source: Pack) -> bool:
    """One small word before "and" that is no name of its own: "international and regional organizations"."""
    topics = ("kind_academia", "kind_industry", "kind_individual", "kind_ngo", "kind_state", "kind_igo")
    return " " not in left and left.islower() and not source.phrases(*topics).match(flat(left))


def _lacks_head(left: str, right: str, source: Pack) -> bool:
    """Whether the head of a name that a State begins comes after "and": "Fiji Revenue and Customs Service"."""
    known = find_names(left[-_LONGEST_PIECE:], source.language)
    lone = len(known) == 1 and known[0].what == "state" and known[0].start == 0 and known[0].end < len(left)
    plain, adjectives = flat(left), source.phrases("names_adjectives")
    heads = (match for match in source.phrases("names_head", "kind_industry").finditer(plain))
    headed = _ACRONYM.search(left) or any(not adjectives.match(plain, head.start()) for head in heads)
    ends = source.phrases("names_head").search(flat(_piece(right, source)), 1)
    return bool(lone and not headed and ends)


def _is_shared_head(left: str, right: str, source: Pack) -> bool:
    """A plural that two States share: "Permanent Missions of Ghana and Switzerland"."""
    plural = source.phrases("names_shared").match(flat(strip_article(left, source)))
    known = find_names(right[:100], source.language)
    return bool(plural and known and known[0].start <= 4 and known[0].what == "state")


@lru_cache(maxsize=16)
def _number(language: Language) -> re.Pattern[str]:
    return re.compile(number_source(language) + r"\s+(?=[^\W\d])" if pack(language).spaced else r"(?!)")


def without_number(words: str, source: Pack) -> str:
    """The words without a number of people before them, in digits or in words, and without an article."""
    match = source.phrases("indefinite").match(flat(words)) or _number(source.language).match(flat(words))
    return words[match.end() :].lstrip() if match else words


def strip_article(text: str, source: Pack) -> str:
    """The words without a leading definite article or possessive."""
    match = source.phrases("articles").match(flat(text))
    known = find_names(text[:_LONGEST_NAME], source.language) if match else ()
    if known and known[0].start == 0:
        return text
    return text[match.end() :].lstrip(" '’") if match and match.end() < len(text) else text


def without_article(value: Excerpt, source: Pack) -> Excerpt:
    """As strip_article, for an excerpt."""
    return value.cut(len(value.text) - len(strip_article(value.text, source)))


def named(value: Excerpt, source: Pack) -> Name:
    """The name of one item: article, final signs and brackets at the end taken off."""
    words = without_article(_trimmed(value), source)
    acronym: str | None = None
    remarks: list[str] = []
    while words.text.endswith(")") and (match := _last_brackets(words.text)):
        inner = match.group(1).strip()
        if acronym is None and is_acronym(inner):
            acronym = inner
        else:
            remarks.insert(0, inner)
        words = _trimmed(words.cut(0, match.start()))
    return Name(*_first_acronym(words, acronym), "; ".join(remarks))


def _first_acronym(words: Excerpt, acronym: str | None) -> tuple[Excerpt, str | None]:
    """An acronym in brackets inside the name, for want of one at the end."""
    for match in _IN_BRACKETS.finditer(words.text):
        if acronym is None and is_acronym(match.group(1)):
            return words.without([match.span()]), match.group(1)
    return words, acronym


def _last_brackets(text: str) -> re.Match[str] | None:
    return _IN_BRACKETS_LAST.search(text, max(text.rfind("(") - 3, 0))


def _trimmed(value: Excerpt) -> Excerpt:
    text = value.text.rstrip(" .;:,،؛。，、")
    start = len(value.text) - len(value.text.lstrip(" -–—:,;•·"))
    return value.cut(start, len(text))


def is_acronym(text: str) -> bool:
    """Whether words in brackets are an acronym: short, no blanks, mostly capitals."""
    letters = [char for char in text if char.isalpha()]
    capitals = sum(not char.islower() for char in letters)
    short = 2 <= len(letters) <= 24 and len(text.split()) <= 2
    return short and capitals * 3 >= len(letters) * 2 and letters[0].isupper()


def each_name(value: Excerpt, source: Pack, *, loose: bool) -> Iterator[Name]:
    """The names of a list, each without its brackets."""
    for piece in split_names(value, source, loose=loose):
        name = named(piece, source)
        if any(char.isalnum() for char in name.words.text):
            yield name


def is_prose(value: Excerpt, source: Pack) -> bool:
    """Whether a header value is running prose that tells of the event, not a list of names."""
    text = value.text[:_LONGEST_LIST]
    if not find_dates(text, source.language):
        return False
    told = source.phrases("held_words", "organizing").search(flat(text)) if source.spaced else None
    stops = [one for one in sentences(value, source) if len(one.text) > _SHORT_SENTENCE]
    return bool(told and len(text) > _SHORT_SENTENCE) or len(stops) > 1
