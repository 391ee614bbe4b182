"""Doubts about names: raised where something is odd, and only there."""

import pytest

from app.checks import names
from app.checks.models import Code

RIGHT = {
    names.plain_name(name): name
    for name in (
        "World Centre for the Study of Invented Things",
        "Invented Organization for Peace in the Northern Seas",
        "Institut inventé pour la paix en mer du Nord",
    )
}
WRONG = {names.plain_name("World Office of Invented Things"): "World Centre for the Study of Invented Things"}


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("World Office of Invented Things", "World Centre for the Study of Invented Things"),
        ("World Centre of the Study of Invented Things", "World Centre for the Study of Invented Things"),
        ("Invented Organisation for Peace in the Northen Seas", "Invented Organization for Peace in the Northern Seas"),
        ("Institut inventé pour la paix en mer de Nord", "Institut inventé pour la paix en mer du Nord"),
    ],
)
def test_a_slip_in_a_name_is_flagged_with_the_name_that_was_meant(printed: str, meant: str) -> None:
    found = names.org_name_error(printed, RIGHT, WRONG, at="organizers[0]")
    assert found is not None
    assert (found.code, found.at, found.suggestion) == (Code.org_name_error, "organizers[0]", meant)


@pytest.mark.parametrize(
    "printed",
    [
        "World Centre for the Study of Invented Things",
        "World Center for the Study of Invented Things",
        "Invented Organisation for Peace in the Northern Seas",
        "Invented Organization for Peace in the Southern Seas",
        "World Centre for Invented Things",
        "Ministry of Invented Things",
        "Peace",
    ],
)
def test_a_right_or_another_name_is_not_flagged(printed: str) -> None:
    assert names.org_name_error(printed, RIGHT, WRONG, at="x") is None


def test_an_acronym_of_another_name_is_flagged() -> None:
    found = names.acronym_mismatch("IONPS", ["IOPNS"], suggestion="IOPNS", at="x")
    assert found is not None
    assert (found.detail, found.suggestion) == ("The acronym IONPS does not belong to the name before it.", "IOPNS")


@pytest.mark.parametrize("acronym", ["IOPNS", "iopns", "UN/IOPNS"])
def test_an_acronym_of_the_name_is_not_flagged(acronym: str) -> None:
    assert names.acronym_mismatch(acronym, ["IOPNS"], suggestion="IOPNS", at="x") is None


def test_a_resolution_with_the_year_of_another_is_flagged() -> None:
    found = names.resolution_year_mismatch(2325, 2015, 2016, at="x")
    assert found is not None
    assert found.detail == "Resolution 2325 was adopted in 2016; the note prints 2325 (2015)."
    assert names.resolution_year_mismatch(2325, 2016, 2016, at="x") is None


def test_a_city_in_the_wrong_state_is_flagged() -> None:
    found = names.city_country_mismatch("Bishkek", "TJK", "KGZ", suggestion="Kyrgyzstan", at="event.venues[0]")
    assert found is not None
    assert found.detail == "Bishkek is not in the State printed beside it; it is in Kyrgyzstan."
    assert names.city_country_mismatch("Bishkek", "KGZ", "KGZ", suggestion="Kyrgyzstan", at="x") is None


def test_a_title_about_a_state_that_did_not_take_part_is_flagged() -> None:
    found = names.country_mismatch(["ZMB"], ["ZWE"], title_name="Zambia")
    assert found is not None
    assert found.detail == "The title speaks of Zambia, which is not among the States that took part."


@pytest.mark.parametrize(
    ("title", "there"), [(["ZMB"], ["ZMB", "ZWE"]), (["ZMB"], []), (["ZMB", "ZWE"], ["KEN"]), ([], ["KEN"])]
)
def test_a_title_that_fits_those_present_is_not_flagged(title: list[str], there: list[str]) -> None:
    assert names.country_mismatch(title, there, title_name="Zambia") is None


def test_what_is_missing_and_what_is_damaged_are_named() -> None:
    assert names.missing_field("a venue", at="event.venues").detail == "The note does not give a venue."
    assert names.ocr_damage("1920 April", at="x").detail == '"1920 April" looks damaged in scanning or copying.'
