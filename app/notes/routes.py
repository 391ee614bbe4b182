"""Routes of information notes."""

import re
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Header, Query, Request, Response
from sqlmodel import Session

from app.access.guards import Caller
from app.access.service import Principal
from app.events.routes import EventAt, KnownAt
from app.kit import etags, paging
from app.kit.clock import Now
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.paging import Paging
from app.kit.shapes import Id, Page
from app.notes import catalogue, renditions, service
from app.notes.document import Document
from app.notes.models import Note, NoteCompose, NotePublic, NoteQuestion, NoteVersions
from app.notes.printing import printed
from app.notes.renditions import MEDIA_TYPES

router = APIRouter(tags=["notes"], route_class=Edge)

Suffix = Literal["json", "html", "pdf", "docx", "txt", "md", "xml"]
TYPES: dict[Suffix, str] = {"json": "application/json", **dict(MEDIA_TYPES.items())}
SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'"}
AGREED = {"Vary": "Accept, Authorization"}
FORMS: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.split(";", maxsplit=1)[0]: {} for kind in MEDIA_TYPES.values()}}
}


def note_at(note_id: Id, session: Db, caller: Caller) -> Note:
    return service.get(session, note_id, seen_by=caller)


def note_then(note_id: Id, session: Db, caller: Caller, known_at: KnownAt = None) -> Note:
    return service.get(session, note_id, seen_by=caller, known_at=known_at)


NoteAt = Annotated[Note, Depends(note_at, scope="function")]
NoteThen = Annotated[Note, Depends(note_then, scope="function")]


@router.post("/events/{event_id}/notes", status_code=201, response_model=NotePublic)
def compose_note(event: EventAt, data: NoteCompose, session: Db, caller: Caller, now: Now) -> Response:
    """Write a draft note about an event from the record; each sentence names the entries that it is made of."""
    note = service.compose(session, event, data.language, by=caller.id, now=now)
    (body,) = catalogue.bodies(session, [note], seen_by=caller)
    return etags.written(body.decode(), 201, location=f"/api/v1/notes/{note.id}")


@router.get("/notes", response_model=Page[NotePublic])
def list_notes(
    request: Request, question: Annotated[NoteQuestion, Query()], session: Db, caller: Caller, window: Paging
) -> Response:
    """List notes, newest first: those published by any day, as known at any instant."""
    body, headers = paging.page(request, catalogue.search(session, question, window, seen_by=caller))
    return etags.answer(request, body, headers=headers)


@router.get("/notes/{note_id}.{format}", response_model=NotePublic, responses=FORMS)
def render_note(
    request: Request,
    note: NoteThen,
    format: Suffix,  # noqa: A002 (the word of the address)
    session: Db,
    caller: Caller,
    known_at: KnownAt = None,
) -> Response:
    """Take a note away as a file, as it is or was: Word, PDF, a web page, text, Markdown, XML or JSON."""
    return rendered(request, session, note, format, seen_by=caller, known_at=known_at)


@router.get("/notes/{note_id}", response_model=NotePublic, responses=FORMS)
def read_note(
    request: Request, note: NoteThen, session: Db, caller: Caller, known_at: KnownAt = None,
    accept: Annotated[str, Header()] = "*/*",
) -> Response:  # fmt: skip
    """Read one note, as it is or was, in the format that `Accept` prefers: JSON, or any of its renditions."""
    return rendered(request, session, note, preferred(accept), seen_by=caller, known_at=known_at)


@router.get("/notes/{note_id}/versions", response_model=NoteVersions)
def read_note_versions(request: Request, note: NoteAt, session: Db, caller: Caller) -> Response:
    """Read every version of a note that the caller may see, oldest first, each with what it changed."""
    body, _ = paging.page(request, paging.Slice(catalogue.versions(session, note, seen_by=caller), None, None))
    return etags.answer(request, body)


def rendered(
    request: Request, session: Session, note: Note, suffix: Suffix, *, seen_by: Principal, known_at: str | None = None
) -> Response:
    """A note as a file, as somebody may see it, with its event as it was known at the same instant."""
    event = orjson.loads(service.event_of(session, note, known_at=known_at).body)
    if suffix == "json":
        (body,) = catalogue.bodies(session, [note], seen_by=seen_by, known_at=known_at)
    else:
        body = renditions.render(document_of(request, session, note, event, seen_by=seen_by, known_at=known_at), suffix)
    return file(request, body, suffix, name=file_name(note, event))


def document_of(
    request: Request, session: Session, note: Note, event: dict[str, Any], *, seen_by: Principal,
    known_at: str | None = None,
) -> Document:  # fmt: skip
    """A note of an event as it is printed for somebody."""
    (body,) = catalogue.bodies(session, [note], seen_by=seen_by, known_at=known_at)
    return printed(session, note, body, event, base_url=request.app.state.settings.base_url)


def file(request: Request, body: bytes, suffix: Suffix, *, name: str) -> Response:
    """A rendition under a name; a page in a sandbox of its own."""
    place = "attachment" if suffix == "docx" else "inline"
    headers = {"Content-Disposition": f'{place}; filename="{name}.{suffix}"'} | AGREED
    return etags.answer(
        request, body, media_type=TYPES[suffix], headers=headers | (SANDBOX if suffix == "html" else {})
    )


def file_name(note: Note, event: dict[str, Any]) -> str:
    """What the file is, in letters that every system keeps: `information-note-TKM-2018-01-22-en-r1`, or a draft."""
    states = event["states"] if len(event["states"]) <= 3 else []
    kind = "information-note" if note.status == "published" else f"{note.status}-note"
    words = "-".join([kind, *states, event["starts_on"], note.language, f"r{note.revision}"])
    return re.sub(r"[^0-9A-Za-z]+", "-", words)


def preferred(accept: str) -> Suffix:
    """The format that an Accept header likes best (RFC 9110, section 12.5.1); JSON where it likes none better."""
    weights: dict[str, float] = {}
    for part in accept.split(","):
        media, *parameters = part.lower().replace(" ", "").split(";")
        weight = next((value[2:] for value in parameters if value.startswith("q=")), "1")
        weights[media] = float(weight) if re.fullmatch(r"[01](\.[0-9]{0,3})?", weight) else 0.0
    return max(TYPES, key=lambda suffix: _weight(TYPES[suffix], weights))


def _weight(media_type: str, weights: dict[str, float]) -> float:
    media = media_type.split(";", maxsplit=1)[0]
    ranges = (media, media.split("/", maxsplit=1)[0] + "/*", "*/*")
    return next((weights[one] for one in ranges if one in weights), 0.0)
