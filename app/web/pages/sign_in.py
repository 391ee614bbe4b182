"""Signing in on pages: with a token once, then by the secret of a session, which a signed cookie holds."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.access import service
from app.access.guards import PAGE_SESSION, Visitor
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.errors import Unauthorized
from app.web import render

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form(max_length=500)]


@router.get("/sign-in", response_model=str)
def show_sign_in(request: Request, visitor: Visitor, next: str = "/") -> Response:  # noqa: A002 (the address's own word)
    """Ask for a token."""
    return render.page(request, "sign_in.html", visitor, next=local(next), wrong=None)


@router.post("/sign-in", response_model=str)
def sign_in(
    request: Request,
    session: Db,
    visitor: Visitor,
    now: Now,
    token: Text = "",
    next: Text = "/",  # noqa: A002 (as above)
) -> Response:
    """Start a session with a token."""
    try:
        started = service.sign_in(session, token.strip(), now=now)
    except Unauthorized as error:
        return render.page(request, "sign_in.html", visitor, status=401, next=local(next), wrong=error.detail)
    _end(request, session, now)
    request.session[PAGE_SESSION] = started
    return RedirectResponse(local(next), 303)


@router.post("/sign-out", response_model=str)
def sign_out(request: Request, session: Db, _: Visitor, now: Now) -> Response:
    """End the session."""
    _end(request, session, now)
    return RedirectResponse("/", 303)


def _end(request: Request, session: Session, now: datetime) -> None:
    if secret := request.session.get(PAGE_SESSION):
        service.sign_out(session, secret, now=now)
    request.session.clear()


def local(address: str) -> str:
    """The address where it lies on this server, else the first page: nobody is sent away to others."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if inside else "/"
