"""Every page of the house, and the folder of what they load."""

from pathlib import Path
from typing import Any

from fastapi import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from app.web import problems as kinds
from app.web.pages import (
    events,
    figures,
    home,
    note_edit,
    note_life,
    notes,
    problems,
    queue,
    read,
    reference,
    revisions,
    send,
    sign_in,
    states,
)

PAGES = (
    home,
    states,
    events,
    notes,
    note_edit,
    note_life,
    revisions,
    read,
    send,
    queue,
    figures,
    sign_in,
    reference,
    problems,
)
answer = kinds.answer
YEAR = 365 * 24 * 60 * 60


class Assets(StaticFiles):
    """Static files; an address that names the content's digest (`?v=`) is good for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        lasting = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if lasting else "no-cache"
        return response


def assets(**options: Any) -> Assets:
    """The static files of this room."""
    return Assets(directory=Path(__file__).with_name("static"), **options)
