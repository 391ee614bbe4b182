"""Reading over HTTP: anybody may ask, nothing is kept."""

from typing import Any

import pytest
from sqlmodel import col, func, select

from app.kit.db import Database
from app.ledger.models import Ledger
from tests import make
from tests.callers import Caller


def read(caller: Caller, content: bytes = make.NOTE.encode(), name: str = "note.txt", query: str = "") -> Any:
    return caller.post(f"/readings{query}", files={"file": (name, content, "application/x-whatever")})


def test_anybody_may_have_a_note_read_and_nothing_is_kept(client: Caller, database: Database) -> None:
    answer = read(client)

    reading = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
    assert list(reading) == list(make.reading())
    assert (reading["event"]["starts_on"], reading["event"]["ends_on"]) == ("2019-05-14", "2019-05-15")
    assert [(one["date"], one["kind"]) for one in reading["entries"]] == [
        (one["date"], one["kind"]) for one in make.reading()["entries"]
    ]
    assert (reading["file"]["name"], reading["file"]["media_type"]) == ("note.txt", "text/plain")
    with database.session() as session:
        last = session.exec(select(Ledger.thing).order_by(col(Ledger.seq).desc()).limit(1)).one()
        assert session.exec(select(func.count()).where(col(Ledger.thing).startswith("submission"))).one() == 0
    assert last.startswith("organization/")


def test_the_text_comes_along_where_asked_for_and_spans_point_into_it(client: Caller) -> None:
    reading = read(client, query="?include=text").json()

    (start, end), *more = reading["spans"]["event.title"]
    assert more == []
    assert reading["text"][start:end] == reading["event"]["title"]


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b" \n", "note.txt", "empty"),
        (b"GIF89a", "note.gif", "unsupported-format"),
        (b"x", "note.docx", "not-a-document"),
    ],
    ids=["empty", "picture", "damaged"],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_own_type(
    client: Caller, content: bytes, name: str, kind: str
) -> None:
    answer = read(client, content, name)

    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, f"/problems/file-{kind}")
    assert problem["errors"] == [{"pointer": "/file", "code": kind.replace("-", "_"), "detail": problem["detail"]}]


def test_a_request_without_a_file_says_what_is_missing(client: Caller) -> None:
    missing = client.post("/readings", files={"other": ("note.txt", b"x")})
    unknown = read(client, query="?include=everything")

    assert [answer.status_code for answer in (missing, unknown)] == [422, 422]
    assert missing.json()["errors"][0]["pointer"] == "/file"
    assert unknown.json()["errors"][0]["pointer"] == "/query/include"


def test_a_body_beyond_the_limit_is_refused(client: Caller) -> None:
    largest, beyond = read(client, b"x" * (20 * 1024 * 1024 + 1)), read(client, b"x" * 21 * 1024 * 1024)

    assert (largest.status_code, largest.json()["type"]) == (422, "/problems/file-too-large")
    assert (beyond.status_code, beyond.json()["type"]) == (413, "/problems/too-large")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\notes\\note.txt", "note.txt"),
        ("note\u202egpj.txt", "notegpj.txt"),
        ("x" * 300 + ".txt", "x" * 196 + ".txt"),
        (" ", "note"),
    ],
)
def test_a_file_has_a_plain_name(client: Caller, sent: str, kept: str) -> None:
    assert read(client, name=sent).json()["file"]["name"] == kept
