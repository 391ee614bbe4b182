"""Answers from memory: the same bytes as without it, never stale, never somebody's own."""

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from app.access.models import Role
from app.access.policy import POLICY
from app.kit import etags
from app.kit.front import Front, Given, Keeper, Memory, Moment
from app.kit.raw import Gone, reader
from app.main import create_app
from app.settings import Settings
from tests import make
from tests.callers import API, Caller

OWN = {"x-request-id", "date"}
TIMELINE = "/states/TKM/timeline"
# Public reads that are never given from memory, each with the reason.
ASKED = {"suggest_organizations": "?q=OSCE"}  # what a read asks for beside its ids
PDF = b"%PDF-1.4\n%%EOF\n"
NOT_KEPT = {
    "stream_changes": "it does not end",
    "prove_change": "it is signed, and keys change without a change of the ledger",
    "prove_consistency": "it is signed too",
    "read_remark": "nobody but experts and the sender sees one",
    "read_template": "nobody but experts and its organization sees one",
    "print_note_by_template": "nobody but experts and its organization sees the template",
}


@pytest.fixture
def other(settings: Settings) -> Iterator[TestClient]:
    """Another process of the same register, as it were, that keeps nothing in memory."""
    with TestClient(create_app(settings.model_copy(update={"front": False})), follow_redirects=False) as client:
        yield client


def remembered(http: TestClient) -> int:
    """How many requests were answered from memory so far."""
    found = re.search(r"^outreach_from_memory_total (\d+)", http.get("/metrics").text, re.MULTILINE)
    assert found
    return int(found[1])


