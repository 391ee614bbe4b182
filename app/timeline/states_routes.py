"""Routes of States at a glance: who has reported, who has a plan, on any day."""

from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.access.guards import Caller
from app.kit import etags, paging
from app.kit.clock import Today
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.shapes import Page
from app.timeline import summary
from app.timeline.guards import Lang, StateAt
from app.timeline.history import Moment
from app.timeline.summary import StatePublic

router = APIRouter(route_class=Edge)
STATES: list[str | Enum] = ["states"]


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
