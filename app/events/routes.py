"""Routes of events and of their types."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.access.guards import Caller
from app.events import catalogue, chain, life, service, types
from app.events.catalogue import EventQuestion
from app.events.models import Event, EventCreate, EventPublic, EventUpdate, EventVersions, TypeOfEvent
from app.events.terms import Put
from app.events.types import EventTypeCreate, EventTypePublic, EventTypeUpdate, Name
from app.kit import bulk, etags, paging, patches
from app.kit.bulk import Atomic, Batch, BulkAnswer
from app.kit.clock import InstantText, Now, Today
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.etags import IfMatch
from app.kit.paging import Paging, ShortPaging
from app.kit.patches import Patch
from app.kit.reasons import Reason
from app.kit.shapes import Id, Page

router = APIRouter(tags=["events"], route_class=Edge)
AllowDuplicate = Annotated[bool, Query(description="Record it although one like it is on record.")]
KnownAt = Annotated[InstantText | None, Query(description="What this register said at this instant.")]


def event_at(event_id: Id, session: Db, caller: Caller) -> Event:
    return service.get(session, event_id, seen_by=caller)


def event_then(event_id: Id, session: Db, caller: Caller, known_at: KnownAt = None) -> Event:
    return service.get(session, event_id, seen_by=caller, known_at=known_at)


def type_at(event_type: Name, session: Db) -> TypeOfEvent:
    return types.get(session, event_type)


EventAt = Annotated[Event, Depends(event_at, scope="function")]
EventThen = Annotated[Event, Depends(event_then, scope="function")]
TypeAt = Annotated[TypeOfEvent, Depends(type_at, scope="function")]


@router.get("/events", response_model=Page[EventPublic])
def list_events(
    request: Request, question: Annotated[EventQuestion, Query()], session: Db, caller: Caller, window: Paging
) -> Response:
    """List events, newest first, on any day, as known at any instant."""
    body, headers = paging.page(request, catalogue.search(session, question, window, seen_by=caller))
    return etags.answer(request, body, headers=headers)


@router.post("/events", status_code=201, response_model=EventPublic)
def create_event(
    data: EventCreate, session: Db, caller: Caller, now: Now, today: Today, allow_duplicate: AllowDuplicate = False
) -> Response:
    """Log an event; it appears on the timelines of the States that it is about."""
    new = life.begun(data, today=today)
    event = service.create(session, new, by=caller.id, now=now, allow_duplicate=allow_duplicate)
    return etags.written(event.body, 201, location=f"/api/v1/events/{event.id}")


@router.post("/events/bulk", response_model=BulkAnswer[EventPublic], max_body_size=bulk.LARGEST_BODY)
def record_events(
    request: Request, batch: Batch, session: Db, caller: Caller, now: Now, today: Today,
    allow_duplicate: AllowDuplicate = False, atomic: Atomic = False,
) -> Response:  # fmt: skip
    """Log many events; the answer has a status for each of them."""

    def one(data: EventCreate) -> str:
        new = life.begun(data, today=today)
        return service.create(session, new, by=caller.id, now=now, allow_duplicate=allow_duplicate).body

    return bulk.write(request, session, batch, EventCreate, one, atomic=atomic)


@router.get("/events/{event_id}", response_model=EventPublic)
def read_event(request: Request, event: EventThen) -> Response:
    """Read one event, as it is or as it was known at an instant."""
    return etags.answer(request, event.body.encode())


@router.put(
    "/events/{event_id}",
    response_model=EventPublic,
    responses={201: {"description": "It was not there before.", "model": EventPublic}},
)
def put_event(
    event_id: Id, data: EventUpdate, session: Db, caller: Caller, now: Now, today: Today, on: Put,
    allow_duplicate: AllowDuplicate = False,
) -> Response:  # fmt: skip
    """Record an event under an id that the caller chose, or replace the one that is there, with the reason."""
    if not service.is_taken(session, event_id):
        on.for_new()
        new = life.begun(data.over(service.blank(event_id)), today=today)
        event = service.create(session, new, by=caller.id, now=now, allow_duplicate=allow_duplicate, event_id=event_id)
        return etags.written(event.body, 201, location=f"/api/v1/events/{event_id}")
    event = service.get(session, event_id, seen_by=caller)
    reason = on.for_known(event.body.encode())
    known = data.over(event.body)
    event = service.change(session, event, known, reason=reason, by=caller.id, now=now, allow_duplicate=allow_duplicate)
    return etags.written(event.body, 200)


@router.patch("/events/{event_id}", response_model=EventPublic, openapi_extra=patches.described("EventUpdate"))
def amend_event(
    patch: Patch, event: EventAt, reason: Reason, session: Db, caller: Caller, now: Now,
    allow_duplicate: AllowDuplicate = False, if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """Change some members of an event, with the reason; its entry on the timelines follows."""
    etags.match(if_match, event.body.encode())
    data = patches.over(event.body, patch, EventUpdate)
    changed = service.change(
        session, event, data, reason=reason, by=caller.id, now=now, allow_duplicate=allow_duplicate
    )
    return etags.written(changed.body, 200)


@router.delete("/events/{event_id}", response_model=EventPublic)
def withdraw_event(
    event: EventAt, reason: Reason, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Withdraw an event, with the reason: gone from lists and timelines, it stays readable under its address."""
    etags.match(if_match, event.body.encode())
    withdrawn = service.withdraw(session, event, reason=reason, by=caller.id, now=now)
    return etags.written(withdrawn.body, 200)


