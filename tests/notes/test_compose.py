import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.kit.languages import Language
from app.notes.compose import background, comments, highlights
from app.notes.document import Cite
from app.notes.sentences import sentence
from app.notes.titles import read
from app.wording.phrases import find_dates
from app.wording.printing import print_date
from app.wording.resolutions import in_force
from tests.notes.made import an_event

EN = Language.en


def entry(kind: str, on: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{kind} {on}",
        "version": 1,
        "kind": kind,
        "date": on,
        "date_basis": None,
        "status": None,
        "title": title,
        "states": ["TKM"],
        "event": None,
        "note": None,
        "withdrawn_at": None,
    } | more


REPORT = entry("national_report", "2004-09-10", "First national report")
WORKSHOP = entry("event", "2014", "OSCE workshop on implementing 1540 in Turkmenistan", version=2)
LETTER = entry(
    "letter",
    "2015-01-05",
    "Head of OSCE Centre in Ashgabat invites 1540 Group of Experts to the final NAP meeting",
    findings=[
        {"code": "letter_date_far", "at": "date", "detail": "Three years before the meeting.", "suggestion": None}
    ],
)
NATIONAL = entry(
    "event", "2017-06-29/2017-06-30", "National event on developing the NAP (UNODA/UNRCPD + OSCE), Ashgabat"
)
OWN = entry("event", "2018-01-22/2018-01-23", "Final meeting on the draft NAP of Turkmenistan, Ashgabat", event="e1")
TURKMENISTAN = [REPORT, WORKSHOP, LETTER, NATIONAL, OWN]


def bullets(*entries: dict[str, Any], **event: Any) -> list[str]:
    """The bullets of an event of January 2018 without the one on resolutions."""
    made = background(an_event(**event), entries, resolutions=(), language=EN)
    return [item.text for item in made]


def test_the_background_of_the_meeting_in_ashgabat_states_the_facts_of_the_record() -> None:
    items = background(an_event(), TURKMENISTAN, resolutions=in_force(date(2018, 1, 22)), language=EN)
    assert [item.text for item in items[1:]] == [
        "Turkmenistan submitted a first national report to the 1540 Committee on 10 September 2004.",
        "An OSCE workshop on implementing resolution 1540 (2004) in Turkmenistan was held in 2014.",
        "A national event on developing the NAP (UNODA/UNRCPD and OSCE) was held in Ashgabat on 29 and 30 June 2017.",
        (
            "By a letter dated 5 January 2015, the Head of OSCE Centre in Ashgabat invited the 1540 Group of Experts "
            "to the final NAP meeting."
        ),
    ]
    assert [item.entries for item in items] == [
        (),
        (Cite("national_report 2004-09-10", 1),),
        (Cite("event 2014", 2),),
        (Cite("event 2017-06-29/2017-06-30", 1),),
        (Cite("letter 2015-01-05", 1),),
    ]
    assert [item.id for item in items] == [f"background-{number}" for number in (1, 2, 3, 4, 5)]


def test_every_date_of_the_composed_note_can_be_read_back_as_recorded() -> None:
    printed = " ".join(bullets(*TURKMENISTAN))
    assert [phrase.edtf for phrase in find_dates(printed, EN)] == [
        "2004-09-10", "2014", "2017-06-29/2017-06-30", "2015-01-05",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "numbers"),
    [
        (date(2005, 3, 1), ["1540 (2004)"]),
        (date(2007, 3, 1), ["1673 (2006)", "1540 (2004)"]),
        (date(2009, 3, 1), ["1810 (2008)", "1540 (2004)"]),
        (date(2014, 3, 1), ["1977 (2011)", "1540 (2004)"]),
        (date(2018, 1, 22), ["1977 (2011)", "1540 (2004)", "2325 (2016)"]),
        (date(2024, 3, 1), ["2663 (2022)"]),
    ],
)
def test_the_resolutions_cited_are_those_of_the_day(on: date, numbers: list[str]) -> None:
    (item,) = background(an_event(starts_on=on.isoformat()), [], resolutions=in_force(on), language=EN)
    assert list(dict.fromkeys(re.findall(r"\d{4} \(\d{4}\)", item.text))) == numbers


