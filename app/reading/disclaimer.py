"""The sentences that say a note is not official, wherever they stand."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from app.reading.contact import has_address, is_address
from app.reading.excerpts import NOTHING, Excerpt, excerpt
from app.reading.furniture import blanked
from app.reading.lines import bullet_of, is_closed, is_full_line, is_wrapped
from app.wording.matching import flat
from app.wording.packs import Pack

_MARK = re.compile(
    r"[ \t]*(?:\(([\d*一二三]|[ivx]{1,3})\)|\[([\d*])\]|/?([\d¹²³①②③†‡]|\*{1,3})/?\)?(?![\d.])|[-•o–—](?=\s))[ \t.:]*"
)
_MARK_WITHIN = re.compile(r"(?<=[.!?)]) ?(?:\((\d)\)|\[(\d)\]|[\d*¹²³]) ?$")
_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[.!?。؟](?=[\s\"”»)]|$)|\n\s*\n|(?<=[。؟])")
_WORD_END = re.compile(r"[.!?。؟][\"”»)]?\s+")
_LONGEST, _NEAR, _MOST_HITS = 700, 260, 40
_SHORT_LINE, _MOST_LINES = 36, 6
_MARKED = re.compile(r"[ \t]*(?:[¹²³*•①②③†‡]|\((?:[\d*一二三]|[ivx]{1,3})\)|\[[\d*]\]|/?\d[ /](?! *[-–\d]))")
_LINE_END = re.compile(r"\n")
_TORN = re.compile(r"(?<=[^\W\d_])-[^\S\n]*\n[^\S\n]*(?=[^\W\d_])")
_SHORT_REST = 90
_NEIGHBOURHOOD = 90  # characters around a denial within which the note is named
_LAST = 420  # characters at the end of a note where a disclaimer mostly stands
_RULED = re.compile(r"[_=*~\-–—]{3,}\s*$")


@dataclass(frozen=True, slots=True)
class Disclaimer:
    """What was found, the mark before it ("1", "*", or nothing), and the text with all that made blank."""

    words: Excerpt
    mark: str
    rest: str


def find_disclaimer(text: str, pack: Pack) -> Disclaimer:
    """The disclaimer of a note: its sentences with what leads to them; no words where there is none."""
    plain = flat(text)
    spans: list[tuple[int, int]] = []
    for hit in islice(_hits(text, plain, pack), _MOST_HITS):
        if not spans or hit[0] >= spans[-1][1]:
            spans.append(_whole_note(text, _sentence(text, plain, hit, pack)))
    spans = _joined(text, spans)
    if not spans:
        return Disclaimer(NOTHING, "", text)
    mark = _mark_before(text, spans[0][0])
    gone = [(start - len(_mark_text(text, start)), end) for start, end in spans]
    words = excerpt(text, _lines(text, *spans[0]), spaced=pack.spaced)
    return Disclaimer(words, mark, blanked(text, gone))


def _hits(text: str, plain: str, pack: Pack) -> Iterator[tuple[int, int]]:
    """Where words that only disclaimers have stand, or such as most have, in a footnote or at the end of the note."""
    weak = pack.phrases("disclaimer_weak")
    end = len(text.rstrip())
    whole, origin = _untorn(text, plain)
    for match in pack.phrases("disclaimer_key", "disclaimer_weak").finditer(whole):
        start, stop = origin(match.start()), origin(match.end() - 1) + 1
        told = _names_note(whole, match.start(), match.end(), pack)
        if not weak.fullmatch(match.group()) or end - start < _LAST or told or _is_footnote(text, start):
            yield start, stop


def _untorn(text: str, plain: str) -> tuple[str, Callable[[int], int]]:
    """A text without the hyphens of words torn at line ends, and the way back for its places."""
    gaps = [match.span() for match in _TORN.finditer(text)]
    places, lost = [0], [0]
    for start, end in gaps:
        places.append(start - lost[-1])
        lost.append(lost[-1] + end - start)
    edges = [0, *(edge for gap in gaps for edge in gap), len(plain)]
    whole = "".join(plain[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return whole, lambda place: place + lost[bisect_right(places, place) - 1]


def _names_note(plain: str, start: int, end: int, pack: Pack) -> bool:
    """Whether the sentence of a denial speaks of the note itself."""
    before = plain[max(0, start - _NEIGHBOURHOOD) : start]
    sentence = before[max(map(before.rfind, ".!?。؟")) + 1 :] + plain[start : end + _NEIGHBOURHOOD // 3]
    this = pack.phrases("this_note")
    return bool(this.search(sentence))


def _is_its_own(rest: str) -> bool:
    """Whether the rest of a paragraph belongs to the disclaimer: it tells no address, or nothing else."""
    return not has_address(rest) or is_address(rest)


def _is_footnote(text: str, at: int) -> bool:
    start = _paragraph_start(text, at)
    mark = _MARK.match(text, start)
    return bool(mark and any(mark.groups()) and at - start < _NEAR)


def _whole_note(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A sentence that opens a footnote or the last paragraph, with the rest of it."""
    start, end = span
    mark = _mark_before(text, start)
    stop = _end_of_note(text, end)
    is_last = not text[stop : stop + _LONGEST].strip()
    if (mark or is_last) and (_is_its_own(text[end:stop]) or (mark and stop - end < _SHORT_REST)):
        end = stop
    return _trimmed(text, start, end)


