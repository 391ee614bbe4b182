"""Routes of timelines and their entries."""

from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.access.guards import Caller
from app.kit import bulk, etags, paging, patches
from app.kit.bulk import Atomic, Batch, BulkAnswer
from app.kit.clock import InstantText, Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.etags import IfMatch
from app.kit.paging import Paging
from app.kit.patches import Patch
from app.kit.reasons import Reason
from app.kit.shapes import Id, Page
from app.timeline import catalogue, history, kinds, links, service
from app.timeline.answers import EntryVersions, Links
from app.timeline.catalogue import EntriesQuestion
from app.timeline.guards import StateAt
from app.timeline.history import Moment, Question
from app.timeline.kinds import EntryKinds
from app.timeline.models import Entry, EntryCreate, EntryPublic, EntryUpdate

router = APIRouter(route_class=Edge)
STATES: list[str | Enum] = ["states"]
TIMELINE: list[str | Enum] = ["timeline"]


def entry_at(entry_id: Id, session: Db, caller: Caller) -> Entry:
    """The entry at this path as it is now. Raises EntryNotFound."""
    return service.get(session, entry_id, seen_by=caller)


EntryAt = Annotated[Entry, Depends(entry_at, scope="function")]
Complete = Annotated[bool, Query(description="Refuse an entry that does not tell all that its kind should.")]
KnownAt = Annotated[InstantText | None, Query(description="What this register said at this instant.")]


@router.get("/states/{iso3}/timeline", tags=STATES, response_model=Page[EntryPublic])
def read_state_timeline(
    request: Request, iso3: StateAt, question: Annotated[Question, Query()], window: Paging, session: Db, caller: Caller
) -> Response:
    """Read a State's timeline: every dated fact, on any day, as known at any instant."""
    body, headers = paging.page(request, history.read(session, iso3, question, window, seen_by=caller))
    return etags.answer(request, body, headers=headers)


@router.get("/entry-kinds", tags=TIMELINE, response_model=EntryKinds)
def list_entry_kinds(request: Request, _caller: Caller) -> Response:
    """List the kinds of entries: what each should tell, and the statuses and meanings of dates that it can have."""
    return etags.answer(request, kinds.listed().model_dump_json().encode())


@router.get("/entries", tags=TIMELINE, response_model=Page[EntryPublic])
def list_entries(
    request: Request, question: Annotated[EntriesQuestion, Query()], window: Paging, session: Db, caller: Caller
) -> Response:
    """List entries in the order of their recording; a document is found under each of its symbols."""
    body, headers = paging.page(request, catalogue.read(session, question, window, seen_by=caller))
    return etags.answer(request, body, headers=headers)


@router.post("/entries", tags=TIMELINE, status_code=201, response_model=EntryPublic)
def create_entry(data: EntryCreate, session: Db, caller: Caller, now: Now, complete: Complete = False) -> Response:
    """Record a dated fact about one or more States."""
    entry = service.record(session, data, by=caller.id, now=now, complete=complete)
    return etags.written(entry.body, 201, location=f"/api/v1/entries/{entry.id}")


@router.post("/entries/bulk", tags=TIMELINE, response_model=BulkAnswer[EntryPublic], max_body_size=bulk.LARGEST_BODY)
def create_entries(
    request: Request, batch: Batch, session: Db, caller: Caller, now: Now, atomic: Atomic = False,
    complete: Complete = False,
) -> Response:  # fmt: skip
    """Record many facts, each judged on its own, or all or none."""

    def one(data: EntryCreate) -> str:
        return service.record(session, data, by=caller.id, now=now, complete=complete).body

    return bulk.write(request, session, batch, EntryCreate, one, atomic=atomic)


@router.get("/entries/{entry_id}", tags=TIMELINE, response_model=EntryPublic)
def read_entry(
    request: Request, entry_id: Id, moment: Annotated[Moment, Query()], session: Db, caller: Caller
) -> Response:
    """Read an entry, on any day, as known at any instant."""
    entry = service.get(session, entry_id, seen_by=caller, known_at=moment.known_at)
    return etags.answer(request, history.one(entry, moment.as_of))


@router.put("/entries/{entry_id}", tags=TIMELINE, response_model=EntryPublic)
def correct_entry(
    data: EntryUpdate, entry: EntryAt, reason: Reason, session: Db, caller: Caller, now: Now, if_match: IfMatch = None,
    complete: Complete = False,
) -> Response:  # fmt: skip
    """Correct an entry: a new version, with the reason; the old one stays readable."""
    etags.match(if_match, entry.body.encode())
    whole = data.over(entry.body)
    corrected = service.correct(session, entry, whole, reason=reason, by=caller.id, now=now, complete=complete)
    return etags.written(corrected.body, 200)


@router.patch(
    "/entries/{entry_id}", tags=TIMELINE, response_model=EntryPublic, openapi_extra=patches.described("EntryUpdate")
)
def amend_entry(
    patch: Patch, entry: EntryAt, reason: Reason, session: Db, caller: Caller, now: Now, if_match: IfMatch = None,
    complete: Complete = False,
) -> Response:  # fmt: skip
    """Correct members of an entry: a new version, with the reason; the old one stays readable."""
    etags.match(if_match, entry.body.encode())
    whole = patches.over(entry.body, patch, EntryUpdate)
    corrected = service.correct(session, entry, whole, reason=reason, by=caller.id, now=now, complete=complete)
    return etags.written(corrected.body, 200)


@router.get("/entries/{entry_id}/links", tags=TIMELINE, response_model=Links)
def read_entry_links(request: Request, entry_id: Id, session: Db, caller: Caller, known_at: KnownAt = None) -> Response:
    """Read how an entry stands to others, in both directions, with the dates of both ends."""
    entry = service.get(session, entry_id, seen_by=caller, known_at=known_at)
    found = links.read(session, entry, seen_by=caller, known_at=known_at)
    return etags.answer(request, found.model_dump_json().encode())


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
