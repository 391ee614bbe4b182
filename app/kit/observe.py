"""What can be seen from outside the house: a request id, one log line a request, metrics."""

import logging
import sys
import time

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
    route = getattr(scope.get("route"), "path", "unknown")
    REQUESTS.labels(scope["method"], route, status).inc()
    SECONDS.labels(route).observe(seconds)
    structlog.get_logger().info(
        "request", method=scope["method"], route=route, status=status, milliseconds=round(seconds * 1000, 1)
    )
