"""Items cut into sentences."""

import re
from collections.abc import Iterator

from app.reading.excerpts import Excerpt
from app.wording.matching import flat
from app.wording.packs import Pack

_END = re.compile(r"[.!?؟][\"”»)\]]?\s+(?=[^\Wa-zа-яà-ÿ]|[\"“«¿¡(])|[。！？]+[”」]?")
_BEFORE_STOP = re.compile(r"[\w.]{1,12}$")


def sentences(item: Excerpt, source: Pack) -> Iterator[Excerpt]:
    """The sentences of an item, in order; a stop after an abbreviation or an initial ends none."""
    text = item.text
    short = frozenset(source.lists.get("abbreviations", ()))
    start = 0
    for match in _END.finditer(text):
        word = _BEFORE_STOP.search(text, max(start, match.start() - 12), match.start())
        if word and text[match.start()] == "." and (flat(word.group()) in short or len(word.group()) == 1):
            continue
        yield item.cut(start, match.end())
        start = match.end()
    if text[start:].strip():
        yield item.cut(start)
