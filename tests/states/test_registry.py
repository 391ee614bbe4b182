"""The packaged reference table of States."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from app.kit.folding import fold
from app.kit.languages import Language
from app.states import generate, registry
from app.states.registry import Group, UnknownState

D = date.fromisoformat
ar, zh, en, fr, ru, es = (Language(tag) for tag in ("ar", "zh", "en", "fr", "ru", "es"))


def test_the_table_is_what_its_generator_makes() -> None:
    packaged = Path(registry.__file__).with_name("reference.json")
    assert packaged.read_text(encoding="utf-8") == generate.text()


def test_193_member_states_count_and_two_others_take_part() -> None:
    states = registry.all_states()
    assert (len(states), sum(state.listed for state in states)) == (195, 193)
    assert [state.iso3 for state in states if not state.listed] == ["PSE", "VAT"]
    assert [state.iso3 for state in states] == sorted(state.iso3 for state in states)


def test_codes_are_unique_and_well_formed() -> None:
    states = registry.all_states()
    for codes, shape in (
        ([state.iso3 for state in states], "[A-Z]{3}"),
        ([state.iso2 for state in states], "[A-Z]{2}"),
        ([state.m49 for state in states], "[0-9]{3}"),
    ):
        assert len(set(codes)) == 195
        assert [code for code in codes if not re.fullmatch(shape, code)] == []


def test_every_state_has_a_clean_name_in_each_of_the_six_languages() -> None:
    for state in registry.all_states():
        assert set(state.names) == set(Language)
        for name in (*state.names.values(), *state.running.values(), state.formal):
            assert name
            assert name == " ".join(name.split())
            assert not set("’_;") & set(name)


def test_the_groups_have_the_size_that_the_united_nations_lists() -> None:
    assert Counter(state.group for state in registry.all_states()) == {
        Group.african: 54,
        Group.asia_pacific: 54,
        Group.grulac: 33,
        Group.weog: 29,
        Group.eastern_european: 23,
        None: 2,
    }
    noted = [state.iso3 for state in registry.all_states() if state.group_note]
    assert noted == ["KIR", "TUR", "USA"]


@pytest.mark.parametrize(
    ("on", "count"),
    [
        ("1945-10-23", 0),
        ("1945-12-31", 49),  # 51 original Members, of which Czechoslovakia and Yugoslavia are no more
        ("2000-09-04", 187),
        ("2002-09-26", 190),
        ("2004-04-28", 191),
        ("2006-06-27", 191),
        ("2006-06-28", 192),
        ("2011-07-13", 192),
        ("2011-07-14", 193),
        ("2026-11-01", 193),
    ],
)
def test_membership_on_a_day_is_what_a_share_is_taken_of(on: str, count: int) -> None:
    assert len(registry.members(D(on))) == count


def test_a_state_has_its_names_codes_group_and_membership() -> None:
    state = registry.get("TKM")
    assert state.names == {
        ar: "تركمانستان",
        zh: "土库曼斯坦",
        en: "Turkmenistan",
        fr: "Turkménistan",
        ru: "Туркменистан",
        es: "Turkmenistán",
    }
    assert (state.iso2, state.m49, state.formal) == ("TM", "795", "Turkmenistan")
    assert (state.group, state.member_since, state.member_source) == (Group.asia_pacific, "1992-03-02", None)


@pytest.mark.parametrize(
    ("iso3", "language", "on", "expected"),
    [
        ("TUR", en, None, "Türkiye"),
        ("TUR", en, "2022-05-31", "Turkey"),
        ("TUR", en, "2022-06-01", "Türkiye"),
        ("TUR", fr, "2008-02-01", "Turquie"),
        ("SWZ", en, "2014-04-10", "Swaziland"),
        ("SWZ", es, "2018-04-19", "Eswatini"),
        ("MKD", ru, "2019-02-13", "бывшая югославская Республика Македония"),
        ("MKD", en, "2019-02-14", "North Macedonia"),
        ("LBY", es, "2011-09-15", "Jamahiriya Árabe Libia"),
        ("LBY", zh, "2011-09-16", "利比亚"),
        ("CPV", fr, "2013-10-23", "Cap-Vert"),
        ("CZE", en, "2016-05-16", "Czech Republic"),
        ("SRB", en, "2005-01-06", "Serbia and Montenegro"),
        ("SRB", en, "2006-06-03", "Serbia"),
        ("SRB", en, "2003-02-03", "Serbia"),
        ("NLD", ar, "2023-03-09", "هولندا"),
        ("NLD", en, "2023-03-10", "Netherlands (Kingdom of the)"),
        ("KEN", en, "2004-01-01", "Kenya"),
        ("NRU", en, None, "Nauru"),
    ],
)
def test_a_name_is_the_one_that_held_on_the_day(iso3: str, language: Language, on: str | None, expected: str) -> None:
    assert registry.name(iso3, language, on=D(on) if on else None) == expected


@pytest.mark.parametrize(
    ("iso3", "language", "on", "expected"),
    [
        ("RUS", en, None, "the Russian Federation"),
        ("IRN", en, None, "the Islamic Republic of Iran"),
        ("IRN", ar, None, "جمهورية إيران الإسلامية"),
        ("BOL", fr, None, "État plurinational de Bolivie"),
        ("NLD", en, "2012-01-01", "the Netherlands"),
        ("NLD", en, None, "the Kingdom of the Netherlands"),
        ("MKD", en, "2012-01-01", "the former Yugoslav Republic of Macedonia"),
        ("TKM", en, None, "Turkmenistan"),
        ("USA", fr, None, "États-Unis d'Amérique"),
    ],
)
def test_a_name_reads_well_inside_a_sentence(iso3: str, language: Language, on: str | None, expected: str) -> None:
    assert registry.in_text(iso3, language, on=D(on) if on else None) == expected


def test_every_bracketed_name_has_a_form_for_running_text() -> None:
    bracketed = {
        (state.iso3, language)
        for state in registry.all_states()
        for language, name in state.names.items()
        if "(" in name and language not in state.running
    }
    assert bracketed == set()


@pytest.mark.parametrize("iso3", ["ZZZ", "tkm", "", "Turkmenistan"])
def test_an_unknown_key_is_refused(iso3: str) -> None:
    with pytest.raises(UnknownState):
        registry.get(iso3)


@pytest.mark.parametrize(
    ("printed", "iso3"),
    [
        ("Turkmenistan", "TKM"),
        ("TURKMENISTAN", "TKM"),
        ("Côte d’Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("the Gambia", "GMB"),
        ("l'Égypte", "EGY"),
        ("les Comores", "COM"),
        ("Turkey", "TUR"),
        ("Turkiye", "TUR"),
        ("Swaziland", "SWZ"),
        ("Cape Verde", "CPV"),
        ("Czech Republic", "CZE"),
        ("Iran", "IRN"),
        ("Bolivia", "BOL"),
        ("Venezuela", "VEN"),
        ("Russia", "RUS"),
        ("Republic of Korea", "KOR"),
        ("South Korea", "KOR"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Congo", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("St. Lucia", "LCA"),
        ("Lao PDR", "LAO"),
        ("Vietnam", "VNM"),
        ("United Kingdom", "GBR"),
        ("United States", "USA"),
        ("the former Yugoslav Republic of Macedonia", "MKD"),
        ("Serbia and Montenegro", "SRB"),
        ("Kyrgyz Republic", "KGZ"),
        ("Holy See", "VAT"),
        ("State of Palestine", "PSE"),
        ("República Dominicana", "DOM"),
        ("Corée du Sud", "KOR"),
        ("Российская Федерация", "RUS"),
        ("朝鲜民主主义人民共和国", "PRK"),
        ("الإمارات العربية المتحدة", "ARE"),
        ("Kosovia", None),
        ("Korea", None),
        ("the", None),
        ("", None),
    ],
)
def test_a_state_is_found_by_its_exact_name_only(printed: str, iso3: str | None) -> None:
    assert registry.find(printed) == iso3


def test_no_name_belongs_to_two_states() -> None:
    owners: dict[str, set[str]] = {}
    for state in registry.all_states():
        former = [name for old in state.former for name in old.names.values()]
        for name in (*state.names.values(), *state.running.values(), state.formal, *state.variants, *former):
            owners.setdefault(fold(name.removeprefix("the ")), set()).add(state.iso3)
    assert {name: iso3s for name, iso3s in owners.items() if len(iso3s) > 1} == {}
    assert {name: iso3s.pop() for name, iso3s in owners.items()} == dict(registry.matcher())


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("Macedonia", {"MKD"}), ("ex-République yougoslave", {"MKD"}), ("tkm", {"TKM"}),
        ("guinea", {"GIN", "GNB", "GNQ", "PNG"}),
        ("土耳其", {"TUR"}), ("nowhere", set()),
    ],
)  # fmt: skip
def test_states_are_found_by_part_of_any_name_or_by_their_key(words: str, keys: set[str]) -> None:
    assert registry.search(words) == keys


def test_a_word_of_running_text_finds_the_states_that_are_called_so() -> None:
    assert registry.having("verde") == ("CPV",)
    assert registry.having("swazi") == ("SWZ",)
    assert registry.having("erde") == ()
    assert registry.having("((") == ()


@pytest.mark.N17
def test_every_former_name_has_its_source_and_its_period() -> None:
    former = [(state.iso3, old) for state in registry.all_states() for old in state.former]

    assert [iso3 for iso3, old in former if not re.search(r"\d{4}|table", old.source)] == []
    assert [iso3 for iso3, old in former if set(old.names) != set(Language)] == []
    assert [iso3 for iso3, old in former if old.since and not old.since < old.until] == []
    assert {iso3: old.until.isoformat() for iso3, old in former} == {
        "SRB": "2006-06-03", "BOL": "2009-03-18", "LBY": "2011-09-16", "PSE": "2012-11-29", "CPV": "2013-10-24",
        "CZE": "2016-05-17", "SWZ": "2018-04-19", "MKD": "2019-02-14", "TUR": "2022-06-01", "NLD": "2023-03-10",
    }  # fmt: skip


def test_the_newest_members_came_by_a_resolution_of_the_assembly() -> None:
    sourced = {state.iso3: (state.member_since or "")[:4] for state in registry.all_states() if state.member_source}
    since_1999 = {state.iso3 for state in registry.all_states() if (state.member_since or "") >= "1999"}

    assert set(sourced) == since_1999
    assert {state.member_source for state in registry.all_states() if state.iso3 in {"MNE", "SSD"}} == {
        "A/RES/60/264", "A/RES/65/308",
    }  # fmt: skip


def test_a_slip_of_the_pen_gets_a_suggestion_and_nonsense_none() -> None:
    assert registry.suggest("Turkmenistn") == ["TKM"]
    assert registry.suggest("Swazland") == ["SWZ"]
    assert registry.suggest("qqqqq") == []