def seen(http: TestClient, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All of an answer but what is its own."""
    answer = http.request(method, path if path.startswith("/") else f"{API}/{path}", headers=headers)
    return answer.status_code, answer.content, [one for one in answer.headers.multi_items() if one[0] not in OWN]


def everybody(operation: str) -> bool:
    return Role.public in POLICY[operation].roles


def public_reads(http: TestClient, ids: dict[str, str]) -> dict[str, str]:
    """An address for each operation of the API that everybody may read; what no id is named for stays as it is."""
    found = {}
    for path, methods in http.get(f"{API}/openapi.json").json()["paths"].items():
        operation = methods.get("get", {}).get("operationId")
        if path.startswith(API) and operation and operation not in NOT_KEPT and everybody(operation):
            address = re.sub(r"{(\w+)}", lambda match: ids.get(match[1], match[0]), path)
            found[operation] = address + ASKED.get(operation, "")
    return found


@pytest.fixture
def reads(http: TestClient, expert: Caller, organizer: Caller) -> dict[str, str]:
    accepted = make.acceptance(expert, make.submission(organizer))
    organization = expert.read("/organizations", limit=1)["items"][0]["id"]
    seq = next(one["seq"] for one in expert.read("/changes")["items"] if one["id"] == accepted["event"])
    attached = expert.post(
        f"/events/{accepted['event']}/attachments", data={"kind": "programme"}, files={"file": ("programme.pdf", PDF)}
    )
    assert attached.status_code == 201, attached.text
    differing = {"member": "date", "value": "2005", "source": {"url": "https://register.example/2", "place": None}}
    claim = expert.make(f"/entries/{accepted['created'][0]}/claims", differing)
    ids = {
        "iso3": "URY", "event_id": accepted["event"], "entry_id": accepted["created"][0], "note_id": accepted["note"],
        "organization_id": organization, "format": "txt", "revision": "1", "first": "1", "second": "1",
        "event_type": "workshop", "seq": f"{seq}",
        "step_id": make.step(expert)["id"], "claim_id": claim["id"], "attachment_id": attached.json()["id"],
    }  # fmt: skip
    return public_reads(http, ids)


def test_an_answer_from_memory_is_that_of_the_application(
    http: TestClient, other: TestClient, reads: dict[str, str]
) -> None:
    for path in (path for path in reads.values() if "{" not in path):
        for headers in ({}, {"Origin": "https://dashboard.example"}, {"Accept-Language": "fr"}):
            expected = seen(other, path, **headers)
            head = seen(other, path, "HEAD", **headers)
            tag = dict(expected[2]).get("etag", '"none"')
            known = seen(other, path, **headers, **{"If-None-Match": tag})
            for _ in range(2):
                assert seen(http, path, **headers) == expected
                assert seen(http, path, "HEAD", **headers) == head
                assert seen(http, path, **headers, **{"If-None-Match": tag}) == known


def test_every_public_read_is_given_from_memory_unless_there_is_a_reason(
    http: TestClient, reads: dict[str, str]
) -> None:
    refused: dict[str, str] = {}
    anew: set[str] = set()
    for operation, path in reads.items():
        answer, before = http.get(path), remembered(http)
        http.get(path)
        refused |= {} if answer.status_code == 200 else {operation: answer.text}
        anew |= set() if remembered(http) == before + 1 else {operation}

    assert refused == {}, "Name an id or a parameter, or put it into NOT_KEPT."
    assert anew == set()


def test_the_read_after_a_write_elsewhere_shows_it(http: TestClient, other: TestClient, tokens: dict[str, str]) -> None:
    expert = Caller(other, tokens["expert"])
    for number in range(5):
        assert seen(http, f"{API}{TIMELINE}")[1].count(b'"kind"') == number
        make.entry(expert, date=f"200{number}")


def test_a_write_that_shows_nowhere_changes_no_answer(http: TestClient, expert: Caller) -> None:
    make.entry(expert)
    first = seen(http, f"{API}{TIMELINE}")
    make.entry(expert, visibility="committee", title="Of the committee alone")

    assert seen(http, f"{API}{TIMELINE}") == first


def test_what_the_committee_reads_is_not_remembered_for_others(
    http: TestClient, client: Caller, expert: Caller
) -> None:
    make.entry(expert, visibility="committee", title="Of the committee alone")
    before = remembered(http)

    assert [len(expert.read(TIMELINE)["items"]) for _ in range(2)] == [1, 1]
    assert client.read(TIMELINE)["items"] == []
    assert client.get(TIMELINE, headers={"Cookie": "outreach_session=x"}).json()["items"] == []
    assert remembered(http) == before


def test_nothing_is_remembered_of_a_refusal(http: TestClient, client: Caller) -> None:
    before = remembered(http)

    assert [client.get("/states/ZZZ").status_code for _ in range(2)] == [404, 404]
    assert [client.get(f"{TIMELINE}?limit=0").status_code for _ in range(2)] == [422, 422]
    assert remembered(http) == before


@pytest.mark.parametrize("path", [TIMELINE, "/events"])  # the one is read before routing, the other by its route
def test_who_has_an_answer_already_makes_it_remembered_for_the_next(
    http: TestClient, client: Caller, path: str
) -> None:
    tag = client.get(path).headers["etag"]
    make_room = {"Accept": "application/json;q=0.5"}  # another question, since this header may matter
    before = remembered(http)

    first = client.get(path, headers=make_room | {"If-None-Match": f'"x", W/{tag}'})
    second = client.get(path, headers=make_room)

    assert (first.status_code, first.content, second.status_code) == (304, b"", 200)
    assert remembered(http) == before + 1


def test_an_answer_from_memory_is_counted_and_named_as_any_other(http: TestClient, client: Caller) -> None:
    pattern = r'requests_total{method="GET",route="read_state_timeline",status="200"} (\d+)'

    def counted() -> int:
        found = re.search(pattern, http.get("/metrics").text)
        return int(found[1]) if found else 0

    before = counted()
    first, second = client.get(TIMELINE), client.get(TIMELINE)

    assert counted() == before + 2
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert second.headers["x-content-type-options"] == "nosniff"


class Told:
    """An application of one answer, and what the front is told beside it."""

    def __init__(self) -> None:
        self.place: object = 1
        self.day = date(2026, 11, 23)
        self.says = b"first"
        self.asked = 0
        self.headers: list[tuple[bytes, bytes]] = [(b"etag", b'"a"'), (b"cache-control", b"no-cache")]
        self.during: Callable[[], None] = lambda: None

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.asked += 1
        scope[etags.LASTING] = True
        body = self.says
        self.during()
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": body[:2], "more_body": True})
        await send({"type": "http.response.body", "body": body[2:]})

    now = None

    async def ask(self) -> Moment | None:
        return (self.place, self.day) if self.place else None


def ask(front: Front, **scope: Any) -> bytes:
    """The body of one answer."""
    parts: list[bytes] = []

    async def send(message: Message) -> None:
        parts.append(message.get("body", b""))

    async def receive() -> Message:
        return {"type": "http.request"}

    whole = {"type": "http", "method": "GET", "path": "/api/x", "query_string": b"", "headers": []}
    asyncio.run(front(whole | scope, receive, send))
    return b"".join(parts)


@pytest.fixture
def told() -> Told:
    return Told()


async def nothing(_scope: Scope) -> None:
    """Makes no answer past the application."""


@pytest.fixture
def front(told: Told) -> Front:
    memory = Memory(20_000)
    return Front(Keeper(told, present=told, memory=memory), present=told, memory=memory, read=nothing)


def test_an_answer_holds_until_the_place_or_the_day_is_another(told: Told, front: Front) -> None:
    assert [ask(front), ask(front), told.asked] == [b"first", b"first", 1]
    told.says, told.place = b"second", 2
    assert [ask(front), ask(front), told.asked] == [b"second", b"second", 2]
    told.says, told.day = b"third", date(2026, 11, 24)
    assert [ask(front), ask(front), told.asked] == [b"third", b"third", 3]


def test_what_was_made_while_somebody_wrote_is_not_remembered(told: Told, front: Front) -> None:
    told.during = lambda: setattr(told, "place", 2)
    assert ask(front) == b"first"
    told.during, told.place, told.says = lambda: None, 1, b"second"

    assert ask(front) == b"second"


@pytest.mark.parametrize(
    "headers",
    [
        [(b"etag", b'W/"a"'), (b"cache-control", b"no-cache")],
        [(b"etag", b'"a"'), (b"cache-control", b"private, no-store")],
        [(b"etag", b'"a"')],
        [(b"cache-control", b"no-cache")],
        [(b"etag", b'"a"'), (b"cache-control", b"no-cache"), (b"set-cookie", b"a=b")],
        [(b"etag", b'"a"'), (b"cache-control", b"no-cache"), (b"vary", b"Accept, User-Agent")],
    ],
)
def test_only_what_says_so_is_remembered(told: Told, front: Front, headers: list[tuple[bytes, bytes]]) -> None:
    told.headers = headers

    assert [ask(front), ask(front), told.asked] == [b"first", b"first", 2]


@pytest.mark.parametrize(
    "request_",
    [
        {"path": "/metrics"},
        {"method": "POST"},
        {"headers": [(b"authorization", b"Bearer x")]},
        {"headers": [(b"cookie", b"a=b")]},
        {"headers": [(b"content-length", b"1")]},
    ],
)
def test_only_what_everybody_may_ask_is_remembered(told: Told, front: Front, request_: dict[str, Any]) -> None:
    assert [ask(front, **request_), ask(front, **request_), told.asked] == [b"first", b"first", 2]


@pytest.mark.parametrize(
    "request_",
    [
        {"path": "/api/y"},
        {"query_string": b"limit=1"},
        {"headers": [(b"accept", b"text/csv")]},
        {"headers": [(b"accept-language", b"fr")]},
        {"headers": [(b"origin", b"https://a.example")]},
    ],
)
def test_another_question_has_its_own_answer(told: Told, front: Front, request_: dict[str, Any]) -> None:
    ask(front)
    told.says = b"second"

    assert [ask(front, **request_), ask(front), ask(front, **request_)] == [b"second", b"first", b"second"]


def test_memory_is_bounded_and_forgets_what_was_asked_for_least_lately(told: Told, front: Front) -> None:
    told.says = b"x" * 4000
    for path in ("/api/1", "/api/2", "/api/3", "/api/1", "/api/4"):
        ask(front, path=path)

    assert [question[0] for question in front.memory.kept] == ["/api/3", "/api/1", "/api/4"]
    assert front.memory.taken == sum(one.size for one in front.memory.kept.values()) <= 20_000
    told.says = b"x" * 30_000
    ask(front, path="/api/5")
    assert len(front.memory.kept) == 3


def test_without_a_present_place_the_application_answers(told: Told, front: Front) -> None:
    ask(front)
    told.place = None

    assert [ask(front), ask(front), told.asked] == [b"first", b"first", 3]


@pytest.mark.parametrize("url", ["sqlite:////nowhere/outreach.db", "postgresql+psycopg://nobody@127.0.0.1:1/none"])
def test_a_database_that_is_gone_is_told(url: str) -> None:
    async def rows() -> None:
        gone = reader(url)
        for _ in range(2):  # the second time without trying again
            with pytest.raises(Gone):
                await gone.rows("SELECT 1", {})
        await gone.close()

    asyncio.run(rows())


def test_what_is_neither_head_nor_body_is_handed_on() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Given(send, known=None).send({"type": "http.response.trailers", "headers": []}))

    assert sent == [{"type": "http.response.trailers", "headers": []}]
