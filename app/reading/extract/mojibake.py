"""Text that was UTF-8 and was read as another encoding on its way, once or twice, made whole again.

A line is restored where most of what is not ASCII in it is UTF-8 in disguise. (ftfy, the library for this, leaves
French, Spanish and Arabic that were read as Russian as they are.)
"""

import re
from functools import cache, partial

TIMES = 3  # as often as anybody has seen it
MOST = 0.6
ENCODINGS = ("cp1252", "cp1251", "latin-1", "mac-roman")
LOST_BLANK = ("Ã ", "Ã\u00a0")  # à, whose second half is a blank that does not break
OTHER = re.compile(r"[^\x00-\x7f]")


def restored(text: str) -> str:
    """The text with such lines restored; the same text where there are none."""
    for _ in range(TIMES):
        before, text = text, "\n".join(line if line.isascii() else _line(line) for line in text.split("\n"))
        if text == before:
            break
    return text


def _line(line: str) -> str:
    others = len(OTHER.findall(line))
    for encoding in ENCODINGS:
        disguised, values = _disguise(encoding)
        whole = line.replace(*LOST_BLANK)
        if sum(len(found) for found in disguised.findall(whole)) > MOST * others:
            return disguised.sub(partial(_plain, values), whole)
    return line


def _plain(values: dict[str, int], disguised: re.Match[str]) -> str:
    return bytes(values[character] for character in disguised[0]).decode("utf-8", errors="replace")


@cache
def _disguise(encoding: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """What UTF-8 sequences look like in an encoding, and the byte behind each of its characters."""
    values = {chr(value): value for value in range(0x80, 0xA0)}  # what the encoding does not define stays
    values |= {bytes([value]).decode(encoding, errors="ignore"): value for value in range(0x80, 0x100)}
    values.pop("", None)

    def some(first: int, last: int) -> str:
        return "[" + "".join(re.escape(one) for one, value in values.items() if first <= value <= last) + "]"

    after = some(0x80, 0xBF)
    sequences = (f"{some(0xC2, 0xDF)}{after}", f"{some(0xE0, 0xEF)}{after}{{2}}", f"{some(0xF0, 0xF4)}{after}{{3}}")
    return re.compile("|".join(sequences)), values
