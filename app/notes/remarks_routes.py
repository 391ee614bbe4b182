"""Routes of remarks on notes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.access.guards import Caller
from app.kit import etags, paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.etags import IfMatch
from app.kit.shapes import Id
from app.notes import remarks
from app.notes.remark_models import Remark, RemarkCreate, RemarkPublic, Remarks, Resolution
from app.notes.routes import NoteAt

router = APIRouter(tags=["notes"], route_class=Edge)


def remark_at(remark_id: Id, note: NoteAt, session: Db, caller: Caller) -> Remark:
    return remarks.get(session, note, remark_id, seen_by=caller)


RemarkAt = Annotated[Remark, Depends(remark_at, scope="function")]


@router.post("/notes/{note_id}/remarks", status_code=201, response_model=RemarkPublic)
def create_remark(note: NoteAt, data: RemarkCreate, session: Db, caller: Caller, now: Now) -> Response:
    """Remark on a note or on one of its items: for the committee, and for the organization whose note it is."""
    made = remarks.make(session, note, data, by=caller, now=now)
    return etags.written(made.body, 201, location=f"/api/v1/notes/{note.id}/remarks/{made.id}")


@router.get("/notes/{note_id}/remarks", response_model=Remarks)
def list_remarks(request: Request, note: NoteAt, session: Db, caller: Caller) -> Response:
    """List the remarks on a note that the caller may see, oldest first."""
    body, _ = paging.page(request, paging.Slice(remarks.listed(session, note, seen_by=caller), None, None))
    return etags.answer(request, body)


@router.get("/notes/{note_id}/remarks/{remark_id}", response_model=RemarkPublic)
def read_remark(request: Request, remark: RemarkAt) -> Response:
    """Read one remark."""
    return etags.answer(request, remark.body.encode())


@router.post("/notes/{note_id}/remarks/{remark_id}/resolution", response_model=RemarkPublic)
def resolve_remark(
    data: Resolution, remark: RemarkAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Settle a remark, with an answer to whoever made it."""
    etags.match(if_match, remark.body.encode())
    return etags.written(remarks.resolve(session, remark, data.answer, by=caller, now=now).body, 200)