def test_a_day_without_resolutions_has_no_bullet_on_them() -> None:
    assert background(an_event(), [], resolutions=in_force(date(2001, 1, 1)), language=EN) == ()


def test_the_paragraph_on_action_plans_follows_the_resolution() -> None:
    days = [date(2014, 3, 1), date(2018, 1, 22), date(2024, 3, 1)]
    texts = [background(an_event(), [], resolutions=in_force(day), language=EN)[0].text for day in days]
    assert [re.findall(r"operative paragraph (\d+)", text) for text in texts] == [["8"], ["5"], ["12", "8"]]


def test_what_came_later_was_withdrawn_planned_or_is_a_note_is_left_out() -> None:
    assert bullets(
        entry("nap", "2018-06-11", "NAP submitted to the Committee", status="submitted"),
        entry("event", "2018", "Workshop, Ashgabat"),
        entry("peer_review", "XXXX-11-08/XXXX-11-10", "Regional peer review, Istanbul"),
        entry("national_report", "2004-09-10", "First national report", withdrawn_at="2026-01-01T00:00:00Z"),
        entry("nap", "2016", "NAP planned", status="planned"),
        entry("matrix", "2016", "Draft 1540 matrix", status="draft"),
        entry("note", "2017-07-01", "Information note on the national event"),
        OWN,
    ) == []  # fmt: skip


def test_the_last_invitation_closes_whatever_its_date_and_other_letters_stand_in_order() -> None:
    first = entry("letter", "2013-02-01", "Ministry invites 1540 Committee to a seminar")
    undated = entry("letter", "XXXX", "Ministry invites Group of Experts to the final meeting")
    other = entry("letter", "2012", "Written commitment to start preparing the first report")
    assert bullets(NATIONAL, undated, first, other) == [
        "2012: Written commitment to start preparing the first report (Turkmenistan).",
        "By a letter dated 1 February 2013, the Ministry invited the 1540 Committee to a seminar.",
        "A national event on developing the NAP (UNODA/UNRCPD and OSCE) was held in Ashgabat on 29 and 30 June 2017.",
        "By a letter sent on a date not known, the Ministry invited the Group of Experts to the final meeting.",
    ]


def test_an_entry_read_from_an_earlier_note_is_printed_as_it_was_and_once() -> None:
    printed = (
        "In 2014 a workshop was organized in Turkmenistan by the OSCE. A national event followed from 29-30 June 2017."
    )
    read = [entry("event", "2014", printed), entry("event", "2017-06-29/2017-06-30", printed)]
    (item,) = background(an_event(), read, resolutions=(), language=EN)
    assert item.text == printed
    assert item.entries == (Cite("event 2014", 1), Cite("event 2017-06-29/2017-06-30", 1))


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("Turkmenistan submitted a national report to the Committee on 10 September 2004.", True),
        ("Turkmenistan submitted a national report to the 1540 Committee.", False),
        ("Workshop held on 10 September 2004 in Ashgabat by the OSCE", False),
        ("Workshop, 2014.", False),
    ],
)
def test_a_sentence_has_an_end_a_date_and_more_words_than_a_headline(title: str, whole: bool) -> None:
    assert read(title).is_sentence is whole


