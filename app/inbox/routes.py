"""Routes of the inbox."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from app.access.guards import Caller
from app.inbox import acceptance, review, service, undo
from app.inbox.corrections import settled
from app.inbox.models import (
    AcceptanceCreate,
    AcceptancePublic,
    Refusal,
    Submission,
    SubmissionCreate,
    SubmissionForm,
    SubmissionPublic,
    SubmissionQuestion,
    SubmissionStatus,
    WithdrawalCreate,
)
from app.inbox.recheck import recheck
from app.inbox.service import Sent
from app.kit import etags, paging
from app.kit.clock import Now, Today
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.errors import Invalid, TooLarge, UnsupportedMediaType, field
from app.kit.etags import IfMatch
from app.kit.paging import Paging
from app.kit.reasons import Reason
from app.kit.shapes import Id, Page
from app.ledger.guards import Keys
from app.reading.routes import AT_ONCE, LARGEST_BODY, MEBIBYTE, plain_name, understand

router = APIRouter(tags=["inbox"], route_class=Edge)

EXTENSIONS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "text/html": "html",
    "message/rfc822": "eml",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    "text/plain": "txt",
    "application/json": "json",
}
SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'"}
WITH_IT = {
    "event": {"type": "string", "format": "uuid", "description": "The event on record that the note is about."},
    "comment": {"type": "string", "maxLength": 20_000, "description": "Words to the reviewer."},
}
PARTS = {
    "file": {"type": "string", "format": "binary"},
    "sha256": {"type": "string", "description": "SHA-256 of the file, in hexadecimal: a damaged upload is refused."},
    "reading": {
        "type": "string", "contentMediaType": "application/json",
        "contentSchema": {"$ref": "#/components/schemas/Reading"},
        "description": "The reading of this file as you corrected it, in JSON (see `POST /readings`).",
    },
}  # fmt: skip
BODIES = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": ["file"], "properties": PARTS | WITH_IT},
            },
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["reading"],
                    "properties": {"reading": {"$ref": "#/components/schemas/Reading"}} | WITH_IT,
                }
            },
        },
    }
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """A request's body, taken apart; what has no name is no file but a reading."""

    content: bytes
    name: str | None
    fields: dict[str, Any]


async def open_parcel(request: Request) -> Parcel:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json":
        return Parcel(await request.body(), None, {})
    if kind != "multipart/form-data":
        raise UnsupportedMediaType("Send the file as multipart/form-data, or a reading as application/json.")
    async with request.form(max_files=1, max_fields=10) as form:
        fields: dict[str, Any] = dict(form)
        file = fields.pop("file", None)
        if not isinstance(file, UploadFile):
            raise Invalid("The file is missing.", errors=[field("/file", "required", "Send the file as this part.")])
        return Parcel(await file.read(), plain_name(file.filename), fields)


def understood(parcel: Annotated[Parcel, Depends(open_parcel)]) -> Sent:
    content, name = parcel.content, parcel.name
    try:
        if name is None:
            _check_size(content)
            data = SubmissionCreate.model_validate_json(content)
            reading = recheck(data.reading)
            return Sent(content, "reading.json", "application/json", reading, data.event, data.comment)
        form = SubmissionForm.model_validate(parcel.fields)
    except ValidationError as error:
        raise RequestValidationError([one | {"loc": ("body", *one["loc"])} for one in error.errors()]) from error
    if form.sha256 and form.sha256.lower() != sha256(content).hexdigest():
        detail = "The file that arrived has another digest: send it again."
        raise Invalid(detail, errors=[field("/sha256", "digest_mismatch", detail)])
    read, _ = understand(content, name)
    reading = settled(read, form.reading) if form.reading else read
    as_read = read if reading != read else None
    return Sent(content, name, read.file.media_type, reading, form.event, form.comment, as_read)


def _check_size(content: bytes) -> None:
    if len(content) > MEBIBYTE:
        raise TooLarge("Send at most 1 MiB of JSON, or the file itself.")


# It stands before the database: the writers' turn is not held while a file is read.
Understood = Annotated[Sent, Depends(understood, max_concurrency=AT_ONCE)]


def submission_at(submission_id: Id, session: Db, caller: Caller) -> Submission:
    return service.get(session, submission_id, seen_by=caller)


SubmissionAt = Annotated[Submission, Depends(submission_at, scope="function")]


def agreed(submission: SubmissionAt, session: Db, if_match: IfMatch = None) -> Submission:
    if if_match is not None:
        etags.match(if_match, service.body(session, submission))
    return submission


# A decision may name the state that it is based on; that it is made only once does not hang on it.
Agreed = Annotated[Submission, Depends(agreed, scope="function")]


