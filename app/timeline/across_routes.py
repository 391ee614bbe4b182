"""Routes of the timeline across States, and of timelines as tables."""

from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from app.access.guards import Caller
from app.access.service import Principal
from app.kit import etags, paging
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.formats import csv
from app.kit.paging import Paging, Window
from app.kit.shapes import Page
from app.timeline import across, history, tables
from app.timeline.across import AcrossQuestion
from app.timeline.guards import StateAt
from app.timeline.history import Question
from app.timeline.models import EntryPublic

router = APIRouter(route_class=Edge)
TIMELINE: list[str | Enum] = ["timeline"]
STATES: list[str | Enum] = ["states"]
AT_ONCE = 500
AS_TABLE: dict[int | str, dict[str, Any]] = {200: {"content": {csv.MEDIA_TYPE: {"schema": {"type": "string"}}}}}


@router.get("/timeline", tags=TIMELINE, response_model=Page[EntryPublic])
def read_timeline(
    request: Request, question: Annotated[AcrossQuestion, Query()], window: Paging, session: Db, caller: Caller
) -> Response:
    """Read the timeline across States: each entry once, on any day, as known at any instant."""
    body, headers = paging.page(request, across.read(session, question, window, seen_by=caller))
    return etags.answer(request, body, headers=headers)


@router.get("/timeline.csv", tags=TIMELINE, response_model=str, response_class=Response, responses=AS_TABLE)
def read_timeline_as_table(
    request: Request, question: Annotated[AcrossQuestion, Query()], window: Paging, session: Db, caller: Caller
) -> Response:
    """Read a page of the timeline across States as CSV; the header `Link` leads to the next page."""
    part = across.read(session, question, window, seen_by=caller)
    _, headers = paging.page(request, part)
    return etags.answer(request, tables.of_entries(part.bodies), media_type=csv.TYPE_SENT, headers=headers)


@router.get("/states/{iso3}/timeline.csv", tags=STATES, response_model=str, response_class=Response, responses=AS_TABLE)
def read_state_timeline_as_table(
    request: Request, iso3: StateAt, question: Annotated[Question, Query()], session: Db, caller: Caller
) -> Response:
    """Read a State's whole timeline as CSV, dates as they are on record (EDTF)."""
    body = tables.of_entries(list(_whole(session, iso3, question, caller)))
    return etags.answer(request, body, media_type=csv.TYPE_SENT)


def _whole(session: Session, iso3: str, question: Question, caller: Principal) -> Iterator[str | bytes]:
    """Every entry of a State's timeline, read page by page."""
    window: Window | None = Window(limit=AT_ONCE, after=None, total=None, count=False)
    while window:
        part = history.read(session, iso3, question, window, seen_by=caller)
        yield from part.bodies
        window = Window(limit=AT_ONCE, after=part.after, total=None, count=False) if part.after else None
