"""Notes composed in the six languages: what every pack has, the grammar of each, and whole notes."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from app.kit.languages import Language
from app.notes import packs
from app.notes.compose import background, highlights
from app.notes.happenings import called
from app.notes.next_steps import next_step
from app.notes.packs import pack
from app.notes.sentences import sentence
from app.notes.titles import language_of
from app.states import forms, registry
from app.wording.phrases import find_dates
from app.wording.resolutions import in_force
from tests.notes.made import an_event
from tests.notes.scenarios import SCENARIOS, entry

Json = dict[str, Any]
EN = Language.en
OTHERS = [language for language in Language if language is not EN]
TABLES = ("parts", "nouns", "topics", "kinds", "languages", "resolutions")
OF_HEADLINES = {"clause", "letter"}  # sentences that only a language with headlines needs
STATES = [state.iso3 for state in registry.all_states()]
NOW = date(2026, 1, 1)
THEN = [(state.iso3, old.since or date(2003, 1, 1)) for state in registry.all_states() for old in state.former]
NAMED = [*((iso3, NOW) for iso3 in STATES), *THEN]

# What no sentence of a language may have, whatever the State.
WRONG = {
    Language.en: r"\bthe The\b|\bin The\b|  |[{}]",
    Language.fr: (
        r"\b(?:[Ll]e|[Ll]a|de|du) [AEIOUÉÈÎÔ]|\b(?:de|à) les?\b|[Ll]’[^AEIOUÉÈÎÔaeiouéh]|\bl'|\bd'| [:;!?»]|  |[{}]"
    ),
    Language.es: r"\b(?:de|a) el\b| y I| y Hi(?!e)|  |[{}]",
    Language.ru: r"\bв (?:Вьетнам|Франц)|[A-Za-z]|  |[{}]",
    Language.zh: r"[A-Za-z,;:!?.]| |[{}]",
    Language.ar: r"[A-Za-z,;?]|\bل ?ال|  |[{}]",
}
FORMS = {
    "2004-09-10": "2004-09-10", "2004-01-01": "2004-01-01", "2013-12-31": "2013-12-31", "2011": "2011",
    "2015-11": "2015-11", "2018-01-22/2018-01-23": "2018-01-22/2018-01-23",
    "2014-03-30/2014-04-02": "2014-03-30/2014-04-02", "2019-12-30/2020-01-02": "2019-12-30/2020-01-02",
    "2013-11-11/2013-11-15": "2013-11-11/2013-11-15",
}  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_words_for_all_that_english_has_words_for(language: Language) -> None:
    own, english = pack(language), pack(EN)
    for table in TABLES:
        assert set(getattr(own, table)) == set(getattr(english, table)), table
    assert set(own.sentences) == set(english.sentences) - OF_HEADLINES
    assert {name: set(said) for name, said in own.resolutions.items()} == {
        name: set(said) for name, said in english.resolutions.items()
    }


@pytest.mark.parametrize("language", list(Language))
def test_every_form_that_a_pattern_asks_for_is_there(language: Language) -> None:
    words = pack(language)
    patterns = " ".join([*words.sentences.values(), *words.parts.values()])
    asked = set(re.findall(r"\{\w+:(\w+)\}", patterns))
    assert asked <= {*words.forms, *forms.cases(language), "name"}
    assert set(words.forms) <= {*asked, *pack(EN).signs.scopes}


@pytest.mark.parametrize("language", list(Language))
def test_every_concept_that_a_title_may_show_has_a_word_in_every_language(language: Language) -> None:
    signs = [pack(each).signs for each in Language]
    shown = {"nouns": set[str](), "topics": set[str](), "scopes": set[str](), "invited": set[str]()}
    for name, found in shown.items():
        found.update(*(getattr(sign, name) for sign in signs))
    words = pack(language)
    assert shown["nouns"] | {one.noun for one in packs.concepts().values()} <= set(words.nouns)
    assert shown["topics"] | {one.topic for one in packs.concepts().values() if one.topic} <= set(words.topics)
    assert shown["scopes"] <= set(words.forms)
    assert {f"invitation_to_{one}" for one in (*shown["invited"], "nobody")} <= set(words.sentences)


def said(language: Language, iso3: str, on: date) -> str:
    """Everything that can be said of a State, in one text."""
    facts = [
        entry("national_report", "2004-09-10", "First national report"),
        entry("national_report", "../2011", "Report"),
        entry("additional_information", "2005", "More"),
        entry("nap", "2015/2017", "Plan", status="adopted", date_basis="in_force"),
        entry("nap", "2018-06-11", "Plan", status="submitted"),
        entry("nap", "2012-04", "Plan", status="adopted"),
        entry("point_of_contact", "2016-09", "Named"),
        entry("assistance_request", "2008-04-30", "\u2014"),
        entry("matrix", "2015-12-01", "1540 matrix"),
        entry("visit", "2014-11", "Committee visit"),
        entry("peer_review", "2017", "Peer review"),
    ]
    if language is EN:
        facts = [fact for fact in facts if fact["kind"] not in {"visit", "assistance_request"}]
    held = [{"city": None, "country": iso3}]
    steps = {"action": "Do", "actor": None, "states": [iso3], "due": "2018", "expects": {"kind": "nap", "status": None}}
    event = an_event(starts_on=on.isoformat(), ends_on=None, venues=held, organizers=[])
    told = [sentence(fact | {"states": [iso3]}, language=language, on=on) for fact in facts]
    told += [one.text for one in background(event, [], resolutions=(), language=language, unreported=[iso3])]
    told += [one.text for one in highlights(event, language=language)]
    return "\n".join([*told, *([] if language is EN else [next_step(steps, language=language, on=on)])])


@pytest.mark.parametrize("language", list(Language))
def test_the_grammar_holds_for_every_name_of_every_state(language: Language) -> None:
    wrong = {}
    for iso3, on in NAMED:
        text = said(language, iso3, on)
        if found := re.search(WRONG[language], text):
            wrong[iso3, on.year] = text[max(0, found.start() - 30) : found.end() + 30]
    assert wrong == {}


@pytest.mark.parametrize(
    ("language", "of_gender_and_number"),
    [
        (Language.fr, {"ms": " a présenté son ", "fs": " a présenté son ", "mp": " ont présenté leur ",
                       "fp": " ont présenté leur "}),
        (Language.es, {"ms": " presentó ", "fs": " presentó ", "mp": " presentaron ", "fp": " presentaron "}),
        (Language.ru, {"ms": " представил ", "fs": " представила ", "ns": " представило ", "mp": " представили ",
                       "fp": " представили ", "np": " представили "}),
        (Language.ar, {"ms": "قدم ", "fs": "قدمت ", "mp": "قدمت ", "fp": "قدمت "}),
    ],
)  # fmt: skip
def test_the_verb_agrees_with_every_state(language: Language, of_gender_and_number: Mapping[str, str]) -> None:
    for iso3, on in NAMED:
        named = registry.grammar(iso3, language, on=on)
        report = entry("national_report", "2004-09-10", "First national report", states=[iso3])
        text = sentence(report, language=language, on=on)
        assert of_gender_and_number[named.gender + named.number] in text, text
        assert registry.form(iso3, language, on=on).casefold() in text.casefold()


@pytest.mark.G8
@pytest.mark.parametrize(("language", "edtf"), [*product(Language, FORMS)])
def test_a_date_in_a_sentence_is_read_back_as_it_was_recorded(language: Language, edtf: str) -> None:
    event = entry("event", edtf, "Workshop on 1540, Vienna")
    report = entry("additional_information", edtf, "More")
    for fact in (event, report):
        text = sentence(fact, language=language, on=None)
        assert [phrase.edtf for phrase in find_dates(text, language)] == [FORMS[edtf]], text


@pytest.mark.N2
@pytest.mark.C1
@pytest.mark.parametrize("language", list(Language))
def test_whole_notes_read_as_they_were_read_and_approved(language: Language) -> None:
    """composed/*.txt hold the notes of the scenarios; a change of words shows as a difference of these files."""
    told = []
    for name, one in SCENARIOS.items():
        resolutions = in_force(date.fromisoformat(one.event["starts_on"])) if one.resolutions else ()
        items = background(
            one.event, one.entries, resolutions=resolutions, language=language, unreported=one.unreported,
            events=one.events,
        )  # fmt: skip
        more = highlights(one.event, language=language, steps=one.steps)
        told += [f"# {name}", called(one.event, language), *(f"- {item.text}" for item in (*items, *more)), ""]
    kept = Path(__file__).parent / "composed" / f"{language}.txt"
    assert "\n".join(told) == kept.read_text("utf-8")


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("NAP workshop, Georgetown", "en"), ("Fourth Wiesbaden conference", "en"), ("Réunion de haut niveau", "fr"),
        ("Atelier sur le PAN", "fr"), ("Taller sobre el plan de acción", "es"), ("Семинар ОБСЕ (OSCE)", "ru"),
        ("国家行动计划讲习班 (NAP)", "zh"), ("حلقة عمل بشأن خطة العمل", "ar"), ("1540", "en"), ("", "en"),
    ],
)  # fmt: skip
def test_the_language_of_a_title_is_told_by_script_and_small_words(title: str, language: str) -> None:
    assert language_of(title) == language


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_made_of_an_english_title_says_it_in_english(language: Language) -> None:
    """But in quotation marks, with its language named."""
    fact = entry("event", "2017-10", "Initial NAP workshop, Georgetown", states=["GUY"])
    told = sentence(fact, language=language, on=None, event=an_event(venues=[{"city": None, "country": "GUY"}]))
    assert not re.search(r"\b(?:workshop|NAP|initial)\b", told, re.IGNORECASE)
    quoted = sentence(entry("legislation", "2017-10-06", "Gazette 2039/31"), language=language, on=None)
    assert "Gazette 2039/31" in quoted
    assert pack(language).languages[EN] in quoted
