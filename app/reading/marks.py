"""Labels and headings: which lines say what the words after them are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rapidfuzz import fuzz, process

from app.kit.languages import Language
from app.reading.families import Phrase, group_name, heading_name, is_weak, label_names, phrase_of
from app.wording.matching import flat
from app.wording.packs import Pack, pack, packs

_LONGEST_LABEL = 64
_LEAD = re.compile(
    r"(?:[\s•*#>|·–—▪◆■【\[-]|(?:n\^ ?|№ ?)?\(?\d{1,2}(?:\.\d{1,2})*(?:[.)/、]|(?= )|\s?-(?=\s))"
    r"|\(?[ivx]{1,4}(?:[.)](?=\s)|\s?-(?=\s))|\(?[^\W\d_](?:[.)](?=\s|$)|\s?-(?=\s))"
    r"|\(?第?[一二三四五六七八九十]{1,3}(?:[)、．]|[.,部节章](?![一-鿿]{0,1}$)))*"
)
_OPTIONAL = re.compile(r"\(-?[^\W\d]{1,4}\)|/-?[^\W\d]{1,3}(?!\w)")
_NOISE = re.compile(r"[^\w&/,'. ]+|\^")
_HAN_GAP = re.compile(r"(?<=[一-鿿]) +(?=[一-鿿])")
_SEPARATOR = re.compile(
    r"\s?:|\t+| {2,}|\s*\||\s[-–—=→»](?=\s)|\.\s?[-–—](?=\s)|】|[?؟](?=\s)|(?:\s?\.){3,}\s?|\s?…+\s?"
    r"|\s?_{3,}\s?|\s?·{3,}\s?|\s?[-–—]{2,}\s?"
)
_STROKE = re.compile(r"\s/(?=\s)")
_UNSPACED_SEPARATOR = re.compile(r"(?<=\S) +(?=\S)")
_MOST_SEPARATORS = 3
_STOPS = frozenset(".,;!。，")
_LONGEST_STRANGE_LABEL, _MOST_LABEL_WORDS = 40, 5
_LIKE_ENOUGH = 87
_LIKE_GROUPS = frozenset({"organizer", "funder", "other", "cooperation", "event", "host"})
STRANGE = ("",)  # names of a label that is none of the pack


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line announces: names of fields or sections, and where in the line its words begin."""

    names: tuple[str, ...]
    at: int
    sure: bool


def key(text: str) -> str:
    """A label for comparing: flat, without numbering, optional endings, signs and marks."""
    bare = _OPTIONAL.sub("", flat(text))
    bare = _LEAD.sub("", bare, count=1)
    plain = " ".join(_NOISE.sub(" ", bare).split()).strip(" .,:'")
    return _HAN_GAP.sub("", plain)


@lru_cache(maxsize=64)
def _known(language: Language, topic: str) -> dict[str, str]:
    return {key(label): name for label, name in pack(language).table(topic).items()}


@lru_cache(maxsize=64)
def _joiner(language: Language) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(flat(j)) for j in pack(language).lists["label_joiners"]))


def names_of(text: str, source: Pack, topic: str) -> tuple[str, ...]:
    """The fields that a label names, one or several ("Date and Venue"); none if it is no label."""
    return _names_of(key(text), source.language, topic)


def numeral_source(language: Language) -> str:
    """The words that number a heading ("first", "أولا"), as a regular expression over flat text."""
    return "|".join(re.escape(flat(word)) for word in pack(language).lists["heading_numerals"])


