"""Bodies that no program should send: every write gets them all."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.hostile.targets import MARKER, Ground, Json, Operation, description, operations

JSON = [("Content-Type", "application/json"), ("If-Match", "*")]
FORM = [("Content-Type", "multipart/form-data; boundary=x"), ("If-Match", "*")]
NO_JSON = [
    b"", b"{", b"}", b'{"a":}', b"'", b"nul", b"{'title': 'x'}", b'{"title": undefined}', b"\xef\xbb\xbf{}", b"\x00",
    b'{"title": "\xff\xfe"}', b'{"title": "\xed\xa0\x80"}', b"\xff\xfe{\x00}\x00", b'{"title": "a\nb"}', b"<xml/>",
    b'{"title": NaN}', b'{"total": Infinity}', b"-", b'{"a": 1e999}', b"%7B%7D",
]  # fmt: skip
NO_OBJECT = [
    b"null",
    b"[]",
    b"1",
    b"1e400",
    b"true",
    b'"x"',
    b"[[]]",
    b"-0",
    b"9" * 5000,
    b"[null]",
    b"{}",
    b'{"": {}}',
]
TOO_MUCH = [
    b'{"states": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    b'{"a":' * 3000 + b"1" + b"}" * 3000,
    b'{"title": 9' + b"9" * 5000 + b"}",
    b'{"items": [' + b"{}," * 1000 + b"{}]}",
    b'{"states": [' + b'"TKM",' * 20_000 + b'"TKM"]}',
    b'{"title": "' + b"x" * 900_000 + b'"}',
    b"{" + b",".join(b'"k%d": 0' % number for number in range(5000)) + b"}",
    b'{"title": "a", "title": "b", "id": "x", "id": "y"}',
    b" " * 1_000_000 + b"{}",
    b'{"title": "' + b"y" * 1_100_000 + b'"}',
]
NO_FORM = [
    b"--x", b"--x--\r\n", b"x" * 1000, b"--x\r\n\r\n\r\n--x--",
    b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nnot a file\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="../\x00\xff.pdf"\r\n\r\n%PDF-\x00\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\nPK\x03\x04\x00\r\n--x--\r\n',
    b"".join(b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n' % one for one in range(50)) + b"--x--",
]  # fmt: skip
GROUPS = {
    "no JSON": (NO_JSON, JSON), "no object": (NO_OBJECT, JSON), "too much": (TOO_MUCH, JSON), "no form": (NO_FORM,
    FORM),
}  # fmt: skip
# What a member may be given in the place of what belongs there.
VALUES: list[Any] = [
    None, {}, [], [[]], [None], [{}], {"a": {}}, True, 0, -1, 2**63, -(2**63) - 1, 2**64, 10**40, 1.5, 1e308, "", " ",
    "0",
    MARKER, f"\x00{MARKER}", f"{MARKER}\x1b[2J", f"\ud800{MARKER}", "\ufffe", f"{MARKER}\u202e", f"{MARKER}' OR 1=1 --",
    f"<script>{MARKER}</script>", f"{{{{7*7}}}}{MARKER}", f"=cmd|{MARKER}", "x" * 100_000, "2018-02-30",
    "9999-12-31T24:00:00Z",
    "../../etc/passwd", f"http://{MARKER}@[::1]/", "javascript:alert(1)", ["TKM"] * 2000, [MARKER] * 3, "é" * 1000,
    {"name": MARKER, "id": MARKER}, [{"name": MARKER, "role": MARKER, "kind": MARKER}], "-99999999-01-01", "XXXX-XX-XX",
]  # fmt: skip
SAMPLES: Json = {
    "kind": "nap", "date": "2014", "title": "Plan", "states": ["TKM"], "type": "workshop", "starts_on": "2018-01-22",
    "ends_on": "2018-01-23", "language": "en", "reason": "r", "name": "An invented name", "into": "UNODC",
    "items": [{}], "action": "Report", "actor": "TKM", "reading": {},
}  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_no_body_breaks_a_write(ground: Ground, group: str) -> None:
    bodies, headers = GROUPS[group]
    broken = [
        fault
        for operation in ground.operations
        if operation.method != "GET"
        for body in bodies
        for fault in ground.send(operation, params={"reason": "r"}, content=body, headers=headers)
    ]

    assert broken == []


def members(operation: Operation) -> list[str]:
    """The members that the body of a write may have, by the API's description; a patch has those of the PUT."""
    if operation.method == "PATCH":
        replaced = [one for one in operations() if (one.method, one.path) == ("PUT", operation.path)]
        return [name for one in replaced for name in members(one)]
    shape = operation.body.get("content", {}).get("application/json", {}).get("schema", {})
    known = description()["components"]["schemas"].get(shape.get("$ref", "").rpartition("/")[2], shape)
    return list(known.get("properties", {}))


def spoilt(names: list[str], *, turn: int, dose: int) -> Iterator[Json]:
    """Bodies that are right but for one member; which wrong values a member gets goes round."""
    right = {name: SAMPLES[name] for name in names if name in SAMPLES}
    for place, name in enumerate(names):
        for step in range(dose):
            yield right | {name: VALUES[(turn + place * dose + step) % len(VALUES)]}


def attack(ground: Ground, dose: int) -> list[str]:
    return [
        fault
        for turn, operation in enumerate(ground.operations)
        if operation.method != "GET"
        for body in spoilt(members(operation), turn=turn * 7, dose=dose)
        for fault in ground.send(operation, params={"reason": "r"}, content=written(body), headers=JSON)
    ]


def written(body: Json) -> bytes:
    """JSON of what a careful writer refuses to write: half pairs, and numbers of any size."""
    return json.dumps(body).encode()


def test_no_wrong_value_of_a_member_breaks_a_write(ground: Ground) -> None:
    assert attack(ground, 3) == []


@pytest.mark.prove
def test_no_wrong_value_of_any_member_breaks_any_write(ground: Ground, proven: Callable[[str], None]) -> None:
    assert attack(ground, len(VALUES)) == []
    proven(f"{len(VALUES)} wrong values for each member of each body, no error of the server, no echo")
