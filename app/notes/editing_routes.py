"""Routes of a note's text: edited, its revisions read and compared, and one of them restored."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Path, Request, Response
from sqlmodel import Session

from app.access.guards import Caller
from app.access.service import Principal
from app.kit import etags, paging, patches
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.etags import IfMatch
from app.kit.patches import Patch
from app.notes import catalogue, editing, printing, renditions, revisions
from app.notes.models import Note, NotePublic
from app.notes.revision_models import NoteUpdate, Restoration, RevisionPublic, Revisions, RevisionsCompared
from app.notes.routes import FORMS, NoteAt, Suffix, file, file_name

router = APIRouter(tags=["notes"], route_class=Edge)
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="Number of a revision.")]


def open_at(note: NoteAt, session: Db) -> Note:
    """The note at this path; of a published one the next revision, where one is under way."""
    return revisions.under_way(session, note)


OpenAt = Annotated[Note, Depends(open_at, scope="function")]


def rendered_revision(
    request: Request, session: Session, note: Note, number: int, suffix: Suffix, *, seen_by: Principal
) -> Response:
    """A published revision as a file."""
    printed, version, event = printing.published(session, note, number, seen_by=seen_by)
    if suffix == "json":
        body = revisions.fixed(session, note, number, seen_by=seen_by)
    else:
        body = renditions.render(printed, suffix)
    return file(request, body, suffix, name=file_name(version, event))


def written(session: Session, note: Note, *, seen_by: Principal, status: int = 200) -> Response:
    """The answer to a change of a note: as it is now read, and where."""
    (body,) = catalogue.bodies(session, [note], seen_by=seen_by)
    response = etags.written(body.decode(), status)
    response.headers["Content-Location"] = f"/api/v1/notes/{note.id}"
    return response


@router.put("/notes/{note_id}", response_model=NotePublic)
def replace_note(
    data: NoteUpdate, note: OpenAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Save a note; what changed makes a revision. That of a published note is a draft beside it until it is published.

    412 shows the note as it now reads, and in what the text that was sent differs from it.
    """
    known = editing.match(session, note, if_match, data, by=caller)
    saved = editing.edit(session, note, data.over(known.decode()), by=caller, now=now)
    return written(session, saved, seen_by=caller)


@router.patch("/notes/{note_id}", response_model=NotePublic, openapi_extra=patches.described("NoteUpdate"))
def amend_note(patch: Patch, note: OpenAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None) -> Response:
    """Save members of a note; what changed makes a revision."""
    (current,) = catalogue.bodies(session, [note], seen_by=caller)
    writable = {name: value for name, value in patch.items() if name in NoteUpdate.model_fields}
    sent = patches.over(current.decode(), writable, NoteUpdate)
    editing.match(session, note, if_match, sent, by=caller)
    saved = editing.edit(session, note, patches.over(current.decode(), patch, NoteUpdate), by=caller, now=now)
    return written(session, saved, seen_by=caller)


@router.get("/notes/{note_id}/revisions", response_model=Revisions)
def list_note_revisions(request: Request, note: NoteAt, session: Db, caller: Caller) -> Response:
    """List the revisions of a note that the caller may see: for everybody those that were published."""
    found = revisions.listed(session, note, seen_by=caller)
    body, _ = paging.page(request, paging.Slice([orjson.dumps(one) for one in found], None, None))
    return etags.answer(request, body)


# Before the route of one revision, for which "1..2" is no number.
@router.get("/notes/{note_id}/revisions/{first}..{second}", response_model=RevisionsCompared)
def compare_note_revisions(
    request: Request, note: NoteAt, first: Number, second: Number, session: Db, caller: Caller
) -> Response:
    """Compare two revisions of a note, by section, item and word."""
    return etags.answer(request, revisions.compared(session, note, first, second, seen_by=caller))


@router.get("/notes/{note_id}/revisions/{revision}.{format}", response_model=RevisionPublic, responses=FORMS)
def render_note_revision(
    request: Request,
    note: NoteAt,
    revision: Number,
    format: Suffix,  # noqa: A002 (the word of the address)
    session: Db,
    caller: Caller,
) -> Response:
    """Take a published revision of a note away as a file: the same bytes for ever."""
    return rendered_revision(request, session, note, revision, format, seen_by=caller)


@router.get("/notes/{note_id}/revisions/{revision}", response_model=RevisionPublic)
def read_note_revision(request: Request, note: NoteAt, revision: Number, session: Db, caller: Caller) -> Response:
    """Read what one revision of a note says: the same bytes for ever."""
    return etags.answer(request, revisions.fixed(session, note, revision, seen_by=caller))


@router.post("/notes/{note_id}/restore", response_model=NotePublic)
def restore_note(
    data: Restoration, note: OpenAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Let a note read as one of its revisions does; where it reads otherwise now, that makes a revision."""
    editing.match(session, note, if_match, None, by=caller)
    saved = editing.restore(session, note, data.revision, by=caller, now=now)
    return written(session, saved, seen_by=caller)
