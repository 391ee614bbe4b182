"""Pages of States: the list, and one State with its timeline as a picture and in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any, Literal
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlmodel import Session

from app.access.guards import Visitor
from app.access.service import Principal
from app.kit import dates, paging
from app.kit.clock import Today
from app.kit.db import Db
from app.kit.folding import fold
from app.kit.languages import Language
from app.kit.paging import Paging, Slice, Window
from app.kit.shapes import Day, Words
from app.states import registry
from app.states.registry import Group
from app.timeline import history, summary
from app.timeline.guards import StateAt
from app.timeline.history import Moment
from app.timeline.steps import catalogue
from app.timeline.steps.models import StepQuestion
from app.timeline.summary import StatePublic
from app.web import forms, render, timeline_picture
from app.web.forms import TimelineQuestion

router = APIRouter(include_in_schema=False)
DRAWN = Window(limit=600, after=None, total=None, count=True)
STEPS = Window(limit=20, after=None, total=None, count=True)


class StatesQuestion(BaseModel):
    """The filters of the list of States. It is never sorted by a count: the register ranks no State."""

    q: Words | None = None
    group: Group | None = None
    report: Literal["yes", "no", "unknown"] | None = None
    as_of: Day | None = None


@router.get("/states", response_model=str)
def show_states(request: Request, session: Db, visitor: Visitor, today: Today) -> Response:
    """Show all States with the status of their reporting."""
    question, wrong = forms.asked(request, StatesQuestion)
    found = summary.states(session, Moment(as_of=question.as_of), language=Language.en, today=today, seen_by=visitor)
    shown = sorted((one for one in found if _fits(one, question)), key=lambda one: fold(one.name))
    near = registry.suggest(question.q)[:3] if question.q and not shown else []
    return render.page(
        request, "states.html", visitor, question=question, wrong=wrong, states=shown, total=len(found), near=near
    )


def _fits(state: StatePublic, question: StatesQuestion) -> bool:
    if question.group and state.group != question.group:
        return False
    if question.report and state.status.first_report.answer != question.report:
        return False
    return not question.q or named_like(state.iso3, question.q)


def named_like(iso3: str, words: str) -> bool:
    """Whether a State's code or one of its names, past ones and other languages included, holds these words."""
    return any(fold(words) in name for name in _names(iso3))


@cache
def _names(iso3: str) -> tuple[str, ...]:
    state = registry.get(iso3)
    past = [name for former in state.former for name in former.names.values()]
    return tuple(fold(name) for name in (iso3, *state.names.values(), state.formal, *state.variants, *past))


@router.get("/states/{iso3}", response_model=str)
def show_state(
    request: Request, iso3: StateAt, session: Db, visitor: Visitor, today: Today, window: Paging
) -> Response:
    """Show a State's timeline, on any day, as known at any instant."""
    question, wrong = forms.asked(request, TimelineQuestion)
    moment = Moment(as_of=question.as_of, known_at=question.known_at)
    (state,) = summary.states(session, moment, language=Language.en, today=today, seen_by=visitor, only=iso3)
    drawn = history.read(session, iso3, question, DRAWN, seen_by=visitor)
    part = history.read(session, iso3, question, window, seen_by=visitor)
    facts: dict[str, Any] = {
        "state": state,
        "question": question,
        "wrong": wrong,
        "json": _json_address(iso3, question),
    }
    pictures = _pictures(drawn, today=question.as_of or today)
    listed = _listed(request, part)
    facts |= {"steps": _open_steps(session, iso3, moment, today=today, seen_by=visitor)}
    facts |= {"narrowed": question.model_dump(exclude_defaults=True, exclude={"order"}) != {}}
    return render.page(request, "state.html", visitor, **facts, **pictures, **listed)


def _open_steps(session: Session, iso3: str, moment: Moment, *, today: date, seen_by: Principal) -> dict[str, Any]:
    """The steps that are open on the day, the oldest first; how many there are, and the same question to the API."""
    question = StepQuestion(state=[iso3], status="open", as_of=moment.as_of, known_at=moment.known_at)
    part = catalogue.search(session, question, STEPS, today=today, seen_by=seen_by)
    asked = question.model_dump(mode="json", exclude_defaults=True)
    return {
        "items": [orjson.loads(body) for body in part.bodies], "total": part.total,
        "json": f"/api/v1/steps?{urlencode(asked, doseq=True)}",
    }  # fmt: skip


def _pictures(drawn: Slice, *, today: date) -> dict[str, Any]:
    entries = [orjson.loads(body) for body in drawn.bodies]
    wide = timeline_picture.draw(entries, timeline_picture.WIDE, today=today)
    narrow = timeline_picture.draw(entries, timeline_picture.NARROW, today=today)
    intended = any(mark.intended for lane in wide.lanes for mark in lane.marks)
    counts = {"total": drawn.total, "drawn_count": len(entries), "more": drawn.after is not None}
    return {"wide": wide, "narrow": narrow, "intended": intended} | counts


def _listed(request: Request, part: Slice) -> dict[str, Any]:
    entries = [orjson.loads(body) for body in part.bodies]
    years = [(year, list(group)) for year, group in groupby(entries, key=_year)]
    return {"years": years, "next": paging.next_url(request, part)}


def _year(entry: Mapping[str, Any]) -> int | None:
    when = dates.parse(entry["date"])
    return when.sort_day.year if when.year_known else None


def _json_address(iso3: str, question: TimelineQuestion) -> str:
    """The same question, put to the API."""
    asked = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    pairs: Sequence[tuple[str, Any]] = [(name, value) for name, value in asked.items() if value]
    words = urlencode(pairs, doseq=True)
    return f"/api/v1/states/{iso3}/timeline" + (f"?{words}" if words else "")
