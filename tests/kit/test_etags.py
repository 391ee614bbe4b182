"""Entity tags."""

import pytest

from app.kit.errors import PreconditionFailed, PreconditionRequired, Problem
from app.kit.etags import etag, match
from tests.callers import Caller

CURRENT = b'{"a":1}'


def refusal(tag: str | None) -> type[Problem] | None:
    try:
        match(tag, CURRENT)
    except Problem as problem:
        return type(problem)
    return None


@pytest.mark.parametrize(
    ("tag", "refused"),
    [
        ("*", None),
        (etag(CURRENT), None),
        (f'"other", {etag(CURRENT)}', None),
        (f'W/"x",{etag(CURRENT)}', None),
        (etag(b"{}"), PreconditionFailed),
        ("", PreconditionFailed),
        (None, PreconditionRequired),
    ],
)
def test_a_change_needs_the_tag_of_the_current_state(tag: str | None, refused: type[Problem] | None) -> None:
    assert refusal(tag) is refused


def test_a_stale_tag_is_refused_with_the_current_state() -> None:
    with pytest.raises(PreconditionFailed) as refused:
        match(etag(b"{}"), CURRENT)

    assert refused.value.more == {"current": {"a": 1}}


@pytest.mark.parametrize(("tag", "status"), [("*", 304), ('"other"', 200), (None, 304), ("weak", 304)])
def test_a_reader_with_the_same_tag_gets_304(client: Caller, tag: str | None, status: int) -> None:
    known = client.get("/states/TKM").headers["etag"]
    sent = {None: known, "weak": f"W/{known}"}.get(tag, tag)

    assert client.get("/states/TKM", headers={"If-None-Match": str(sent)}).status_code == status
