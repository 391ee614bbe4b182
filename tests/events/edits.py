"""Changes of events as an expert makes them."""

from typing import Any

from httpx2 import Response

from tests.callers import Caller
from tests.make import Json


def tag(caller: Caller, path: str) -> dict[str, str]:
    """The condition that a change of what is at a path needs."""
    return {"If-Match": caller.get(path).headers["etag"]}


def amend(caller: Caller, event: Json, *, reason: str = "Corrected", **members: Any) -> Response:
    """Change members of an event."""
    path = f"/events/{event['id']}"
    return caller.request("PATCH", path, json=members, headers=tag(caller, path), params={"reason": reason})


def amended(caller: Caller, event: Json, *, reason: str = "Corrected", **members: Any) -> Json:
    """An event with other members."""
    answer = amend(caller, event, reason=reason, **members)
    assert answer.status_code == 200, answer.text
    changed: Json = answer.json()
    return changed


def withdrawn(caller: Caller, path: str, *, reason: str = "Recorded by mistake") -> Json:
    """What is at a path, withdrawn."""
    answer = caller.request("DELETE", path, headers=tag(caller, path), params={"reason": reason})
    assert answer.status_code == 200, answer.text
    gone: Json = answer.json()
    return gone
