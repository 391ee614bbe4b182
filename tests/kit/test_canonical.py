"""Canonical JSON, past the application: what is sealed must come out the same byte for byte, whoever writes it."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as some

from app.kit import canonical

NUMBERS = some.integers(-(2**53) + 1, 2**53 - 1) | some.floats(allow_nan=False, allow_infinity=False)
# Half of all keys and texts as records have them, half from all over Unicode.
TEXTS = some.text(some.characters(codec="ascii"), max_size=8) | some.text(max_size=8)
VALUES = some.recursive(
    some.none() | some.booleans() | NUMBERS | TEXTS,
    lambda inner: some.lists(inner, max_size=5) | some.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=25,
)


@given(VALUES)
def test_a_value_is_written_as_the_standard_says(value: object) -> None:
    assert canonical.dumps(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # it names the values of JSON


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [], "A": {}}, '{"A":{},"a":[],"b":1}'),
        ({"\ue000": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ue000":1}'),
        ([12.0, 1e21, 1e-7, -0.0], "[12,1e+21,1e-7,0]"),
        ('\x00\x1f\x7f"\\\n\b/é', '"\\u0000\\u001f\x7f\\"\\\\\\n\\b/é"'),
    ],
)
def test_what_writers_of_json_differ_about_is_written_in_one_way(value: object, written: str) -> None:
    assert canonical.dumps(value) == written.encode()


@pytest.mark.parametrize("value", [2**53, -(2**53), float("nan"), float("inf"), {1: 2}, {"a": object()}, "\ud800"])
def test_what_json_does_not_hold_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical.dumps(value)
