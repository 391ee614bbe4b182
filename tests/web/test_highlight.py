"""Texts with spans marked."""

from hypothesis import given
from hypothesis import strategies as st

from app.web.highlight import pieces

TEXT = "Event: Meeting on resolution 1540 (2004) in Ashgabat"


def test_spans_become_marks_and_the_rest_stays_plain() -> None:
    found = pieces(TEXT, {"event.title": [(7, 40)], "event.venues[0]": [(44, 52)]})

    assert [(piece.text, piece.path) for piece in found] == [
        ("Event: ", None),
        ("Meeting on resolution 1540 (2004)", "event.title"),
        (" in ", None),
        ("Ashgabat", "event.venues[0]"),
    ]


def test_the_shortest_of_overlapping_spans_is_marked_and_others_are_hinted_at() -> None:
    found = pieces(TEXT, {"entries[0]": [(0, 52)], "event.resolutions[0]": [(29, 40)]})

    assert [(piece.text, piece.path, piece.also) for piece in found] == [
        ("Event: Meeting on resolution ", "entries[0]", False),
        ("1540 (2004)", "event.resolutions[0]", True),
        (" in Ashgabat", "entries[0]", False),
    ]


def test_items_of_sections_are_anchored_and_not_coloured() -> None:
    (piece,) = pieces("Some words", {"note.background[0]": [(0, 10)]})

    assert (piece.path, piece.starts) == (None, ("note.background[0]",))


def test_a_place_that_is_doubted_is_marked_as_such() -> None:
    found = pieces("Some words", {"note.background[0]": [(0, 4)]}, doubts=["note.background[0]"])

    assert [(piece.text, piece.doubted) for piece in found] == [("Some", True), (" words", False)]


def test_spans_outside_the_text_are_left_out() -> None:
    assert [piece.path for piece in pieces("Short", {"event.title": [(3, 90), (-1, 2), (4, 4)]})] == [None]


SPAN = st.tuples(st.integers(-2, 40), st.integers(-2, 40))
PATHS = st.sampled_from(["event.title", "entries[0]", "organizers[1]", "note.background[0]", "event.type"])


@given(st.text(max_size=30), st.dictionaries(PATHS, st.lists(SPAN, max_size=3)))
def test_the_pieces_are_the_text_whatever_the_spans(text: str, spans: dict[str, list[tuple[int, int]]]) -> None:
    found = pieces(text, spans)

    assert "".join(piece.text for piece in found) == text
    assert all(len([piece for piece in found if path in piece.starts]) <= 1 for path in spans)
