"""Routes of the change feed and of the audit log."""

from enum import Enum
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.sse import EventSourceResponse

from app.access.guards import Caller
from app.kit import etags, methods, paging
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.paging import Paging
from app.kit.shapes import Page
from app.outlets import service
from app.outlets.models import LARGEST, ChangePublic, Changes, ChangesQuestion, Log, LogQuestion, StreamQuestion
from app.outlets.stream import Streams

router = APIRouter(route_class=Edge)
CHANGES: list[str | Enum] = ["changes"]
AUDIT: list[str | Enum] = ["audit"]
STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Events `change`, each with a change as its data, and after those that come together `digest`.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}
# The last tells proxies to hand each event on as it comes.
UNBUFFERED = {"Cache-Control": "no-store", "Vary": "Authorization", "X-Accel-Buffering": "no"}
LastEventId = Annotated[
    int | None, Header(ge=0, le=LARGEST, description="The last event that a client has, as it sends it by itself.")
]
Seq = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the change.")]


@router.get("/changes", tags=CHANGES, response_model=Changes)
def list_changes(
    request: Request, question: Annotated[ChangesQuestion, Query()], session: Db, caller: Caller
) -> Response:
    """List every change that the caller may see, once, in order, removals too."""
    found = service.changes(session, question, address=request.url.path, seen_by=caller)
    link = {"Link": f'<{found.next}>; rel="next"'} if found.next else None
    return etags.answer(request, found.model_dump_json().encode(), headers=link)


@router.get("/changes/stream", tags=CHANGES, response_model=ChangePublic, responses=STREAM)
def stream_changes(
    request: Request, question: Annotated[StreamQuestion, Query()], caller: Caller, last_event_id: LastEventId = None
) -> Response:
    """Send every change that the caller may see as it happens, as Server-Sent Events."""
    streams: Streams = request.app.state.streams
    streams.insist_on_room(caller)
    if methods.bare(request.scope):
        return Response(media_type=EventSourceResponse.media_type)
    after = question.after if last_event_id is None else last_event_id
    return EventSourceResponse(streams.follow(caller, after=after, seconds=question.seconds), headers=UNBUFFERED)


@router.get("/audit", tags=AUDIT, response_model=Page[Log])
def list_audit(
    request: Request, question: Annotated[LogQuestion, Query()], window: Paging, session: Db, caller: Caller
) -> Response:
    """List who changed what, and when; with the record before and after where it is asked for."""
    body, headers = paging.page(request, service.log(session, question, window, seen_by=caller))
    return etags.answer(request, body, headers=headers)


@router.get("/audit/{seq}", tags=AUDIT, response_model=Log)
def read_audit(request: Request, seq: Seq, session: Db, caller: Caller) -> Response:
    """Read one change with the record before and after it, and the differences."""
    return etags.answer(request, orjson.dumps(service.change(session, seq, seen_by=caller)))
