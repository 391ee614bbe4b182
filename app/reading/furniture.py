"""What a page carries that is no part of the note: page numbers, running heads, rules, footnotes, marks.

Everything here answers a text of the same length, with what was taken out made blank.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from app.reading.excerpts import DELETED
from app.wording.matching import flat
from app.wording.packs import Pack

_LINE = re.compile(r"[^\n]+")
_NUMBER_ALONE = re.compile(r"[-–—\s|]*(?:\d{1,3}|[ivx]{1,4})[-–—\s|]*|\s*[-–—]\s*[\dlioо]{1,3}\s*[-–—]\s*")
_RULE = re.compile(r"[\s_=\-–—*~.·]{4,}")
_OF = re.compile(r"\d{1,3} ?(?:/|of|de|sur|di|из|من|от) ?\d{1,3}|第 ?\d{1,3} ?页.{0,12}")
_SUPERSCRIPT = re.compile(r"(?<=[^\s\d])[¹²³⁰⁴-⁹]+(?:[,⁾][¹²³⁰⁴-⁹]+)*|(?<=\d)[¹²³⁰⁴-⁹]+(?=[\s.,;:)]|$)")
_BRACKETED = re.compile(r"(?<=\S) ?\[\d{1,2}\](?=[\s.,;:)]|$)")
_FOOTNOTE = re.compile(r"[^\S\n]*(?:[¹²³⁰⁴-⁹]+|\[\d{1,2}\])[^\S\n]*\S")
# How the register names a printing: by the note's id, in an address, or beside its revision.
_IMPRINT = re.compile(r"^[^\n]{0,100}\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b(?! [^\W\d])")
_LETTERS = re.compile(r"[^\W\d_]+")
_SHORTEST_HEAD, _LONGEST_HEAD = 8, 90
_LONGEST_FOOT = 60
_FEW = 10  # words of a line that names its page
_EARLY = 12  # lines at the top among which the note says that it is one


def blanked(text: str, spans: Sequence[tuple[int, int]], *, torn: bool = False) -> str:
    """The text with these spans made blank; line ends stay. `torn`: what stands around them may belong together."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if end > at:
            begin = max(start, at)
            blank = re.sub(r"[^\n]", " ", text[begin:end])
            parts += [text[at:begin], DELETED + blank[1:] if torn else blank]
            at = end
    return "".join([*parts, text[at:]])


def without_furniture(text: str, pack: Pack) -> str:
    """The text without page numbers, rules, running heads and the line that only says "Information Note"."""
    lines = list(_LINE.finditer(text))
    words = [" ".join(_LETTERS.findall(flat(line.group()[:200]))) for line in lines]
    heads = _running_heads(lines, words)
    titles = set(pack.lists["note_titles"])
    page = set(pack.lists["page_words"])
    titled = [line.span() for at, line in enumerate(lines) if words[at] in titles and _is_title(at, heads)]
    numbers = {at for at, line in enumerate(lines) if _is_page_number(line.group(), page)}
    rules = {at for at in numbers if _RULE.fullmatch(lines[at].group())}
    titled += [lines[at].span() for at in sorted(rules)]
    numbers |= {at for at, line in enumerate(lines) if _IMPRINT.search(line.group())}
    gone = [lines[at].span() for at in sorted((numbers - rules) | heads | set(_beside(text, lines, numbers - rules)))]
    return blanked(blanked(text, titled), gone, torn=True)


def _beside(text: str, lines: Sequence[re.Match[str]], numbers: set[int]) -> Iterator[int]:
    """Short lines right above or below a page number, with a blank line on their other side."""
    for at in numbers:
        for near, step in ((at - 1, -1), (at + 1, 1)):
            if not 0 <= near < len(lines) or near in numbers:
                continue
            line = lines[near]
            touches = abs(line.start() - lines[at].end()) == 1 or abs(lines[at].start() - line.end()) == 1
            beyond = text[line.end() : line.end() + 2] if step > 0 else text[max(0, line.start() - 2) : line.start()]
            if touches and beyond.strip(" ") == "\n\n" and _may_be_foot(line.group()):
                yield near


def _may_be_foot(line: str) -> bool:
    words = line.strip()
    return len(words) <= _LONGEST_FOOT and words[-1:] not in {".", ":", ";", ",", "。"} and "\t" not in words


def _is_title(at: int, heads: set[int]) -> bool:
    return at < _EARLY or at in heads


def _is_page_number(line: str, page_words: set[str]) -> bool:
    if len(line) > _LONGEST_HEAD:
        return False
    if _NUMBER_ALONE.fullmatch(line.lower()) or _RULE.fullmatch(line):
        return True
    plain = flat(line).strip(" -–—|[]()")
    words = plain.split()
    numbered = _OF.search(plain)
    if not numbered and not (words and words[-1].isdecimal()):
        return False
    rest = [word.strip(".:") for word in words if not word.strip(".:/").isdecimal()]
    return (bool(page_words & set(rest)) and len(words) <= _FEW) or bool(numbered and numbered.group() == plain)


def _running_heads(lines: Sequence[re.Match[str]], words: Sequence[str]) -> set[int]:
    """Short lines without a final stop that come again: all but the first, which may be the title."""
    counts = Counter(w for w, line in zip(words, lines, strict=True) if _may_be_head(w, line.group()))
    seen: set[str] = set()
    heads = set()
    for at, (word, line) in enumerate(zip(words, lines, strict=True)):
        if counts[word] > 1 and _may_be_head(word, line.group()):
            if word in seen:
                heads.add(at)
            seen.add(word)
    return heads


def _may_be_head(words: str, line: str) -> bool:
    stripped = line.strip()
    plain = stripped[:1].isalnum() and stripped[-1:] not in {".", ":", ";", ",", "。"} and "\t" not in stripped
    return plain and len(words) >= _SHORTEST_HEAD and len(stripped) <= _LONGEST_HEAD and words.count(" ") >= 1


def without_marks(text: str, mark: str) -> str:
    """The text without footnote marks: raised digits, bracketed numbers, and the plain `mark` glued to words."""
    for pattern in (_SUPERSCRIPT, _BRACKETED, *_plain_mark(mark)):
        text = pattern.sub(lambda match: DELETED * len(match.group()), text)
    return text


def _plain_mark(mark: str) -> Iterator[re.Pattern[str]]:
    if mark.isdecimal():
        yield re.compile(rf"(?<=[^\W\d_]|[)\]”\"».])(?<!\d\.){mark}(?=[\s.,;:)]|$)", re.MULTILINE)
    elif mark == "*":
        yield re.compile(r"(?<=\S)\*(?=[\s.,;:)]|$)", re.MULTILINE)


def without_footnotes(text: str) -> str:
    """The text without footnotes: what begins with a raised or bracketed number, up to a blank line."""
    gone, within = [], False
    for line in re.finditer(r"[^\n]*\n?", text):
        if not line.group().strip():
            within = False
        elif _FOOTNOTE.match(line.group()):
            within = True
        if within:
            gone.append(line.span())
    return blanked(text, gone, torn=True)
