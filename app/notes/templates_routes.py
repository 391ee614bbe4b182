"""Routes of templates, and of notes that they print."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app.access.guards import Caller
from app.access.service import Principal
from app.kit import etags, paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.etags import IfMatch
from app.kit.reasons import Reason
from app.kit.shapes import Id
from app.notes import service, templates
from app.notes.document import Document
from app.notes.models import Note
from app.notes.routes import NoteAt, document_of, file, file_name
from app.notes.template_models import (
    Template,
    TemplateCreate,
    TemplatePreview,
    TemplateProblem,
    TemplatePublic,
    Templates,
    TemplateTrial,
    TemplateUpdate,
)

Json = dict[str, Any]

router = APIRouter(tags=["notes"], route_class=Edge)


def template_at(template_id: Id, session: Db, caller: Caller) -> Template:
    return templates.get(session, template_id, seen_by=caller)


TemplateAt = Annotated[Template, Depends(template_at, scope="function")]


@router.post("/templates", status_code=201, response_model=TemplatePublic)
def create_template(data: TemplateCreate, session: Db, caller: Caller, now: Now) -> Response:
    """Keep a template for notes, of the caller's organization or of the committee; it has to print a whole note."""
    made = templates.create(session, data, by=caller, now=now)
    return etags.written(made.body, 201, location=f"/api/v1/templates/{made.id}")


@router.post("/templates/preview", response_model=TemplatePreview)
def preview_template(request: Request, data: TemplateTrial, session: Db, caller: Caller) -> TemplatePreview:
    """Fill a template in without keeping it: what it prints, and everything that is wrong with it, by line."""
    note = service.get(session, data.note, seen_by=caller) if data.note else None
    made = templates.tried(data.source, _printed(request, session, note, caller)[0] if note else None)
    problems = [TemplateProblem(code=one.code, line=one.line, detail=one.detail) for one in made.faults]
    return TemplatePreview(text=made.text, problems=problems)


@router.get("/templates", response_model=Templates)
def list_templates(request: Request, session: Db, caller: Caller) -> Response:
    """List the templates that the caller may use, oldest first."""
    body, _ = paging.page(request, paging.Slice(templates.listed(session, seen_by=caller), None, None))
    return etags.answer(request, body)


@router.get("/templates/{template_id}", response_model=TemplatePublic)
def read_template(request: Request, template: TemplateAt) -> Response:
    """Read one template."""
    return etags.answer(request, template.body.encode())


@router.put("/templates/{template_id}", response_model=TemplatePublic)
def replace_template(
    data: TemplateUpdate, template: TemplateAt, reason: Reason, session: Db, caller: Caller, now: Now,
    if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """Change a template; files printed by it before are as they were."""
    etags.match(if_match, template.body.encode())
    changed = templates.replace(session, template, data.over(template.body), reason=reason, by=caller, now=now)
    return etags.written(changed.body, 200)


@router.delete("/templates/{template_id}", response_model=TemplatePublic)
def withdraw_template(
    template: TemplateAt, reason: Reason, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Take a template back, with the reason: nobody is offered it any more."""
    etags.match(if_match, template.body.encode())
    return etags.written(templates.withdraw(session, template, reason=reason, by=caller, now=now).body, 200)


@router.get("/notes/{note_id}/templates/{template_id}", response_model=bytes, response_class=Response)
def print_note_by_template(
    request: Request, note: NoteAt, template: TemplateAt, session: Db, caller: Caller
) -> Response:
    """Take a note away as a template prints it; no template loses the disclaimer."""
    document, event = _printed(request, session, note, caller)
    text = templates.filled(template, document)
    return file(request, text.encode(), orjson.loads(template.body)["form"], name=file_name(note, event))


def _printed(request: Request, session: Session, note: Note, seen_by: Principal) -> tuple[Document, Json]:
    """A note as it is printed for somebody, and its event."""
    event = orjson.loads(service.event_of(session, note).body)
    return document_of(request, session, note, event, seen_by=seen_by), event
