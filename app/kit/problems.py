"""Every error leaves the house in one shape: problem details (RFC 9457)."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.errors import (
    CODES,
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    MethodNotAllowed,
    NotFound,
    Problem,
    StorageFull,
    TooLarge,
    Unauthorized,
    Unavailable,
    UnsupportedMediaType,
    field,
    pointer,
    sentence,
)

MEDIA_TYPE = "application/problem+json"


class FieldProblem(BaseModel):
    """One value that is missing or wrong: where (RFC 6901), a stable code, and what to do."""

    pointer: str
    code: str
    detail: str


class ProblemDocument(BaseModel):
    """What every answer from 400 on holds (RFC 9457); some types add members of their own."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldProblem] = []


RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem, explained under the address in its `type`.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        "model": ProblemDocument,
    }
}
PROBLEMS = "/problems/"
FULL_DISK = ("disk is full", "no space left", "could not extend file")

BY_STATUS: dict[int, type[Problem]] = {
    kind.status: kind
    for kind in (
        Malformed, Unauthorized, Forbidden, NotFound, MethodNotAllowed, Conflict, TooLarge, UnsupportedMediaType,
        Invalid,
    )
}  # fmt: skip


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
        return answer(request, translate(error, request.headers.get("content-type", "")), None)

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


def translate(error: RequestValidationError, media_type: str) -> Problem:
    """The findings of pydantic, without the caller's input and without our internals."""
    found = error.errors()
    if media_type and "json" not in media_type and any(e["loc"] == ("body",) for e in found):
        return from_status(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if any(e["type"] == "json_invalid" for e in found):
        return Malformed("The body is not valid JSON.")
    errors = [field(_place(e["loc"]), CODES.get(e["type"], e["type"]), sentence(e)) for e in found]
    detail = "One value is missing or wrong." if len(errors) == 1 else f"{len(errors)} values are missing or wrong."
    return Invalid(detail, errors=errors)


def _place(location: tuple[str | int, ...]) -> str:
    """A pointer into the body; a parameter stands under its kind, such as /query/limit."""
    where, *path = location
    return pointer(path if where == "body" else location)
