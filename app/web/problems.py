"""Errors for people: the same problems as the API's (RFC 9457), as pages with a way out."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from app.kit import problems
from app.kit.errors import NotFound, Problem, Unauthorized
from app.web import render


class NoSuchProblem(NotFound):
    """No kind of problem has this name."""

    title = "There is no such kind of problem"


def answer(request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as a page where a browser asks outside the API, else as the API answers it."""
    path = request.url.path
    if path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return problems.render(request, problem, headers)
    if isinstance(problem, Unauthorized) and request.method == "GET":
        asked = f"{path}?{request.url.query}" if request.url.query else path
        return RedirectResponse(f"/sign-in?next={quote(asked, safe='/')}", 303)
    response = render.page(request, "problem.html", status=problem.status, problem=problem)
    response.headers.update(headers or {})
    return response


def kinds() -> dict[str, type[Problem]]:
    """Every kind of problem that this server knows, by its stable name."""
    found: dict[str, type[Problem]] = {}
    every: list[type[Problem]] = [Problem, *_below(Problem)]
    for kind in every:
        # A subclass that keeps the name of its parent only says it more precisely.
        found.setdefault(kind.slug, kind)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].status, pair[0])))


def _below(kind: type[Problem]) -> Iterator[type[Problem]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)
