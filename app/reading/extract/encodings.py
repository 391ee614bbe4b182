"""Which encoding a text without a mark is in: the one in which it looks most like one of the six languages.

Libraries for this know more languages, and so mistake what we know: French quotes of a Mac for a Windows text, a short
Spanish line of DOS for Russian.
"""

import re

# In the order of how common they are: the first of equals is taken.
ENCODINGS = (
    "cp1252", "cp1251", "gb18030", "cp1256", "koi8-r", "big5", "mac-roman", "mac-cyrillic", "cp866", "iso8859-5",
    "iso8859-6", "cp850",
)  # fmt: skip
SAMPLE = 1 << 14
ASCII_LINE = re.compile(rb"[\n\r]+")
MARKS = "\u00a0«»“”„‘’–—…•·°§№€£©®™²³¹½ªº¿¡¶†‡"
LATIN = "àâäæçèéêëîïñóôöùúûüáíœÿÀÂÄÆÇÈÉÊËÎÏÑÓÔÖÙÚÛÜÁÍŒß"
USUAL = re.compile(f"[{MARKS}{LATIN}А-яЁёء-غف-ْ،؛؟٠-٩\u3000-\u3011\uff01-\uff5e]|(?P<han>[\u4e00-\u9fff])")
# Letters of two scripts side by side, capitals within a word, marks between letters, three accents in a row,
# a Russian or Arabic letter that is no word alone, an Arabic letter of the end of words within one.
ODD = re.compile(
    "[A-Za-zÀ-ÿŒœ][А-яЁёء-ْ\u4e00-\u9fff]|[А-яЁёء-ْ\u4e00-\u9fff][A-Za-zÀ-ÿŒœ]|[\u4e00-\u9fff][ء-ْА-яЁё]"
    "|[a-zà-ÿ][À-ÖØ-Þ]|[а-яё][А-ЯЁ]|[À-ÖØ-öø-ÿ]{3}|(?<![^\\s\\d])[БГ-ЖЗЛ-НПРТФХ-Юбгд-зй-нпртф-юء-غف-هىي](?![^\\s\\d])"
    "|[ةى][ء-غف-ي]"
    "|[^\\W\\d_][«»“„…•·°§№€£©®™½¿¡¶†‡\u00a0ªº²³¹](?=[^\\W\\d_])"
)


def guessed(content: bytes) -> str:
    """The encoding of a text that is not UTF-8."""
    sample = b"\n".join(line for line in ASCII_LINE.split(content) if not line.isascii())[:SAMPLE]
    return min(ENCODINGS, key=lambda encoding: _strangeness(sample, encoding))


def _strangeness(sample: bytes, encoding: str) -> float:
    """How much of what is not ASCII looks wrong: 0 for a text as people write it."""
    text = sample.decode(encoding, errors="replace")
    other = [character for character in text if not character.isascii()]
    strange = sum(_weight(character) for character in other) + 2 * sum(1 for _ in ODD.finditer(text))
    return strange / max(1, len(other))


def _weight(character: str) -> float:
    found = USUAL.match(character)
    if found is None:
        return 2
    return 0 if found["han"] is None or _is_common(character) else 1


def _is_common(character: str) -> bool:
    """Whether a Chinese character is of the first level of GB 2312 or of Big5: those in daily use."""
    simple, full = character.encode("gb2312", "replace"), character.encode("big5", "replace")
    return b"\xb0" <= simple[:1] <= b"\xd7" or b"\xa4" <= full[:1] <= b"\xc6"
