"""The timeline's tables, made from the ledger alone: each row follows from one change and from the rows before it."""

from collections.abc import Callable

from sqlalchemy import bindparam, delete, func, select, text, tuple_, update
from sqlmodel import Session, SQLModel

from app.access.ending import end
from app.kit import dates, rows
from app.kit.folding import fold
from app.ledger.intervals import CURRENT
from app.ledger.service import Change
from app.timeline.claims import Claim
from app.timeline.models import Assertion, Dating, Entry, Held, Json, Mention, Placing
from app.timeline.shelves import Shelved, Tally, shelf

# As they can be emptied.
TABLES: tuple[type[SQLModel], ...] = (Claim, Mention, Dating, Placing, Shelved, Tally, Entry, Assertion)
Versions = tuple[tuple[type[Held], str], ...]
# The tables that hold versions of an entry, and of a claim; and the column where its id stands.
OF_ENTRY: Versions = ((Entry, "id"), (Placing, "entry_id"), (Dating, "entry_id"), (Mention, "entry_id"))
OF_CLAIM: Versions = ((Claim, "id"),)
# What a mention can be of.
IDENTIFIER, URL, SUBMISSION, LINK = "identifier", "url", "submission", "link"
COUNT = rows.Statement(
    text(
        "INSERT INTO tally (state, kind, visibility, owner, entries) VALUES (:state, :kind, :visibility, :owner, 1)"
        " ON CONFLICT (state, kind, visibility, owner) DO UPDATE SET entries = tally.entries + 1"
    )
)
COUNTS, PLACES = rows.table(Tally).c, rows.table(Placing).c
COUNTED = tuple_(COUNTS.state, COUNTS.kind, COUNTS.visibility, COUNTS.owner).in_(
    select(PLACES.state, PLACES.kind, PLACES.visibility, func.coalesce(PLACES.owner, "")).where(
        PLACES.entry_id == bindparam("counted"), PLACES.to_seq == CURRENT, ~PLACES.withdrawn
    )
)
# In this order: a count of none is no row.
UNCOUNT = (
    rows.Statement(delete(COUNTS.state.table).where(COUNTED, COUNTS.entries == 1)),
    rows.Statement(update(COUNTS.state.table).where(COUNTED).values(entries=COUNTS.entries - 1)),
)


def apply(session: Session, change: Change) -> SQLModel:
    """Write down what a change of one of KINDS makes of the timeline; answers the row that it is about."""
    return MADE_OF[change.kind](session, change)


def enter(session: Session, change: Change) -> Entry:
    """Write down a version of an entry, its places on the timelines, and the end of the version before it."""
    if change.version > 1:
        _uncount(session, change.id)
        _close(session, change, OF_ENTRY)
    fields = change.fields
    held: Json = {
        "version": change.version, "from_seq": change.seq, "to_seq": CURRENT,
        "withdrawn": fields["withdrawn_at"] is not None, "visibility": change.audience, "owner": change.owner,
    }  # fmt: skip
    row = held | {
        "id": change.id, "kind": fields["kind"], "floor": change.aside["floor"], "event_id": fields["event"],
        "note_id": fields["note"], "body": change.body,
    }  # fmt: skip
    rows.put(session, Entry, row)
    _spread(session, change, held)
    return rows.made(Entry, row)


def _spread(session: Session, change: Change, held: Json) -> None:
    """Put a version on the timelines of its States, and where it is looked for."""
    fields, placings = change.fields, _placings(change.fields, change.seq)
    rows.put(session, Shelved, [{"place": one["place"], "body": change.body} for one in placings])
    part = held | {"entry_id": change.id}
    for model, found in ((Placing, placings), (Dating, _datings(fields)), (Mention, _mentions(fields))):
        rows.put(session, model, [part | one for one in found])
    if placings and not held["withdrawn"]:
        shown = {"visibility": held["visibility"], "owner": held["owner"] or ""}
        COUNT.run(session, [shown | {"state": one["state"], "kind": one["kind"]} for one in placings])


def _uncount(session: Session, entry_id: str) -> None:
    """Take the version that holds so far out of the numbers of its States."""
    for statement in UNCOUNT:
        statement.run(session, {"counted": entry_id})


def _close(session: Session, change: Change, tables: Versions) -> None:
    for model, key in tables:
        end(session, change, model, key=key)


def _placings(fields: Json, seq: int) -> list[Json]:
    placed = _place(fields, fields["date"])
    day = placed["sort_on"]
    return [placed | state | {"place": shelf(state["state"], day, seq)} for state in _states(fields)]


def _datings(fields: Json) -> list[Json]:
    named = [(basis, date) for basis, date in fields["dates"].items() if date]
    return [_place(fields, date) | {"basis": basis} | state for basis, date in named for state in _states(fields)]


def _states(fields: Json) -> list[Json]:
    """The States of an entry; the first of them leads."""
    return [{"state": state, "lead": not number} for number, state in enumerate(fields["states"])]


def _place(fields: Json, date: str) -> Json:
    when = dates.parse(date)
    return {
        "kind": fields["kind"], "status": fields["status"], "date": date,
        "sort_on": when.sort_day, "earliest_on": when.first_day, "latest_on": when.last_day,
    }  # fmt: skip


def _mentions(fields: Json) -> list[Json]:
    """What the entry is found by, each once."""
    found = [(IDENTIFIER, symbol(one["scheme"], one["value"])) for one in fields["identifiers"]]
    found += [(what, one[what]) for one in fields["sources"] for what in (URL, SUBMISSION) if one[what]]
    found += [(LINK, one["entry"]) for one in fields["links"]]
    found += [(LINK, fields["replaces"])] * bool(fields["replaces"])
    return [{"what": what, "value": value} for what, value in dict.fromkeys(found)]


def symbol(scheme: str, value: str) -> str:
    """A symbol as it is looked for: however it is written, with or without blanks."""
    return f"{scheme}:{''.join(fold(value).split())}"


def maintain(session: Session, change: Change) -> Claim:
    """Write down a version of a claim, and the end of the version before it."""
    if change.version > 1:
        _close(session, change, OF_CLAIM)
    row: Json = {
        "id": change.id, "version": change.version, "from_seq": change.seq, "to_seq": CURRENT,
        "withdrawn": change.fields["withdrawn_at"] is not None, "visibility": change.audience, "owner": change.owner,
        "entry_id": change.fields["entry"], "body": change.body,
    }  # fmt: skip
    rows.put(session, Claim, row)
    return Claim(**row)


def say(session: Session, change: Change) -> Assertion:
    """Write down what a source says of a State's first report."""
    fields = change.fields
    row = {
        "state": fields["state"], "asserted": fields["date"], "latest_on": dates.parse(fields["date"]).last_day,
        "reported": fields["reported"], "source": fields["source"], "seq": change.seq,
    }  # fmt: skip
    rows.put(session, Assertion, row)
    return Assertion(**row)


MADE_OF: dict[str, Callable[[Session, Change], SQLModel]] = {"entry": enter, "claim": maintain, "assertion": say}
KINDS = frozenset(MADE_OF)
