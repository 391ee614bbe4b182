"""The page that reads a note and keeps nothing: what is corrected on it goes along with the file when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile as Uploaded

from app.access.guards import Visitor
from app.inbox import service
from app.inbox.service import Sent
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.errors import Invalid, Problem
from app.kit.shapes import UNPRINTABLE
from app.ledger.guards import Keys
from app.reading.routes import AT_ONCE, LARGEST_BODY, plain_name, understand
from app.web import carried, render, session
from app.web.carried import Carried
from app.web.correcting import Draft, correct, untouched
from app.web.worksheet import worksheet

router = APIRouter(include_in_schema=False)
PASTED = "pasted.txt"
LONGEST_COMMENT = 20_000
LARGEST_FORM = LARGEST_BODY + carried.LONGEST
MOST_FIELDS = 20_000
Pasted = Annotated[str, Form(max_length=200_000)]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that works on a reading: its fields, and the file where it had to be chosen once more."""

    fields: Mapping[str, str]
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A note that was read, what was made of its reading, and what the next form carries of it."""

    note: Carried
    draft: Draft
    told: str
    form: Filled = field(default_factory=lambda: Filled({}))


def uploaded(request: Request, file: UploadFile | None = None, text: Pasted = "") -> Work | Problem:
    try:
        if file is not None and file.filename:
            content, name = file.file.read(), plain_name(file.filename)
        elif text.strip():
            content, name = text.encode(), PASTED
        else:
            raise Invalid("Choose a file, or paste the text of a note.")
        note = Carried(*understand(content, name), content)
    except Problem as problem:
        return problem
    told = carried.sealed(note, secret=_secret(request), now=datetime.now(UTC))
    return Work(note, untouched(note.reading), told)


async def filled(request: Request) -> Filled:
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=carried.LONGEST) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        file = form.get("file")
        return Filled(fields, await file.read() if isinstance(file, Uploaded) and file.filename else None)


def worked(request: Request, form: Annotated[Filled, Depends(filled)]) -> Work | Problem:
    told = form.fields.get("note", "")
    try:
        note = carried.opened(told, secret=_secret(request), now=datetime.now(UTC))
    except Problem as problem:
        return problem
    return Work(note, correct(note.reading, form.fields), told, form)


def _secret(request: Request) -> str:
    return session.secret(request.app.state.settings)


# They stand before the visitor, who is found in the database: no transaction is held while a note is read or worked on.
Uploading = Annotated[Work | Problem, Depends(uploaded, max_concurrency=AT_ONCE)]
Working = Annotated[Work | Problem, Depends(worked, max_concurrency=AT_ONCE)]


@router.get("/read", response_model=str)
def show_reader(request: Request, visitor: Visitor) -> Response:
    """Ask for a note to read."""
    return render.page(request, "read.html", visitor, draft=None, problem=None)


@router.post("/read", response_model=str, max_body_size=LARGEST_BODY)
def read_upload(request: Request, work: Uploading, visitor: Visitor) -> Response:
    """Show what was understood of a note, beside its text."""
    return _shown(request, visitor, work)


@router.post("/read/corrected", response_model=str, max_body_size=LARGEST_FORM)
def correct_reading(request: Request, work: Working, visitor: Visitor) -> Response:
    """Show a reading with what was corrected of it."""
    return _shown(request, visitor, work)


@router.post("/read/sent", response_model=str, max_body_size=LARGEST_FORM)
def send_reading(request: Request, work: Working, session: Db, visitor: Visitor, now: Now, keys: Keys) -> Response:
    """Send a note with what was corrected of its reading."""
    if isinstance(work, Problem):
        return _shown(request, visitor, work)
    try:
        sent = _sent(work)
    except Problem as problem:
        return _shown(request, visitor, work, problem)
    submission, new = service.submit(session, sent, sender=visitor, now=now, keys=keys)
    return RedirectResponse(f"/send/{submission.id}" + ("" if new else "?again=true"), 303)


def _sent(work: Work) -> Sent:
    """The file, its reading as it was corrected, and the machine's. Raises Invalid where something is wrong."""
    note, draft = work.note, work.draft
    if draft.wrong:
        raise Invalid("Some corrections cannot be understood: each has its reason beside it.")
    content = note.content or work.form.content
    if content is None or not carried.is_of(note, content):
        raise Invalid("Choose the same file once more: it is too large for this page to carry it along.")
    comment = work.form.fields.get("comment", "").strip()
    if len(comment) > LONGEST_COMMENT or UNPRINTABLE.search(comment):
        raise Invalid("The words to the reviewer are too long, or hold a control character.")
    file, read = note.reading.file, note.reading
    as_read = read if draft.reading != read else None
    return Sent(content, file.name, file.media_type, draft.reading, comment=comment or None, as_read=as_read)


def _shown(request: Request, visitor: Visitor, work: Work | Problem, problem: Problem | None = None) -> Response:
    if isinstance(work, Problem):
        return render.page(request, "read.html", visitor, status=work.status, draft=None, problem=work)
    draft, status = work.draft, problem.status if problem else 422 if work.draft.wrong else 200
    return render.page(
        request, "read.html", visitor, status=status, problem=problem, draft=draft, given=work.form.fields,
        note=work.told, whole=carried.is_whole(work.note), sheet=worksheet(draft, work.note.text),
    )  # fmt: skip
