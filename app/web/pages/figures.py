"""The page that tells how good readings were in use."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.access.guards import Visitor
from app.figures import reading
from app.figures.models import ReadingQuestion
from app.inbox.routes import EXTENSIONS
from app.kit import etags
from app.kit.clock import Today
from app.kit.db import Db
from app.kit.formats import csv
from app.web import forms, render

router = APIRouter(include_in_schema=False)


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
