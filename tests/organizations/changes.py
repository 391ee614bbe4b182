"""Changes of organizations over HTTP, each based on what stands there."""

from typing import Any

from httpx2 import Response

from tests.callers import Caller

Json = dict[str, Any]


def tag(caller: Caller, organization: Json) -> dict[str, str]:
    """`If-Match` with the present state of an organization, merged or not."""
    answer = caller.get(f"/organizations/{organization['id']}", params={"include": "merged"})
    return {"If-Match": answer.headers["etag"]}


def change(caller: Caller, organization: Json, **members: Any) -> Response:
    """PATCH some members."""
    return caller.request(
        "PATCH", f"/organizations/{organization['id']}", params={"reason": "A letter of the organization"},
        json=members, headers=tag(caller, organization),
    )  # fmt: skip


def merge(caller: Caller, organization: Json, into: Json) -> Response:
    return caller.post(
        f"/organizations/{organization['id']}/merge", params={"reason": "The same body under two names"},
        json={"into": into["id"]}, headers=tag(caller, organization),
    )  # fmt: skip


def separate(caller: Caller, organization: Json) -> Response:
    return caller.post(
        f"/organizations/{organization['id']}/separation", params={"reason": "They were two after all"},
        headers=tag(caller, organization),
    )  # fmt: skip
