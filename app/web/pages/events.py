"""Pages of events: the list with its filters, and one event."""

import orjson
from fastapi import APIRouter, Request, Response

from app.access.guards import Visitor
from app.events import catalogue, service
from app.events.catalogue import EventQuestion
from app.events.models import EventStatus, EventType
from app.kit import paging
from app.kit.db import Db
from app.kit.paging import Paging, Window
from app.kit.shapes import Id
from app.notes import catalogue as catalogue_of_notes
from app.notes.models import NoteQuestion
from app.states import registry
from app.web import forms, render

router = APIRouter(include_in_schema=False)
NOTES = Window(limit=50, after=None, total=None, count=False)


@router.get("/events", response_model=str)
def show_events(request: Request, session: Db, visitor: Visitor, window: Paging) -> Response:
    """Show events, newest first."""
    question, wrong = forms.asked(request, EventQuestion)
    part = catalogue.search(session, question, window, seen_by=visitor)
    query = f"?{request.url.query}" if request.url.query and not wrong else ""
    return render.page(
        request, "events.html", visitor, question=question, wrong=wrong, total=part.total,
        events=[orjson.loads(body) for body in part.bodies], next=paging.next_url(request, part),
        types=list(EventType), statuses=list(EventStatus), states=state_names(),
        narrowed=question.model_dump(exclude_defaults=True) != {}, query=query,
    )  # fmt: skip


def state_names() -> list[tuple[str, str]]:
    """Code and English name of every State, by name."""
    return sorted(((one.iso3, registry.name(one.iso3)) for one in registry.all_states()), key=lambda pair: pair[1])


@router.get("/events/{event_id}", response_model=str)
def show_event(request: Request, event_id: Id, session: Db, visitor: Visitor) -> Response:
    """Show one event."""
    event = service.get(session, event_id, seen_by=visitor)
    about = catalogue_of_notes.search(session, NoteQuestion(event=event_id), NOTES, seen_by=visitor)
    notes = [orjson.loads(body) for body in about.bodies]
    return render.page(request, "event.html", visitor, event=orjson.loads(event.body), notes=notes)
