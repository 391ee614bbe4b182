"""Merge patches (RFC 7396), on their own."""

from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError
from sqlmodel import Field

from app.kit import patches
from app.kit.errors import Invalid, Malformed
from app.kit.shapes import Replacement

# The test cases of RFC 7396, appendix A: the original, the patch, the result.
CASES: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]
CURRENT = '{"id":"x","title":"A","status":"held","tags":["a"],"visibility":"committee","closed_at":null}'


class Thing(Replacement):
    title: str
    status: str | None = None
    tags: list[str] = Field(default_factory=list)
    visibility: str = "public"


def over(patch: dict[str, Any]) -> dict[str, Any]:
    return patches.over(CURRENT, patch, Thing).model_dump()


def pointers(patch: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        over(patch)
    return [(error["pointer"], error["code"]) for error in refused.value.errors]


@pytest.mark.parametrize(("original", "patch", "result"), CASES)
def test_a_patch_is_merged_as_the_standard_shows(original: Any, patch: Any, result: Any) -> None:
    assert patches.merge(original, patch) == result


def test_a_patch_changes_what_it_names_and_nothing_else() -> None:
    whole = {"title": "A", "status": "held", "tags": ["a"], "visibility": "committee"}

    assert over({}) == whole
    assert over({"title": "B"}) == whole | {"title": "B"}
    assert over({"status": None, "tags": None}) == whole | {"status": None, "tags": []}


def test_read_only_members_are_taken_when_they_are_unchanged() -> None:
    assert over({"id": "x", "closed_at": None})["title"] == "A"
    assert pointers({"id": "y"}) == [("/id", "read_only")]
    assert pointers({"id": None}) == [("/id", "read_only")]
    assert pointers({"none": None}) == [("/none", "unknown_field")]


def test_clearing_a_member_never_means_a_default() -> None:
    for name in ("visibility", "title"):
        with pytest.raises(RequestValidationError) as refused:
            over({name: None})
        assert [error["loc"] for error in refused.value.errors()] == [("body", name)]


def test_a_patch_that_has_no_end_is_refused() -> None:
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"a": deep}

    with pytest.raises(Malformed):
        over({"title": deep})
