"""The packaged starting list of organizations."""

import re
from collections import Counter

import pytest

from app.kit.folding import fold
from app.kit.languages import Language
from app.organizations import registry
from app.organizations.kinds import Kind


def test_every_organization_has_a_key_and_a_parent_that_comes_before_it() -> None:
    seen: set[str] = set()
    for known in registry.all_known():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", known.key)
        assert known.parent is None or known.parent in seen
        assert known.key not in seen
        seen.add(known.key)


def test_no_name_acronym_or_alias_belongs_to_two_organizations_or_stands_twice() -> None:
    names = [
        fold(name)
        for known in registry.all_known()
        for name in (known.name, known.acronym or "", *known.names.values(), *known.aliases, *known.misprints)
        if name
    ]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert len(registry.matcher()) == len(names)


def test_english_is_the_name_and_is_not_repeated_among_the_other_languages() -> None:
    assert [known.key for known in registry.all_known() if Language.en in known.names] == []


def test_every_kind_is_in_the_list() -> None:
    assert {known.kind for known in registry.all_known()} == set(Kind)


def test_an_organization_has_its_names_acronym_kind_and_parent() -> None:
    known = registry.find("OPCW")
    assert known is not None
    assert (known.key, known.acronym, known.kind, known.parent) == ("opcw", "OPCW", Kind.igo, None)
    assert known.name == "Organisation for the Prohibition of Chemical Weapons"
    assert known.names[Language.fr] == "Organisation pour l'interdiction des armes chimiques"
    assert known.names[Language.zh] == "禁止化学武器组织"


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("OSCE Centre in Ashgabat", "osce"),
        ("OSCE Conflict Prevention Centre", "osce"),
        ("OSCE Project Co-ordinator in Uzbekistan", "osce"),
        ("UNRCPD", "unoda"),
        ("UNREC", "unoda"),
        ("UNLIREC", "unoda"),
        ("1540 Committee Group of Experts", "1540-committee"),
        ("CICTE", "oas"),
        ("CARICOM Secretariat", "caricom"),
        ("ARF", "asean"),
    ],
)
def test_a_part_knows_what_it_is_a_part_of(part: str, whole: str) -> None:
    known = registry.find(part)
    assert known is not None
    assert known.parent == whole


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("OSCE", "osce"),
        ("the OSCE", "osce"),
        ("Organization for Security and Co-operation in Europe (OSCE)", "osce"),
        ("Organisation for Security and Co\u2011operation in Europe", "osce"),
        ("ОБСЕ", "osce"),
        ("欧安组织", "osce"),
        ("United Nations Office for Disarmament Affairs", "unoda"),
        ("UNODA/UNRCPD", "unrcpd"),
        ("UNRCPD/ UNODA", "unrcpd"),
        ("Regional Centre for Peace and Disarmament in Asia and the Pacific (UNODA/UNRCPD)", "unrcpd"),
        ("1540 Committee", "1540-committee"),
        ("the 1540 Committee's Group of Experts", "1540-group-of-experts"),
        ("Security Council Committee established pursuant to resolution 1540 (2004)", "1540-committee"),
        ("لجنة القرار 1540", "1540-committee"),
        ("第1540号决议委员会", "1540-committee"),
        ("l'OIAC", "opcw"),
        ("Organisation pour l’interdiction des armes chimiques (OIAC)", "opcw"),
        ("AIEA", "iaea"),
        ("OIEA", "iaea"),
        ("МАГАТЭ", "iaea"),
        ("ONUDC", "unodc"),
        ("Organisation mondiale des douanes", "wco"),
        ("Union européenne (UE)", "eu"),
        ("Interpol", "interpol"),
        ("OIE", "woah"),
        ("Stimson Center (Washington)", "stimson"),
        ("United Nations Office of Disarmament Affairs (UNODA)", "unoda"),
        ("Conflict Prevention Centre of the OSCE (OSCE)", "osce-cpc"),
        ("Ministry of Trade (OSCE)", None),
        ("OPCW (IAEA)", None),
        ("Ministry of Trade (MoT)", None),
        ("UNRPCD", None),
        ("an OSCE expert", None),
        ("()", None),
        ("", None),
    ],
)
def test_an_organization_is_found_by_its_exact_name_only(printed: str, key: str | None) -> None:
    known = registry.find(printed)
    assert (known.key if known else None) == key


@pytest.mark.parametrize(
    ("printed", "keys"),
    [
        ("Organization for the Security and Co-operation in Europe (OSCE)", ["osce"]),
        ("World Custom Organization", ["wco"]),
        ("Wrold Health Organization", ["who"]),
        ("OCSE", []),
        ("Ministry of Foreign Affairs", []),
    ],
)
def test_a_near_name_gets_a_suggestion_and_an_acronym_none(printed: str, keys: list[str]) -> None:
    assert [known.key for known in registry.suggest(printed)] == keys
