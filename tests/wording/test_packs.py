"""The language packs are data of one shape, and nothing in them lies idle."""

import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

import app
from app.kit.languages import Language
from app.wording.matching import compiled, flat
from app.wording.packs import Pack, pack, packs

CODE = "\n".join(path.read_text(encoding="utf-8") for path in Path(app.__file__).parent.rglob("*.py"))
ROLES = {f"role_{role}" for role in ("organizer", "co_organizer", "cooperation", "host", "funder", "support")}
ONLY_WHERE_NEEDED = {"state_traps", "attached_conjunctions", "event_itself", "verb_endings", "not_verbs", "joint_traps"}


@pytest.mark.parametrize("language", Language)
def test_every_language_speaks_of_the_same_topics(language: Language) -> None:
    topics = set(pack(language).lists) - ONLY_WHERE_NEEDED
    assert topics == set(pack(Language.en).lists) - ONLY_WHERE_NEEDED


@pytest.mark.parametrize("language", Language)
def test_every_language_names_the_same_fields_and_sections(language: Language) -> None:
    mine, english = pack(language), pack(Language.en)
    assert set(mine.table("sections").values()) == set(english.table("sections").values())
    assert set(mine.table("labels").values()) == set(english.table("labels").values())
    assert set(mine.table("groups").values()) == set(english.table("groups").values())


@pytest.mark.parametrize("language", [one for one in Language if one != Language.zh])
def test_every_language_has_twelve_months_and_seven_weekdays(language: Language) -> None:
    assert set(pack(language).table("months").values()) == {str(month) for month in range(1, 13)}
    assert set(pack(language).table("weekdays").values()) == {str(day) for day in range(7)}


@pytest.mark.parametrize("topic", sorted({topic for one in packs() for topic in one.lists}))
def test_every_topic_of_a_pack_is_used(topic: str) -> None:
    stem = next((s for s in ("role_", "tail_", "kind_", "type_", "verbs_", "status_") if topic.startswith(s)), topic)
    assert re.search(rf"[\"']{stem}", CODE)


def test_flat_text_is_as_long_as_the_text() -> None:
    text = "Ünïted—Nations №1 ﬁnal أُمّة 聯合國 ½ ß ¹ Œuvre\u00ad"
    assert len(flat(text)) == len(text)


def test_flat_text_has_no_accents_capitals_or_typographic_signs() -> None:
    assert flat("L’ÉTÉ – «Ça» ٢٠١٨") == 'l\'ete - "ca" 2018'


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("workshop*", "two workshops", "workshops"),
        ("nap", "napping", None),
        ("requested .. assistance", "requested, in May, some assistance", "requested, in may, some assistance"),
        ("requested .. assistance", "requested it. Then assistance", None),
        ("l'", "l'Office", "l'"),
    ],
)
def test_a_phrase_may_have_any_ending_and_words_between(phrase: str, text: str, found: str | None) -> None:
    match = compiled((phrase,)).search(flat(text))
    assert (match.group() if match else None) == found


def test_no_phrases_match_nothing() -> None:
    assert compiled(()).search("anything") is None


def test_particles_written_onto_a_word_do_not_hide_it() -> None:
    arabic: Pack = pack(Language.ar)
    assert arabic.phrases("kind_letter").search(flat("وبالرسالة")) is not None


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("topic", ["labels_by_word", "sections_by_word", "groups_by_word"])
def test_no_word_of_a_label_says_two_things(language: Language, topic: str) -> None:
    text = resources.files("app.wording").joinpath(f"{language.value}.toml").read_text(encoding="utf-8")
    words = [(flat(word), meaning) for meaning, listed in tomllib.loads(text)[topic].items() for word in listed]
    assert len({word for word, _ in words}) == len(set(words))
