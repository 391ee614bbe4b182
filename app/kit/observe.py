"""What can be seen from outside the house: a request id, one log line a request, metrics."""

import asyncio
import logging
import sys
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, MutableMapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any, Literal, TextIO

import orjson
import structlog
from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from pydantic import BaseModel
from sqlalchemy import text
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.kit.db import Db
from app.kit.ids import new_id

REGISTRY = CollectorRegistry()
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
# Which request is answered, in the context of its task and of the threads that work for it.
REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)  # seconds
BUCKETS = [*(str(bound) for bound in BOUNDS), "+Inf"]
LABELS = ["method", "route", "status"]
LINE = b'%b%.1f,"event":"request","request_id":"%b%b'


@dataclass(slots=True)
class Kind:
    """Requests that are counted as one: how many took how long, and how their lines in the log begin."""

    start: bytes
    slots: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0


class Answered(Collector):
    """What was answered: numbers that are put into words when somebody asks for the metrics, and lines for the log.

    What is answered in one turn of the event loop is counted and written at its end, at once: 1 microsecond a request,
    where the metrics' own objects take 3, and structlog 18.
    """

    def __init__(self) -> None:
        self.stream: TextIO | None = None  # where the lines go; None: they are below the lowest level
        self.kinds: dict[tuple[str, str, int], Kind] = {}
        self.waiting: list[tuple[Kind, float, str]] = []
        self.from_memory = 0

    def note(self, kind: Kind, seconds: float, request_id: str) -> None:
        """Count and log a request that was answered."""
        if not self.waiting:
            asyncio.get_running_loop().call_soon(self._write)
        self.waiting.append((kind, seconds, request_id))

    def kind(self, method: str, route: object, status: int) -> Kind:
        """As what a request is counted."""
        key = method, getattr(route, "name", "unknown"), status
        if key not in self.kinds:
            members = dict(zip(LABELS, key, strict=True))
            self.kinds[key] = Kind(orjson.dumps(members)[:-1] + b',"milliseconds":')
        return self.kinds[key]

    def _write(self) -> None:
        noted, self.waiting = self.waiting, []
        for kind, seconds, _ in noted:
            kind.slots[bisect_left(BOUNDS, seconds)] += 1
            kind.seconds += seconds
        if self.stream:
            now = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
            end = b'","level":"info","timestamp":"%bZ"}\n' % now.encode()
            lines = [LINE % (kind.start, seconds * 1000, name.encode(), end) for kind, seconds, name in noted]
            self.stream.write(b"".join(lines).decode())

    def collect(self) -> Iterator[Metric]:
        requests = CounterMetricFamily("outreach_requests", "Requests answered.", labels=LABELS)
        slots: defaultdict[str, list[list[int]]] = defaultdict(list)
        seconds: Counter[str] = Counter()
        for (method, route, status), kind in list(self.kinds.items()):
            requests.add_metric([method, route, f"{status}"], sum(kind.slots))
            slots[route].append(kind.slots)
            seconds[route] += kind.seconds  # type: ignore[assignment]  # typeshed's counters count whole things
        taken = HistogramMetricFamily("outreach_request_seconds", "Time to the last byte.", labels=["route"])
        for route, each in slots.items():
            upto = accumulate(sum(slot) for slot in zip(*each, strict=True))
            taken.add_metric([route], list(zip(BUCKETS, upto, strict=True)), seconds[route])
        memory = CounterMetricFamily("outreach_from_memory", "Requests answered from memory.", value=self.from_memory)
        yield from (requests, taken, memory)


ANSWERED = Answered()
REGISTRY.register(ANSWERED)


def log_as_json(level: str) -> None:
    """Log one JSON object a line to standard error."""
    ANSWERED.stream = sys.stderr if logging.getLevelNamesMapping()[level] <= logging.INFO else None
    structlog.configure(
        processors=[
            _name_request,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def _name_request(_logger: object, _method: str, said: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    request_id = REQUEST_ID.get()
    return said if request_id is None else {**said, "request_id": request_id}


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

        token = REQUEST_ID.set(request_id)
        try:
            await self.app(scope, receive, watch)
        finally:
            REQUEST_ID.reset(token)
            kind = ANSWERED.kind(scope["method"], scope.get("route"), status)
            ANSWERED.note(kind, time.perf_counter() - started, request_id)


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
