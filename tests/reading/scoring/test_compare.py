"""The measure itself: what counts as right, too much, and missed."""

import pytest

from tests.reading.reader import reading_of
from tests.reading.scoring.compare import Outcome, alike, named, near, outcomes
from tests.reading.scoring.labels import Label
from tests.reading.scoring.tally import Score, below, overall, scores, trust

TEXT = """Information Note

Event: Invented workshop on resolution 1540 (2004)
Organizer: Ministry of Health of Ghana
Date and Venue: 14-15 March 2017, Accra, Ghana
Participants: Ghana, WHO
"""


def outcome(field: str, expect: object, accept: object = None) -> Outcome:
    label = Label("en_x", "notes", "en", TEXT, {field: expect}, {field: accept} if accept else {})
    (found,) = outcomes(reading_of(TEXT), label)
    return found


@pytest.mark.parametrize(
    ("field", "expect", "accept", "right", "extra", "missed"),
    [
        ("title", "invented Workshop on resolution 1540 (2004).", None, 1, 0, 0),
        ("title", "Invented workshop on resolution 1540 (2005)", None, 0, 1, 1),
        ("type", "training_course", None, 0, 1, 1),
        ("type", "training_course", ["workshop"], 1, 0, 0),
        ("email", "", None, 0, 0, 0),
        ("email", "a@un.org", None, 0, 0, 1),
        ("participants", [["Ghana", "state"], ["WHO", "igo"]], None, 2, 0, 0),
        ("participants", [["Ghana", "state"]], None, 1, 1, 0),
        ("participants", [["Ghana", "state"]], [["the WHO", "igo"]], 1, 0, 0),
        ("participants", [["Ghana", "state"], ["WHO", "ngo"]], None, 1, 1, 1),
        ("participants", [["Ghana", "state"], ["WHO", "ngo"]], [["WHO", "igo"]], 1, 0, 0),
        ("participants", [["Ghana", "state"], ["VERTIC", "ngo"]], [["WHO", "igo"]], 1, 0, 1),
        ("organizers", [["Ministry of Health of Ghana", "", "co_organizer"]], None, 1, 0, 0),
    ],
)
def test_an_answer_is_right_too_much_or_missed(
    field: str, expect: object, accept: object, right: int, extra: int, missed: int
) -> None:
    found = outcome(field, expect, accept)
    assert (found.right, len(found.extra), len(found.missed)) == (right, extra, missed)


def test_a_venue_counts_by_city_country_and_place() -> None:
    label = Label("en_x", "notes", "en", TEXT, {"venues": [["Town hall", "Accra", "GHA"]]}, {})
    found = {one.field: (one.right, len(one.missed)) for one in outcomes(reading_of(TEXT), label)}
    assert found == {"venues city": (1, 0), "venues country": (1, 0), "venues place": (0, 1)}


def test_paragraphs_of_a_note_without_headings_may_stand_in_either_section() -> None:
    text = f"{TEXT}\nBackground\n- First.\n- Second.\n"
    expect = {"background": ["First."], "highlights": ["Second."]}
    label = Label("en_x", "notes", "en", text, expect, {"highlights": ["First."], "background": ["Second."]})
    found = {one.field: (one.right, one.extra, one.missed) for one in outcomes(reading_of(text), label)}
    assert found == {"background": (0, (), ()), "highlights": (2, (), ())}


def test_texts_are_alike_but_for_signs_and_never_with_other_digits() -> None:
    assert alike("L’Union – 2014", "l'union - 2014")
    assert alike("中国 代表", "中国代表")
    assert not alike("Held in 2014 in the hall of the town", "Held in 2015 in the hall of the town")
    assert near("Grand Hotel", "the Grand Hotel, room 4")
    assert named(("the Ministry (MFA)", "state"), ("Ministry", "state"))
    assert not named(("Ministry", "state"), ("Ministry", "igo"))


def test_scores_add_up_and_a_floor_speaks_when_it_is_not_reached() -> None:
    good = Outcome("title", 9, (), (), ((0.9, True),))
    bad = Outcome("title", 0, ("x",), ("y",), ((0.9, False),))
    (score,) = scores([good, bad])
    assert score == Score("title", 9, 1, 1)
    assert (score.precision, score.recall, score.f1, overall([score])) == (0.9, 0.9, 0.9, 0.9)
    assert below([score]) == ["title: 0.900 < 0.97"]
    assert below([Score("findings", 9, 0, 1)]) == []
    assert below([Score("findings", 99, 0, 20)]) == ["findings: 0.832 < 0.9"]
    assert trust([good, bad]) == [(0.9, 0.5, 2)]
