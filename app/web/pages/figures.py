"""The pages of figures: reporting and plans on any day, and how good readings were in use."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.access.guards import Visitor
from app.figures import follow_through, plans, reading, service
from app.figures.models import FollowThroughQuestion, ReadingQuestion
from app.inbox.routes import EXTENSIONS
from app.kit import etags
from app.kit.clock import Today
from app.kit.db import Db
from app.kit.formats import csv
from app.kit.paging import Window
from app.web import forms, render
from app.web.forms import MomentQuestion

router = APIRouter(include_in_schema=False)
# The page tells how many events were followed; which they are, the API lists.
COUNTED = Window(limit=1, after=None, total=None, count=True)


@router.get("/figures", response_model=str)
def show_figures(request: Request, session: Db, visitor: Visitor, today: Today) -> Response:
    """Show reporting, plans and what followed events, on any day, beside what the Committee published."""
    question, wrong = forms.asked(request, MomentQuestion)
    asked = question.model_dump(mode="json", exclude_none=True)
    followed, _ = follow_through.follow_through(
        session, FollowThroughQuestion(**asked), COUNTED, today=today, seen_by=visitor
    )
    return render.page(
        request, "figures.html", visitor, question=question, wrong=wrong, query=f"?{urlencode(asked)}" if asked else "",
        reporting=service.reporting(session, question, today=today, seen_by=visitor),
        plans=plans.plans(session, question, today=today, seen_by=visitor), followed=followed,
    )  # fmt: skip


@router.get("/figures/reading", response_model=str)
def show_reading_figures(request: Request, session: Db, visitor: Visitor, today: Today) -> Response:
    """Show what people kept of what was read, by field, language and format, and how honest its confidence was."""
    question, wrong = forms.asked(request, ReadingQuestion)
    asked = question.model_dump(mode="json", by_alias=True, exclude_none=True)
    return render.page(
        request, "reading_figures.html", visitor, question=question, wrong=wrong, formats=EXTENSIONS,
        figures=reading.reading(session, question, today=today, seen_by=visitor),
        query=f"?{urlencode(asked)}" if asked else "",
    )  # fmt: skip


@router.get("/figures/reading.csv", response_model=str)
def download_reading_figures(request: Request, session: Db, visitor: Visitor, today: Today) -> Response:
    """Take the same figures away as a table."""
    question, _ = forms.asked(request, ReadingQuestion)
    found = reading.reading(session, question, today=today, seen_by=visitor)
    headers = {"Cache-Control": etags.PERSONAL, "Vary": "Cookie"}
    return Response(reading.table(found), media_type=csv.TYPE_SENT, headers=headers)
