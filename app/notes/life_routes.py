"""Routes of a note's life: sent to review, approved or returned, published, withdrawn."""

from typing import Annotated

from fastapi import APIRouter, Body, Response

from app.access.guards import Caller
from app.kit.clock import Now, Today
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.etags import IfMatch
from app.notes import editing, life
from app.notes.editing_routes import OpenAt, written
from app.notes.life_models import Because, Publication, StateApprovalCreate
from app.notes.models import NotePublic
from app.notes.routes import NoteAt

router = APIRouter(tags=["notes"], route_class=Edge)


@router.post("/notes/{note_id}/review", response_model=NotePublic)
def send_note_to_review(note: OpenAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None) -> Response:
    """Send a draft to review by another expert."""
    editing.match(session, note, if_match, None, by=caller)
    return written(session, life.send(session, note, by=caller, now=now), seen_by=caller)


@router.post("/notes/{note_id}/approval", response_model=NotePublic)
def approve_note(note: OpenAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None) -> Response:
    """Approve a note in review, of which the caller wrote nothing."""
    editing.match(session, note, if_match, None, by=caller)
    return written(session, life.approve(session, note, by=caller, now=now), seen_by=caller)


@router.post("/notes/{note_id}/return", response_model=NotePublic)
def return_note(
    data: Because, note: OpenAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Return a note from review, or one that was approved, with the reason: it is a draft again."""
    editing.match(session, note, if_match, None, by=caller)
    returned = life.give_back(session, note, reason=data.reason, by=caller, now=now)
    return written(session, returned, seen_by=caller)


@router.post("/notes/{note_id}/state-approvals", status_code=201, response_model=NotePublic)
def record_state_approval(
    data: StateApprovalCreate, note: OpenAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Record that the body which speaks for a State has approved the text of a note."""
    editing.match(session, note, if_match, None, by=caller)
    approved = life.record_approval(session, note, data, by=caller, now=now)
    return written(session, approved, seen_by=caller, status=201)


@router.post("/notes/{note_id}/publication", response_model=NotePublic)
def publish_note(
    note: OpenAt, session: Db, caller: Caller, now: Now, today: Today, if_match: IfMatch = None,
    data: Annotated[Publication | None, Body()] = None,
) -> Response:  # fmt: skip
    """Publish an approved note, at once or at an instant to come; a next revision becomes the text of its note."""
    editing.match(session, note, if_match, None, by=caller)
    at = data.publish_at if data else None
    return written(session, life.publish(session, note, at=at, by=caller, now=now, today=today), seen_by=caller)


@router.post("/notes/{note_id}/withdrawal", response_model=NotePublic)
def withdraw_note(
    data: Because, note: NoteAt, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Withdraw a note, and with it the revision under way beside it; it stays readable with the reason."""
    editing.match(session, note, if_match, None, by=caller)
    withdrawn = life.withdraw(session, note, reason=data.reason, by=caller, now=now)
    return written(session, withdrawn, seen_by=caller)
