"""Arabic lines in a PDF: PDFium puts letters in reading order, but not what stands beside numbers."""

import re

BRACKETS = re.compile(r"\)([^()]*)\(")
SQUARE_BRACKETS = re.compile(r"\]([^][]*)\[")
STOP_BEFORE_NUMBER = re.compile(r"(?<!\S)([،؛.:])(\d(?:[\d/–-]*\d)?)(?!\S)")
# A paragraph that was set from left to right ends with its mark and begins with its stop.
MARK_AT_END = re.compile(r"^(.*\S) ([-–•])$")
STOP_AT_START = re.compile(r"^((?:[-–•] )?)([.،؛:؟!])\s?(?=[^\W\d_])(.*)$")
RANGE = re.compile(r"(?<![\d/-])(\d{1,2}|\d{4})([-–])(\d{1,2}|\d{4})(?![\d/-])")


def mended(text: str) -> str:
    """A line that runs from right to left, with brackets, stops after numbers and ranges as they were written.

    Brackets come mirrored, a stop behind a number comes before it, and the two numbers of a range change places
    (Unicode annex 9, rules W4 and L4): a range that falls is turned round, since days and years of one rise.
    """
    text = STOP_AT_START.sub(r"\1\3\2", MARK_AT_END.sub(r"\2 \1", text))
    text = BRACKETS.sub(r"(\1)", text)
    text = SQUARE_BRACKETS.sub(r"[\1]", text)
    text = STOP_BEFORE_NUMBER.sub(r"\2\1", text)
    return RANGE.sub(_rising, text)


def _rising(found: re.Match[str]) -> str:
    first, dash, last = found.groups()
    if len(first) == len(last) and int(first) > int(last):
        return f"{last}{dash}{first}"
    return found[0]
