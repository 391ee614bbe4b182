"""The edge: what every route of the API does beside its own work, declared once.

The transaction of a request (`kit.db.Db`) ends after its route has answered and before the answer is sent. What stands
here happens in between: an answer is kept for a retry, or a dry run is taken back.
"""

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from app.kit import choose, idempotency, ids, rehearsal
from app.kit.db import SAFE_METHODS
from app.kit.idempotency import Answered, Attempt

REHEARSED = {
    "description": "The answer to a dry run: what would be made, with null for every new id.",
    "content": {"application/json": {"schema": {"type": "object"}}},
}
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Edge(APIRoute):
    """A route of the API: reads offer `fields` and `expand`, writes `dry_run`, and POST takes an `Idempotency-Key`."""

    keeps: ClassVar[bool] = True

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        methods = set(options["methods"])
        extra = []
        if not methods <= SAFE_METHODS:
            extra.append(Depends(rehearsal.asked))
            options["responses"] = {200: REHEARSED} | (options.get("responses") or {})
        if "POST" in methods:
            extra.append(Depends(idempotency.key))
        if methods == {"GET"} and choose.record(options.get("response_model"))[0]:
            extra.append(Depends(choose.asked))
        options["dependencies"] = [*(options.get("dependencies") or []), *extra]
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Handler:
        handle, methods = super().get_route_handler(), self.methods or set()
        if methods <= SAFE_METHODS:
            return handle

        async def write(request: Request) -> Response:
            trial = await idempotency.attempt(request, keeps=self.keeps) if "POST" in methods else None
            request.state.attempt = trial
            async with idempotency.flight(request, trial):
                return await self._written(request, trial, handle)

        return write

    async def _written(self, request: Request, trial: Attempt | None, handle: Handler) -> Response:
        try:
            with ids.collected() as made:
                response = await handle(request)
        except Answered as before:
            return before.response
        if rehearsal.on(request):
            return rehearsal.answer(response, made)
        if trial:
            await run_in_threadpool(idempotency.keep, request.state.session, trial, response)
        return response


class Unkept(Edge):
    """A route whose answer is not kept for a retry: it holds a secret, or nothing may be kept of it."""

    keeps = False
