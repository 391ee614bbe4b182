"""Pages of those who send notes: the form, what they sent, and what has become of it."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.access.guards import Visitor
from app.checks.models import Finding
from app.inbox import service
from app.inbox.models import SubmissionQuestion
from app.inbox.routes import Parcel, open_parcel, understood
from app.inbox.service import Sent
from app.kit import paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.errors import Problem
from app.kit.paging import Paging, Window
from app.kit.shapes import Id
from app.ledger.guards import Keys
from app.reading.models import Reading
from app.reading.routes import AT_ONCE, LARGEST_BODY
from app.web import render
from app.web.understood import corrections, view

router = APIRouter(include_in_schema=False)
RECENT = Window(limit=20, after=None, total=None, count=True)


def unpacked(parcel: Annotated[Parcel, Depends(open_parcel)]) -> Sent | Problem:
    try:
        return understood(parcel)
    except Problem as problem:
        return problem


@router.get("/send", response_model=str)
def show_sender(request: Request, session: Db, visitor: Visitor, window: Paging, event: Id | None = None) -> Response:
    """Ask for a note to send, and list what was sent."""
    part = service.search(session, SubmissionQuestion(), window, seen_by=visitor)
    return render.page(
        request, "send.html", visitor, submissions=[orjson.loads(body) for body in part.bodies], total=part.total,
        next=paging.next_url(request, part), event=event, problem=None,
    )  # fmt: skip


# The reading stands before the database: the writers' turn is not held while a file is read.
@router.post("/send", response_model=str, max_body_size=LARGEST_BODY)
def send_note(
    request: Request,
    sent: Annotated[Sent | Problem, Depends(unpacked, max_concurrency=AT_ONCE)],
    session: Db,
    visitor: Visitor,
    now: Now,
    keys: Keys,
) -> Response:
    """Take a note in."""
    if isinstance(sent, Problem):
        part = service.search(session, SubmissionQuestion(), RECENT, seen_by=visitor)
        submissions = [orjson.loads(body) for body in part.bodies]
        listed = {"submissions": submissions, "total": part.total, "next": None, "event": None}
        return render.page(request, "send.html", visitor, status=sent.status, problem=sent, **listed)
    submission, _ = service.submit(session, sent, sender=visitor, now=now, keys=keys)
    return RedirectResponse(f"/send/{submission.id}", 303)


@router.get("/send/{submission_id}", response_model=str)
def show_sent(request: Request, submission_id: Id, session: Db, visitor: Visitor, again: bool = False) -> Response:
    """Show what was sent, what was understood of it, and what has become of it."""
    submission = service.get(session, submission_id, seen_by=visitor)
    return render.page(request, "sent.html", visitor, again=again, **opened(service.body(session, submission)))


def opened(body: bytes) -> dict[str, Any]:
    """A submission for a template: itself, its reading, what the machine had read, and the view without the text."""
    submission = orjson.loads(body)
    reading = Reading.model_validate(submission["reading"])
    findings = [Finding.model_validate(one) for one in submission["findings"]]
    shown = view(reading, "", findings=findings)
    as_read = Reading.model_validate(submission["as_read"]) if submission["as_read"] else None
    told = {"submission": submission, "reading": reading, "findings": findings, "view": shown, "as_read": as_read}
    return told | {"corrections": corrections(as_read, reading) if as_read else []}
