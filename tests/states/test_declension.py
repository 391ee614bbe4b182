"""The Russian forms of the names of States beside those of a dictionary of morphology, which knows nothing of ours."""

import re
from datetime import date, timedelta
from functools import cache

import pytest
from pymorphy3 import MorphAnalyzer

from app.kit.languages import Language
from app.states import registry

CASES = {
    "genitive": "gent", "dative": "datv", "accusative": "accs", "instrumental": "ablt", "prepositional": "loct",
}  # fmt: skip
APART = {"Тонга", "Эсватини"}  # left unchanged by the dictionary, against usage; a name newer than the dictionary


@cache
def morphology() -> MorphAnalyzer:
    return MorphAnalyzer()


def names() -> list[tuple[str, date | None]]:
    return [
        (state.iso3, on)
        for state in registry.all_states()
        for on in (None, *(old.until - timedelta(days=1) for old in state.former))
    ]


def may_be(word: str, case: str) -> bool:
    """Whether a word may stand in a case; a part that no dictionary declines stands in any."""
    readings = morphology().parse(word)
    return any(case in reading.tag or "Fixd" in reading.tag for reading in readings)


def test_single_words_are_declined_as_in_the_dictionary() -> None:
    every = {registry.form(iso3, Language.ru): iso3 for iso3, _ in names()}
    single = {name: iso3 for name, iso3 in every.items() if re.fullmatch(r"\w+", name) and name not in APART}
    for name, iso3 in single.items():
        known = [one for one in morphology().parse(name) if "Geox" in one.tag and "nomn" in one.tag]
        ours = {case: registry.form(iso3, Language.ru, case).lower() for case in CASES}
        theirs = [{case: one.inflect({tag}).word for case, tag in CASES.items()} for one in known]
        assert ours in theirs, name

    assert len(single) == 143


@pytest.mark.parametrize("case", CASES)
def test_every_word_of_a_phrase_may_stand_in_its_case(case: str) -> None:
    for iso3, on in names():
        plain, declined = (registry.form(iso3, Language.ru, one, on=on).split() for one in ("plain", case))
        changed = [word for was, word in zip(plain, declined, strict=True) if was != word and was not in APART]
        assert [word for word in changed if not may_be(word, CASES[case])] == []
