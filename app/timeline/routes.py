"""Routes of timelines and their entries."""

from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.access.guards import Caller
from app.kit import etags, paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.etags import IfMatch
from app.kit.paging import Paging
from app.kit.reasons import Reason
from app.kit.shapes import Id, Page
from app.timeline import history, service
from app.timeline.answers import EntryVersions
from app.timeline.guards import StateAt
from app.timeline.history import Question
from app.timeline.models import Entry, EntryCreate, EntryPublic, EntryUpdate

router = APIRouter(route_class=Edge)
STATES: list[str | Enum] = ["states"]
TIMELINE: list[str | Enum] = ["timeline"]


def entry_at(entry_id: Id, session: Db, caller: Caller) -> Entry:
    return service.get(session, entry_id, seen_by=caller)


EntryAt = Annotated[Entry, Depends(entry_at, scope="function")]


@router.get("/states/{iso3}/timeline", tags=STATES, response_model=Page[EntryPublic])
def read_state_timeline(
    request: Request, iso3: StateAt, question: Annotated[Question, Query()], window: Paging, session: Db, caller: Caller
) -> Response:
    """Read a State's timeline: every dated fact, on any day, as known at any instant."""
    body, headers = paging.page(request, history.read(session, iso3, question, window, seen_by=caller))
    return etags.answer(request, body, headers=headers)


@router.post("/entries", tags=TIMELINE, status_code=201, response_model=EntryPublic)
def create_entry(data: EntryCreate, session: Db, caller: Caller, now: Now) -> Response:
    """Record a dated fact about one or more States."""
    entry = service.record(session, data, by=caller.id, now=now)
    return etags.written(entry.body, 201, location=f"/api/v1/entries/{entry.id}")


@router.get("/entries/{entry_id}", tags=TIMELINE, response_model=EntryPublic)
def read_entry(request: Request, entry: EntryAt) -> Response:
    """Read the current version of an entry."""
    return etags.answer(request, entry.body.encode())


@router.put("/entries/{entry_id}", tags=TIMELINE, response_model=EntryPublic)
def correct_entry(
    data: EntryUpdate, entry: EntryAt, reason: Reason, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Correct an entry: a new version, with the reason; the old one stays readable."""
    etags.match(if_match, entry.body.encode())
    corrected = service.correct(session, entry, data.over(entry.body), reason=reason, by=caller.id, now=now)
    return etags.written(corrected.body, 200)


@router.get("/entries/{entry_id}/versions", tags=TIMELINE, response_model=EntryVersions)
def read_entry_versions(request: Request, entry: EntryAt, session: Db, caller: Caller) -> Response:
    """Read every version of an entry, oldest first."""
    body, _ = paging.page(request, paging.Slice(service.versions(session, entry, seen_by=caller), None, None))
    return etags.answer(request, body)


@router.post("/entries/{entry_id}/withdrawal", tags=TIMELINE, response_model=EntryPublic)
def withdraw_entry(
    entry: EntryAt, reason: Reason, session: Db, caller: Caller, now: Now, if_match: IfMatch = None
) -> Response:
    """Withdraw an entry, with the reason; it stays readable under its address."""
    etags.match(if_match, entry.body.encode())
    withdrawn = service.withdraw(session, entry, reason=reason, by=caller.id, now=now)
    return etags.written(withdrawn.body, 200)
