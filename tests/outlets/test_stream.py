"""The change feed as Server-Sent Events, from a server that really sends them one by one."""

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.access import service as access
from app.kit.db import Database
from app.outlets import stream
from tests import make
from tests.callers import Caller
from tests.conftest import NOW
from tests.outlets.test_changes import follow, here, sum_of

Json = dict[str, Any]


class Listener:
    """Somebody who reads a stream, event by event."""

    def __init__(self, port: int, path: str, headers: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.connection.request("GET", f"/api/v1/changes/stream{path}", headers=headers)
        self.answer = self.connection.getresponse()

    def next(self) -> Json:
        """The next event; a comment is one too."""
        event: Json = {}
        while line := self.answer.readline().decode().rstrip("\n"):
            name, _, value = line.partition(": ")
            event[name] = json.loads(value) if name == "data" else value
        return event


@contextmanager
def listening(port: int, path: str = "", **headers: str) -> Iterator[Listener]:
    listener = Listener(port, path, {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        yield listener
    finally:
        listener.connection.close()


def parsed(text: str) -> list[Json]:
    """The events of a stream that has ended: their type and their data."""
    blocks = [dict(line.partition(": ")[::2] for line in block.splitlines()) for block in text.split("\n\n") if block]
    return [{"event": one["event"], "id": int(one["id"]), "data": json.loads(one["data"])} for one in blocks]


def test_a_stream_tells_what_a_page_tells_and_then_its_digest(
    client: Caller, expert: Caller, organizer: Caller
) -> None:
    make.entry(expert, visibility="committee")
    make.submission(organizer)

    for caller in (client, expert, organizer):
        page = caller.read("/changes?limit=1000")
        events = parsed(caller.get("/changes/stream?seconds=0").text)
        last = page["items"][-1]["seq"]
        assert [one["data"] for one in events if one["event"] == "change"] == page["items"]
        assert [one["id"] for one in events[:-1]] == [item["seq"] for item in page["items"]]
        assert events[-1] == {"event": "digest", "id": last, "data": {"seq": last, "digest": page["digest"]}}


def test_a_change_is_sent_when_it_happens(client: Caller, expert: Caller, port: int) -> None:
    start = here(client)
    with listening(port, f"?after={start}") as listener:
        entry = make.entry(expert)
        event, total = listener.next(), listener.next()

    assert listener.answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert (event["event"], event["id"], event["data"]["id"]) == ("change", str(start + 1), entry["id"])
    assert total["event"] == "digest"
    assert total["data"]["digest"] == sum_of(follow(client))


@pytest.mark.F12
def test_a_reader_who_comes_back_misses_nothing(client: Caller, expert: Caller, port: int) -> None:
    start = last = here(client)
    made, seen = [], []
    for number in range(4):
        made.append(make.entry(expert, title=f"While listening {number}")["id"])
        with listening(port, f"?after={start}", Last_Event_ID=str(last)) as listener:
            event = listener.next()
            while event["event"] != "change" or event["data"]["id"] != made[-1]:
                seen += [event["data"]["id"]] if event["event"] == "change" else []
                event = listener.next()
            seen.append(event["data"]["id"])
            last = int(event["id"])
        made.append(make.entry(expert, title=f"While away {number}")["id"])

    events = parsed(client.get("/changes/stream?seconds=0", headers={"Last-Event-ID": str(last)}).text)
    seen += [one["data"]["id"] for one in events if one["event"] == "change"]
    assert seen == made


def test_a_stream_with_no_news_says_that_it_is_there(
    client: Caller, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT_SECONDS", 0.05)
    with listening(port, f"?after={here(client)}") as listener:
        assert listener.next() == {"": "still here"}


def test_a_stream_ends_once_its_token_is_revoked(
    client: Caller, expert: Caller, database: Database, tokens: dict[str, str], port: int
) -> None:
    start = here(client)
    with listening(port, f"?after={start}", Authorization=f"Bearer {tokens['reader']}") as listener:
        make.entry(expert)
        assert [listener.next()["event"], listener.next()["event"]] == ["change", "digest"]
        with database.session(writes=True) as session:
            token = access.recognize(session, tokens["reader"], now=NOW).token
            access.revoke(session, token or "", now=NOW)
        make.entry(expert)
        assert listener.answer.read() == b""


def test_a_token_has_a_few_streams_at_once(client: Caller, tokens: dict[str, str], port: int) -> None:
    authorization = f"Bearer {tokens['reader']}"
    open_now = [Listener(port, "", {"Authorization": authorization}) for _ in range(stream.MOST_OF_A_TOKEN)]
    for one in open_now:
        one.next()
    with listening(port, "", Authorization=authorization) as refused:
        assert refused.answer.status == 429
        assert json.loads(refused.answer.read())["type"] == "/problems/too-many-streams"
    for one in open_now:
        one.connection.close()


def test_no_more_streams_stay_open_than_may_be_however_many_come_at_once(
    client: Caller, tokens: dict[str, str], port: int
) -> None:
    request = (
        f"GET /api/v1/changes/stream?after={here(client)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Authorization: Bearer {tokens['reader']}\r\n\r\n"
    )
    many = [socket.create_connection(("127.0.0.1", port), timeout=1) for _ in range(4 * stream.MOST_OF_A_TOKEN)]
    for one in many:
        one.sendall(request.encode())

    still_open = [one for one in many if not ended(one)]

    assert len(still_open) == stream.MOST_OF_A_TOKEN
    for one in many:
        one.close()


def ended(connection: socket.socket) -> bool:
    """Whether a server closes a connection, after whatever it says, before a second is over."""
    try:
        while connection.recv(65536):
            pass
    except TimeoutError:
        return False
    return True


def test_the_head_of_a_stream_comes_without_it(client: Caller) -> None:
    answer = client.request("HEAD", "/changes/stream")

    assert (answer.status_code, answer.headers["content-type"], answer.content) == (
        200, "text/event-stream; charset=utf-8", b"",
    )  # fmt: skip