def _end_of_note(text: str, end: int) -> int:
    """Where the paragraph ends that holds a place: at a blank line, a bullet, or a line that is closed and not full."""
    limit = min(len(text), end + _LONGEST)
    for match in _LINE_END.finditer(text, end, limit):
        line = text[text.rfind("\n", max(0, match.start() - _LONGEST), match.start()) + 1 : match.start()].strip()
        after = text[match.end() : limit].partition("\n")[0].strip()
        if (
            not after
            or bullet_of(after)
            or (is_closed(line) and not (is_wrapped(text) and is_full_line(text, line, after)))
        ):
            return match.start()
    return min(len(text.rstrip()), end + _LONGEST)


def _sentence(text: str, plain: str, hit: tuple[int, int], pack: Pack) -> tuple[int, int]:
    """The sentence around a hit; it begins at the lead words, a sentence's end or the start of the paragraph."""
    start = _paragraph_start(text, hit[0])
    leads = pack.phrases("disclaimer_lead").finditer(plain, start, hit[0])
    lead = next((match.start() for match in leads if _opens_line(text, match.start())), None)
    if lead is None and not _is_footnote(text, hit[0]):
        lead = _after_last_stop(plain, start, hit[0])
    opens = text[start : start + 1] == "(" and hit[0] - start < _NEIGHBOURHOOD
    start = _line_start(text, start if lead is None or opens else lead)
    stop = _STOP.search(text, hit[1], hit[1] + _LONGEST)
    return _trimmed(text, start, stop.end() if stop else min(len(text), hit[1] + _LONGEST))


def _paragraph_start(text: str, at: int) -> int:
    """Where the paragraph around a place begins: lines that end a sentence, are short or begin with a mark part it."""
    line = text.rfind("\n", max(0, at - _LONGEST), at) + 1
    for _ in range(_MOST_LINES):
        before = text[max(0, line - _NEAR) : line].rstrip()
        last = before.rpartition("\n")[2].strip()
        if (
            _MARKED.match(text, line)
            or len(last) < _SHORT_LINE
            or is_closed(last)
            or _RULED.search(last)
            or has_address(last)
        ):
            return line
        line = text.rfind("\n", max(0, line - _LONGEST), max(0, line - _NEAR) + len(before)) + 1
    return line


def _after_last_stop(plain: str, start: int, end: int) -> int:
    stops = [match.end() for match in _WORD_END.finditer(plain, start, end)]
    return stops[-1] if stops else start


def _opens_line(text: str, at: int) -> bool:
    """Whether only a mark stands between the start of the line and a place."""
    line = text.rfind("\n", max(0, at - _LONGEST), at) + 1
    return not _MARK.sub("", text[line:at], count=1).strip()


def _line_start(text: str, at: int) -> int:
    """The start of the line when only a mark stands before the place."""
    return text.rfind("\n", max(0, at - _LONGEST), at) + 1 if _opens_line(text, at) else at


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    if mark := _MARK.match(text, start, end):
        start = mark.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences that follow one another are one disclaimer."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _mark_text(text: str, start: int) -> str:
    line = text.rfind("\n", max(0, start - _LONGEST), start) + 1
    before = text[line:start]
    if _MARK.fullmatch(before):
        return before
    within = _MARK_WITHIN.search(before)
    return within.group() if within else ""


def _mark_before(text: str, start: int) -> str:
    match = _MARK.fullmatch(_mark_text(text, start))
    return next((group for group in match.groups() if group), "") if match else ""


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [match.span() for match in _LINE.finditer(text, start, end)]
