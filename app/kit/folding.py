"""Names folded to one form, so that the same name matches however it was typed or printed."""

import re
import unicodedata

_UNIFIED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼʹʻ`´′＇ʿʾ", "'"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-"),
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ک": "ك",
        "ـ": "",
        # Letters that carry their mark in themselves and so have no decomposition.
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "œ": "oe",
        "æ": "ae",
        "\u00ad": "",
    }
)
_BLANKS = re.compile(r"\s+")
_INVISIBLE = frozenset({"Mn", "Me", "Cf"})


def fold(text: str) -> str:
    """The text for comparing: NFKC, no case, no accents, plain apostrophes, quotes and dashes, single blanks.

    The Arabic forms of alef, ya and ta marbuta are unified, and marks of direction left out. Folding
    twice changes nothing. For matching only: what is shown or kept is always the text as printed.
    """
    if text.isascii():
        return _BLANKS.sub(" ", text.casefold()).strip().replace("`", "'")
    plain = unicodedata.normalize("NFKC", text).casefold()
    # The table goes first, as decomposition would tear its Arabic letters into letter and mark.
    parts = unicodedata.normalize("NFKD", plain.translate(_UNIFIED))
    kept = "".join(c for c in parts if unicodedata.category(c) not in _INVISIBLE)
    return _BLANKS.sub(" ", kept.translate(_UNIFIED)).strip()
