"""Pages of information notes: the list, one note as it is printed, its files, and a new one from the record."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from app.access.guards import Visitor
from app.events import service as events
from app.kit import etags, paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.languages import Language
from app.kit.paging import Paging
from app.kit.shapes import Id
from app.notes import catalogue, service
from app.notes.models import NoteQuestion, NoteStatus
from app.notes.routes import Suffix, rendered
from app.web import forms, noted, render
from app.web.pages.events import state_names

router = APIRouter(include_in_schema=False)


@router.get("/notes", response_model=str)
def show_notes(request: Request, session: Db, visitor: Visitor, window: Paging) -> Response:
    """Show information notes, newest first."""
    question, wrong = forms.asked(request, NoteQuestion)
    part = catalogue.search(session, question, window, seen_by=visitor)
    query = f"?{request.url.query}" if request.url.query and not wrong else ""
    return render.page(
        request, "notes.html", visitor, question=question, total=part.total,
        notes=[orjson.loads(body) for body in part.bodies], next=paging.next_url(request, part),
        statuses=list(NoteStatus), states=state_names(),
        narrowed=question.model_dump(exclude_defaults=True) != {}, query=query,
    )  # fmt: skip


# It stands before the page of the note: the dot of a suffix would be part of an id else.
@router.get("/notes/{note_id}.{format}", response_model=bytes)
def download_note(
    request: Request,
    note_id: Id,
    format: Suffix,  # noqa: A002 (the word of the address)
    session: Db,
    visitor: Visitor,
) -> Response:
    """Take a note away as a file."""
    note = service.get(session, note_id, seen_by=visitor)
    response = rendered(request, session, note, format, seen_by=visitor)
    response.headers["Vary"] = "Cookie"
    if visitor.token:
        response.headers["Cache-Control"] = etags.PERSONAL
    return response


@router.get("/notes/{note_id}", response_model=str)
def show_note(request: Request, note_id: Id, session: Db, visitor: Visitor) -> Response:
    """Show one note as it is printed, how far it has come, and what can be done with it."""
    note = service.get(session, note_id, seen_by=visitor)
    shown = noted.opened(session, note, base_url=str(request.app.state.settings.base_url), seen_by=visitor)
    return render.page(request, "note.html", visitor, **shown)


@router.post("/events/{event_id}/notes", response_model=str)
def write_note(
    event_id: Id, language: Annotated[Language, Form()], session: Db, visitor: Visitor, now: Now
) -> Response:
    """Write a draft about an event from the record."""
    event = events.get(session, event_id, seen_by=visitor)
    note = service.compose(session, event, language, by=visitor.id, now=now)
    return RedirectResponse(f"/notes/{note.id}", 303)
