"""Pages of those who review: what waits, and one submission with what accepting it would do."""

from collections.abc import Callable
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.access.guards import Visitor
from app.access.service import Principal
from app.inbox import acceptance, review, service
from app.inbox.corrections import as_sent
from app.inbox.models import UNDECIDED, Refusal, Submission, SubmissionQuestion, SubmissionStatus
from app.kit import etags, paging
from app.kit.clock import Now, Today
from app.kit.db import Db
from app.kit.errors import Invalid, Problem
from app.kit.paging import Paging, Window
from app.kit.shapes import Id
from app.notes import catalogue as notes
from app.notes.models import NoteQuestion, NoteStatus
from app.reading.extract import Unreadable, extract
from app.reading.models import Reading
from app.web import forms, proposals, render
from app.web.correcting import Draft, correct
from app.web.forms import LARGEST_FORM, SentForm
from app.web.pages.send import opened
from app.web.worksheet import worksheet

router = APIRouter(include_in_schema=False)
WAITING = (NoteStatus.approved, NoteStatus.in_review, NoteStatus.draft)
MOST_NOTES = Window(limit=100, after=None, total=None, count=False)


@router.get("/queue", response_model=str)
def show_queue(request: Request, session: Db, visitor: Visitor, window: Paging) -> Response:
    """Show what was sent in, by status; those that wait where none is asked for."""
    question, _ = forms.asked(request, SubmissionQuestion)
    waiting = not request.query_params.get("status")
    asked = SubmissionQuestion(status=sorted(UNDECIDED)) if waiting else question
    part = service.search(session, asked, window, seen_by=visitor)
    return render.page(
        request, "queue.html", visitor, submissions=[orjson.loads(body) for body in part.bodies], total=part.total,
        next=paging.next_url(request, part), statuses=list(SubmissionStatus),
        chosen=question.status[0] if question.status else None,
        notes=_notes_under_way(session, visitor) if waiting else [],
    )  # fmt: skip


def _notes_under_way(session: Session, visitor: Principal) -> list[dict[str, Any]]:
    """The notes that are on their way to the reader, those first that are nearest to it."""
    found = notes.search(session, NoteQuestion(status=list(WAITING)), MOST_NOTES, seen_by=visitor)
    told = [(orjson.loads(body), body if isinstance(body, bytes) else body.encode()) for body in found.bodies]
    return sorted(
        (note | {"based": etags.etag(body)} for note, body in told), key=lambda note: WAITING.index(note["status"])
    )


@router.get("/queue/{submission_id}", response_model=str)
def show_review(request: Request, submission_id: Id, session: Db, visitor: Visitor) -> Response:
    """Show a submission for review: its text, what was understood, and what accepting it would do."""
    submission = service.get(session, submission_id, seen_by=visitor)
    return _review(request, session, submission, visitor)


@router.post("/queue/{submission_id}/corrected", response_model=str, max_body_size=LARGEST_FORM)
def correct_in_review(request: Request, submission_id: Id, form: SentForm, session: Db, visitor: Visitor) -> Response:
    """Show a submission with what its reviewer corrects, before anything is decided."""
    submission = service.get(session, submission_id, seen_by=visitor)
    return _review(request, session, submission, visitor, form=form)


def _draft(shown: dict[str, Any], form: dict[str, str]) -> Draft:
    """What a reviewer's form makes of the reading that was sent, with the findings that only the register knows."""
    reading: Reading = shown["reading"]
    return correct(reading.model_copy(update={"findings": shown["findings"]}), form)


def _review(
    request: Request,
    session: Session,
    submission: Submission,
    visitor: Principal,
    problem: Problem | None = None,
    form: dict[str, str] | None = None,
) -> Response:
    shown, given = opened(service.body(session, submission)), form or {}
    undecided = submission.status in UNDECIDED
    own = visitor.id == submission.sender or (visitor.organization or "-") == submission.owner
    draft = _draft(shown, given if undecided else {})
    more: dict[str, Any] = {"undecided": undecided, "own": own, "problem": problem, "given": given, "draft": draft}
    more["sheet"] = worksheet(draft, _text(session, submission), as_read=shown["as_read"])
    if undecided:
        more["facts"] = proposals.proposals(session, draft.reading, rows=draft.rows("entries"))
        more["event"] = proposals.event_choice(session, draft.reading)
    status = problem.status if problem else 422 if draft.wrong else 200
    return render.page(request, "review.html", visitor, status=status, **shown, **more)


def _text(session: Session, submission: Submission) -> str:
    """The text of what was sent; blank for what was sent as a reading."""
    kept = service.file(session, submission)
    if kept.media_type == "application/json":
        return ""
    try:
        return extract(kept.content, kept.name).text
    except Unreadable:
        return ""


@router.post("/queue/{submission_id}/acceptance", response_model=str, max_body_size=LARGEST_FORM)
def accept_in_review(
    request: Request, submission_id: Id, form: SentForm, session: Db, visitor: Visitor, now: Now, today: Today
) -> Response:
    """Take a submission into the register, as its reviewer chose."""
    submission = service.get(session, submission_id, seen_by=visitor)

    def accept() -> str:
        shown = opened(service.body(session, submission))
        draft = _draft(shown, form)
        if draft.wrong:
            raise Invalid("Some corrections cannot be understood: each has its reason beside it.")
        how = proposals.chosen(form, rows=draft.rows("entries"))
        if draft.reading != draft.base:
            how.reading = as_sent(draft.reading)
        made = acceptance.accept(session, submission, how, by=visitor, now=now, today=today)
        return f"/notes/{made.note}"

    return _decided(request, session, submission, visitor, accept, form)


@router.post("/queue/{submission_id}/return", response_model=str)
def return_in_review(
    request: Request, submission_id: Id, form: SentForm, session: Db, visitor: Visitor, now: Now
) -> Response:
    """Send a submission back to who sent it."""
    return _send_back(request, session, submission_id, visitor, form, now, SubmissionStatus.returned)


@router.post("/queue/{submission_id}/rejection", response_model=str)
def reject_in_review(
    request: Request, submission_id: Id, form: SentForm, session: Db, visitor: Visitor, now: Now
) -> Response:
    """Decline a submission for good."""
    return _send_back(request, session, submission_id, visitor, form, now, SubmissionStatus.rejected)


def _send_back(
    request: Request,
    session: Session,
    submission_id: str,
    visitor: Principal,
    form: dict[str, str],
    now: Now,
    status: SubmissionStatus,
) -> Response:
    submission = service.get(session, submission_id, seen_by=visitor)

    def send_back() -> str:
        reason = Refusal.model_validate({"reason": form.get("reason", "")}).reason
        review.send_back(session, submission, status, reason=reason, by=visitor, now=now)
        return f"/queue/{submission_id}"

    return _decided(request, session, submission, visitor, send_back, form)


def _decided(
    request: Request,
    session: Session,
    submission: Submission,
    visitor: Principal,
    decide: Callable[[], str],
    form: dict[str, str],
) -> Response:
    """Go on where it leads; a refusal is shown on the page that it was made on."""
    address = forms.attempt(session, decide)
    if isinstance(address, Problem):
        return _review(request, session, submission, visitor, address, form)
    return RedirectResponse(address, 303)
