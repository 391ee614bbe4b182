"""States and entries as tables: a row each, with the columns that CSV has."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from app.kit.formats import csv
from app.timeline.models import Json
from app.timeline.summary import NOTICE, Dated, StatePublic

DATED = ("latest_information", "plan", "last_event", "last_visit")
STATE_COLUMNS = (
    "iso3", "iso2", "m49", "name", "group", "member", "member_since", "as_of", "known_at",
    "first_report", "first_report_date", "first_report_certain", "first_report_entry", "first_report_asserted",
    "first_report_source", *(f"{name}_{part}" for name in DATED for part in ("date", "certain", "entry")),
    "open_steps", "overdue_steps", "notice",
)  # fmt: skip
ENTRY_COLUMNS = (
    "id", "version", "kind", "date", "earliest", "latest", "precision", "certain", "date_basis", "status", "title",
    "states", "identifiers", "sources", "event", "note", "visibility", "recorded_at", "withdrawn_at", "reason",
    "notice",
)  # fmt: skip


def of_states(states: Iterable[StatePublic], *, as_of: str, known_at: str | None) -> bytes:
    """The table of States with all columns of their status on the day `as_of`, as known at an instant."""
    asked = {"as_of": as_of, "known_at": known_at}
    return csv.write(STATE_COLUMNS, (_state(state) | asked for state in states))


def _state(state: StatePublic) -> Json:
    status, first = state.status, state.status.first_report
    row: Json = {
        "first_report": first.answer, "first_report_date": first.date, "first_report_certain": first.certain,
        "first_report_entry": first.entry, "first_report_asserted": first.asserted,
        "first_report_source": first.source, "open_steps": status.open_steps, "overdue_steps": status.overdue_steps,
    }  # fmt: skip
    for name in DATED:
        one: Dated | None = getattr(status, name)
        row |= {f"{name}_{part}": one and getattr(one, part) for part in ("date", "certain", "entry")}
    return row | {name: getattr(state, name) for name in STATE_COLUMNS if name in StatePublic.model_fields}


def of_entries(bodies: Sequence[str | bytes]) -> bytes:
    """The table of entries: dates as they are on record (EDTF), symbols and addresses of sources in one cell each."""
    return csv.write(ENTRY_COLUMNS, (_entry(orjson.loads(body)) for body in bodies))


def _entry(entry: Json) -> dict[str, Any]:
    told = {
        "identifiers": [one["value"] for one in entry["identifiers"]],
        "sources": [one["url"] or one["text"] or one["submission"] or "" for one in entry["sources"]],
        "notice": NOTICE,
    }
    return entry | told
