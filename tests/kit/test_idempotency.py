"""Safe retries: one key, one record, one answer."""

import asyncio
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select
from starlette.responses import Response as StarletteResponse
from starlette.types import Message, Scope

from app.access import service as access
from app.access.models import Role
from app.kit import idempotency
from app.kit.clock import instant
from app.kit.db import Database
from app.kit.errors import field
from app.kit.idempotency import KeptAnswer
from app.main import create_app
from app.settings import Settings
from tests import make
from tests.callers import Caller

ENTRY = {"kind": "nap", "date": "2014", "title": "Plan", "states": ["TKM"]}
# What belongs to the sending of an answer, not to the answer.
OF_THE_SENDING = {"x-request-id", "idempotency-replayed"}


def create(caller: Caller, key: str = "one", path: str = "/entries", **members: Any) -> Response:
    return caller.post(path, json=ENTRY | members, headers={"Idempotency-Key": key})


def headers(answer: Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in OF_THE_SENDING}


@pytest.mark.F5
def test_a_retry_gets_the_first_answer_byte_for_byte_and_writes_nothing(client: Caller, expert: Caller) -> None:
    first, again = create(expert), create(expert)

    assert (first.status_code, "idempotency-replayed" in first.headers) == (201, False)
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
    assert (again.content, headers(again)) == (first.content, headers(first))
    assert client.read("/states/TKM/timeline")["total"] == 1


@pytest.mark.F5
def test_the_same_key_with_another_request_is_refused(client: Caller, expert: Caller) -> None:
    create(expert)

    refused = [create(expert, title="Another"), create(expert, path="/entries?dry_run=false")]

    detail = "This key was sent with another request. Make a new key for a new request."
    for answer in refused:
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/idempotency-key-reused")
        assert answer.json()["errors"] == [field("/header/Idempotency-Key", "reused", detail)]
    assert client.read("/states/TKM/timeline")["total"] == 1


def test_a_key_belongs_to_its_token_and_its_route(client: Caller, expert: Caller, http: TestClient) -> None:
    database: Database = http.app.state.database  # type: ignore[attr-defined]  # an ASGI app as such has no state
    with database.session(writes=True) as session:
        secret = access.issue(session, role=Role.expert, lifetime=timedelta(days=1), now=datetime.now(UTC))

    entries = [create(expert), create(Caller(http, secret))]
    organization = expert.post("/organizations", json={"name": "X", "kind": "ngo"}, headers={"Idempotency-Key": "one"})

    assert [answer.status_code for answer in (*entries, organization)] == [201, 201, 201]
    assert client.read("/states/TKM/timeline")["total"] == 2


def test_a_refused_request_leaves_its_key_free(expert: Caller) -> None:
    assert create(expert, states=["ZZZ"]).status_code == 422
    assert create(expert).status_code == 201


def test_a_dry_run_neither_uses_nor_makes_a_key(expert: Caller) -> None:
    tried = create(expert, path="/entries?dry_run=true")
    made = create(expert)
    tried_again = create(expert, path="/entries?dry_run=true")

    assert [answer.status_code for answer in (tried, made, tried_again)] == [200, 201, 200]
    assert tried_again.json()["id"] is None


def test_a_key_survives_a_restart(expert: Caller, settings: Settings, tokens: dict[str, str]) -> None:
    first = create(expert)

    with TestClient(create_app(settings)) as http:
        again = create(Caller(http, tokens["expert"]))

    assert again.content == first.content


def test_a_token_that_is_revoked_gets_no_answer_again(expert: Caller, database: Database, tokens: Any) -> None:
    create(expert)
    with database.session(writes=True) as session:
        token = access.recognize(session, tokens["expert"], now=datetime.now(UTC)).token
        access.revoke(session, str(token), now=datetime.now(UTC))

    assert create(expert).status_code == 401


def test_answers_are_kept_for_a_day(client: Caller, expert: Caller, database: Database) -> None:
    create(expert)
    create(expert, "two", date="2015")
    age(database, timedelta(hours=23, minutes=59))
    assert create(expert).headers["idempotency-replayed"] == "true"
    age(database, timedelta(minutes=2))

    assert create(expert).status_code == 201
    assert client.read("/states/TKM/timeline")["total"] == 3
    assert len(kept(database)) == 1


