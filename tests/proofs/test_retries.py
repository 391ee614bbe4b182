"""Many retries of one request at once, over processes that share a database: one record, one answer, no error."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.callers import API, Caller
from tests.cli.servers import free_port, running

# An answer: its status, its body, its entity tag, its address, and whether it is said to be given again.
Answer = tuple[int, bytes, str, str, bool]
Send = Callable[[int, str, dict[str, Any]], httpx2.Response]


def storm(send: Send, key: str, times: int) -> list[Answer]:
    """The answers to one request that is sent so many times at the same moment."""
    start = Barrier(times)
    entry = {"kind": "nap", "date": "2014", "title": f"Plan {key}", "states": ["TKM"]}

    def retry(number: int) -> Answer:
        start.wait()
        answer = send(number, key, entry)
        told = answer.headers
        replayed = told.get("idempotency-replayed") == "true"
        return answer.status_code, answer.content, told.get("etag", ""), told.get("location", ""), replayed

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(retry, range(times)))


def insist(send: Send, client: Caller, *, keys: int, times: int) -> None:
    """Storm with so many keys; every one makes one record, and all its answers are one, given once and then again."""
    for number in range(keys):
        answers = storm(send, f"key-{number}", times)
        assert {(status, replayed) for status, *_, replayed in answers} == {(201, False), (201, True)}
        assert sum(not replayed for *_, replayed in answers) == 1
        assert len({answer[:4] for answer in answers}) == 1
    assert client.read("/states/TKM/timeline")["total"] == keys


@pytest.mark.F5
def test_retries_in_two_applications_make_one_record_a_key(
    settings: Settings, tokens: dict[str, str], expert: Caller, client: Caller
) -> None:
    with TestClient(create_app(settings)) as http:
        callers = (expert, Caller(http, tokens["expert"]))

        def send(number: int, key: str, entry: dict[str, Any]) -> httpx2.Response:
            return callers[number % 2].post("/entries", json=entry, headers={"Idempotency-Key": key})

        insist(send, client, keys=2, times=12)


@pytest.mark.F5
@pytest.mark.prove
def test_a_hundred_retries_of_ten_requests_make_ten_records(
    url: str, tokens: dict[str, str], client: Caller, tmp_path: Path, proven: Callable[[str], None]
) -> None:
    port = free_port()
    address, bearer = f"http://127.0.0.1:{port}{API}/entries", {"Authorization": f"Bearer {tokens['expert']}"}
    connections = httpx2.Limits(max_connections=100, max_keepalive_connections=0)
    with (
        running(tmp_path, "serve", "--workers", "2", port=port, url=url),
        httpx2.Client(limits=connections, timeout=60) as http,
    ):

        def send(_number: int, key: str, entry: dict[str, Any]) -> httpx2.Response:
            return http.post(address, json=entry, headers={**bearer, "Idempotency-Key": key})

        insist(send, client, keys=10, times=100)
    proven("10 records, 1,000 answers in two processes, no error")
