"""Routes of figures."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.access.guards import Caller
from app.figures import follow_through, plans, reading, service
from app.figures.models import (
    FollowThroughPublic,
    FollowThroughQuestion,
    PlansPublic,
    ReadingFiguresPublic,
    ReadingQuestion,
    ReportingPublic,
)
from app.kit import etags, paging
from app.kit.clock import Today
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.formats import csv
from app.kit.paging import Paging, Slice
from app.timeline.history import Moment

router = APIRouter(tags=["figures"], route_class=Edge)
AS_TABLE: dict[int | str, dict[str, Any]] = {200: {"content": {csv.MEDIA_TYPE: {"schema": {"type": "string"}}}}}


@router.get("/figures/reporting", response_model=ReportingPublic)
def read_reporting(
    request: Request, moment: Annotated[Moment, Query()], session: Db, caller: Caller, today: Today
) -> Response:
    """Read how far reporting has come, on any day, beside the figures that the Committee published."""
    found = service.reporting(session, moment, today=today, seen_by=caller)
    return etags.answer(request, found.model_dump_json().encode())


@router.get("/figures/plans", response_model=PlansPublic)
def read_plans(
    request: Request, moment: Annotated[Moment, Query()], session: Db, caller: Caller, today: Today
) -> Response:
    """Read how many plans there are, of how many States, on any day; revisions are counted apart."""
    found = plans.plans(session, moment, today=today, seen_by=caller)
    return etags.answer(request, found.model_dump_json().encode())


@router.get("/figures/follow_through", response_model=FollowThroughPublic)
def read_follow_through(
    request: Request, question: Annotated[FollowThroughQuestion, Query()], window: Paging, session: Db, caller: Caller,
    today: Today,
) -> Response:  # fmt: skip
    """Read whether events were followed by a report or a plan of the State, and after how many days."""
    found, after = follow_through.follow_through(session, question, window, today=today, seen_by=caller)
    found.next = paging.next_url(request, Slice([], after, found.total))
    headers = {"Link": f'<{found.next}>; rel="next"'} if found.next else {}
    return etags.answer(request, found.model_dump_json().encode(), headers=headers)


@router.get("/figures/reading", response_model=ReadingFiguresPublic)
def read_reading_figures(
    request: Request, question: Annotated[ReadingQuestion, Query()], session: Db, caller: Caller, today: Today
) -> Response:
    """Read how good readings were in use: by field, language and format, what people kept of what was read."""
    found = reading.reading(session, question, today=today, seen_by=caller)
    return etags.answer(request, found.model_dump_json().encode())


@router.get("/figures/reading.csv", response_model=str, response_class=Response, responses=AS_TABLE)
def read_reading_figures_as_table(
    request: Request, question: Annotated[ReadingQuestion, Query()], session: Db, caller: Caller, today: Today
) -> Response:
    """Read how good readings were in use as CSV: a row for each field, language and media type."""
    found = reading.reading(session, question, today=today, seen_by=caller)
    return etags.answer(request, reading.table(found), media_type=csv.TYPE_SENT)
