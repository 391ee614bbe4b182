"""The figures, and the ratios beside what is wanted of them."""

import statistics
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.bench.load import Contender

BARE, BARE_304 = "bare uvicorn, same bytes", "bare uvicorn, 304"
REPEATED, KNOWN = "timeline, repeated", "timeline, 304"
ANEW, THEN, ROUTED = "timeline, not in memory", "timeline, known_at", "timeline, by its route"
ORM = "plain ORM route"
WRITTEN, ORM_WRITTEN = "event written", "event by plain ORM"
LISTED, LISTED_ANEW = "events, repeated", "events, not in memory"
LEAN, REST = "events, Datasette, lean query", "events, Django REST"
# Two contenders, and the least that the first should reach of the second.
WANTED = (
    (REPEATED, BARE, 0.65), (KNOWN, BARE_304, 0.80), (ANEW, ORM, 10.0), (ANEW, ROUTED, 1.0), (THEN, ANEW, 0.5),
    (LISTED, LEAN, 8.0), (LISTED, REST, 50.0), (LISTED_ANEW, LEAN, 1.0), (LISTED_ANEW, REST, 1.0),
    (WRITTEN, ORM_WRITTEN, 5.0),
)  # fmt: skip


def show(measured: Sequence[Contender], *, started_in: float, memory: float) -> None:
    """Requests a second (best round), times, processor time a request (least round), and the ratios."""
    console = Console(width=110)
    table = Table(title="Interleaved in one run, one process each")
    for column in ("contender", "req/s", "p50 ms", "p99 ms", "p99/p50", "processor µs"):
        table.add_column(column, justify="left" if column == "contender" else "right")
    for one in measured:
        cuts = statistics.quantiles(one.seconds, n=100)
        half, most = cuts[49] * 1000, cuts[98] * 1000
        figures = f"{max(one.rates):,.0f}", f"{half:.2f}", f"{most:.2f}", f"{most / half:.1f}", f"{_cost(one):,.0f}"
        table.add_row(one.name, *figures)
    console.print(table)
    console.print(f"Start to first connection {started_in:.2f} s; memory of the worker afterwards {memory:.0f} MB.")
    for first, second, least in WANTED:
        _compare(console, measured, first, second, least)


def _compare(console: Console, measured: Sequence[Contender], first: str, second: str, least: float) -> None:
    found = {one.name: one for one in measured}
    if first in found and second in found:
        rate = max(found[first].rates) / max(found[second].rates)
        cost = _cost(found[second]) / (_cost(found[first]) or 1)
        console.print(f"{first} : {second} = {rate:.2f} by rate, {cost:.2f} by processor time (wanted: {least:g})")


def _cost(one: Contender) -> float:
    return min(one.costs) * 1_000_000
