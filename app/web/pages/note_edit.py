"""The page on which a note is edited: its items in fields, its print beside them, both texts where two have saved."""

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.access.guards import Visitor
from app.access.service import Principal
from app.kit import etags
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.errors import Invalid, PreconditionFailed, Problem
from app.kit.shapes import Id
from app.notes import catalogue, comparing, editing, revisions, service
from app.notes.document import document
from app.notes.models import Note, NoteStatus
from app.web import forms, note_form, noted, render
from app.web.forms import LARGEST_FORM, SentForm
from app.web.note_form import NoteForm

router = APIRouter(include_in_schema=False)
Json = dict[str, Any]


@router.get("/notes/{note_id}/edit", response_model=str)
def show_editor(request: Request, note_id: Id, session: Db, visitor: Visitor) -> Response:
    """Show a note in fields, and its print beside them."""
    note = _open(session, note_id, visitor)
    told, based = _read(session, note, visitor)
    return _page(request, session, note, told, note_form.begun(told, based), visitor)


@router.post("/notes/{note_id}/edit", response_model=str, max_body_size=LARGEST_FORM)
def edit_text(request: Request, note_id: Id, form: SentForm, session: Db, visitor: Visitor, now: Now) -> Response:
    """Save an edited note, or show how it would be printed."""
    note = _open(session, note_id, visitor)
    told, _ = _read(session, note, visitor)
    sheet, button, both = note_form.taken(form), form.get("do", ""), "both" in form
    if button != "save":
        note_form.press(sheet, button, told)
        return _page(request, session, note, told, sheet, visitor, both=both)
    address = forms.attempt(session, lambda: _save(session, note, told, sheet, visitor, now))
    if not isinstance(address, Problem):
        return RedirectResponse(address, 303)
    late = isinstance(address, PreconditionFailed)
    if late:
        told = _bring_together(session, note, sheet, visitor)
    return _page(request, session, note, told, sheet, visitor, problem=address, both=late or both)


def _open(session: Session, note_id: str, visitor: Principal) -> Note:
    """The note that an edit changes: of a published one the revision under way. Raises NoteWithdrawn."""
    note = revisions.under_way(session, service.get(session, note_id, seen_by=visitor))
    if note.withdrawn:
        raise editing.NoteWithdrawn("This note was withdrawn.")
    return note


def _read(session: Session, note: Note, visitor: Principal) -> tuple[Json, str]:
    """A note as somebody reads it, and what an edit that is based on it names."""
    (body,) = catalogue.bodies(session, [note], seen_by=visitor)
    return orjson.loads(body), etags.etag(body)


def _save(session: Session, note: Note, told: Json, sheet: NoteForm, visitor: Principal, now: Now) -> str:
    update = note_form.update(sheet, told)
    editing.match(session, note, sheet.based, update, by=visitor)
    if update is None:
        raise Invalid("Something cannot be saved yet: each has its reason beside it.")
    return f"/notes/{editing.edit(session, note, update, by=visitor, now=now).id}"


def _bring_together(session: Session, note: Note, sheet: NoteForm, visitor: Principal) -> Json:
    """Base a text on the one that somebody saved meanwhile, and answer that; what was typed stays."""
    told, based = _read(session, note, visitor)
    note_form.merge(sheet, revisions.content(session, note, sheet.revision, seen_by=visitor), told)
    sheet.based, sheet.revision = based, told["revision"]
    return told


def _page(
    request: Request, session: Session, note: Note, told: Json, sheet: NoteForm, visitor: Principal, *,
    problem: Problem | None = None, both: bool = False,
) -> Response:  # fmt: skip
    """The page of a form; with `both`, what is on record (`told`) beside what was typed."""
    typed = _typed(told, sheet)
    printed = document(typed | {"status": NoteStatus.draft}, orjson.loads(service.event_of(session, note).body))
    differences = comparing.sections(told["sections"], typed["sections"]) if both else []
    return render.page(
        request, "note_edit.html", visitor, status=problem.status if problem else 200, note=told, sheet=sheet,
        printed=noted.article(printed), problem=problem, both=both, differences=differences,
        direction=noted.direction(note.language),
    )  # fmt: skip


def _typed(told: Json, sheet: NoteForm) -> Json:
    """The note as it was typed over the one on record."""
    return _numbered(told | {
        "title": sheet.title.strip() or told["title"], "sections": sheet.told(note_form.items(told)),
        "contact_email": sheet.contact_email.strip() or None,
    })  # fmt: skip


def _numbered(note: Json) -> Json:
    """A note whose new items are told apart too."""
    sections = [
        one | {"items": [item | {"id": item["id"] or f"new-{one['name']}-{n}"} for n, item in enumerate(one["items"])]}
        for one in note["sections"]
    ]
    return note | {"sections": sections}
