"""`records.csv` onto the record: every row is recorded, linked to what is on record, known already, or refused."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from pydantic import ValidationError
from sqlmodel import Session

from app.access.service import SYSTEM
from app.cli import happenings
from app.cli.failures import first_doubt
from app.cli.rows import Outcome, Result, Row, placed
from app.events import duplicates, standing, types
from app.events import service as events
from app.events.models import EventCreate, EventStatus
from app.figures import service as figures
from app.kit.dates import BadDate
from app.states import registry
from app.timeline import history
from app.timeline import service as timeline
from app.timeline.history import Alike
from app.timeline.models import DateBasis, Entry, EntryCreate, EntryStatus, Kind
from app.timeline.service import About

COLUMNS = (
    "state_iso3", "state_name", "kind", "date", "date_basis", "status", "title_or_subject", "document_symbol",
    "source_url", "confidence", "event_key", "role", "note",
)  # fmt: skip
SHARED = ("kind", "date", "date_basis", "status", "title_or_subject", "document_symbol")
LETTER_ROLES = {"subject", "author"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a happening went."""

    result: Result
    thing: str | None = None
    reason: str | None = None


class Loader:
    """One run over a file. `claimed` are the records of the file's own rows: no row is linked to another's.

    `now` is in the register's time zone: its date is today.
    """

    def __init__(self, session: Session, known: dict[str, str], *, now: datetime) -> None:
        self.session = session
        self.known = known
        self.claimed = set(known.values())
        self.now = now

    def place(self, rows: Sequence[Row]) -> list[Outcome]:
        """Put the rows of one happening on record."""
        outcomes = [Outcome(row, Result.refused, reason=why) for row in rows if (why := _doubt(row))]
        sound = [row for row in rows if not _doubt(row)]
        new = [row for row in sound if row.digest not in self.known]
        distinct = list({row.digest: row for row in new}.values())
        old = [row for row in sound if row.digest in self.known]
        outcomes += [Outcome(row, Result.unchanged, self.known[row.digest]) for row in old]
        if new:
            went = _part_of(self.known[old[0].digest]) if old else self._record(distinct)
            outcomes += [Outcome(row, went.result, went.thing, went.reason) for row in new]
            self._remember(distinct, went)
        return outcomes

    def _record(self, rows: Sequence[Row]) -> Placed:
        if apart := [column for column in SHARED if len({row[column] for row in rows}) > 1]:
            return Placed(Result.refused, reason=f"The rows of {rows[0]['event_key']} differ in {apart[0]}.")
        try:
            if Kind(rows[0]["kind"]) in happenings.EVENTS:
                return self._event(happenings.event(rows, today=self.now.date()), rows)
            return self._entry(happenings.entry(rows), rows)
        except ValidationError as error:
            return Placed(Result.refused, reason=first_doubt(error))
        except BadDate as error:
            return Placed(Result.refused, reason=str(error))

    def _event(self, data: EventCreate, rows: Sequence[Row]) -> Placed:
        concerned = standing.concerned(data)
        found = self._on_record(types.kinds(self.session)[data.type], concerned, data.date)
        if found.same:
            return self._link(found.same, data)
        if facts := [one for one in found.near if orjson.loads(one.body)["date"] == data.date]:
            return _near(f"entry/{facts[0].id}")
        likely = duplicates.likely(self.session, data.model_copy(update={"states": concerned}))
        if others := [one for one in (*likely.same, *likely.near) if f"event/{one.id}" not in self.claimed]:
            return _near(f"event/{others[0].id}")
        about = About(findings=happenings.findings(rows))
        made = events.create(self.session, data, by=SYSTEM, now=self.now, allow_duplicate=True, about=about)
        return Placed(Result.recorded, f"event/{made.id}")

    def _entry(self, data: EntryCreate, rows: Sequence[Row]) -> Placed:
        found = self._on_record(data.kind, data.states, data.date)
        if found.same:
            return self._link(found.same, data)
        if found.near:
            return _near(f"entry/{found.near[0].id}")
        about = About(findings=happenings.findings(rows))
        made = timeline.record(self.session, data, by=SYSTEM, now=self.now, about=about)
        return Placed(Result.recorded, f"entry/{made.id}")

    def _on_record(self, kind: Kind, states: Sequence[str], when: str) -> Alike:
        """What is on record from elsewhere: rows of one file are different happenings."""
        found = history.alike(self.session, kind=kind, states=states, when=when)
        same, near = ([one for one in part if not self._is_ours(one)] for part in (found.same, found.near))
        return Alike(same, near)

    def _is_ours(self, entry: Entry) -> bool:
        return not self.claimed.isdisjoint({f"entry/{entry.id}", f"event/{entry.event_id}"})

    def _link(self, found: Sequence[Entry], data: EventCreate | EntryCreate) -> Placed:
        """Give the entry that states the same fact the sources of the rows."""
        entry = found[0]
        if len(found) > 1:
            return _near(f"entry/{entry.id}")
        for source in data.sources:
            entry = timeline.gain_source(self.session, entry, source, by=SYSTEM, now=self.now)
        return Placed(Result.linked, f"event/{entry.event_id}" if entry.event_id else f"entry/{entry.id}")

    def _remember(self, rows: Sequence[Row], went: Placed) -> None:
        if went.thing and went.result is not Result.refused:
            for row in rows:
                self.known[row.digest] = went.thing
            self.claimed.add(went.thing)


def load(session: Session, rows: Sequence[Row], *, now: datetime) -> list[Outcome]:
    """Put rows on record; answers what became of each, in their order."""
    loader = Loader(session, figures.loaded(session, [row.digest for row in rows]), now=now)
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[f"{row['event_key']} {row['kind']}" if row["event_key"] else row.digest].append(row)
    outcomes = [outcome for group in groups.values() for outcome in loader.place(group)]
    figures.remember(session, placed(outcomes), by=SYSTEM, now=now)
    return sorted(outcomes, key=lambda outcome: outcome.row.line)


def _doubt(row: Row) -> str | None:
    """Why a row cannot be placed at all."""
    try:
        registry.get(row["state_iso3"])
    except registry.UnknownState:
        return f"{row['state_iso3'] or 'A blank'} is the code of no State: {row['note'] or 'the State is not known'}."
    named = registry.find(row["state_name"])
    if named and named != row["state_iso3"]:
        return f"{row['state_name']} is {named}, not {row['state_iso3']}."
    return _doubtful_value(row)


def _doubtful_value(row: Row) -> str | None:
    if row["kind"] not in list(Kind):
        return f"There is no kind of entry {row['kind']}."
    is_event = row["kind"] in happenings.EVENTS
    checks: dict[str, list[str]] = {
        "date_basis": [DateBasis.held] if is_event else [*DateBasis],
        "status": [*EventStatus] if is_event else [*EntryStatus],
        "role": [*happenings.ROLES] if is_event else sorted(LETTER_ROLES),
    }
    for column, allowed in checks.items():
        if row[column] not in allowed and (row[column] or column == "role"):
            return f"{column} is {row[column] or 'blank'}: use one of {', '.join(allowed)}."
    return None


def _part_of(thing: str) -> Placed:
    reason = "The other rows of this event_key are on record: add this State there, or correct the record."
    return Placed(Result.refused, thing, reason)


def _near(thing: str) -> Placed:
    reason = "Something like it is on record: if it is another fact, record it by hand; else add the source there."
    return Placed(Result.refused, thing, reason)
