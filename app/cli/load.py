"""`outreach load`: a folder of CSV files onto the record."""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from pydantic import ValidationError
from sqlmodel import Session

from app.access.service import SYSTEM
from app.cli import records, register, rows
from app.cli.failures import Refused, first_doubt
from app.cli.listing import show
from app.cli.rows import Outcome, Result, Row, placed
from app.figures import service as figures
from app.figures.models import FactCreate
from app.kit import dates
from app.kit.db import Database
from app.states import registry
from app.timeline import summary
from app.timeline.models import Assertion

STATUS_COLUMNS = ("state_iso3", "state_name", "first_report_submitted", "as_of", "basis", "source_url", "confidence")
FACT_COLUMNS = ("row_type", "symbol_or_metric", "date", "value", "paragraph", "own_words", "source_url", "confidence")
ANSWERS = {"yes": True, "no": False}
REPORT = ("file", "line", "result", "thing", "reason")
cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: outreach load data --report report.csv")
def load(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with the files.", show_default=False)],
    report: Annotated[Path | None, typer.Option(help="Write what became of each row to this file, as CSV.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print refused rows and the counts only.")] = False,
) -> None:
    """Load a folder of CSV files with dated facts; doing it twice changes nothing.

    The files are records.csv, status_first_report_*.csv and committee.csv, as far as they are there. Each row is
    recorded, linked to what is on record, unchanged since it was loaded before, or refused with the reason; nothing is
    guessed. A file goes in as a whole or, when it is damaged, not at all. Refused rows are not an error: the exit code
    is then 0 too.
    """
    settings = register.configured()
    clock = partial(register.present, ZoneInfo(settings.timezone))
    with register.opened(settings) as database:
        outcomes = load_folder(database, folder, clock=clock)
    if report:
        _write(report, outcomes)
    shown = [one for one in outcomes if one.result is Result.refused or not quiet]
    show(REPORT, [_cells(one) for one in shown])
    for line in summarize(outcomes):
        typer.echo(line)


def load_folder(database: Database, folder: Path, *, clock: Callable[[], datetime]) -> list[Outcome]:
    """Load every file that is there, each in one transaction; the clock is that of the register's time zone.

    Raises Refused where one is damaged, or none is there.
    """
    jobs = [(rows.read(path, columns), place) for path, columns, place in _files(folder)]
    if not jobs:
        raise Refused(f"{folder} has no records.csv, status_first_report_*.csv or committee.csv: give another folder.")
    outcomes: list[Outcome] = []
    for read, place in jobs:
        with database.session(writes=True) as session:
            outcomes += place(session, read, now=clock())
    return outcomes


Place = Callable[..., list[Outcome]]


def _files(folder: Path) -> list[tuple[Path, Sequence[str], Place]]:
    found = [(path, STATUS_COLUMNS, load_statuses) for path in sorted(folder.glob("status_first_report_*.csv"))]
    records_file, committee_file = folder / "records.csv", folder / "committee.csv"
    wanted = [(records_file, records.COLUMNS, records.load), *found, (committee_file, FACT_COLUMNS, load_facts)]
    return [(path, columns, place) for path, columns, place in wanted if path.exists()]


def load_statuses(session: Session, read: Sequence[Row], *, now: datetime) -> list[Outcome]:
    """Keep what each row says of a State's first report at a date."""
    return [_assert(session, row, now=now) for row in read]


def _assert(session: Session, row: Row, *, now: datetime) -> Outcome:
    state, when, answer = row["state_iso3"], row["as_of"], row["first_report_submitted"]
    try:
        registry.get(state)
        dates.parse(when)
    except (registry.UnknownState, dates.BadDate) as error:
        return Outcome(row, Result.refused, reason=str(error.args[0]))
    if answer not in ANSWERS:
        return Outcome(row, Result.refused, reason="first_report_submitted is neither yes nor no.")
    thing, reported = f"assertion/{state}/{when}", ANSWERS[answer]
    known = session.get(Assertion, (state, when))
    if known and known.reported != reported:
        return Outcome(row, Result.refused, thing, f"The register has the opposite, from {known.source}.")
    made = summary.assert_first_report(
        session, state=state, when=when, reported=reported, source=row["source_url"], by=SYSTEM, now=now
    )
    return Outcome(row, Result.recorded if made else Result.unchanged, thing)


def load_facts(session: Session, read: Sequence[Row], *, now: datetime) -> list[Outcome]:
    """Keep what the Committee published, as reference data."""
    known = figures.loaded(session, [row.digest for row in read])
    outcomes = [_publish(session, row, known, now=now) for row in read]
    figures.remember(session, placed(outcomes), by=SYSTEM, now=now)
    return outcomes


def _publish(session: Session, row: Row, known: dict[str, str], *, now: datetime) -> Outcome:
    if row.digest in known:
        return Outcome(row, Result.unchanged, known[row.digest])
    given = {
        "topic": row["row_type"], "name": row["symbol_or_metric"], "date": row["date"], "value": row["value"] or None,
        "paragraph": row["paragraph"] or None, "text": row["own_words"] or None, "source": row["source_url"],
    }  # fmt: skip
    try:
        data = FactCreate.model_validate(given)
    except ValidationError as error:
        return Outcome(row, Result.refused, reason=first_doubt(error))
    thing = known[row.digest] = f"fact/{figures.record(session, data, by=SYSTEM, now=now).id}"
    return Outcome(row, Result.recorded, thing)


def summarize(outcomes: Sequence[Outcome]) -> list[str]:
    """A line a file: how many rows it has, and what became of them."""
    counts: dict[str, Counter[Result]] = {}
    for outcome in outcomes:
        counts.setdefault(outcome.row.file, Counter())[outcome.result] += 1
    return [
        f"{file}: {count.total()} rows, " + ", ".join(f"{count[result]} {result}" for result in Result)
        for file, count in counts.items()
    ]


def _cells(outcome: Outcome) -> list[str]:
    row = outcome.row
    return [row.file, str(row.line), outcome.result, outcome.thing or "", outcome.reason or ""]


def _write(path: Path, outcomes: Sequence[Outcome]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([REPORT, *map(_cells, outcomes)])
    except OSError as error:
        raise Refused(f"The rows are loaded, but {path} cannot be written: {error.strerror}.") from error
