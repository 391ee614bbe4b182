import tomllib
from importlib.resources import files
from typing import Any

import pytest

from app.kit.languages import Language
from app.notes.document import Cite, Row, contact_sentence, document, header, organizers_line
from app.wording.standard import standard
from tests.notes.made import NOTE_ID, TEXTS, a_document, a_note, an_event

DISCLAIMER = (
    "For information – not an official report. The views expressed here do not necessarily represent those of the "
    "1540 Committee or of the organisers or participants in the event."
)
CONTACT = "For further information, please contact the 1540 Committee experts by e-mail at 1540experts@un.org."


def venue(city: str, country: str | None, *, place: str | None = None) -> dict[str, str | None]:
    return {"place": place, "city": city, "country": country}


def test_a_note_has_its_four_header_rows_as_the_committee_prints_them() -> None:
    assert a_document().header == (
        Row("Event", "Meeting on developing a National Action Plan of Turkmenistan"),
        Row("Organizer(s)", "OSCE in cooperation with the United Nations Regional Centre (UNRCPD)"),
        Row("Date and Venue", "22-23 January 2018, Ashgabat, Turkmenistan"),
        Row("Participants", "Turkmenistan, OSCE (4) and the 1540 Committee Group of Experts"),
    )


def test_a_section_without_items_is_left_out_and_each_has_its_heading() -> None:
    sections = a_document().sections
    assert [(part.name, part.heading, part.style) for part in sections] == [
        ("background", "Background", "bullets"),
        ("highlights", "Highlights and discussions", "paragraphs"),
        ("comments", "Additional Comments", "paragraphs"),
    ]
    assert sections[0].items[0].entries == (Cite("first", 1), Cite("second", 3))
    assert [item.text for item in sections[1].items] == [TEXTS["en"], TEXTS["en"]]


def test_the_identity_of_a_printing_is_its_revision_and_the_notes_id() -> None:
    printed = a_document(revision=3)
    assert (printed.identifier, printed.revision, printed.edition) == (NOTE_ID, 3, f"Revision 3 · {NOTE_ID}")


@pytest.mark.parametrize("given", [None, "", "  "])
def test_no_note_is_printed_without_a_disclaimer(given: str | None) -> None:
    assert a_document(disclaimer=given).disclaimer == DISCLAIMER


def test_a_disclaimer_that_the_note_brings_is_kept_as_printed() -> None:
    assert a_document(disclaimer="This is not an official report.").disclaimer == "This is not an official report."


def test_the_contact_is_printed_once_as_the_last_of_the_comments() -> None:
    closing = {"name": "comments", "items": [{"id": "c", "text": CONTACT, "entries": []}]}
    other = {"name": "comments", "items": [{"id": "c", "text": "Another visit is planned.", "entries": []}]}
    printed = {
        "sent with the note": a_document(sections=[closing]),
        "told by nobody yet": a_document(sections=[]),
        "after what else there is to say": a_document(sections=[other]),
        "unknown": a_document(sections=[], contact_email=None),
    }
    assert {said: [item.text for part in each.sections for item in part.items] for said, each in printed.items()} == {
        "sent with the note": [CONTACT],
        "told by nobody yet": [CONTACT],
        "after what else there is to say": ["Another visit is planned.", CONTACT],
        "unknown": [],
    }


def test_the_address_of_others_is_not_called_the_committees() -> None:
    assert (
        contact_sentence("a@b.example", language=Language.en) == "For further information, please contact a@b.example."
    )


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        ("draft", "Draft"),
        ("in_review", "Draft in review"),
        ("approved", "Approved, not yet published"),
        ("published", None),
        ("withdrawn", "Withdrawn"),
    ],
)
def test_what_is_not_published_says_so(status: str, mark: str | None) -> None:
    assert a_document(status=status).mark == mark


def test_organizers_are_told_by_role_in_any_order() -> None:
    organizers = [
        {"name": "European Union", "role": "funder"},
        {"name": "Ministry of Foreign Affairs", "role": "host"},
        {"name": "OSCE", "role": "organizer"},
        {"name": "UNODA", "role": "co_organizer"},
        {"name": "UNIDIR", "role": "support"},
        {"name": "UNRCPD", "role": "cooperation"},
        {"name": "VERTIC", "role": "cooperation"},
    ]
    assert organizers_line(organizers, language=Language.en) == (
        "OSCE and UNODA in cooperation with UNRCPD and VERTIC, hosted by the Ministry of Foreign Affairs, "
        "with the support of UNIDIR, with financial support from the European Union"
    )