@router.get("/events/{event_id}/versions", response_model=EventVersions)
def read_event_versions(request: Request, event: EventAt, session: Db, caller: Caller) -> Response:
    """Read every version of an event, oldest first, each with what it changed."""
    body, _ = paging.page(request, paging.Slice(service.versions(session, event, seen_by=caller), None, None))
    return etags.answer(request, body)


@router.get("/events/{event_id}/chain", response_model=Page[EventPublic])
def read_event_chain(
    request: Request, event: EventThen, session: Db, caller: Caller, known_at: KnownAt = None
) -> Response:
    """Read the series that an event belongs to, oldest first: all events that follow one another, branches too."""
    bodies = chain.read(session, event, seen_by=caller, known_at=known_at)
    body, _ = paging.page(request, paging.Slice(bodies, None, len(bodies)))
    return etags.answer(request, body)


@router.get("/event-types", response_model=Page[EventTypePublic])
def list_event_types(request: Request, window: ShortPaging, session: Db, _: Caller) -> Response:
    """List the types of events, each with the kind of timeline entry that it makes."""
    texts = {one.type: one.body for one in types.every(session)}
    body, link = paging.page(request, paging.part(texts, window))
    return etags.answer(request, body, headers=link)


@router.post("/event-types", status_code=201, response_model=EventTypePublic)
def create_event_type(data: EventTypeCreate, session: Db, caller: Caller, now: Now) -> Response:
    """Add a type of event."""
    made = types.create(session, data, by=caller.id, now=now)
    return etags.written(made.body, 201, location=f"/api/v1/event-types/{made.type}")


@router.get("/event-types/{event_type}", response_model=EventTypePublic)
def read_event_type(request: Request, known: TypeAt, _: Caller) -> Response:
    """Read one type of event."""
    return etags.answer(request, known.body.encode())


@router.put("/event-types/{event_type}", response_model=EventTypePublic)
def change_event_type(
    data: EventTypeUpdate, known: TypeAt, reason: Reason, session: Db, caller: Caller, now: Now,
    if_match: IfMatch = None,
) -> Response:  # fmt: skip
    """Rename a type of event, or retire it, with the reason; none is ever deleted."""
    etags.match(if_match, known.body.encode())
    changed = types.change(session, known, data.over(known.body), reason=reason, by=caller.id, now=now)
    return etags.written(changed.body, 200)


@router.patch(
    "/event-types/{event_type}", response_model=EventTypePublic, openapi_extra=patches.described("EventTypeUpdate")
)
def amend_event_type(
    patch: Patch, known: TypeAt, reason: Reason, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Change some members of a type of event, with the reason."""
    etags.match(if_match, known.body.encode())
    data = patches.over(known.body, patch, EventTypeUpdate)
    changed = types.change(session, known, data, reason=reason, by=caller.id, now=now)
    return etags.written(changed.body, 200)
