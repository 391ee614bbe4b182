"""Pages of events: the list with its filters, and one event."""

from collections.abc import Iterable
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from app.access.guards import Visitor
from app.events import attachments, catalogue, chain, service, types
from app.events.attachments_routes import download
from app.events.catalogue import EventQuestion
from app.events.models import EventStatus
from app.kit import paging
from app.kit.db import Db
from app.kit.paging import Paging, Window
from app.kit.shapes import Id
from app.notes import catalogue as catalogue_of_notes
from app.notes.models import NoteQuestion
from app.states import registry
from app.web import forms, render
from app.web.labels import label

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
        types=type_names(session), statuses=list(EventStatus), states=state_names(),
        narrowed=question.model_dump(exclude_defaults=True) != {}, query=query,
    )  # fmt: skip


def type_names(session: Session) -> list[tuple[str, str]]:
    """Key and English name of every type of event, by name."""
    labels = ((one.type, orjson.loads(one.body)["labels"]) for one in types.every(session))
    return sorted(((key, named.get("en") or label(key, "type")) for key, named in labels), key=lambda pair: pair[1])


def state_names() -> list[tuple[str, str]]:
    """Code and English name of every State, by name."""
    return sorted(((one.iso3, registry.name(one.iso3)) for one in registry.all_states()), key=lambda pair: pair[1])


@router.get("/events/{event_id}", response_model=str)
def show_event(request: Request, event_id: Id, session: Db, visitor: Visitor) -> Response:
    """Show one event."""
    event = service.get(session, event_id, seen_by=visitor)
    about = catalogue_of_notes.search(session, NoteQuestion(event=event_id), NOTES, seen_by=visitor)
    files = attachments.search(session, event, NOTES, seen_by=visitor)
    series = chain.read(session, event, seen_by=visitor)
    return render.page(
        request, "event.html", visitor, event=orjson.loads(event.body), kind=dict(type_names(session))[event.type],
        notes=_told(about.bodies), chain=_told(series), attachments=_told(files.bodies),
    )  # fmt: skip


@router.get("/events/{event_id}/files/{attachment_id}", response_model=bytes, response_class=Response)
def download_attachment(request: Request, event_id: Id, attachment_id: Id, session: Db, visitor: Visitor) -> Response:
    """Take a file of an event."""
    event = service.get(session, event_id, seen_by=visitor)
    return download(request, session, attachments.get(session, event, attachment_id, seen_by=visitor))


def _told(bodies: Iterable[str | bytes]) -> list[Any]:
    return [orjson.loads(body) for body in bodies]
