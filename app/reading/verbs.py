"""Verbs told by their form alone: where a language shows them, a word that no list has ends the names beside it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.kit.languages import Language
from app.wording.matching import compiled, flat
from app.wording.packs import Pack, pack


@lru_cache(maxsize=16)
def _forms(language: Language) -> re.Pattern[str]:
    endings = pack(language).lists.get("verb_endings", ())
    return re.compile(rf"(?<![\w-])[^\W\d_]{{2,18}}(?:{'|'.join(endings)})(?![\w-])" if endings else r"(?!)")


@lru_cache(maxsize=16)
def _traps(language: Language) -> re.Pattern[str]:
    return compiled(pack(language).lists.get("not_verbs", ()))


def verb_forms(text: str, source: Pack) -> Iterator[tuple[int, int]]:
    """Where words in small letters have the ending of a past verb and are none of the nouns that share it."""
    plain = flat(text)
    for match in _forms(source.language).finditer(plain):
        if text[match.start()].islower() and not _traps(source.language).fullmatch(match.group()):
            yield match.span()
