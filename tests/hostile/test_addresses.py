"""Parameters, paths, headers and methods that no program should send."""

import base64
import re
from collections.abc import Sized

import orjson
import pytest

from tests.hostile.targets import MARKER, Ground, description

PARAMETERS = {
    "numbers": [
        "limit=0", "limit=-1", "limit=201", "limit=9999999999999999999999", "limit=x", "limit=1.0", "limit=1e1",
        "limit=",
        "limit=%EF%BC%91", "limit=NaN", "limit=0x10", "limit=1_0", "limit=%2B1", "limit=1&limit=2", "after=-1",
        "months=-1",
        "after=99999999999999999999", "from=-1", "months=99999999999", "older_than=-9", "seconds=-1", "bbox=1,2,3",
        "bbox=nan,nan,nan,nan", "bbox=-999,0,999,0",
    ],
    "days and instants": [
        "as_of=0", "as_of=2018-02-30", "as_of=99999-01-01", "known_at=now", "known_at=0000-00-00T00:00:00Z",
        "known_at=0001-01-01T00:00:00%2B14:00", "known_at=9999-12-31T23:59:59-14:00", "from=2018-01-01T00:00:00Z",
        "from=9999-12-31&to=0001-01-01", "to=XXXX", "on=2018-13-01", "known_at=2018-01-01", "as_of=%00",
    ],
    "words": [
        "kind=", f"kind=nap&kind={MARKER}", f"order={MARKER}", f"overlap={MARKER}", f"total={MARKER}", "%ff=1",
        "lang=xx",
        f"state=%F0%9F%98%80{MARKER}", "organizer=1%27%20OR%201=1", "q=" + "a" * 300, "q=%00", "q=%25_%25",
        "q=%ED%A0%80",
        f"unknown={MARKER}", f"include={MARKER}", "group=" + "g" * 5000, "=", "&&&", "%", "q",
        "kind=nap" + "&kind=nap" * 1500,
    ],
    "choices": [
        f"fields={MARKER}", "fields=", "fields=,,,", "fields=id,%00", "fields=" + "id," * 400, f"expand={MARKER}",
        "expand=",
        "expand=event.event", "fields=__class__", "fields=id&fields=id", "dry_run=perhaps", "atomic=2", "complete=x",
        "allow_duplicate=x", "reason=%00", "reason=" + "r" * 2000, "reason=", "reason=r&reason=s",
        "expand=note&known_at=x",
    ],
    "cursors": [
        "cursor=%00", "cursor=" + "A" * 600, "cursor=" + "A" * 400, "cursor=!!!!", "cursor=bnVsbA", "cursor=W10",
        "cursor=W1tdLDFd",
        *(
            "cursor=" + base64.urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")
            for content in (
                [[1, 2, 3], 1], [["x"], -1], [[2**63], 1], [["9999-99-99", "x"], 1], [[""], ""], {"a": 1}, [[[[]]], 1],
                [["2014-01-01", "2014-01-01", "x", "y", "z"], 1], [[True], True], [[-(2**63)], 2**62],
            )
        ),
    ],
}  # fmt: skip
SEGMENTS = [
    "%00", "..%2f..%2fetc", "%ff", "a" * 3000, "%F0%9F%98%80", "0", "TKM%0d%0aX: y", "..", ".", "%2e%2e", "%252e",
    ";x=1", "*",
    "null", "-1", "99999999999999999999", "{id}", "%20", "a%2Fb", "TKM.csv.csv", "%ED%A0%80",
    "00000000-0000-7000-8000-00000000000G",
]  # fmt: skip
ADDRESSES = [
    "/api", "/api/", "/api/v1", "/api/v1/", "//api/v1/states", "/api/v1//states", "/api/v1/states/", "/api/v2/states",
    "/api/v1/../states", "/api/v1/%2e%2e/states", "/API/V1/STATES", "/api/v1/states%00", "/api/v1/states\\TKM",
    "/api/v1/states;",
    "/static/../app/main.py", "/static/%2e%2e/%2e%2e/pyproject.toml", "/.env", "/api/v1/openapi.json/x",
    "/" + "a/" * 2000,
]  # fmt: skip
METHODS = ["TRACE", "CONNECT", "PROPFIND", "PATCH", "DELETE", "PUT", "POST", "FOO", "get", "OPTIONS", "HEAD"]
LATIN = "latin-1"
HEADERS: dict[str, list[tuple[str, str]]] = {
    "Authorization": [
        ("Authorization", value)
        for value in (
            "", "Bearer", "Bearer ", "Basic eDp5", "Bearer \x80", f"Bearer {MARKER}", "bearer x y z",
            "Bearer " + "x" * 6000,
            "Digest a=b", "\xff\xfe",
        )
    ],
    "If-None-Match": [("If-None-Match", value) for value in ("", "*, *", '"', 'W/"', "x" * 5000, '"a",,,"b"',
    "\xff\xfe", "W/*")],
    "If-Match": [("If-Match", value) for value in ("", '"', "x" * 5000, "\xff", ",,,", "W/", '"*"', "*,*", MARKER)],
    "Accept": [("Accept", value) for value in ("", "x", ";;q=", "*/*;q=nan", "application/pdf;q=1e9", "a/b" * 2000,
    "\xff", "text/html")],
    "Accept-Language": [("Accept-Language", value) for value in ("", "xx", "*", ";q=", "en;q=nan", "zh-" * 2000,
    "\xff\xfe")],
    "Content-Type": [
        ("Content-Type", value)
        for value in (
            "", "application/json; charset=utf-7", "application/xml", "text/plain", "multipart/form-data", "\xff",
            "multipart/form-data; boundary=", "application/x-www-form-urlencoded", "application/jsonp", "x" * 3000,
            f"multipart/form-data; boundary={MARKER}", "application/merge-patch+json;;;",
        )
    ],
    "Idempotency-Key": [("Idempotency-Key", value) for value in ("", "k" * 256, "\xe9", "a b", "\x7f", "\xff\xfe",
    f" {MARKER} x")],
    "others": [
        ("Content-Length", "-1"), ("Range", "bytes=9-1"), ("Cookie", "outreach_session=" + "A" * 3000), ("Cookie",
        "\xff=;;="),
        ("Host", "evil.example"), ("X-Forwarded-Host", MARKER), ("X-HTTP-Method-Override", "DELETE"), ("Expect", "x"),
        ("Content-Encoding", "gzip"), ("Origin", "null"), ("If-Modified-Since", "yesterday"), ("Last-Event-Id", "-1"),
        ("Prefer", "x" * 3000), ("Accept-Encoding", "br;q=nan"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("group", PARAMETERS)
def test_no_parameter_breaks_an_operation(ground: Ground, group: str) -> None:
    broken = [
        fault
        for operation in ground.richest
        for parameters in PARAMETERS[group]
        for fault in ground.send(operation, path=f"{ground.fill(operation.path)}?{parameters}")
    ]

    assert broken == []


def test_no_parameter_of_its_own_breaks_a_read(ground: Ground) -> None:
    described = description()["paths"]
    broken = [
        fault
        for operation in ground.operations
        if operation.method == "GET"
        for parameter in described[operation.path]["get"].get("parameters", [])
        if parameter["in"] == "query"
        for value in ("%00", "9" * 30, MARKER, "2018-02-30")
        for fault in ground.send(operation, path=f"{ground.fill(operation.path)}?{parameter['name']}={value}")
    ]

    assert broken == []


def test_no_cursor_of_another_list_breaks_a_list(ground: Ground) -> None:
    lists = [one for one in ground.operations if one.method == "GET"]
    pages = [ground.caller(one).get(ground.fill(one.path), params={"limit": 1}) for one in lists]
    told = [page.json() for page in pages if page.headers["content-type"] == "application/json"]
    cursors = {match[1] for page in told if (match := re.search(r"cursor=([^&]+)", str(page.get("next"))))}
    broken = [
        fault
        for operation in lists
        for cursor in cursors
        for fault in ground.send(operation, path=f"{ground.fill(operation.path)}?cursor={cursor}")
    ]

    assert len(cursors) > 2
    assert broken == []


def test_no_path_breaks_an_operation(ground: Ground) -> None:
    broken = [
        fault
        for operation in ground.deepest
        if "{" in operation.path
        for segment in SEGMENTS
        for fault in ground.send(operation, path=re.sub(r"{\w+}", segment, operation.path))
    ]

    assert broken == []


@pytest.mark.parametrize("method", METHODS)
def test_no_method_breaks_an_address(ground: Ground, method: str) -> None:
    paths = {ground.fill(operation.path) for operation in ground.deepest}
    answers = [ground.expert.http.request(method, path) for path in sorted(paths | set(ADDRESSES))]

    assert [str(answer.request.url) for answer in answers if answer.status_code >= 500] == []


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_breaks_an_operation(ground: Ground, name: str) -> None:
    broken = [
        fault
        for operation in ground.deepest
        for header, value in HEADERS[name]
        for fault in ground.send(
            operation,
            headers=[(header.encode(), value.encode(LATIN))],
            content=b"{}" if operation.method != "GET" else None,
        )
    ]

    assert broken == []


def test_there_are_more_than_a_hundred_and_twenty_hostile_requests_for_each_operation() -> None:
    kinds: list[Sized] = [*PARAMETERS.values(), *HEADERS.values(), SEGMENTS, ADDRESSES, METHODS]

    assert sum(len(kind) for kind in kinds) >= 120