def age(database: Database, by: timedelta) -> None:
    with database.session(writes=True) as session:
        for row in session.exec(select(KeptAnswer)):
            row.at = instant(datetime.fromisoformat(row.at) - by)


def kept(database: Database) -> list[tuple[str, bytes | None]]:
    """The fingerprints and bodies of the answers that are kept."""
    with database.session() as session:
        return [(row.fingerprint, row.body) for row in session.exec(select(KeptAnswer))]


def test_of_a_reading_only_the_key_is_kept(client: Caller, database: Database) -> None:
    def read() -> Response:
        files = {"file": ("note.txt", make.NOTE.encode())}
        return client.post("/readings", files=files, headers={"Idempotency-Key": "one"})

    first, again = read(), read()

    assert (first.status_code, again.status_code) == (200, 409)
    assert again.json()["type"] == "/problems/idempotency-key-used"
    assert kept(database) == [("", None)]


def test_a_form_is_the_same_whatever_separates_its_parts(organizer: Caller) -> None:
    def send(name: str = "note.txt", more: bytes = b"") -> Response:
        files = {"file": (name, make.NOTE.encode() + more)}
        return organizer.post("/submissions", files=files, headers={"Idempotency-Key": "one"})

    first, again, other, renamed = send(), send(), send(more=b"."), send(name="other.txt")

    assert [answer.status_code for answer in (first, again, other, renamed)] == [201, 201, 422, 422]
    assert again.content == first.content
    assert again.request.headers["content-type"] != first.request.headers["content-type"]


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "\x7f", "é"])
def test_a_key_is_up_to_255_visible_characters(expert: Caller, key: str) -> None:
    sent = [(name.encode(), value.encode()) for name, value in expert.headers.items()]
    sent.append((b"Idempotency-Key", key.encode("latin-1")))
    answer = expert.http.post("/api/v1/entries", json=ENTRY, headers=sent)

    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (
        422, ["/header/Idempotency-Key"],
    )  # fmt: skip


def test_the_longest_key_will_do_and_two_will_not(expert: Caller) -> None:
    assert create(expert, "~" * 255).status_code == 201
    answer = expert.http.post(
        "/api/v1/entries",
        json=ENTRY,
        headers=[*expert.headers.items(), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")],
    )

    assert answer.json()["errors"] == [field("/header/Idempotency-Key", "repeated", "Send one key.")]


def test_a_retry_waits_for_the_request_that_it_repeats(expert: Caller, client: Caller, database: Database) -> None:
    with ThreadPoolExecutor(4) as pool:
        with database.session(writes=True):
            answers = [pool.submit(create, expert) for _ in range(4)]
            assert not any(one.done() for one in answers)
        contents = {one.result().content for one in answers}

    assert len(contents) == 1
    assert client.read("/states/TKM/timeline")["total"] == 1


def test_a_retry_does_not_wait_for_ever(expert: Caller, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "PATIENCE_SECONDS", 0.1)

    with ThreadPoolExecutor(2) as pool:
        with database.session(writes=True):
            answers = [pool.submit(create, expert) for _ in range(2)]
            refused = next(as_completed(answers)).result()
        made = [one.result() for one in answers if one.result() is not refused]

    assert (refused.status_code, refused.json()["type"], refused.headers["retry-after"]) == (
        409, "/problems/request-in-flight", "5",
    )  # fmt: skip
    assert [answer.status_code for answer in made] == [201]


def test_a_body_that_breaks_off_is_malformed(settings: Settings) -> None:
    sent: list[Message] = []
    scope: Scope = {
        "type": "http", "method": "POST", "path": "/api/v1/entries", "raw_path": b"/api/v1/entries", "root_path": "",
        "query_string": b"", "headers": [(b"idempotency-key", b"one"), (b"content-type", b"application/json")],
        "http_version": "1.1", "scheme": "http", "server": ("testserver", 80), "client": ("testclient", 1),
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def call() -> None:
        await app(scope, receive, send)

    app = create_app(settings)
    asyncio.run(call())

    assert sent[0]["status"] == 400


def test_of_a_request_whose_caller_is_not_known_no_answer_is_kept(session: Session) -> None:
    idempotency.keep(session, idempotency.Attempt("key", "fingerprint", keeps=True), StarletteResponse("secret"))

    assert session.exec(select(KeptAnswer)).all() == []
