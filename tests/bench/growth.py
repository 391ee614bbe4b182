"""`make bench-large`: what a page costs at 10,000 and at 1,000,000 entries, asked without a server in between."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from rich.console import Console

from app.kit import clock
from app.kit.db import Database
from app.kit.paging import Window
from app.kit.raw import FileReader
from app.states import registry
from app.timeline.hot import Asked, Hot
from tests.bench import registers

SIZES = (10_000, 1_000_000)
ROUNDS, ASKED = 5, 60
Question = tuple[str, Asked]


def questions() -> list[Question]:
    """Pages of random States from a random day on, now and as known, and the first page with its total."""
    random, now = Random(1540), clock.instant(datetime.now(UTC))  # noqa: S311  (nothing secret)
    codes = [state.iso3 for state in registry.all_states()]
    found: list[Question] = []
    for _ in range(ASKED):
        state, day = random.choice(codes), f"{random.randint(2004, 2010)}-0{random.randint(1, 9)}-11"
        onward, first = Window(20, [day, day, ""], None, count=False), Window(20, None, None, count=True)
        found.append(("page", Asked(state, "asc", None, onward)))
        found.append(("page, known_at", Asked(state, "asc", now, onward)))
        found.append(("first page with total", Asked(state, "asc", None, first)))
    return found


async def ask(reader: FileReader, asked: Sequence[Question]) -> dict[str, list[float]]:
    """Microseconds of each question, by its name."""
    hot = Hot(reader=reader, route=None)
    taken: dict[str, list[float]] = {}
    for name, question in asked:
        started = time.perf_counter()
        await hot.read(question)
        taken.setdefault(name, []).append((time.perf_counter() - started) * 1_000_000)
    return taken


def run(folder: Path) -> None:
    readers = {size: FileReader(str(_filled(folder, size))) for size in SIZES}
    asked, medians = questions(), dict[tuple[str, int], list[float]]()
    for _ in range(ROUNDS):
        for size, reader in readers.items():
            for name, taken in asyncio.run(ask(reader, asked)).items():
                medians.setdefault((name, size), []).append(statistics.median(taken))
    _show({key: min(each) for key, each in medians.items()})


def _filled(folder: Path, entries: int) -> Path:
    path = folder / f"{entries}.db"
    if not path.exists():
        database = Database(f"sqlite:///{path}")
        registers.fill(database, entries)
        database.close()
    return path


def _show(medians: dict[tuple[str, int], float]) -> None:
    console, (small, large) = Console(width=110), SIZES
    for name in dict.fromkeys(name for name, _ in medians):
        few, many = medians[name, small], medians[name, large]
        console.print(
            f"{name}: p50 {few:.0f} µs at {small:,}, {many:.0f} µs at {large:,}: {many / few:.2f} times (wanted: 1.3)"
        )
    for size in SIZES:
        then = medians["page, known_at", size] / medians["page", size]
        console.print(f"known_at : current = {then:.2f} at {size:,} (wanted: at most 2)")
