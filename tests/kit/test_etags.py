"""Entity tags."""

import pytest

from app.kit.errors import PreconditionFailed, PreconditionRequired, Problem
from app.kit.etags import etag, match
from tests import make
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
        (f"W/{etag(CURRENT)}", PreconditionFailed),
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


def test_a_weak_tag_is_no_base_of_a_change(expert: Caller) -> None:
    known = make.entry(expert)
    tag = expert.get(f"/entries/{known['id']}").headers["etag"]
    sent = [{"If-Match": f"W/{tag}"}, {"If-Match": f'"other", W/{tag}'}, {"If-Match": f'W/"other", {tag}'}]

    answers = [expert.post(f"/entries/{known['id']}/withdrawal?reason=x", headers=each) for each in sent]

    assert [answer.status_code for answer in answers] == [412, 412, 200]
    assert answers[0].json()["current"] == known
