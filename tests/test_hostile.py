"""Callers who mean no good, or whose program is broken: every one gets a clear refusal, none an error of ours."""

from typing import Any

import pytest

from tests import make
from tests.callers import Caller

NOBODY = "00000000-0000-7000-8000-000000000000"
DEEP: Any = "x"
for _ in range(200):
    DEEP = [DEEP]
BODIES: dict[str, bytes] = {
    "null": b"null",
    "a list": b"[]",
    "a number": b"1e400",
    "nothing": b"",
    "an empty object": b"{}",
    "half a pair": b'{"title": "\\ud800", "kind": "nap", "date": "2014", "states": ["TKM"], "name": "\\ud800"}',
    "NUL": b'{"title": "a\\u0000b", "name": "a\\u0000b", "language": "\\u0000", "reason": "\\u0000"}',
    "not UTF-8": b'{"title": "\xff"}',
    "a deep list": b'{"states": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "a huge number": b'{"title": 9' + b"9" * 5000 + b"}",
    "wrong kinds": b'{"title": {}, "kind": [], "states": "TKM", "date": 2014, "venues": {}, "file": 1, "reading": []}',
    "twice the same": b'{"title": "a", "title": "b"}',
    "a deep object": b'{"a":' * 3000 + b"1" + b"}" * 3000,
}
PARAMETERS = [
    "limit=0", "limit=-1", "limit=201", "limit=9999999999999999999999", "limit=x", "cursor=%00", "cursor=" + "A" * 600,
    "as_of=0", "as_of=2018-02-30", "as_of=99999-01-01", "known_at=now", "known_at=0000-00-00T00:00:00Z", "q=%00",
    "known_at=0001-01-01T00:00:00%2B14:00", "known_at=9999-12-31T23:59:59-14:00",
    "from=2018-01-01T00:00:00Z",
    "kind=", "kind=nap&kind=x", "order=sideways", "overlap=maybe", "total=perhaps", "%ff=1",
    "lang=xx", "state=%F0%9F%98%80", "organizer=1%27%20OR%201=1", "q=" + "a" * 300,
]  # fmt: skip


def operations(caller: Caller) -> list[tuple[str, str]]:
    document = caller.read("/openapi.json")
    return [(method.upper(), path) for path, one in document["paths"].items() for method in one if path != "/metrics"]


def fill(path: str) -> str:
    known = {"iso3": "TKM", "format": "txt"}
    return "/".join(known.get(part[1:-1], NOBODY) if part.startswith("{") else part for part in path.split("/"))


def refused(caller: Caller, method: str, path: str, **rest: Any) -> list[str]:
    """What is wrong with the answer: a server's error, or an error of another shape than all others."""
    answer = caller.http.request(method, path, headers=caller.headers | rest.pop("headers", {}), **rest)
    if answer.status_code >= 500:
        return [f"{method} {path}: {answer.status_code}"]
    if answer.status_code >= 400 and answer.headers["content-type"] != "application/problem+json":
        return [f"{method} {path}: {answer.headers['content-type']}"]
    return []


@pytest.mark.parametrize("body", BODIES)
def test_no_body_breaks_an_operation(expert: Caller, organizer: Caller, body: str) -> None:
    json = {"Content-Type": "application/json", "If-Match": "*"}
    broken = [
        failure
        for method, path in operations(expert)
        if method != "GET"
        for caller in (expert, organizer)
        for failure in refused(caller, method, fill(path) + "?reason=r", content=BODIES[body], headers=json)
    ]

    assert broken == []


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_no_parameter_breaks_an_operation(expert: Caller, parameters: str) -> None:
    make.entry(expert)
    broken = [
        failure
        for method, path in operations(expert)
        if method == "GET"
        for failure in refused(expert, method, f"{fill(path)}?{parameters}")
    ]

    assert broken == []


@pytest.mark.parametrize("segment", ["%00", "..%2f..%2fetc", "%ff", "a" * 3000, "%F0%9F%98%80", "0", "TKM%0d%0aX: y"])
def test_no_path_breaks_an_operation(expert: Caller, segment: str) -> None:
    broken = [
        failure
        for method, path in operations(expert)
        if "{" in path
        for failure in refused(expert, method, path.split("{")[0] + segment + path.split("}", 1)[1])
    ]

    assert broken == []


@pytest.mark.parametrize("header", ["Authorization", "If-None-Match", "If-Match", "Accept-Language", "Content-Type"])
@pytest.mark.parametrize("value", ["", "\xff\xfe", "x" * 5000, ",,,;;;==", "Bearer \x80", '"', "*, *"])
def test_no_header_breaks_an_operation(expert: Caller, header: str, value: str) -> None:
    headers = {header: value.encode("latin-1")}
    broken = [
        failure
        for method, path in operations(expert)
        for failure in refused(expert, method, fill(path), headers=headers, content=b"{}" if method != "GET" else None)
    ]

    assert broken == []
