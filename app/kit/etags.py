"""Entity tags (RFC 9110, section 8.8): what a reader has, and what a writer must name."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated, Any

import orjson
from fastapi import Header, Request, Response

from app.kit import choose
from app.kit.errors import PreconditionFailed, PreconditionRequired

REVALIDATE = "no-cache"
PERSONAL = "private, no-store"
VARY = "Authorization, Accept-Language"
# In the scope of a request whose answer holds until the record, or the day, is another one.
LASTING = "outreach.lasting"


IfMatch = Annotated[str | None, Header(description="The ETag of the record that the change is based on.")]


def etag(body: bytes) -> str:
    """The strong entity tag of a representation."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def has(header: str | None, tag: str) -> bool:
    """Whether who sent this `If-None-Match` has the representation with this tag (RFC 9110, section 13.1.2)."""
    return header is not None and (
        header.strip() == "*" or tag in {known.removeprefix("W/") for known in _tags(header)}
    )


def _tags(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}


def answer(
    request: Request, body: bytes, *, media_type: str = "application/json", headers: Mapping[str, str] | None = None
) -> Response:
    """The representation with its entity tag, or 304 where the caller has it already.

    What everybody may see is kept in memory (front.py): it depends on the record, the day and the request alone.
    """
    body = choose.made(request, body, media_type)
    tag = etag(body)
    personal = "authorization" in request.headers
    request.scope[LASTING] = not personal
    sent = {"ETag": tag, "Cache-Control": PERSONAL if personal else REVALIDATE, "Vary": VARY, **(headers or {})}
    if has(request.headers.get("if-none-match"), tag):
        sent.pop("Content-Type", None)  # there is no content (RFC 9110, section 15.4.5)
        return Response(status_code=304, headers=sent)
    return Response(body, media_type=media_type, headers=sent)


def described(body: bytes, more: Mapping[str, str]) -> tuple[str, list[tuple[bytes, bytes]]]:
    """The entity tag of JSON that everybody may see, and all headers that an answer made past the framework needs."""
    tag = etag(body)
    said = {"etag": tag, "cache-control": REVALIDATE, "vary": f"{VARY}, Origin", **more}
    said |= {"content-length": f"{len(body)}", "content-type": "application/json"}
    return tag, [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in said.items()]


def match(if_match: str | None, current: bytes) -> None:
    """Insist that the caller's edit is based on the current representation; a weak tag names none (section 13.1.1).

    Raises PreconditionRequired without `If-Match`, PreconditionFailed (with the current state) when it is stale.
    """
    if if_match is None:
        raise PreconditionRequired("Send the ETag of the record that you read as If-Match.")
    if if_match.strip() != "*" and etag(current) not in _tags(if_match):
        state: dict[str, Any] = orjson.loads(current)
        raise PreconditionFailed("Somebody changed this record since you read it.", current=state)


def written(body: str, status: int, *, location: str | None = None) -> Response:
    """The answer to a write: the record as it now stands, its entity tag, and for a new one its address."""
    headers = {"ETag": etag(body.encode()), "Cache-Control": PERSONAL}
    if location:
        headers["Location"] = location
    return Response(body, status, headers, media_type="application/json")
