"""Routes of the participants of an event as a table."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.datastructures import UploadFile

from app.access.guards import Caller
from app.events import imports
from app.events.imports import COLUMNS, ImportPublic
from app.events.routes import EventAt, EventThen
from app.kit import etags
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.errors import Invalid, UnsupportedMediaType, field
from app.kit.formats import csv
from app.kit.shapes import Line

router = APIRouter(tags=["events"], route_class=Edge)
TABLE = {"type": "string", "description": f"A line for the columns, of {', '.join(COLUMNS)}; then a line each."}
PARTS = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
BODY = {
    "requestBody": {
        "required": True,
        "content": {"text/csv": {"schema": TABLE}, "multipart/form-data": {"schema": PARTS}},
    }
}

AS_TABLE: dict[int | str, dict[str, Any]] = {200: {"content": {csv.MEDIA_TYPE: {"schema": {"type": "string"}}}}}


async def sent(request: Request) -> bytes:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "text/csv":
        return await request.body()
    if kind != "multipart/form-data":
        raise UnsupportedMediaType("Send the table as text/csv, or as a file in multipart/form-data.")
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Invalid("The file is missing.", errors=[field("/file", "required", "Send the table as this part.")])
        return await file.read()


@router.post("/events/{event_id}/participants", response_model=ImportPublic, openapi_extra=BODY)
def import_participants(
    content: Annotated[bytes, Depends(sent)], event: EventAt, session: Db, caller: Caller, now: Now,
    reason: Annotated[Line, Query(description="Why they are added.")] = imports.IMPORTED,
) -> ImportPublic:  # fmt: skip
    """Add the participants of a CSV table to an event; rows that cannot be taken are named by their lines."""
    return imports.take(session, event, content, reason=reason, by=caller.id, now=now)


@router.get("/events/{event_id}/participants.csv", response_model=str, response_class=Response, responses=AS_TABLE)
def export_participants(request: Request, event: EventThen) -> Response:
    """Take the participants of an event as the CSV table that can be sent back."""
    headers = {"Content-Disposition": f'attachment; filename="participants-{event.id}.csv"'}
    return etags.answer(request, imports.table(event), media_type=csv.TYPE_SENT, headers=headers)
