"""The language of a note, by its script and its commonest words."""

import re
from collections import Counter

from app.kit.languages import Language
from app.wording.matching import flat
from app.wording.packs import Pack, pack, packs

_SAMPLE = 40_000
_DENSE = 3  # a Chinese character says about as much as three letters
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    (re.compile("[\u0600-\u06ff]"), Language.ar),
    (re.compile("[\u4e00-\u9fff]"), Language.zh),
    (re.compile("[\u0400-\u04ff]"), Language.ru),
)
_LATIN = re.compile("[A-Za-zÀ-ɏ]")


def detect(text: str) -> Pack:
    """The pack of the language that most of a text is in; English where nothing speaks for another."""
    sample = text[:_SAMPLE]
    letters = len(_LATIN.findall(sample))
    own = {language: len(script.findall(sample)) for script, language in _SCRIPTS}
    weighed = {language: count * (_DENSE if language == Language.zh else 1) for language, count in own.items()}
    script = max(weighed, key=lambda language: weighed[language])
    if weighed[script] > letters:
        return pack(script)
    words = Counter(_WORD.findall(flat(sample)))
    latin = [one for one in packs() if one.language not in own]
    return max(latin, key=lambda one: (_score(words, one), one.language == Language.en, one.language.value))


def _score(words: Counter[str], source: Pack) -> int:
    return sum(words[word] for word in source.lists["common"])
