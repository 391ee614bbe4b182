"""Routes of figures."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.access.guards import Caller
from app.figures import service
from app.figures.models import ReportingPublic
from app.kit import etags
from app.kit.clock import Today
from app.kit.db import Db
from app.kit.edge import Edge
from app.timeline.history import Moment

router = APIRouter(tags=["figures"], route_class=Edge)


@router.get("/figures/reporting", response_model=ReportingPublic)
def read_reporting(
    request: Request, moment: Annotated[Moment, Query()], session: Db, caller: Caller, today: Today
) -> Response:
    """Read how far reporting has come, on any day, beside the figures that the Committee published."""
    found = service.reporting(session, moment, today=today, seen_by=caller)
    return etags.answer(request, found.model_dump_json().encode())
