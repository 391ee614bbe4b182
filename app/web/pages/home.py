"""The first page, and the search behind its box."""

from datetime import date
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.access.guards import Visitor
from app.access.models import Role
from app.access.service import Principal
from app.events import catalogue
from app.events.catalogue import EventQuestion
from app.figures import service as reporting
from app.inbox import service as inbox
from app.inbox.models import UNDECIDED, SubmissionQuestion
from app.kit.clock import Today
from app.kit.db import Db
from app.kit.folding import fold
from app.kit.languages import Language
from app.kit.paging import Window
from app.kit.shapes import Words
from app.notes import catalogue as catalogue_of_notes
from app.notes.models import NoteQuestion, NoteStatus
from app.states import registry
from app.timeline import summary
from app.timeline.history import Moment
from app.web import render
from app.web.pages.states import named_like

router = APIRouter(include_in_schema=False)
NEWEST = Window(limit=5, after=None, total=None, count=False)
COUNT = Window(limit=1, after=None, total=None, count=True)
FOUND = Window(limit=20, after=None, total=None, count=True)


@router.get("/", response_model=str)
def show_home(request: Request, session: Db, visitor: Visitor, today: Today) -> Response:
    """Show what this is, what is on record, and what to do next."""
    figures = reporting.reporting(session, Moment(), today=today, seen_by=visitor)
    events = catalogue.search(session, EventQuestion(), NEWEST, seen_by=visitor)
    return render.page(
        request, "home.html", visitor, figures=figures, events=[orjson.loads(body) for body in events.bodies],
        notes=_latest_notes(session, visitor), waiting=_waiting(session, visitor),
    )  # fmt: skip


def _latest_notes(session: Session, visitor: Principal) -> list[Any]:
    published = NoteQuestion(status=[NoteStatus.published])
    part = catalogue_of_notes.search(session, published, NEWEST, seen_by=visitor)
    return [orjson.loads(body) for body in part.bodies]


def _waiting(session: Session, visitor: Principal) -> int | None:
    """How many submissions wait for a reviewer; None for who reviews none."""
    if visitor.role is not Role.expert:
        return None
    return inbox.search(session, SubmissionQuestion(status=sorted(UNDECIDED)), COUNT, seen_by=visitor).total


@router.get("/search", response_model=str)
def show_search(request: Request, session: Db, visitor: Visitor, today: Today, q: Words = "") -> Response:
    """Find States, events and organizations by words."""
    words = q.strip()
    found = _search(session, words, today=today, seen_by=visitor) if words else None
    near = registry.suggest(words)[:3] if found and not any(found.values()) else []
    return render.page(request, "search.html", visitor, q=words, found=found, near=near)


def _search(session: Session, words: str, *, today: date, seen_by: Principal) -> dict[str, Any]:
    states = summary.states(session, Moment(), language=Language.en, today=today, seen_by=seen_by)
    named = sorted((state for state in states if named_like(state.iso3, words)), key=lambda state: fold(state.name))
    events = catalogue.search(session, EventQuestion(q=words), FOUND, seen_by=seen_by)
    return {
        "states": named if len(fold(words)) > 1 else [],
        "events": [orjson.loads(body) for body in events.bodies],
        "events_total": events.total,
    }
