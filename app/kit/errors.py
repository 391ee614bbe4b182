"""Errors by what they mean. Each room defines its own, named for the fact, and inherits the status from here."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

# The codes that we promise for what pydantic finds; its others are stable names already.
CODES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "enum": "unknown_value",
    "literal_error": "unknown_value",
    "value_error": "invalid_value",
}

# What pydantic says of these in words of Python's.
SENTENCES = {
    "missing": "This value is required.",
    "extra_forbidden": "There is no such field.",
    "string_pattern_mismatch": "The value does not have the form that the description of the API gives.",
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), "The value should be a JSON object."),
}


class Problem(Exception):
    """The server failed. The fault is ours: nothing was changed; try again, and report the request id."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong here"
    headers: ClassVar[Mapping[str, str]] = {}

    def __init__(self, detail: str, *, errors: Sequence[Mapping[str, str]] = (), **more: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = list(errors)
        self.more = more


class Malformed(Problem):
    """The request cannot be understood, for example because its body is not JSON."""

    status, slug, title = 400, "malformed", "The request cannot be understood"


class Unauthorized(Problem):
    """A token is missing, unknown, expired or revoked. Send a valid one as `Authorization: Bearer TOKEN`."""

    status, slug, title = 401, "unauthorized", "A valid token is needed"
    headers: ClassVar = {"WWW-Authenticate": "Bearer"}


class Forbidden(Problem):
    """The token is valid, but its role or its scopes do not allow this."""

    status, slug, title = 403, "forbidden", "Not allowed"


class NotFound(Problem):
    """Nothing is at this address, or nothing that the caller may see."""

    status, slug, title = 404, "not-found", "Not found"


class MethodNotAllowed(Problem):
    """The address exists, but not with this method; `Allow` lists those it knows."""

    status, slug, title = 405, "method-not-allowed", "This method is not known here"


class Conflict(Problem):
    """The request contradicts what is on record."""

    status, slug, title = 409, "conflict", "In conflict with what is on record"


class PreconditionFailed(Problem):
    """Somebody changed the record since it was read. `current` is its present state: apply the edit to it."""

    status, slug, title = 412, "precondition-failed", "The record has changed meanwhile"


class TooLarge(Problem):
    """The body is larger than this address takes: 1 MiB of JSON, 20 MiB for a file."""

    status, slug, title = 413, "too-large", "The body is too large"


class UnsupportedMediaType(Problem):
    """The body is of a kind that this address does not read."""

    status, slug, title = 415, "unsupported-media-type", "This kind of body is not read here"


class Invalid(Problem):
    """A value is missing or wrong.

    `errors` names each by a JSON pointer (RFC 6901), with a code and what to do.
    """

    status, slug, title = 422, "invalid", "Some values are missing or wrong"


class PreconditionRequired(Problem):
    """A change must name the state that it is based on: send the record's `ETag` as `If-Match`."""

    status, slug, title = 428, "precondition-required", "If-Match is missing"


class Unavailable(Problem):
    """The database cannot be reached just now. Nothing was changed; try again after `Retry-After` seconds."""

    status, slug, title = 503, "unavailable", "The database is not available"
    headers: ClassVar = {"Retry-After": "5"}


class StorageFull(Problem):
    """The disk is full. Nothing was changed; reading still works."""

    status, slug, title = 507, "storage-full", "The disk is full"


def pointer(place: Sequence[str | int]) -> str:
    """The JSON pointer (RFC 6901) of a path into a document."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)


def field(at: str, code: str, detail: str) -> dict[str, str]:
    """One member of a problem's `errors`."""
    return {"pointer": at, "code": code, "detail": detail}


def sentence(error: Mapping[str, Any]) -> str:
    """What pydantic found, in the words of the API and without what was sent."""
    if error["type"] in SENTENCES:
        return SENTENCES[error["type"]]
    text = str(error["msg"]).removeprefix("Value error, ").replace("Input should", "The value should")
    return text.partition(" after validation")[0].removesuffix(".") + "."