def test_a_line_of_organizers_without_a_leading_one_begins_with_the_role() -> None:
    assert organizers_line([{"name": "Japan", "role": "host"}], language=Language.en) == "hosted by Japan"
    assert organizers_line([], language=Language.en) == ""


def test_a_name_inside_a_sentence_has_its_article() -> None:
    named = [{"name": "OSCE", "role": "organizer"}, {"name": "UNODA", "role": "co_organizer"}]
    assert organizers_line(named, language=Language.en, inside=True) == "the OSCE and UNODA"


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"mode": "virtual", "venues": []}, "22-23 January 2018 (virtual meeting)"),
        ({"sessions": ["2018-01-22", "2018-01-24"], "venues": []}, "22 and 24 January 2018"),
        ({"starts_on": "2018-01", "ends_on": None, "venues": []}, "January 2018"),
        (
            {"venues": [venue("Lomé", "TGO", place="Palais"), venue("Accra", None)]},
            "22-23 January 2018, Palais, Lomé, Togo; Accra",
        ),
        (
            {"starts_on": "2016-01-22", "ends_on": None, "venues": [venue("Ankara", "TUR")]},
            "22 January 2016, Ankara, Turkey",
        ),
        (
            {"starts_on": "2016", "ends_on": None, "venues": [venue("Ankara", "TUR")]},
            "2016, Ankara, Turkey",
        ),
    ],
)  # fmt: skip
def test_date_and_venue_are_never_more_exact_than_the_event(changes: dict[str, Any], value: str) -> None:
    rows = {row.label: row.value for row in header(an_event(**changes), language=Language.en)}
    assert rows["Date and Venue"] == value


def test_an_event_without_participants_or_organizers_has_no_row_for_them() -> None:
    bare = {"title": "Workshop", "starts_on": "2018"}
    assert header(bare, language=Language.en) == (Row("Event", "Workshop"), Row("Date and Venue", "2018"))


def test_a_state_is_named_in_the_language_of_the_note_unless_it_was_printed_by_a_name_of_its_own() -> None:
    present = [
        {"name": name, "kind": kind, "state": state}
        for name, kind, state in [
            ("Turkmenistan", "state", "TKM"), ("Kyrgyz Republic", "state", "KGZ"), ("Белиз", "state", "BLZ"),
            ("Turkey", "state", "TUR"), ("Kazakhstan", "igo", None), ("Customs", "state", "UZB"),
        ]
    ]  # fmt: skip
    event = {"title": "Workshop", "starts_on": "2018-01-22", "participants": present}

    assert header(event, language=Language.fr, title="Atelier")[::2] == (
        Row("Manifestation", "Atelier"),
        Row("Participants", "Turkménistan, Kyrgyz Republic, Belize, Turquie, Kazakhstan et Customs"),
    )


def test_arabic_runs_from_right_to_left_and_the_others_do_not() -> None:
    assert {str(each): a_document(each).direction for each in Language} == {
        "ar": "rtl", "zh": "ltr", "en": "ltr", "fr": "ltr", "ru": "ltr", "es": "ltr",
    }  # fmt: skip


@pytest.mark.parametrize("language", list(Language))
def test_every_language_has_every_standard_sentence(language: Language) -> None:
    table = tomllib.loads(files("app.wording").joinpath("standard.toml").read_text("utf-8"))
    english = table["en"]
    assert set(table[language]) == set(english)
    for part in ("labels", "headings", "roles", "marks"):
        assert set(table[language][part]) == set(english[part])
    words = standard(language)
    assert all("{email}" in sentence for sentence in (words.contact, words.contact_other))
    assert all("{x}" in pattern for pattern in (*words.roles.values(), words.brackets))
    assert "1540" in words.disclaimer


def test_names_in_chinese_print_with_their_own_marks() -> None:
    rows = header(an_event("zh", mode="hybrid"), language=Language.zh)
    assert [row.value for row in rows[1:3]] == [
        "欧洲安全与合作组织；合作方：United Nations Regional Centre（UNRCPD）",
        "2018年1月22日至23日，阿什哈巴德，土库曼斯坦（现场和在线）",
    ]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'de' is not a valid Language"):
        document(a_note(language="de"), an_event())
