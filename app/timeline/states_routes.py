"""Routes of States at a glance: who has reported, who has a plan, on any day."""

from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from app.access.guards import Caller
from app.kit import etags, paging
from app.kit.clock import Today
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.formats import csv
from app.kit.languages import Language
from app.kit.paging import ShortPaging
from app.kit.shapes import Page, Words
from app.states import registry
from app.states.groups import StateGroup, states_of
from app.timeline import summary, tables
from app.timeline.guards import Lang, StateAt
from app.timeline.history import Moment
from app.timeline.summary import StatePublic

router = APIRouter(route_class=Edge)
STATES: list[str | Enum] = ["states"]
VARY = "Accept, Accept-Language, Authorization"
AS_TABLE: dict[int | str, dict[str, Any]] = {200: {"content": {csv.MEDIA_TYPE: {"schema": {"type": "string"}}}}}


class StatesQuestion(Moment):
    """The filters of the list of States. It is always in the order of their codes: the register ranks no State."""

    q: Words | None = Field(default=None, description="Part of a name, present or former, in any language; or a code.")
    group: list[StateGroup] = Field(
        default_factory=list, max_length=7, description="Only States of one of these groups; may be repeated."
    )
    member: bool | None = Field(default=None, description="Only Member States, or only the others.")
    first_report: Literal["yes", "no", "unknown"] | None = Field(
        default=None, description="Only States of whose first report this is known on the day."
    )

    def takes(self, state: StatePublic) -> bool:
        """Whether a State passes the filters."""
        return (
            (not self.q or state.iso3 in registry.search(self.q))
            and (not self.group or any(state.iso3 in states_of(group) for group in self.group))
            and self.member in {None, state.member}
            and self.first_report in {None, state.status.first_report.answer}
        )


Asked = Annotated[StatesQuestion, Query()]


@router.get("/states", tags=STATES, response_model=Page[StatePublic], responses=AS_TABLE)
def list_states(
    request: Request, question: Asked, window: ShortPaging, session: Db, caller: Caller, lang: Lang, today: Today
) -> Response:
    """List all States with the status of their reporting, on any day, as known at any instant."""
    found = summary.states(session, question, language=lang, today=today, seen_by=caller)
    taken = [state for state in found if question.takes(state)]
    if csv.asked(request.headers.get("accept")):
        return _table(request, taken, question, lang, today)
    texts = {state.iso3: state.model_dump_json() for state in taken}
    body, link = paging.page(request, paging.part(texts, window))
    return etags.answer(request, body, headers={"Content-Language": lang, "Vary": VARY} | link)


@router.get("/states.csv", tags=STATES, response_model=str, response_class=Response, responses=AS_TABLE)
def list_states_as_table(
    request: Request, question: Asked, session: Db, caller: Caller, lang: Lang, today: Today
) -> Response:
    """List all States with every column of their status as CSV, on any day, as known at any instant."""
    found = summary.states(session, question, language=lang, today=today, seen_by=caller)
    return _table(request, [state for state in found if question.takes(state)], question, lang, today)


def _table(request: Request, states: list[StatePublic], moment: Moment, language: Language, today: date) -> Response:
    day = moment.as_of or today
    body = tables.of_states(states, as_of=day.isoformat(), known_at=moment.known_at)
    headers = {"Content-Language": language, "Vary": VARY}
    return etags.answer(request, body, media_type=csv.TYPE_SENT, headers=headers)


@router.get("/states/{iso3}", tags=STATES, response_model=StatePublic)
def read_state(
    request: Request, iso3: StateAt, moment: Annotated[Moment, Query()], session: Db, caller: Caller, lang: Lang,
    today: Today,
) -> Response:  # fmt: skip
    """Read one State with the status of its reporting, on any day, as known at any instant."""
    (state,) = summary.states(session, moment, language=lang, today=today, seen_by=caller, only=iso3)
    return etags.answer(request, state.model_dump_json().encode(), headers={"Content-Language": lang})
