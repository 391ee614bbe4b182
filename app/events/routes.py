"""Routes of events."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.access.guards import Caller
from app.events import catalogue, service
from app.events.catalogue import EventQuestion
from app.events.models import Event, EventCreate, EventPublic, EventType, EventTypePublic, EventTypes
from app.kit import etags, paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.paging import Paging
from app.kit.shapes import Id, Page

router = APIRouter(tags=["events"], route_class=Edge)


def event_at(event_id: Id, session: Db, caller: Caller) -> Event:
    return service.get(session, event_id, seen_by=caller)


EventAt = Annotated[Event, Depends(event_at, scope="function")]


@router.get("/events", response_model=Page[EventPublic])
def list_events(
    request: Request, question: Annotated[EventQuestion, Query()], session: Db, caller: Caller, window: Paging
) -> Response:
    """List events, newest first."""
    body, headers = paging.page(request, catalogue.search(session, question, window, seen_by=caller))
    return etags.answer(request, body, headers=headers)


@router.post("/events", status_code=201, response_model=EventPublic)
def create_event(
    data: EventCreate, session: Db, caller: Caller, now: Now,
    allow_duplicate: Annotated[bool, Query(description="Record it although one like it is on record.")] = False,
) -> Response:  # fmt: skip
    """Log an event; it appears on the timelines of the States that it is about."""
    event = service.create(session, data, by=caller.id, now=now, allow_duplicate=allow_duplicate)
    return etags.written(event.body, 201, location=f"/api/v1/events/{event.id}")


@router.get("/events/{event_id}", response_model=EventPublic)
def read_event(request: Request, event: EventAt) -> Response:
    """Read one event."""
    return etags.answer(request, event.body.encode())


@router.get("/event-types", response_model=EventTypes)
def list_event_types(request: Request, _: Caller) -> Response:
    """List the types of events, each with the kind of timeline entry that it makes."""
    types = EventTypes(items=[EventTypePublic(type=one, entry_kind=one.entry_kind) for one in EventType])
    return etags.answer(request, types.model_dump_json().encode())
