"""Every error leaves the house in one shape: problem details (RFC 9457)."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA_TYPE = "application/problem+json"
PROBLEMS = "/problems/"
FULL_DISK = ("disk is full", "no space left", "could not extend file")


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


BY_STATUS: dict[int, type[Problem]] = {
    kind.status: kind
    for kind in (
        Malformed, Unauthorized, Forbidden, NotFound, MethodNotAllowed, Conflict, TooLarge, UnsupportedMediaType,
        Invalid,
    )
}  # fmt: skip


def pointer(place: Sequence[str | int]) -> str:
    """The JSON pointer (RFC 6901) of a path into a document."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)


def field(at: str, code: str, detail: str) -> dict[str, str]:
    """One member of a problem's `errors`."""
    return {"pointer": at, "code": code, "detail": detail}


def document(problem: Problem, instance: str) -> dict[str, Any]:
    """The problem as the JSON that is sent: type, title, status, detail, instance, and what the problem adds."""
    body: dict[str, Any] = {
        "type": PROBLEMS + problem.slug,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": instance,
    }
    if problem.errors:
        body["errors"] = problem.errors
    return body | problem.more


def render(request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as an answer of the API."""
    sent = {**problem.headers, **(headers or {}), "Cache-Control": "no-store"}
    return JSONResponse(document(problem, request.url.path), problem.status, sent, media_type=MEDIA_TYPE)


Renderer = Callable[[Request, Problem, Mapping[str, str] | None], Response]


def install(app: FastAPI, *, answer: Renderer = render) -> None:
    """Make `answer` speak for every error of the application."""

    @app.exception_handler(Problem)
    def problem(request: Request, error: Problem) -> Response:
        return answer(request, error, None)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        return answer(request, translate(error), None)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        return answer(request, from_status(error.status_code), error.headers)

    @app.exception_handler(DBAPIError)
    def database(request: Request, error: DBAPIError) -> Response:
        found = from_database(error)
        if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            structlog.get_logger().error("database_error", exc_info=error)
        return answer(request, found, None)

    @app.exception_handler(Exception)
    def unforeseen(request: Request, error: Exception) -> Response:
        structlog.get_logger().error("unforeseen_error", exc_info=error)
        return answer(request, Problem("An unforeseen error was logged under the request id of this answer."), None)


class Shaped:
    """Pure ASGI: gives the plain-text refusals of the framework's outer layers (413) the shape of the others."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        replaced = False

        async def shape(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_bare(message):
                replaced = True
                request = Request(scope)
                await render(request, from_status(message["status"]))(scope, receive, send)
            elif not replaced:
                await send(message)

        await self.app(scope, receive, shape)


def _is_bare(message: Message) -> bool:
    kind = dict(message["headers"]).get(b"content-type", b"")
    return bool(message["status"] >= HTTPStatus.BAD_REQUEST and kind.startswith(b"text/plain"))


def from_status(status: int) -> Problem:
    """The problem for a bare HTTP status of the framework."""
    details = {
        401: "Send a token as `Authorization: Bearer TOKEN`.",
        404: "Nothing is at this address.",
        405: "Use one of the methods that the Allow header lists.",
        413: "Send at most 1 MiB of JSON, or a file of at most 20 MiB.",
        415: "Send JSON as application/json, and files as multipart/form-data.",
    }
    kind = BY_STATUS.get(status, Malformed if status < HTTPStatus.INTERNAL_SERVER_ERROR else Problem)
    return kind(details.get(status, HTTPStatus(status).phrase + "."))


def from_database(error: DBAPIError) -> Problem:
    """The problem for an error of the database."""
    text = str(error.orig).lower()
    if any(sign in text for sign in FULL_DISK):
        return StorageFull("Nothing was changed. Reading still works.")
    if isinstance(error, IntegrityError):
        return Conflict("A record like this exists already, or something that it names does not exist.")
    if isinstance(error, DataError):
        return Invalid("A value does not fit its column.")
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return Unavailable("The database cannot be reached. Try again in a few seconds.")
    return Problem("The database refused the request; the error was logged under the request id of this answer.")


def translate(error: RequestValidationError) -> Problem:
    """The findings of pydantic, without the caller's input and without our internals."""
    found = error.errors()
    if any(e["type"] == "json_invalid" for e in found):
        return Malformed("The body is not valid JSON.")
    errors = [field(_place(e["loc"]), CODES.get(e["type"], e["type"]), _sentence(e)) for e in found]
    detail = "One value is missing or wrong." if len(errors) == 1 else f"{len(errors)} values are missing or wrong."
    return Invalid(detail, errors=errors)


CODES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "enum": "unknown_value",
    "literal_error": "unknown_value",
    "value_error": "invalid_value",
}


def _place(location: tuple[str | int, ...]) -> str:
    """A pointer into the body; a parameter stands under its kind, such as /query/limit."""
    where, *path = location
    return pointer(path if where == "body" else location)


def _sentence(error: Mapping[str, Any]) -> str:
    if error["type"] == "missing":
        return "This value is required."
    if error["type"] == "extra_forbidden":
        return "There is no such field."
    text = str(error["msg"]).removeprefix("Value error, ").replace("Input should", "The value should")
    return text if text.endswith(".") else text + "."
