"""Dated facts and commitments, each in a sentence of its own; every fact in them is invented."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from app.kit.languages import Language
from app.reading.excerpts import Excerpt
from app.reading.facts import Context, facts
from app.reading.normalize import normalize
from app.reading.steps import next_steps
from app.wording.packs import pack

CASES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))


def excerpt(text: str) -> Excerpt:
    clean = normalize(text).text
    return Excerpt(clean, ((0, 0, len(clean)),))


@pytest.mark.parametrize("case", CASES["facts"], ids=lambda case: str(case["text"][:60]))
def test_a_sentence_tells_its_dated_facts(case: dict[str, Any]) -> None:
    day = "2019-05-06"
    event = Context(states=case["states"], days=frozenset({day}), starts_on=day, ends_on=day)
    found = facts({"background": [excerpt(case["text"])]}, event, pack(Language(case["language"])))
    told = [[one.value.date, one.value.kind, "+".join(one.value.states)] for one in found]
    assert sorted(told) == sorted(case["expect"])


@pytest.mark.parametrize("case", CASES["steps"], ids=lambda case: str(case["text"][:60]))
def test_a_sentence_tells_who_undertakes_something_by_when(case: dict[str, Any]) -> None:
    found = next_steps({"highlights": [excerpt(case["text"])]}, pack(Language(case["language"])))
    assert [[one.value.actor, one.value.due or ""] for one in found] == case["expect"]
