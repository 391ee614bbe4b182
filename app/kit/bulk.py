"""Many writes in one request: each item is judged and written on its own, or, on demand, all of them or none.

A room offers it with the shape and the verb that it has for one:

    @router.post("/entries/bulk", response_model=BulkAnswer[EntryPublic], max_body_size=bulk.LARGEST_BODY)
    def record_entries(
        request: Request, batch: Batch, session: Db, caller: Caller, now: Now, atomic: Atomic = False
    ) -> Response:
        def one(data: EntryCreate) -> str:
            return service.record(session, data, by=caller.id, now=now).body

        return bulk.write(request, session, batch, EntryCreate, one, atomic=atomic)
"""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar

import orjson
from fastapi import Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.kit import problems
from app.kit.errors import Invalid, Problem, field
from app.kit.etags import PERSONAL
from app.kit.problems import ProblemDocument
from app.kit.shapes import Input

T = TypeVar("T")
S = TypeVar("S", bound=BaseModel)
LARGEST_BODY = 8 * 1024 * 1024
MOST = 1000


class Batch(Input):
    """Things to write, in this order."""

    items: Annotated[list[Any], Field(min_length=1, max_length=MOST)]


class BulkItem(BaseModel, Generic[T]):
    """What became of one item: the record that was made, or the problem, whose pointers lead into the item."""

    status: int
    id: str | None
    body: T | None
    problem: ProblemDocument | None


class BulkAnswer(BaseModel, Generic[T]):
    """What became of each item, in the order in which they were sent."""

    items: list[BulkItem[T]]


class BatchRefused(Invalid):
    """`atomic=true` writes all items or none, and some were refused: nothing was written.

    `errors` names each by its place, such as `/items/6/date`. Mend them, or leave `atomic` out.
    """

    slug, title = "batch-refused", "Some items are refused, so none was written"


Atomic = Annotated[bool, Query(description="Write all items or none.")]


def write(
    request: Request,
    session: Session,
    batch: Batch,
    shape: type[S],
    one: Callable[[S], str],
    *,
    atomic: bool,
) -> Response:
    """Write each item in a savepoint of its own; `one` does it, and answers the JSON of what it made.

    Raises BatchRefused.
    """
    made = [_write(session, item, shape, one) for item in batch.items]
    refused = [(place, result) for place, result in enumerate(made) if isinstance(result, Problem)]
    if atomic and refused:
        errors = [error for place, problem in refused for error in _placed(place, problem)]
        raise BatchRefused(f"{len(refused)} of {len(made)} items are refused.", errors=errors)
    told = orjson.dumps({"items": [_told(result, request.url.path) for result in made]})
    return Response(told, headers={"Cache-Control": PERSONAL}, media_type="application/json")


def _write(session: Session, item: object, shape: type[S], one: Callable[[S], str]) -> str | Problem:
    try:
        data = shape.model_validate(item)
        with session.begin_nested():
            return one(data)
    except ValidationError as error:
        found = [each | {"loc": ("body", *each["loc"])} for each in error.errors()]
        return problems.translate(RequestValidationError(found), "")
    except DBAPIError as error:
        problem = problems.from_database(error)
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        return problem
    except Problem as problem:
        return problem


def _placed(place: int, problem: Problem) -> Sequence[dict[str, str]]:
    """The errors of one item's problem, with pointers into the whole batch."""
    if not problem.errors:
        return [field(f"/items/{place}", problem.slug, problem.detail)]
    return [{**error, "pointer": f"/items/{place}{error['pointer']}"} for error in problem.errors]


def _told(result: str | Problem, instance: str) -> dict[str, Any]:
    if isinstance(result, Problem):
        document = problems.document(result, instance)
        return {"status": result.status, "id": None, "body": None, "problem": document}
    return {"status": 201, "id": orjson.loads(result)["id"], "body": orjson.Fragment(result), "problem": None}