@lru_cache(maxsize=64)
def _numeral(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(?:{numeral_source(language)})(?:(?: (?:\d{{1,2}}|[ivx]{{1,4}}))(?=[ .]))?[ .]+(?=\S)")


@lru_cache(maxsize=4096)
def _names_of(label: str, language: Language, topic: str) -> tuple[str, ...]:
    if found := _listed(label, language, topic):
        return found
    if numeral := _numeral(language).match(label):
        return _names_of(label[numeral.end() :], language, topic)
    if own := _in_two_languages(label, language, topic):
        return own
    if topic == "groups":
        return (group,) if (group := group_name(label, pack(language))) else ()
    if topic == "sections":
        phrase = phrase_of(label, language, topic)
        return (heading_name(phrase),) if phrase.is_whole else ()
    return _by_families(label, language)


def _listed(label: str, language: Language, topic: str) -> tuple[str, ...]:
    """The names of a label that the pack has whole, or of its parts."""
    known = _known(language, topic)
    if label in known:
        return (known[label],)
    parts = [known.get(part.strip(" .")) for part in _joiner(language).split(label)]
    if len(parts) > 1 and all(parts):
        return tuple(dict.fromkeys(part for part in parts if part))
    return ()


def _in_two_languages(label: str, language: Language, topic: str) -> tuple[str, ...]:
    """The names of a label that stands beside the same one of another language: "Lugar / Place"."""
    own, _, other = (part.strip(" .") for part in label.partition("/"))
    if not own or not other:
        return ()
    for first, second in ((own, other), (other, own)):
        names = _names_of(first, language, topic)
        if names and any(_names_of(second, one.language, topic) for one in packs() if one.language != language):
            return names
    return ()


def _by_families(label: str, language: Language) -> tuple[str, ...]:
    parts = [phrase_of(part, language, "labels") for part in _joiner(language).split(label)]
    if len(parts) > 1 and all(part.is_whole and not is_weak(part) for part in parts):
        return tuple(dict.fromkeys(name for part in parts for name in label_names(part)))
    whole = phrase_of(label, language, "labels")
    return label_names(whole) if whole.is_whole else ()


def _phrase(text: str, source: Pack, topic: str) -> Phrase:
    return phrase_of(key(text), source.language, topic)


def _almost(text: str, source: Pack, topic: str) -> tuple[str, ...]:
    """A label with a damaged letter or two."""
    label = key(text)
    if len(label) < 6:
        return ()
    known = _known(source.language, topic)
    best = process.extractOne(label, known.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
    return (known[best[0]],) if best and abs(len(best[0]) - len(label)) <= 2 else ()


def label_of(line: str, source: Pack) -> Mark | None:
    """The label at the start of a line, set off by a sign or wide blanks, or alone on the line."""
    for match in _separators(line[: _LONGEST_LABEL + 4], source):
        before, colon = line[: match.start()], ":" in match.group()
        if not key(before):
            continue
        names = names_of(before, source, "labels")
        if not names and colon:
            names = _almost(before, source, "labels") or _loosely(before, source)
        if names:
            return Mark(names, _past(line, match.end()), sure=colon)
    alone = names_of(line, source, "labels") if len(line) <= _LONGEST_LABEL and line[-1:] not in _STOPS else ()
    weak = alone == ("event",) and not _listed(key(line), source.language, "labels") and _is_weak(line, source)
    return Mark(alone, len(line), sure=False) if alone and not weak else None


def _separators(line: str, source: Pack) -> Iterator[re.Match[str]]:
    """Where a label may end: the surest signs first."""
    yield from islice(_SEPARATOR.finditer(line), _MOST_SEPARATORS)
    yield from islice(_STROKE.finditer(line), 1)
    if not source.spaced:
        yield from islice(_UNSPACED_SEPARATOR.finditer(line), _MOST_SEPARATORS)


def bare_label(line: str, source: Pack) -> Mark | None:
    """A label of the pack at the start of a line with only a blank after it ("Venue Town Hall, Riga")."""
    words = line[:_LONGEST_LABEL].split(" ")
    for count in range(min(len(words) - 1, _MOST_LABEL_WORDS), 0, -1):
        before = " ".join(words[:count])
        rest = line[len(before) + 1 :]
        names = _listed(key(before), source.language, "labels") if before[:1].isupper() and rest else ()
        if names and not rest[0].islower():
            return Mark(names, len(before) + 1, sure=True)
    return None


def _is_weak(line: str, source: Pack) -> bool:
    return is_weak(_phrase(line, source, "labels"))


def _loosely(before: str, source: Pack) -> tuple[str, ...]:
    """The field of a label with a word or two of its own ("Dates of the Kigali leg")."""
    phrase = _phrase(before, source, "labels")
    likely = phrase.is_likely and not is_weak(phrase) and _may_be_label(before)
    return label_names(phrase) if likely else ()


def _may_be_label(before: str) -> bool:
    short = len(before) <= _LONGEST_STRANGE_LABEL and len(before.split()) <= _MOST_LABEL_WORDS
    first = before.strip()[:1]
    return short and not first.islower() and not any(char.isdecimal() or char in ',;،，"«»“”' for char in before)


def strange_label(line: str) -> Mark | None:
    """A label that no word tells of, by its form alone: a few words before a colon, a tab or a stroke."""
    match = next((m for m in _SEPARATOR.finditer(line[: _LONGEST_STRANGE_LABEL + 4]) if m.start()), None)
    if match is None or match.group()[-1] not in ":\t|】" or not _may_be_label(line[: match.start()]):
        return None
    return Mark(STRANGE, _past(line, match.end()), sure=False)


def strange_line(line: str) -> Mark | None:
    """A label that no word tells of on a line of its own."""
    return Mark(STRANGE, len(line), sure=False) if _may_be_label(line) and line[-1:] not in _STOPS else None


def is_group(line: str, mark: Mark, source: Pack, *, before: str) -> bool:
    """Whether what looks like a label may be a group of participants ("Organizations:") in their list."""
    if "participants" in mark.names:
        group = _known(source.language, "groups").get(key(line[: mark.at]), "mixed")
        return group != "mixed" and mark.at == len(line)
    words = line[: mark.at].strip(" \t:|")
    known = key(words) in _known(source.language, "groups")
    told = key(words) in _known(source.language, "labels")
    if names_of(before.partition(":")[0], source, "groups") and ":" in before:
        told = False
    return known or (not told and mark.names[0] in _LIKE_GROUPS and bool(names_of(words, source, "groups")))


def _past(line: str, at: int) -> int:
    while at < len(line) and line[at] in " \t:|":
        at += 1
    return at


def heading_of(line: str, source: Pack) -> Mark | None:
    """The heading that a line is, or that stands before a colon at its start."""
    colon = line.find(":", 0, _LONGEST_LABEL)
    short = len(line) <= _LONGEST_LABEL
    if short and (names := names_of(line, source, "sections")):
        return Mark(names[:1], len(line), sure=bool(_listed(key(line), source.language, "sections")))
    if colon > 0 and (names := _listed(key(line[:colon]), source.language, "sections")):
        return Mark(names[:1], _past(line, colon), sure=False)
    if short and line[-1:].isalpha() and (names := _almost(line, source, "sections")):
        return Mark(names[:1], len(line), sure=False)
    return None


def likely_section(line: str, source: Pack) -> str:
    """The section that a line in the form of a heading opens, by its first telling word; empty if none tells."""
    phrase = _phrase(line, source, "sections")
    return heading_name(phrase) if phrase.is_likely else ""


def cells(line: str) -> list[tuple[int, int]]:
    """The cells of a line of a table, parted by tabs or upright strokes; one where it is no table."""
    spans = [match.span() for match in re.finditer(r"[^\t|]+", line) if match.group().strip()]
    return spans or [(0, len(line))]


def all_labels(line: str, source: Pack) -> Sequence[tuple[str, ...]]:
    """The labels of a table's head row; none if a cell is something else."""
    parts = cells(line)
    if len(parts) < 2 or len(parts) > 12:
        return []
    found = [names_of(line[start:end], source, "labels") for start, end in parts]
    return found if all(found) else []
