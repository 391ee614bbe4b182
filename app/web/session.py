"""The secret that signs session cookies: made at the first start, kept beside the data, readable by its owner only."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp

from app.access.service import SESSION_LASTS
from app.settings import Settings

NAME = "secret"
COOKIE = "outreach_session"


def signed(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The application behind its session cookie (HttpOnly, SameSite=Lax), signed with this home's secret."""
    return SessionMiddleware(
        app,
        secret_key=secret(settings),
        session_cookie=COOKIE,
        max_age=int(SESSION_LASTS.total_seconds()),
        same_site="lax",
        https_only=settings.secure_cookies,
    )


def secret(settings: Settings) -> str:
    """The signing secret (256 random bits, hexadecimal) of this home; made when there is none yet."""
    path = settings.home / NAME
    with suppress(FileExistsError):
        _make(path)
    return path.read_text("ascii").strip()


def _make(path: Path) -> None:
    if path.exists():
        raise FileExistsError
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and linked: a process that starts at the same moment reads all of it, and both get the same one.
    draft = path.with_name(f"{NAME}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    try:
        path.hardlink_to(draft)
    finally:
        draft.unlink()