SENTENCES = {
    ("national_report", "2011", "National report"): (
        "Turkmenistan submitted a national report to the 1540 Committee in 2011."
    ),
    ("additional_information", "2006-03-22", "Second report / additional information"): (
        "Turkmenistan submitted additional information to the 1540 Committee on 22 March 2006."
    ),
    ("assistance_request", "2008-04-30", "Study of sectors"): (
        "Turkmenistan requested assistance in the implementation of resolution 1540 (2004) on 30 April 2008 "
        "(Study of sectors)."
    ),
    ("point_of_contact", "2016-09", "Point of contact named"): (
        "Turkmenistan named a national point of contact for resolution 1540 (2004) in September 2016."
    ),
    ("matrix", "2015-12-01", "1540 matrix"): (
        "The 1540 Committee prepared a matrix on the implementation of resolution 1540 (2004) by Turkmenistan "
        "on 1 December 2015."
    ),
    ("legislation", "2017-10-06", "Regulations in Gazette 2039/31"): (
        "6 October 2017: Regulations in Gazette 2039/31 (Turkmenistan)."
    ),
    ("other", "2014/2015-12", "Exchange with Turkmenistan"): (
        "Between 2014 and December 2015: Exchange with Turkmenistan."
    ),
    ("visit", "2013-11-11/2013-11-15", "Committee visit, Ouagadougou and Bobo-Dioulasso"): (
        "A Committee visit took place in Ouagadougou and Bobo-Dioulasso from 11 to 15 November 2013."
    ),
    ("visit", "2015-05-26", "Committee members and experts meet the national NAP working group, Belgrade"): (
        "On 26 May 2015, Committee members and experts met the national NAP working group in Belgrade."
    ),
    ("visit", "2011-09-12", "Committee visit to Washington, DC"): (
        "12 September 2011: Committee visit to Washington, DC (Turkmenistan)."
    ),
    ("peer_review", "2018-07", "Six-State peer review, Issyk-Kul"): (
        "A six-State peer review was held in Issyk-Kul in July 2018."
    ),
    ("event", "2014-11-20/2014-11-21", "Third Wiesbaden conference"): (
        "The third Wiesbaden conference was held on 20 and 21 November 2014."
    ),
    ("event", "2017-03-28/2017-03-29", "Legal assistance activities, Santo Domingo"): (
        "Legal assistance activities were held in Santo Domingo on 28 and 29 March 2017."
    ),
    ("event", "2016-04-06/2016-04-07", "African Union review and assistance conference on 1540, Addis Ababa"): (
        "An African Union review and assistance conference on resolution 1540 (2004) was held in Addis Ababa "
        "on 6 and 7 April 2016."
    ),
    ("event", "2017-05-22/2017-05-24", "Meeting to review the NAP of Uzbekistan, held in Vienna"): (
        "A meeting to review the NAP of Uzbekistan was held in Vienna from 22 to 24 May 2017."
    ),
    ("event", "2015-12-09?", "Consultation on the draft NAP"): (
        "A consultation on the draft NAP was held on 9 December 2015 (date uncertain)."
    ),
    ("event", "2019", "Wiesbaden process, Berlin"): "2019: Wiesbaden process, Berlin (Turkmenistan).",
    ("event", "2014-06-10/2014-06-12", "National round table: findings of legal study"): (
        "10-12 June 2014: National round table: findings of legal study (Turkmenistan)."
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fact", "text"), SENTENCES.items())
def test_a_fact_becomes_a_sentence_with_its_date_as_it_is_known(fact: tuple[str, str, str], text: str) -> None:
    assert sentence(entry(*fact), language=EN, on=None) == text


@pytest.mark.parametrize(
    ("status", "basis", "on", "title", "text"),
    [
        ("submitted", "submitted", "2018-06-11", "NAP submitted; covers 2018-2022", (
            "Turkmenistan submitted a national implementation action plan to the 1540 Committee on 11 June 2018 "
            "(covers 2018-2022)."
        )),
        ("submitted", "submitted", "../2018-06-11", "NAP already submitted", (
            "Turkmenistan had submitted a national implementation action plan to the 1540 Committee by 11 June 2018."
        )),
        ("adopted", "adopted", "2012-04", "NAP adopted", (
            "Turkmenistan adopted a national implementation action plan in April 2012."
        )),
        ("adopted", "in_force", "2015/2017", "NAP in force", (
            "A national implementation action plan of Turkmenistan was in force for the period 2015-2017."
        )),
        (None, None, "2015", "Draft NAP shown", "2015: Draft NAP shown (Turkmenistan)."),
    ],
)  # fmt: skip
def test_a_plan_is_told_by_its_status(status: str | None, basis: str | None, on: str, title: str, text: str) -> None:
    assert sentence(entry("nap", on, title, status=status, date_basis=basis), language=EN, on=None) == text


def test_states_are_named_as_on_the_day_of_the_event_and_together() -> None:
    letter = entry("national_report", "2015", "Report", states=["TUR", "KOR"])
    assert sentence(letter, language=EN, on=date(2018, 1, 22)) == (
        "Turkey and the Republic of Korea submitted a national report to the 1540 Committee in 2015."
    )
    other = entry("legislation", "2015", "Law of Turkey", states=["TUR", "KOR"])
    assert sentence(other, language=EN, on=date(2018, 1, 22)) == "2015: Law of Turkey (the Republic of Korea)."


def test_one_happening_seen_from_several_states_is_told_once_and_cites_all() -> None:
    seen = [entry("event", "2016", "Workshop, Lima", id=iso3, states=[iso3]) for iso3 in ("PER", "CHL", "COL")]
    (item,) = background(an_event(), seen, resolutions=(), language=EN)
    assert (item.text, item.entries) == (
        "A workshop was held in Lima in 2016.",
        (Cite("PER", 1), Cite("CHL", 1), Cite("COL", 1)),
    )


def test_that_a_state_has_not_reported_is_said_only_when_the_caller_knows() -> None:
    items = background(an_event(), [], resolutions=(), language=EN, unreported=["TUV", "COM"])
    assert [item.text for item in items] == [
        "The Comoros has not yet submitted a first report to the 1540 Committee.",
        "Tuvalu has not yet submitted a first report to the 1540 Committee.",
    ]
    assert bullets() == []


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, (
            "The event was held on 22 and 23 January 2018 in Ashgabat, Turkmenistan. It was organized by the OSCE "
            "in cooperation with the United Nations Regional Centre (UNRCPD)."
        )),
        ({"status": "planned", "ends_on": None, "organizers": []}, (
            "The event is to be held on 22 January 2018 in Ashgabat, Turkmenistan."
        )),
        ({"mode": "virtual", "organizers": []}, "The event was held on 22 and 23 January 2018 online."),
        ({"venues": [], "organizers": [], "sessions": ["2018-01-22", "2018-01-25"]}, (
            "The event was held on 22 and 25 January 2018."
        )),
    ],
)  # fmt: skip
def test_the_highlights_begin_with_what_the_record_knows(changes: dict[str, Any], text: str) -> None:
    assert [item.text for item in highlights(an_event(**changes), language=EN)] == [text]


def test_an_event_that_was_not_held_has_no_highlights() -> None:
    assert [highlights(an_event(status=status), language=EN) for status in ("postponed", "cancelled")] == [(), ()]


def test_the_closing_says_whom_to_ask() -> None:
    assert [item.text for item in comments(language=EN)] == [
        "For further information, please contact the 1540 Committee experts by e-mail at 1540experts@un.org."
    ]
    assert [item.text for item in comments(language=EN, email="a@b.example")] == [
        "For further information, please contact a@b.example."
    ]


def test_no_sentence_made_from_the_sample_says_more_than_its_date() -> None:
    """Every year, month and day printed stands in the record's date or title."""
    with (Path(__file__).parents[2] / "app" / "sample" / "records.csv").open(encoding="utf-8") as rows:
        facts = [
            entry(row["kind"], row["date"], row["title_or_subject"], states=[row["state_iso3"]])
            for row in csv.DictReader(rows)
            if row["state_iso3"] != "ZZZ"
        ]
    for fact in facts:
        known = set(re.findall(r"\d+", f"{print_date(fact['date'], EN)} {fact['title']} 1540 2004"))
        assert set(re.findall(r"\d+", sentence(fact, language=EN, on=None))) <= known