@router.post(
    "/submissions",
    status_code=201,
    response_model=SubmissionPublic,
    max_body_size=LARGEST_BODY,
    openapi_extra=BODIES,
    responses={200: {"description": "The same bytes were sent before.", "model": SubmissionPublic}},
)
def create_submission(sent: Understood, session: Db, caller: Caller, now: Now, keys: Keys) -> Response:
    """Send a note, as a file or as a reading; the answer holds the reading, what looks wrong, and a receipt."""
    submission, new = service.submit(session, sent, sender=caller, now=now, keys=keys)
    body = service.body(session, submission).decode()
    return etags.written(body, 201 if new else 200, location=f"/api/v1/submissions/{submission.id}")


@router.get("/submissions", response_model=Page[SubmissionPublic])
def list_submissions(
    request: Request,
    question: Annotated[SubmissionQuestion, Query()],
    session: Db,
    caller: Caller,
    window: Paging,
) -> Response:
    """List submissions, newest first: those of the caller's organization, or all for who reviews them."""
    body, headers = paging.page(request, service.search(session, question, window, seen_by=caller))
    return etags.answer(request, body, headers=headers)


@router.get("/submissions/{submission_id}", response_model=SubmissionPublic)
def read_submission(request: Request, submission: SubmissionAt, session: Db) -> Response:
    """Read one submission: its status, its reading, findings, remarks and receipt."""
    return etags.answer(request, service.body(session, submission))


@router.get("/submissions/{submission_id}/file", response_model=bytes, response_class=Response)
def read_submission_file(request: Request, submission: SubmissionAt, session: Db) -> Response:
    """Take the file that was sent, byte for byte."""
    kept = service.file(session, submission)
    suffix = EXTENSIONS[kept.media_type]
    headers = {"Content-Disposition": f'attachment; filename="submission-{submission.id}.{suffix}"'} | SANDBOX
    # In a header of its own, as a charset would be added to a text, whose bytes came in whatever charset.
    return etags.answer(request, kept.content, headers=headers | {"Content-Type": kept.media_type})


@router.post("/submissions/{submission_id}/claim", response_model=SubmissionPublic)
def claim_submission(submission: Agreed, session: Db, caller: Caller, now: Now) -> Response:
    """Take a submission for review, so that others see who looks at it."""
    claimed = review.claim(session, submission, by=caller, now=now)
    return etags.written(service.body(session, claimed).decode(), 200)


@router.post("/submissions/{submission_id}/acceptance", status_code=201, response_model=AcceptancePublic)
def accept_submission(
    submission: Agreed, how: AcceptanceCreate, session: Db, caller: Caller, now: Now, today: Today
) -> AcceptancePublic:
    """Take a submission into the register: event, note and timeline entries are made, or linked where on record."""
    return acceptance.accept(session, submission, how, by=caller, now=now, today=today)


@router.post("/submissions/{submission_id}/acceptance/undo", response_model=SubmissionPublic)
def undo_acceptance(submission: Agreed, reason: Reason, session: Db, caller: Caller, now: Now) -> Response:
    """Take an acceptance back, with the reason: what it made is withdrawn, and the submission is in review again."""
    undone = undo.undo(session, submission, reason=reason, by=caller, now=now)
    return etags.written(service.body(session, undone).decode(), 200)


@router.post("/submissions/{submission_id}/return", response_model=SubmissionPublic)
def return_submission(submission: Agreed, why: Refusal, session: Db, caller: Caller, now: Now) -> Response:
    """Send a submission back, with a remark that its sender can act on."""
    status = SubmissionStatus.returned
    returned = review.send_back(session, submission, status, reason=why.reason, by=caller, now=now)
    return etags.written(service.body(session, returned).decode(), 200)


@router.post("/submissions/{submission_id}/rejection", response_model=SubmissionPublic)
def reject_submission(submission: Agreed, why: Refusal, session: Db, caller: Caller, now: Now) -> Response:
    """Decline a submission for good, with the reason; nothing of it enters the register."""
    status = SubmissionStatus.rejected
    rejected = review.send_back(session, submission, status, reason=why.reason, by=caller, now=now)
    return etags.written(service.body(session, rejected).decode(), 200)


@router.post("/submissions/{submission_id}/withdrawal", response_model=SubmissionPublic)
def withdraw_submission(
    submission: Agreed, session: Db, caller: Caller, now: Now, why: WithdrawalCreate | None = None
) -> Response:
    """Take back what one has sent, while nobody has decided on it; what was sent may then be sent once more."""
    reason = why.reason if why else None
    withdrawn = review.withdraw(session, submission, reason=reason, by=caller, now=now)
    return etags.written(service.body(session, withdrawn).decode(), 200)
