"""Routes of next steps: what was undertaken, what is open, what is overdue, what closed it."""

from enum import Enum
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response

from app.access.guards import Caller
from app.kit import etags, paging, patches
from app.kit.clock import Now, Today
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.etags import IfMatch
from app.kit.paging import Paging
from app.kit.patches import Patch
from app.kit.reasons import Reason
from app.kit.shapes import Id, Page
from app.timeline import service as timeline
from app.timeline.history import Moment
from app.timeline.models import Entry
from app.timeline.steps import catalogue, proposals, service
from app.timeline.steps.models import (
    Closure,
    Step,
    StepCreate,
    StepDetail,
    StepPublic,
    StepQuestion,
    StepUpdate,
    StepVersions,
)

router = APIRouter(route_class=Edge)
STEPS: list[str | Enum] = ["steps"]


class Desk:
    """A step under its path, as it now reads, and what is needed to write its next version."""

    def __init__(self, step_id: Id, session: Db, caller: Caller, today: Today, now: Now) -> None:
        self.session, self.caller, self.today, self.now = session, caller, today, now
        self.step = service.get(session, step_id, Moment(), seen_by=caller)

    def read(self, step: Step) -> str:
        """The JSON of a version, as GET shows it."""
        return proposals.detail(self.session, step, Moment(), today=self.today, seen_by=self.caller)

    def match(self, if_match: str | None) -> str:
        """The JSON that the caller's change is based on. Raises PreconditionRequired, PreconditionFailed."""
        current = self.read(self.step)
        etags.match(if_match, current.encode())
        return current

    def written(self, step: Step) -> Response:
        """The answer to a change."""
        return etags.written(self.read(step), 200)


StepAt = Annotated[Desk, Depends(Desk, scope="function")]


def entry_at(entry_id: Id, session: Db, caller: Caller) -> Entry:
    return timeline.get(session, entry_id, seen_by=caller)


@router.get("/steps", tags=STEPS, response_model=Page[StepPublic])
def list_steps(
    request: Request, question: Annotated[StepQuestion, Query()], window: Paging, session: Db, caller: Caller,
    today: Today,
) -> Response:  # fmt: skip
    """List next steps, by the day on which they were agreed: open, overdue or closed, on any day."""
    found = catalogue.search(session, question, window, today=today, seen_by=caller)
    body, headers = paging.page(request, found)
    return etags.answer(request, body, headers=headers)


@router.post("/steps", tags=STEPS, status_code=201, response_model=StepDetail)
def create_step(data: StepCreate, session: Db, caller: Caller, now: Now, today: Today) -> Response:
    """Record a next step: who has undertaken to do what, by when."""
    step = service.record(session, data, by=caller.id, now=now)
    body = proposals.detail(session, step, Moment(), today=today, seen_by=caller)
    return etags.written(body, 201, location=f"/api/v1/steps/{step.id}")


@router.get("/steps/{step_id}", tags=STEPS, response_model=StepDetail)
def read_step(
    request: Request, step_id: Id, moment: Annotated[Moment, Query()], session: Db, caller: Caller, today: Today
) -> Response:
    """Read a step, with the entries that may close it; on any day, as known at any instant."""
    step = service.get(session, step_id, moment, seen_by=caller)
    body = proposals.detail(session, step, moment, today=today, seen_by=caller)
    return etags.answer(request, body.encode())


@router.get("/steps/{step_id}/versions", tags=STEPS, response_model=StepVersions)
def read_step_versions(request: Request, desk: StepAt) -> Response:
    """Read every version of a step, oldest first."""
    found = service.versions(desk.session, desk.step, seen_by=desk.caller)
    body, _ = paging.page(request, paging.Slice(found, None, None))
    return etags.answer(request, body)


@router.put("/steps/{step_id}", tags=STEPS, response_model=StepDetail)
def correct_step(data: StepUpdate, desk: StepAt, reason: Reason, if_match: IfMatch = None) -> Response:
    """Correct a step: a new version, with the reason; the old one stays readable."""
    data = data.over(desk.match(if_match))
    return desk.written(service.correct(desk.session, desk.step, data, reason=reason, by=desk.caller.id, now=desk.now))


@router.patch("/steps/{step_id}", tags=STEPS, response_model=StepDetail, openapi_extra=patches.described("StepUpdate"))
def amend_step(patch: Patch, desk: StepAt, reason: Reason, if_match: IfMatch = None) -> Response:
    """Correct some members of a step: a new version, with the reason."""
    data = patches.over(desk.match(if_match), patch, StepUpdate)
    return desk.written(service.correct(desk.session, desk.step, data, reason=reason, by=desk.caller.id, now=desk.now))


@router.post("/steps/{step_id}/closure", tags=STEPS, response_model=StepDetail)
def close_step(closure: Closure, desk: StepAt, if_match: IfMatch = None) -> Response:
    """Say which entry shows that a step was done."""
    desk.match(if_match)
    return desk.written(service.close(desk.session, desk.step, closure.entry, by=desk.caller, now=desk.now))


@router.post("/steps/{step_id}/reopening", tags=STEPS, response_model=StepDetail)
def reopen_step(desk: StepAt, reason: Reason, if_match: IfMatch = None) -> Response:
    """Take back that a step was done, with the reason."""
    desk.match(if_match)
    return desk.written(service.reopen(desk.session, desk.step, reason=reason, by=desk.caller.id, now=desk.now))


@router.post("/steps/{step_id}/withdrawal", tags=STEPS, response_model=StepDetail)
def withdraw_step(desk: StepAt, reason: Reason, if_match: IfMatch = None) -> Response:
    """Withdraw a step, with the reason; it stays readable under its address."""
    desk.match(if_match)
    return desk.written(service.withdraw(desk.session, desk.step, reason=reason, by=desk.caller.id, now=desk.now))


@router.get("/entries/{entry_id}/proposals", tags=STEPS, response_model=Page[StepPublic])
def list_proposals(
    request: Request, entry: Annotated[Entry, Depends(entry_at, scope="function")], session: Db, caller: Caller,
    today: Today,
) -> Response:  # fmt: skip
    """List the open steps that an entry may close; nothing is closed unless somebody says so."""
    found = proposals.steps(session, entry, today=today, seen_by=caller)
    part = paging.Slice([orjson.dumps(step) for step in found], None, len(found))
    return etags.answer(request, paging.page(request, part)[0])
