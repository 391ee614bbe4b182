"""Routes of the files of events."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlmodel import Session
from starlette.datastructures import UploadFile

from app.access.guards import Caller
from app.events import attachments, files
from app.events.attachment_models import Attachment, AttachmentForm, AttachmentKind, AttachmentPublic
from app.events.routes import EventAt, EventThen, KnownAt
from app.kit import etags, paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.errors import Invalid, UnsupportedMediaType, field
from app.kit.etags import IfMatch
from app.kit.languages import Language
from app.kit.paging import Paging
from app.kit.reasons import Reason
from app.kit.shapes import Id, Page

router = APIRouter(tags=["events"], route_class=Edge)
LARGEST_BODY = files.LARGEST + 65_536
# A browser that opens the file all the same runs nothing of it.
SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'"}
FORM = {
    "type": "object",
    "required": ["file", "kind"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "The file, at most 20 MiB."},
        "kind": {"type": "string", "enum": list(AttachmentKind)},
        "title": {"type": "string", "maxLength": 1000, "description": "Its title; the name of the file by default."},
        "language": {"type": "string", "enum": list(Language)},
        "visibility": {"type": "string", "enum": ["public", "committee"], "default": "public"},
    },
}
BODY = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": FORM}}}}


@dataclass(frozen=True, slots=True)
class Sent:
    """A file, and what was said of it."""

    content: bytes
    name: str
    form: AttachmentForm


async def sent(request: Request) -> Sent:
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise UnsupportedMediaType("Send the file as multipart/form-data.")
    async with request.form(max_files=1, max_fields=10) as form:
        fields: dict[str, Any] = dict(form)
        file = fields.pop("file", None)
        if not isinstance(file, UploadFile) or not (name := files.plain_name(file.filename)):
            raise Invalid("The file is missing.", errors=[field("/file", "required", "Send a file with a name.")])
        try:
            return Sent(await file.read(), name, AttachmentForm.model_validate(fields))
        except ValidationError as error:
            raise RequestValidationError([one | {"loc": ("body", *one["loc"])} for one in error.errors()]) from error


def attachment_at(attachment_id: Id, event: EventAt, session: Db, caller: Caller) -> Attachment:
    return attachments.get(session, event, attachment_id, seen_by=caller)


# It stands before the database: the writers' turn is not held while a file arrives.
SentFile = Annotated[Sent, Depends(sent)]
AttachmentAt = Annotated[Attachment, Depends(attachment_at, scope="function")]


def download(request: Request, session: Session, attachment: Attachment) -> Response:
    """The answer that holds a file. Raises AttachmentWithdrawn."""
    content = attachments.content(session, attachment)
    media_type, suffix = attachments.sent_as(attachment)
    headers = {"Content-Disposition": f'attachment; filename="attachment-{attachment.id}.{suffix}"'} | SANDBOX
    # In a header of its own, as a charset would be added to a text, whose bytes came in whatever charset.
    return etags.answer(request, content, headers=headers | {"Content-Type": media_type})


@router.post(
    "/events/{event_id}/attachments",
    status_code=201,
    response_model=AttachmentPublic,
    max_body_size=LARGEST_BODY,
    openapi_extra=BODY,
)
def create_attachment(sent: SentFile, event: EventAt, session: Db, caller: Caller, now: Now) -> Response:
    """Attach a file to an event, such as its programme; it is seen by those who may see the event, or by fewer."""
    made = attachments.attach(
        session, event, sent.form, name=sent.name, content=sent.content, by=caller.id, now=now
    )  # fmt: skip
    return etags.written(made.body, 201, location=f"/api/v1/events/{event.id}/attachments/{made.id}")


@router.get("/events/{event_id}/attachments", response_model=Page[AttachmentPublic])
def list_attachments(
    request: Request, event: EventThen, session: Db, caller: Caller, window: Paging, known_at: KnownAt = None
) -> Response:
    """List the files of an event, as they are or as they were known at an instant."""
    found = attachments.search(session, event, window, seen_by=caller, known_at=known_at)
    body, headers = paging.page(request, found)
    return etags.answer(request, body, headers=headers)


@router.get("/events/{event_id}/attachments/{attachment_id}", response_model=AttachmentPublic)
def read_attachment(request: Request, attachment: AttachmentAt) -> Response:
    """Read what is known of a file, also of one that was withdrawn."""
    return etags.answer(request, attachment.body.encode())


@router.get("/events/{event_id}/attachments/{attachment_id}/file", response_model=bytes, response_class=Response)
def read_attachment_file(request: Request, attachment: AttachmentAt, session: Db) -> Response:
    """Take the file, byte for byte as it came."""
    return download(request, session, attachment)


@router.delete("/events/{event_id}/attachments/{attachment_id}", response_model=AttachmentPublic)
def withdraw_attachment(
    attachment: AttachmentAt, event: EventAt, reason: Reason, session: Db, caller: Caller, now: Now,
    if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """Withdraw a file, with the reason; what was known of it stays on record."""
    etags.match(if_match, attachment.body.encode())
    gone = attachments.withdraw(session, event, attachment, reason=reason, by=caller.id, now=now)
    return etags.written(gone.body, 200)
