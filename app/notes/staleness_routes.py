"""Routes of what a note rests on: told what has changed of it, and taken over."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.access.guards import Caller
from app.kit import etags
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.etags import IfMatch
from app.notes import editing, staleness
from app.notes.editing_routes import OpenAt, written
from app.notes.models import NotePublic
from app.notes.routes import NoteAt
from app.notes.staleness_models import Edited, Staleness

router = APIRouter(tags=["notes"], route_class=Edge)
ToReplace = Annotated[Edited, Query(description="Whether items that were edited by hand are kept or replaced.")]


@router.get("/notes/{note_id}/staleness", response_model=Staleness)
def read_note_staleness(request: Request, note: NoteAt, session: Db, caller: Caller) -> Response:
    """Read which items of a note rest on entries that have changed, in what, and what would be written now."""
    return etags.answer(request, staleness.read(session, note, seen_by=caller))


@router.post("/notes/{note_id}/refresh", response_model=NotePublic)
def refresh_note(
    note: OpenAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None, edited: ToReplace = "keep"
) -> Response:
    """Take over what has changed: only the items that rest on it are written anew, in a revision of its own."""
    editing.match(session, note, if_match, None, by=caller)
    refreshed = staleness.refresh(session, note, edited=edited, by=caller, now=now)
    return written(session, refreshed, seen_by=caller)
