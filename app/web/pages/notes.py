"""Pages of information notes: the list, one note as it is printed, its files, and a new one from the record."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from sqlmodel import Session

from app.access.guards import Visitor
from app.access.service import Principal
from app.events import service as events
from app.kit import etags, paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.languages import Language
from app.kit.paging import Paging
from app.kit.shapes import Id
from app.notes import catalogue, service
from app.notes.document import document
from app.notes.models import NoteQuestion, NoteStatus
from app.notes.renditions import html
from app.notes.routes import Suffix, rendered
from app.timeline import service as timeline
from app.web import forms, render
from app.web.pages.events import state_names

router = APIRouter(include_in_schema=False)
Json = dict[str, Any]


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
    """Show one note as it is printed."""
    row = service.get(session, note_id, seen_by=visitor)
    note = orjson.loads(catalogue.bodies(session, [row], seen_by=visitor)[0])
    event = orjson.loads(service.event_of(session, row).body)
    printed = Markup(html.body(document(note, event)))  # noqa: S704 (escaped by the rendition, which tests prove)
    rests = _rests(session, note, visitor)
    return render.page(request, "note.html", visitor, note=note, event=event, printed=printed, rests=rests)


def _rests(session: Session, note: Json, visitor: Principal) -> list[tuple[Json, list[Json]]]:
    """The sentences that rest on timeline entries, each with its entries as they now stand."""
    items = [item for section in note["sections"] for item in section["items"] if item["entries"]]
    ids = {cited["id"] for item in items for cited in item["entries"]}
    known = {one: _entry(session, one, visitor) for one in ids}
    return [(item, [entry for cited in item["entries"] if (entry := known[cited["id"]])]) for item in items]


def _entry(session: Session, entry_id: str, visitor: Principal) -> Json | None:
    try:
        entry: Json = orjson.loads(timeline.get(session, entry_id, seen_by=visitor).body)
    except timeline.EntryNotFound:
        return None
    return entry


@router.post("/events/{event_id}/notes", response_model=str)
def write_note(
    event_id: Id, language: Annotated[Language, Form()], session: Db, visitor: Visitor, now: Now
) -> Response:
    """Write a draft about an event from the record."""
    event = events.get(session, event_id, seen_by=visitor)
    note = service.compose(session, event, language, by=visitor.id, now=now)
    return RedirectResponse(f"/notes/{note.id}", 303)
