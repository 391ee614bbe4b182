"""Errors as callers see them."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError

from app.kit import problems
from app.kit.errors import Invalid, Malformed, Problem, field, pointer
from app.main import create_app
from app.settings import Settings
from tests import make
from tests.callers import Caller

ENTRY = {"kind": "nap", "date": "2014", "title": "Plan", "states": ["TKM"]}


def test_a_body_that_is_not_json_is_malformed(expert: Caller) -> None:
    answer = expert.post("/entries", content=b"{", headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed")


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
def test_a_body_of_another_kind_is_refused_by_its_kind(expert: Caller, media_type: str) -> None:
    answer = expert.post("/entries", content=b"kind=nap", headers={"Content-Type": media_type})

    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/unsupported-media-type")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Caller, expert: Caller) -> None:
    answer = expert.post("/entries", json=ENTRY | {"title": "x" * 2**20})

    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"]
    assert client.read("/states/TKM/timeline")["total"] == 0


def test_an_unknown_method_lists_those_that_are_known(client: Caller) -> None:
    answer = client.request("PATCH", "/states")

    assert (answer.status_code, answer.headers["allow"], answer.json()["type"]) == (
        405, "GET, HEAD, OPTIONS", "/problems/method-not-allowed",
    )  # fmt: skip


def test_what_was_sent_is_never_echoed(expert: Caller) -> None:
    answer = expert.post("/entries", json=ENTRY | {"kind": "<script>secret</script>", "secret": "secret"})

    assert answer.status_code == 422
    assert "<script>" not in answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/kind", "/secret"]


@pytest.mark.parametrize(
    ("path", "body", "detail"),
    [
        ("/entries", ENTRY | {"dates": None}, "The value should be a JSON object."),
        ("/entries", ENTRY | {"sources": ["p. 2"]}, "The value should be a JSON object."),
        ("/entries/bulk", [ENTRY], "The value should be a JSON object."),
        ("/event-types", {"type": "visit", "labels": {}}, "Dictionary should have at least 1 item."),
        ("/entries", ENTRY | {"kind": "x"}, "The value should be 'national_report', "),
        ("/entries/{entry}/claims", {"member": "date", "value": "x", "source": {"text": "A"}}, "Not an EDTF date"),
        ("/entries/{entry}/claims", {"member": "date", "value": None, "source": {"text": "A"}}, "The value should be "),
    ],
)
def test_what_is_wrong_is_said_without_words_of_python(expert: Caller, path: str, body: object, detail: str) -> None:
    answer = expert.post(path.format(entry=make.entry(expert)["id"]), json=body)

    assert answer.status_code == 422
    assert [error["detail"][: len(detail)] for error in answer.json()["errors"]] == [detail]


def test_a_misspelt_parameter_is_answered_with_a_suggestion(client: Caller, expert: Caller) -> None:
    answer = client.get("/states/TKM/timeline", params={"knd": "nap"})
    file = expert.get(f"/submissions/{'0' * 8}-0000-7000-8000-{'0' * 12}/file?x=1")

    assert answer.json()["errors"] == [field("/query/knd", "unknown_parameter", "Did you mean kind?")]
    assert (
        client.get("/event-types?x=1").json()["errors"][0]["detail"]
        == "Known parameters: cursor, expand, fields, limit, total."
    )
    assert file.json()["errors"][0]["detail"] == "No parameter is known here."


def test_a_parameter_that_is_no_list_is_given_once(client: Caller) -> None:
    answer = client.get("/states/TKM/timeline?limit=1&limit=2&kind=nap&kind=letter")

    assert answer.json()["errors"] == [field("/query/limit", "repeated_parameter", "Give this parameter once.")]


def test_an_unforeseen_error_says_nothing_of_the_inside(settings: Settings) -> None:
    app = create_app(settings)

    @app.get("/break")
    def break_down() -> None:
        raise RuntimeError("secret")

    with TestClient(app, raise_server_exceptions=False) as http:
        answer = http.get("/break")

    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal-error")
    assert "secret" not in answer.text


def test_a_database_that_is_gone_is_unavailable_not_broken(tmp_path: Path) -> None:
    nowhere = f"postgresql+psycopg://nobody@/none?host={tmp_path}"
    with TestClient(create_app(Settings(home=tmp_path, database_url=nowhere, log_level="CRITICAL"))) as http:
        answer = http.get("/api/v1/states")
        ready, alive = http.get("/readyz"), http.get("/healthz")

    assert (answer.status_code, answer.json()["type"], answer.headers["retry-after"]) == (
        503, "/problems/unavailable", "5",
    )  # fmt: skip
    assert (ready.status_code, alive.status_code) == (503, 200)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("x", {}, Exception("database or disk is full")), 507),
        (OperationalError("x", {}, Exception("server closed the connection")), 503),
        (IntegrityError("x", {}, Exception("UNIQUE constraint failed")), 409),
        (DataError("x", {}, Exception("value too long")), 422),
        (InterfaceError("x", {}, Exception("bug")), 500),
    ],
)
def test_errors_of_the_database_are_told_apart(error: OperationalError, status: int) -> None:
    assert problems.from_database(error).status == status


def test_a_status_of_the_framework_becomes_a_problem() -> None:
    assert type(problems.from_status(418)) is Malformed
    assert type(problems.from_status(502)) is Problem


def test_pointers_escape_what_rfc_6901_says() -> None:
    assert pointer(["a/b", 0, "c~d"]) == "/a~1b/0/c~0d"
    assert pointer([]) == ""


def test_a_problem_shows_its_errors_and_what_it_adds() -> None:
    document = problems.document(Invalid("Wrong.", errors=[field("/a", "b", "c")], more=1), "/x")

    assert document == {
        "type": "/problems/invalid", "title": "Some values are missing or wrong", "status": 422, "detail": "Wrong.",
        "instance": "/x", "errors": [{"pointer": "/a", "code": "b", "detail": "c"}], "more": 1,
    }  # fmt: skip


def test_a_connection_is_not_lost_by_errors(http: TestClient, expert: Caller) -> None:
    for _ in range(30):
        expert.post("/entries", json=ENTRY | {"states": ["ZZZ"]})

    assert make.entry(expert)["version"] == 1


def test_plain_answers_of_the_framework_keep_their_body(http: TestClient) -> None:
    app = http.app
    assert isinstance(app, FastAPI)
    assert http.get("/metrics").headers["content-type"].startswith("text/plain")


def test_what_only_the_database_refuses_is_a_conflict(settings: Settings) -> None:
    app = create_app(settings)

    @app.get("/twice")
    def record_twice() -> None:
        raise IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed: secret"))

    with TestClient(app) as http:
        answer = http.get("/twice")

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/conflict")
    assert "secret" not in answer.text
