"""`make bench`: the timeline read beside a bare uvicorn answer and a tutorial's ORM route, interleaved."""

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from urllib.request import urlopen

import orjson
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert
from sqlmodel import SQLModel

from app.cli.register import prepare
from app.kit.db import Database
from app.states import registry
from app.timeline import service
from app.timeline.models import EntryCreate, Kind
from tests.bench.contenders import FOLDER, Plain

CLIENTS, SECONDS, ROUNDS = 8, 2.0, 3
STATE = "TKM"
PATH = f"/api/v1/states/{STATE}/timeline?total=false"


@dataclass
class Contender:
    """A server, the request that it is asked, and what was measured of it."""

    name: str
    app: str
    request: str
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    rates: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    port: int = 0


def fill(folder: Path, entries: int) -> None:
    """A register with invented entries spread over all States, and the same in the tutorial's table."""
    database, random = Database(f"sqlite:///{folder / 'outreach.db'}"), Random(1540)  # noqa: S311  (nothing secret)
    now = datetime.now(UTC)
    prepare(database, now=now)
    codes = [state.iso3 for state in registry.all_states()]
    SQLModel.metadata.tables["plain"].create(database.engine)
    with database.session(writes=True) as session:
        for number in range(entries):
            state = STATE if number < 200 else random.choice(codes)
            day = f"{random.randint(2004, 2026)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
            data = EntryCreate(
                kind=random.choice(list(Kind)), date=day, title=f"Invented fact {number}", states=[state]
            )
            entry = service.record(session, data, by="bench", now=now)
            session.execute(insert(Plain).values(orjson.loads(entry.body) | {"state": state}))
    database.close()


@contextmanager
def served(contender: Contender, folder: Path) -> Iterator[None]:
    """The contender under uvicorn, one process, on the first core where cores can be chosen."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        contender.port = free.getsockname()[1]
    factory = [] if contender.app.endswith(":bare") else ["--factory"]
    command = [sys.executable, "-m", "uvicorn", contender.app, *factory, "--port", str(contender.port)]
    environment = os.environ | {FOLDER: str(folder), "OUTREACH_HOME": str(folder), "OUTREACH_LOG_LEVEL": "ERROR"}
    process = subprocess.Popen([*command, "--log-level", "error", "--lifespan", "auto"], env=environment)
    try:
        _pin(process.pid, first=True)
        _wait(contender.port)
        yield
    finally:
        process.terminate()
        process.wait()


def _pin(pid: int, *, first: bool) -> None:
    if hasattr(os, "sched_setaffinity") and (cores := sorted(os.sched_getaffinity(0)))[1:]:
        os.sched_setaffinity(pid, {cores[0]} if first else set(cores[1:]))


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("A contender did not start.")


async def measure(contender: Contender) -> None:
    """Eight connections ask as fast as they are answered, for two seconds."""
    ends = time.perf_counter() + SECONDS
    counts = await asyncio.gather(*(_ask(contender, ends) for _ in range(CLIENTS)))
    contender.rates.append(sum(counts) / SECONDS)


async def _ask(contender: Contender, ends: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", contender.port)
    lines = [f"GET {contender.request} HTTP/1.1", "Host: bench", *(f"{k}: {v}" for k, v in contender.headers.items())]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    count = 0
    while (started := time.perf_counter()) < ends:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(f"HTTP/1.1 {contender.status}".encode()):
            raise SystemExit(f"{contender.name} answered: {head.decode()}")
        await reader.readexactly(_length(head))
        contender.seconds.append(time.perf_counter() - started)
        count += 1
    writer.close()
    return count


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def report(contenders: Sequence[Contender], entries: int) -> None:
    """Requests a second (best round), the median and the 99th hundredth of the times, and the ratios."""
    best = {one.name: max(one.rates) for one in contenders}
    bare, orm = best["bare uvicorn, same bytes"], best["SQLModel ORM route"]
    table = Table(title=f"A State's timeline, 50 of {entries:,} entries, {CLIENTS} clients, one process")
    for column in ("contender", "req/s", "p50 ms", "p99 ms", "of bare", "x ORM"):
        table.add_column(column, justify="left" if column == "contender" else "right")
    for one in contenders:
        cuts = statistics.quantiles(one.seconds, n=100)
        figures = f"{best[one.name]:,.0f}", f"{cuts[49] * 1000:.2f}", f"{cuts[98] * 1000:.2f}"
        table.add_row(one.name, *figures, f"{best[one.name] / bare:.2f}", f"{best[one.name] / orm:.1f}")
    Console(width=100).print(table)


def run(entries: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, entries)
        product = Contender("Outreach timeline", "app.main:create_app", PATH)
        with served(product, folder):
            with urlopen(f"http://127.0.0.1:{product.port}{PATH}") as answer:
                tag = answer.headers["etag"]
                (folder / "answer.json").write_bytes(answer.read())
            known = Contender(
                "Outreach timeline, 304", product.app, PATH, {"If-None-Match": tag}, status=304, port=product.port
            )
            orm = Contender("SQLModel ORM route", "tests.bench.contenders:tutorial", f"/states/{STATE}/timeline")
            bare = Contender("bare uvicorn, same bytes", "tests.bench.contenders:bare", "/")
            contenders = [bare, product, known, orm]
            with served(orm, folder), served(bare, folder):
                _pin(0, first=False)
                for _ in range(ROUNDS):
                    for contender in contenders:
                        asyncio.run(measure(contender))
        report(contenders, entries)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--large", action="store_true", help="100,000 entries instead of 10,000")
    run(100_000 if parser.parse_args().large else 10_000)
