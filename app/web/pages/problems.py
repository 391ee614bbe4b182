"""Pages that explain each kind of problem; the `type` of a problem's JSON is their address."""

from fastapi import APIRouter, Request, Response

from app.access.guards import Visitor
from app.web import problems, render
from app.web.problems import NoSuchProblem

router = APIRouter(include_in_schema=False)


@router.get("/problems", response_model=str)
def show_problems(request: Request, visitor: Visitor) -> Response:
    """List every kind of problem."""
    return render.page(request, "problems.html", visitor, kinds=problems.kinds())


@router.get("/problems/{slug}", response_model=str)
def show_problem(request: Request, slug: str, visitor: Visitor) -> Response:
    """Explain one kind of problem."""
    kind = problems.kinds().get(slug)
    if kind is None:
        raise NoSuchProblem("The list of problems has those that this server knows.")
    return render.page(request, "problem_kind.html", visitor, kind=kind)
