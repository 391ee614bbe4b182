"""Pages of the revisions of a note: what one says, and in what two of them differ."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Request, Response
from sqlmodel import Session

from app.access.guards import Visitor
from app.access.service import Principal
from app.kit import etags
from app.kit.db import Db
from app.kit.shapes import Id
from app.notes import catalogue, printing, revisions, service
from app.notes.document import Document, document
from app.notes.editing_routes import Number, rendered_revision
from app.notes.models import Note, NoteStatus
from app.notes.routes import Suffix
from app.web import noted, render
from app.web.noted import direction

router = APIRouter(include_in_schema=False)
Json = dict[str, Any]


# The routes with a dot in their last part come first: it would belong to the number else.
@router.get("/notes/{note_id}/revisions/{first}..{second}", response_model=str)
def show_comparison(
    request: Request, note_id: Id, first: Number, second: Number, session: Db, visitor: Visitor
) -> Response:
    """Show in what the second of two revisions of a note differs from the first."""
    note = service.get(session, note_id, seen_by=visitor)
    compared = orjson.loads(revisions.compared(session, note, first, second, seen_by=visitor))
    told = orjson.loads(note.body)
    return render.page(
        request, "comparison.html", visitor, compared=compared, note=told, direction=direction(told["language"]),
        revisions=noted.listed(session, note, seen_by=visitor),
    )  # fmt: skip


@router.get("/notes/{note_id}/revisions/{revision}.{format}", response_model=bytes)
def download_revision(
    request: Request,
    note_id: Id,
    revision: Number,
    format: Annotated[Suffix, Path()],  # noqa: A002 (the word of the address)
    session: Db,
    visitor: Visitor,
) -> Response:
    """Take a published revision of a note away as a file."""
    note = service.get(session, note_id, seen_by=visitor)
    response = rendered_revision(request, session, note, revision, format, seen_by=visitor)
    response.headers["Vary"] = "Cookie"
    if visitor.token:
        response.headers["Cache-Control"] = etags.PERSONAL
    return response


@router.get("/notes/{note_id}/revisions/{revision}", response_model=str)
def show_revision(request: Request, note_id: Id, revision: Number, session: Db, visitor: Visitor) -> Response:
    """Show what one revision of a note says, for ever."""
    note = service.get(session, note_id, seen_by=visitor)
    every = noted.listed(session, note, seen_by=visitor)
    printed = _printed(session, note, revision, every, visitor)
    base_url = str(request.app.state.settings.base_url)
    told = {"id": note.id, "revises": note.revises, "revision": revision}
    return render.page(
        request, "revision.html", visitor, note=orjson.loads(note.body), printed=noted.article(printed),
        this=next(one for one in every if one["revision"] == revision), newest=every[0]["revision"], revisions=every,
        based=_based(session, note, visitor), formats=noted.FORMATS, cite=noted.cited(printed, told, base_url=base_url),
    )  # fmt: skip


def _based(session: Session, note: Note, visitor: Principal) -> str:
    """What an edit names that is based on the text as it now is."""
    (body,) = catalogue.bodies(session, [revisions.under_way(session, note)], seen_by=visitor)
    return etags.etag(body)


def _printed(session: Session, note: Note, number: int, every: list[Json], visitor: Principal) -> Document:
    """A revision as it was published, or else as a draft."""
    fixed = orjson.loads(revisions.fixed(session, note, number, seen_by=visitor))
    if any(one["revision"] == number and one["published_at"] for one in every):
        printed, _, _ = printing.published(session, note, number, seen_by=visitor)
        return printed
    event = orjson.loads(service.event_of(session, note).body)
    return document(fixed | {"id": fixed["note"], "status": NoteStatus.draft}, event)
