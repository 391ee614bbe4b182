"""What stands around a note: letterhead, head of a message, greeting, the line that says it is one, signature."""

import re
from collections.abc import Sequence

from app.reading.lines import Line, is_closed, lines_of
from app.reading.marks import key, label_of
from app.wording.matching import compiled, flat
from app.wording.packs import Pack
from app.wording.phrases import find_dates

_EARLY = 16  # lines at the top among which a note says that it is one
_MOST_COVER_WORDS = 12
_LATE = 9  # lines at the end among which a signature stands
_LONGEST_TITLE, _LONGEST_SIGNATURE, _LONGEST_PROSE = 72, 48, 160
_HEADER = re.compile(r"[^\W\d][^:\n]{0,30}?\s?:(?!//)")
_LETTERS = re.compile(r"[^\W\d_]+")
_STRANGE = re.compile(r"[\w]+")


def cover_of(text: str, pack: Pack) -> list[tuple[int, int]]:
    """The lines that stand above the note itself."""
    lines = lines_of(text)[:_EARLY]
    words = [text[line.start : line.end] for line in lines]
    message = _message(words, pack)
    header = next((at for at in range(message, len(words)) if _tells(words[at], pack)), len(words))
    title = next((at for at in range(message, header) if is_note_title(words[at], pack)), None)
    gone = set(range(message))
    if title is not None:
        gone |= {title} | _above(words, title)
    return [(lines[at].start, lines[at].end) for at in sorted(gone)]


def _above(words: Sequence[str], title: int) -> set[int]:
    """The lines above the title line, unless prose follows it: then they name the event."""
    after = words[title + 1] if title + 1 < len(words) else ""
    return set() if len(after) > _LONGEST_PROSE or is_closed(after) else set(range(title))


def _tells(line: str, pack: Pack) -> bool:
    mark = None if is_note_title(line, pack) else label_of(line, pack)
    return bool(mark and mark.names != ("other",) and mark.at < len(line))


def _message(words: Sequence[str], pack: Pack) -> int:
    """How many lines at the top are the head of a message and its greeting."""
    heads = set(pack.lists["mail_headers"])
    found = [at for at, line in enumerate(words) if (m := _HEADER.match(line)) and _plain(m.group(), pack) in heads]
    found = [at for count, at in enumerate(found) if at == found[0] + count]
    if len(found) < 2 or found[0] > 1 or not any("@" in line or "<" in line for line in words[: found[-1] + 1]):
        return 0
    end = found[-1] + 1
    greeting = pack.phrases("greetings")
    while end < len(words) and end < found[-1] + 4 and (greeting.match(flat(words[end])) or _is_covering(words, end)):
        end += 1
    return end


def _is_covering(words: Sequence[str], at: int) -> bool:
    """Whether a line between the head of a message and the note only hands it over."""
    return is_closed(words[at]) and ":" not in words[at][:-1] and len(words[at]) < _LONGEST_PROSE


def _plain(words: str, pack: Pack) -> str:
    label = flat(words).strip(" :")
    return label if pack.spaced else label.replace(" ", "")


def is_note_title(line: str, pack: Pack) -> bool:
    """Whether a line says no more than that this is an information note."""
    if len(line) > _LONGEST_TITLE or is_closed(line):
        return False
    if " ".join(_LETTERS.findall(flat(line))) in pack.lists["note_titles"]:
        return True
    plain = re.sub(r"[\d^]+$", "", key(line)).strip()
    heads, fillers = _pattern("note_heads", pack), _pattern("note_fillers", pack)
    if not heads.search(plain):
        return False
    rest = fillers.sub(" ", heads.sub(" ", plain)) if pack.spaced else fillers.sub("", heads.sub("", plain))
    return not _STRANGE.search(re.sub(r"[\d^]", " ", rest))


def is_cover(line: str, source: Pack) -> bool:
    """Whether a line only says what kind of paper this is: "Press release", "For the website of the Committee"."""
    plain = flat(line).strip(" .:-–—()/*")
    if is_note_title(line, source):
        return True
    if not source.spaced:
        rest = source.phrases("cover_words").sub("", plain)
        return not any(char.isalnum() for char in rest)
    words = [word.strip(".,:/-–—()") for word in plain.replace("'", " ").replace("’", " ").split()]
    known = {*source.lists["cover_words"], *source.lists["articles"]}
    return len(words) <= _MOST_COVER_WORDS and all(word in known or not word.isalnum() for word in words)


def _pattern(topic: str, pack: Pack) -> re.Pattern[str]:
    return compiled(pack.lists[topic], spaced=pack.spaced, clitics=pack.clitics)


def signature_of(text: str, pack: Pack) -> list[tuple[int, int]]:
    """The lines from a closing formula on, or a last one that is only a date."""
    lines = lines_of(text)
    closing = pack.phrases("closings")
    for line in lines[max(len(lines) - _LATE, len(lines) // 2) :]:
        words = text[line.start : line.end]
        if len(words) <= _LONGEST_SIGNATURE and closing.match(flat(words)):
            return [(one.start, one.end) for one in lines if one.start >= line.start]
    return [(line.start, line.end) for line in _dated(text, lines, pack)]


def _dated(text: str, lines: Sequence[Line], pack: Pack) -> Sequence[Line]:
    """A last line that is only a date, with the short one above it that says whose note this is."""
    if len(lines) <= _LATE or not _is_date(text, lines[-1], pack):
        return []
    if lines[-1].gap:
        return lines[-1:]
    above = lines[-2]
    signs = above.gap and above.end - above.start <= _LONGEST_SIGNATURE and not is_closed(text[above.start : above.end])
    return lines[-2:] if signs else []


def _is_date(text: str, line: Line, pack: Pack) -> bool:
    words = text[line.start : line.end]
    found = find_dates(words, pack.language) if len(words) <= _LONGEST_SIGNATURE else []
    return bool(found and sum(one.end - one.start for one in found) * 5 > len(words) * 4)
