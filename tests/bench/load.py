"""The one who asks: as many connections as wanted, each asks again as soon as it was answered."""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import uvloop

from tests.bench.servers import Server

END = b"\r\n\r\n"
LENGTH, CHUNKED, LAST_CHUNK = b"content-length: ", b"transfer-encoding: chunked", b"\r\n0\r\n\r\n"


@dataclass
class Contender:
    """A server, what it is asked in turn, and what was measured of it."""

    name: str
    server: Server
    requests: Iterator[bytes]
    status: int = 200
    seconds: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)


def get(path: str, **headers: str) -> bytes:
    """A GET request as it goes over the wire; `_` in a header's name stands for `-`."""
    lines = [f"GET {path} HTTP/1.1", "Host: bench", *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(path: str, body: bytes, token: str) -> bytes:
    """A POST request with JSON."""
    lines = [
        f"POST {path} HTTP/1.1", "Host: bench", f"Authorization: Bearer {token}", "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]  # fmt: skip
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class Caller(asyncio.Protocol):
    """One connection. It reads no more of an answer than its status and its length."""

    def __init__(self, contender: Contender, ends: float, done: Callable[[], None]) -> None:
        self.contender = contender
        self.ends = ends
        self.done = done
        self.head, self.tail = b"", b""
        self.left = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        self.head, self.tail, self.started = b"", b"", time.perf_counter()
        self.transport.write(next(self.contender.requests))  # type: ignore[attr-defined]  # a base without its verbs

    def data_received(self, data: bytes) -> None:
        if self.left:
            self.left -= len(data)
        elif self.tail:
            self.tail = (self.tail + data)[-len(LAST_CHUNK) :]
        else:
            self.head += data
            end = self.head.find(END)
            if end < 0:
                return
            self._begin(end)
        if not self.left and self.tail in {b"", LAST_CHUNK}:
            self._answered()

    def _begin(self, end: int) -> None:
        """What is left of an answer after its head: so many bytes, or chunks up to the empty one."""
        if not self.head.startswith(b"HTTP/1.1 %d" % self.contender.status):
            raise SystemExit(f"{self.contender.name} answered: {self.head[:2000].decode(errors='replace')}")
        at = self.head.lower().find(LENGTH, 0, end)
        if at < 0 and CHUNKED in self.head[:end].lower():
            self.tail = self.head[-len(LAST_CHUNK) :]
            return
        length = int(self.head[at + len(LENGTH) : self.head.index(b"\r", at)]) if at >= 0 else 0
        self.left = end + len(END) + length - len(self.head)

    def _answered(self) -> None:
        now = time.perf_counter()
        self.contender.seconds.append(now - self.started)
        if now < self.ends:
            self._ask()
        else:
            self.transport.close()

    def connection_lost(self, _: Exception | None) -> None:
        self.done()


async def _run(contender: Contender, clients: int, seconds: float) -> None:
    loop, left, over = asyncio.get_running_loop(), clients, asyncio.Event()

    def done() -> None:
        nonlocal left
        left -= 1
        if not left:
            over.set()

    ends = time.perf_counter() + seconds
    for _ in range(clients):
        await loop.create_connection(lambda: Caller(contender, ends, done), "127.0.0.1", contender.server.port)
    await over.wait()


def measure(contender: Contender, *, clients: int, seconds: float) -> None:
    """Ask for some seconds; adds the rate, the processor time of each request (s), and the time of each (s)."""
    before, asked, started = _processor(contender.server.pid), len(contender.seconds), time.perf_counter()
    uvloop.run(_run(contender, clients, seconds))
    count = max(1, len(contender.seconds) - asked)
    contender.rates.append(count / (time.perf_counter() - started))
    contender.costs.append((_processor(contender.server.pid) - before) / count)


def _processor(pid: int) -> float:
    """Processor seconds that a process has used in all its threads; 0 where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return 0.0
    return time.clock_gettime(~pid << 3 | 2)  # the clock of another process: clock_getcpuclockid(3)
