"""Routes of a note's editions in other languages."""

import orjson
from fastapi import APIRouter, Request, Response

from app.access.guards import Caller
from app.kit import etags, paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.etags import IfMatch
from app.notes import catalogue, editing, editions
from app.notes.editing_routes import OpenAt, written
from app.notes.edition_models import Alignment, EditionCreate, Editions
from app.notes.models import NotePublic
from app.notes.routes import NoteAt

router = APIRouter(tags=["notes"], route_class=Edge)


@router.post("/notes/{note_id}/editions", status_code=201, response_model=NotePublic)
def create_edition(note: NoteAt, data: EditionCreate, session: Db, caller: Caller, now: Now) -> Response:
    """Begin a note in another language: composed in it as far as the record tells it, the rest to be translated."""
    made = editions.begin(session, note, data.language, by=caller, now=now)
    (body,) = catalogue.bodies(session, [made], seen_by=caller)
    return etags.written(body.decode(), 201, location=f"/api/v1/notes/{made.id}")


@router.get("/notes/{note_id}/editions", response_model=Editions)
def list_editions(request: Request, note: NoteAt, session: Db, caller: Caller) -> Response:
    """List a note in all its languages, with what each lacks."""
    found = [orjson.dumps(one) for one in editions.listed(session, note, seen_by=caller)]
    body, _ = paging.page(request, paging.Slice(found, None, None))
    return etags.answer(request, body)


@router.post("/notes/{note_id}/alignment", response_model=NotePublic)
def align_edition(
    data: Alignment, note: OpenAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Say that an edition gives a later revision of its source, once its text does."""
    editing.match(session, note, if_match, None, by=caller)
    return written(session, editions.align(session, note, data.revision, by=caller, now=now), seen_by=caller)
