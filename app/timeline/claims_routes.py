"""Routes of what sources say of an entry where they differ."""

from enum import Enum
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Request, Response

from app.access.guards import Caller
from app.kit import etags, paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.paging import Slice
from app.kit.reasons import Reason
from app.kit.shapes import Id
from app.timeline import contest, service
from app.timeline.claims import Claim, ClaimCreate, ClaimPublic, Claims
from app.timeline.routes import EntryAt, KnownAt

router = APIRouter(route_class=Edge)
TIMELINE: list[str | Enum] = ["timeline"]


def claim_at(claim_id: Id, entry: EntryAt, session: Db, caller: Caller) -> Claim:
    """The claim at this path as it is now. Raises ClaimNotFound."""
    return contest.get(session, entry, claim_id, seen_by=caller)


ClaimAt = Annotated[Claim, Depends(claim_at, scope="function")]


@router.get("/entries/{entry_id}/claims", tags=TIMELINE, response_model=Claims)
def list_claims(request: Request, entry_id: Id, session: Db, caller: Caller, known_at: KnownAt = None) -> Response:
    """List what sources say of an entry where they differ, which claim was chosen, by whom, and why."""
    entry = service.get(session, entry_id, seen_by=caller, known_at=known_at)
    found = [orjson.dumps(one) for one in contest.read(session, entry, seen_by=caller, known_at=known_at)]
    body, _ = paging.page(request, Slice(found, None, None))
    return etags.answer(request, body)


@router.post("/entries/{entry_id}/claims", tags=TIMELINE, status_code=201, response_model=ClaimPublic)
def create_claim(data: ClaimCreate, entry: EntryAt, session: Db, caller: Caller, now: Now) -> Response:
    """Keep what another source says of an entry, beside what the entry says."""
    made = contest.claim(session, entry, data, by=caller.id, now=now)
    return etags.written(made.body, 201, location=f"/api/v1/entries/{entry.id}/claims/{made.id}")


@router.get("/entries/{entry_id}/claims/{claim_id}", tags=TIMELINE, response_model=ClaimPublic)
def read_claim(request: Request, claim: ClaimAt) -> Response:
    """Read what one source says of an entry."""
    return etags.answer(request, claim.body.encode())


@router.post("/entries/{entry_id}/claims/{claim_id}/choice", tags=TIMELINE, response_model=ClaimPublic)
def choose_claim(claim: ClaimAt, entry: EntryAt, reason: Reason, session: Db, caller: Caller, now: Now) -> Response:
    """Choose a claim, with the reason: the entry says from then on what it says."""
    chosen = contest.choose(session, entry, claim, reason=reason, by=caller.id, now=now)
    return etags.written(chosen.body, 200)


@router.post("/entries/{entry_id}/claims/{claim_id}/withdrawal", tags=TIMELINE, response_model=ClaimPublic)
def withdraw_claim(claim: ClaimAt, entry: EntryAt, reason: Reason, session: Db, caller: Caller, now: Now) -> Response:
    """Take back a claim that was made by mistake, with the reason; it stays readable."""
    gone = contest.withdraw(session, entry, claim, reason=reason, by=caller.id, now=now)
    return etags.written(gone.body, 200)
