"""The life of a note on its page: sent to review, approved or returned, published, withdrawn, restored."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.access.guards import Visitor
from app.access.service import Principal
from app.kit.clock import Now, Today
from app.kit.db import Db
from app.kit.errors import Problem
from app.kit.shapes import Id
from app.notes import editing, life, revisions, service
from app.notes.life_models import Because, Publication, StateApprovalCreate
from app.notes.models import Note
from app.notes.revision_models import Restoration
from app.web import forms, noted, render
from app.web.forms import SentForm

router = APIRouter(include_in_schema=False)


def _stepped(
    request: Request,
    session: Session,
    note: Note,
    visitor: Principal,
    form: dict[str, str],
    take: Callable[[], Note],
) -> Response:
    """Take a step on the text that the page showed, and show the note; a refusal is said on its page."""

    def decide() -> str:
        editing.match(session, note, form.get("based"), None, by=visitor)
        return f"/notes/{take().id}"

    address = forms.attempt(session, decide)
    if not isinstance(address, Problem):
        return RedirectResponse(address, 303)
    base_url = str(request.app.state.settings.base_url)
    shown = noted.opened(session, note, base_url=base_url, seen_by=visitor, problem=address, given=form)
    return render.page(request, "note.html", visitor, status=address.status, **shown)


@router.post("/notes/{note_id}/review", response_model=str)
def send_text_to_review(
    request: Request, note_id: Id, form: SentForm, session: Db, visitor: Visitor, now: Now
) -> Response:
    """Send a draft to review."""
    note = service.get(session, note_id, seen_by=visitor)
    return _stepped(request, session, note, visitor, form, lambda: life.send(session, note, by=visitor, now=now))


@router.post("/notes/{note_id}/approval", response_model=str)
def approve_text(request: Request, note_id: Id, form: SentForm, session: Db, visitor: Visitor, now: Now) -> Response:
    """Approve a text that others wrote."""
    note = service.get(session, note_id, seen_by=visitor)
    return _stepped(request, session, note, visitor, form, lambda: life.approve(session, note, by=visitor, now=now))


@router.post("/notes/{note_id}/return", response_model=str)
def return_text(request: Request, note_id: Id, form: SentForm, session: Db, visitor: Visitor, now: Now) -> Response:
    """Return a text to its writers, with the reason."""
    note = service.get(session, note_id, seen_by=visitor)

    def give_back() -> Note:
        return life.give_back(session, note, reason=_reason(form), by=visitor, now=now)

    return _stepped(request, session, note, visitor, form, give_back)


def _reason(form: dict[str, str]) -> str:
    return Because.model_validate({"reason": form.get("reason", "")}).reason


@router.post("/notes/{note_id}/state-approvals", response_model=str)
def record_consent(request: Request, note_id: Id, form: SentForm, session: Db, visitor: Visitor, now: Now) -> Response:
    """Record that a State has approved a text."""
    note = service.get(session, note_id, seen_by=visitor)

    def record() -> Note:
        data = StateApprovalCreate.model_validate({name: form.get(name, "") for name in ("state", "by", "on")})
        return life.record_approval(session, note, data, by=visitor, now=now)

    return _stepped(request, session, note, visitor, form, record)


@router.post("/notes/{note_id}/publication", response_model=str)
def publish_text(
    request: Request, note_id: Id, form: SentForm, session: Db, visitor: Visitor, now: Now, today: Today
) -> Response:
    """Publish an approved text, at once or at an instant."""
    note = service.get(session, note_id, seen_by=visitor)

    def publish() -> Note:
        at = Publication.model_validate({"publish_at": forms.utc(form.get("publish_at")) or None}).publish_at
        return life.publish(session, note, at=at, by=visitor, now=now, today=today)

    return _stepped(request, session, note, visitor, form, publish)


@router.post("/notes/{note_id}/withdrawal", response_model=str)
def withdraw_text(request: Request, note_id: Id, form: SentForm, session: Db, visitor: Visitor, now: Now) -> Response:
    """Withdraw a note, with the reason."""
    note = service.get(session, note_id, seen_by=visitor)

    def withdraw() -> Note:
        return life.withdraw(session, note, reason=_reason(form), by=visitor, now=now)

    return _stepped(request, session, note, visitor, form, withdraw)


@router.post("/notes/{note_id}/restore", response_model=str)
def restore_text(request: Request, note_id: Id, form: SentForm, session: Db, visitor: Visitor, now: Now) -> Response:
    """Let a note read as one of its revisions does."""
    note = revisions.under_way(session, service.get(session, note_id, seen_by=visitor))

    def restore() -> Note:
        number = Restoration.model_validate({"revision": form.get("revision")}).revision
        return editing.restore(session, note, number, by=visitor, now=now)

    return _stepped(request, session, note, visitor, form, restore)
