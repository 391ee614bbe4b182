"""The page that reads a note and keeps nothing."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response, UploadFile

from app.access.guards import Visitor
from app.kit.errors import Invalid, Problem
from app.reading.models import Reading
from app.reading.routes import AT_ONCE, LARGEST_BODY, plain_name, understand
from app.web import render
from app.web.understood import view

router = APIRouter(include_in_schema=False)
PASTED = "pasted.txt"
Pasted = Annotated[str, Form(max_length=200_000)]


@dataclass(frozen=True, slots=True)
class Understood:
    """What became of an upload: a reading of its text, or why there is none."""

    reading: Reading | None = None
    text: str = ""
    problem: Problem | None = None


def uploaded(file: UploadFile | None = None, text: Pasted = "") -> Understood:
    try:
        if file is not None and file.filename:
            return Understood(*understand(file.file.read(), plain_name(file.filename)))
        if text.strip():
            return Understood(*understand(text.encode(), PASTED))
        raise Invalid("Choose a file, or paste the text of a note.")
    except Problem as problem:
        return Understood(problem=problem)


@router.get("/read", response_model=str)
def show_reader(request: Request, visitor: Visitor) -> Response:
    """Ask for a note to read."""
    return render.page(request, "read.html", visitor, view=None, reading=None, problem=None)


# The reading stands before the visitor, who is found in the database: no transaction is held while a file is read.
@router.post("/read", response_model=str, max_body_size=LARGEST_BODY)
def read_upload(
    request: Request, understood: Annotated[Understood, Depends(uploaded, max_concurrency=AT_ONCE)], visitor: Visitor
) -> Response:
    """Show what was understood of a note, beside its text."""
    reading, problem = understood.reading, understood.problem
    shown = view(reading, understood.text) if reading else None
    status = problem.status if problem else 200
    return render.page(request, "read.html", visitor, status=status, view=shown, reading=reading, problem=problem)
