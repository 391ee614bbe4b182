"""Routes of States, their timelines, and timeline entries."""

from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.access.guards import Caller
from app.kit import etags, paging
from app.kit.clock import Now, Today
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.errors import Invalid, NotFound, field
from app.kit.etags import IfMatch
from app.kit.languages import Language
from app.kit.paging import Paging
from app.kit.shapes import Id, Line, Page
from app.states import registry
from app.timeline import history, service, summary
from app.timeline.history import Moment, Question
from app.timeline.models import Entry, EntryCreate, EntryPublic, EntryUpdate, EntryVersions
from app.timeline.summary import StatePublic

router = APIRouter(route_class=Edge)
STATES: list[str | Enum] = ["states"]
TIMELINE: list[str | Enum] = ["timeline"]


class StateNotFound(NotFound):
    """No State has this code. Codes are ISO 3166-1 alpha-3, in capitals."""

    title = "There is no such State"


class ReasonMissing(Invalid):
    """A change of what is on record needs `?reason=`: a sentence that is kept beside it for ever."""

    slug, title = "reason-missing", "A reason is needed"


async def state_at(iso3: str) -> str:
    try:
        return registry.get(iso3).iso3
    except registry.UnknownState as error:
        raise StateNotFound("Use an ISO 3166-1 alpha-3 code, for example TKM.") from error


async def language_asked(
    request: Request, lang: Annotated[Language | None, Query(description="Language of names.")] = None
) -> Language:
    if lang:
        return lang
    wanted = request.headers.get("accept-language", "").lower().split(",")
    tags = [part.split(";")[0].strip().split("-")[0] for part in wanted]
    return next((Language(tag) for tag in tags if tag in list(Language)), Language.en)


async def why(reason: Annotated[Line | None, Query(description="Why the record is changed.")] = None) -> str:
    if reason is None:
        detail = "Say why, as ?reason=... ."
        raise ReasonMissing(detail, errors=[field("/query/reason", "required", detail)])
    return reason


def entry_at(entry_id: Id, session: Db, caller: Caller) -> Entry:
    return service.get(session, entry_id, seen_by=caller)


StateAt = Annotated[str, Depends(state_at)]
EntryAt = Annotated[Entry, Depends(entry_at, scope="function")]
Lang = Annotated[Language, Depends(language_asked)]
Reason = Annotated[str, Depends(why)]


@router.get("/states", tags=STATES, response_model=Page[StatePublic])
def list_states(
    request: Request, moment: Annotated[Moment, Query()], session: Db, caller: Caller, lang: Lang, today: Today
) -> Response:
    """List all States with the status of their reporting, on any day, as known at any instant."""
    found = summary.states(session, moment, language=lang, today=today, seen_by=caller)
    body, _ = paging.page(request, paging.Slice([state.model_dump_json() for state in found], None, len(found)))
    return etags.answer(request, body, headers={"Content-Language": lang})


@router.get("/states/{iso3}", tags=STATES, response_model=StatePublic)
def read_state(
    request: Request, iso3: StateAt, moment: Annotated[Moment, Query()], session: Db, caller: Caller, lang: Lang,
    today: Today,
) -> Response:  # fmt: skip
    """Read one State with the status of its reporting, on any day, as known at any instant."""
    (state,) = summary.states(session, moment, language=lang, today=today, seen_by=caller, only=iso3)
    return etags.answer(request, state.model_dump_json().encode(), headers={"Content-Language": lang})


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
