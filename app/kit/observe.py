"""What can be seen from outside the house: a request id, one log line a request, metrics."""

import logging
import sys
import time
from typing import Literal

import structlog
from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, Counter, Histogram, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.db import Db
from app.kit.ids import new_id

REGISTRY = CollectorRegistry()
REQUESTS = Counter("outreach_requests", "Requests answered.", ["method", "route", "status"], registry=REGISTRY)
SECONDS = Histogram("outreach_request_seconds", "Time to the last byte.", ["route"], registry=REGISTRY)
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


def log_as_json(level: str) -> None:
    """Log one JSON object a line to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


class Observer:
    """Pure ASGI: names each request, counts it, logs it, and adds the headers that every answer carries."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id, started, status = new_id(), time.perf_counter(), 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *HEADERS, (b"x-request-id", request_id.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, watch)
            finally:
                _note(scope, status, time.perf_counter() - started)


def _note(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "name", "unknown")
    REQUESTS.labels(scope["method"], route, status).inc()
    SECONDS.labels(route).observe(seconds)
    structlog.get_logger().info(
        "request", method=scope["method"], route=route, status=status, milliseconds=round(seconds * 1000, 1)
    )


router = APIRouter(tags=["operation"])


class Health(BaseModel):
    """Whether the server can do its work."""

    status: Literal["ok"]


@router.get("/healthz", response_model=Health)
def healthz() -> Health:
    """Tell that the process is alive."""
    return Health(status="ok")


@router.get("/readyz", response_model=Health)
def readyz(session: Db) -> Health:
    """Tell that the database answers."""
    session.execute(text("SELECT 1"))
    return Health(status="ok")


@router.get("/metrics", response_model=str, response_class=PlainTextResponse)
def metrics() -> Response:
    """Give the metrics of this process in the Prometheus text format."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_PLAIN_0_0_4)
