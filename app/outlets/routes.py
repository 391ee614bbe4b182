"""Routes of the change feed and of the audit log."""

from enum import Enum
from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Query, Request, Response

from app.access.guards import Caller
from app.kit import etags, paging
from app.kit.db import Db
from app.kit.edge import Edge
from app.kit.paging import Paging
from app.kit.shapes import Page
from app.outlets import service
from app.outlets.models import LARGEST, Changes, ChangesQuestion, Log, LogQuestion

router = APIRouter(route_class=Edge)
CHANGES: list[str | Enum] = ["changes"]
AUDIT: list[str | Enum] = ["audit"]
Seq = Annotated[int, Path(ge=1, le=LARGEST, description="The number of the change.")]


@router.get("/changes", tags=CHANGES, response_model=Changes)
def list_changes(
    request: Request, question: Annotated[ChangesQuestion, Query()], session: Db, caller: Caller
) -> Response:
    """List every change that the caller may see, once, in order, removals too."""
    found = service.changes(session, question, address=request.url.path, seen_by=caller)
    return etags.answer(request, found.model_dump_json().encode())


@router.get("/audit", tags=AUDIT, response_model=Page[Log])
def list_audit(
    request: Request, question: Annotated[LogQuestion, Query()], window: Paging, session: Db, caller: Caller
) -> Response:
    """List who changed what, and when; with the record before and after where it is asked for."""
    body, headers = paging.page(request, service.log(session, question, window, seen_by=caller))
    return etags.answer(request, body, headers=headers)


@router.get("/audit/{seq}", tags=AUDIT, response_model=Log)
def read_audit(request: Request, seq: Seq, session: Db, caller: Caller) -> Response:
    """Read one change with the record before and after it, and the differences."""
    return etags.answer(request, orjson.dumps(service.change(session, seq, seen_by=caller)))
