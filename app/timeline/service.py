"""A State's dated facts: recorded, corrected, withdrawn. Nothing is overwritten: each change is a version."""

from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlmodel import Session, col, select

from app.access.models import Visibility
from app.access.service import Principal
from app.access.visibility import visible
from app.checks.models import Finding
from app.kit import dates, differences
from app.kit.errors import Conflict, Invalid, NotFound, field
from app.kit.ids import new_id
from app.ledger import service as ledger
from app.ledger.intervals import CURRENT, held
from app.ledger.service import Stamp
from app.states import service as states
from app.timeline import dating, doubts, keeping, kinds, projection
from app.timeline.models import Entry, EntryBase, EntryCreate, Json, Source


class EntryNotFound(NotFound):
    """No timeline entry has this id, or none that the caller may see."""

    title = "There is no such entry"


class AlreadyWithdrawn(Conflict):
    """A withdrawn entry is neither changed nor withdrawn again. Record a new one."""

    slug, title = "already-withdrawn", "The entry is withdrawn"


class UnknownEntries(Invalid):
    """A link, or `replaces`, names an entry that is not on record, or the entry itself. `errors` says where."""

    slug, title = "unknown-entry", "There is no such entry to link to"


# What follows from other members, or from there being a new version at all: no difference of its own.
FOLLOWS = frozenset(
    {"version", "supersedes", "reason", "recorded_at", "recorded_by", "earliest", "latest", "precision", "missing"}
)


@dataclass(frozen=True, slots=True)
class About:
    """What an entry belongs to, and what was doubted when it was read."""

    event: str | None = None
    note: str | None = None
    findings: tuple[Finding, ...] = ()
    owner: str | None = None
    floor: Visibility = Visibility.public


NOTHING = About()


def record(
    session: Session, data: EntryCreate, *, by: str, now: datetime, about: About = NOTHING, complete: bool = False
) -> Entry:
    """Put a new fact on record.

    Raises UnknownStates, UnfitForKind, UnknownEntries, and Incomplete where it shall be complete and is not.
    """
    told = [finding.model_dump(mode="json") for finding in about.findings]
    fields = _fields(session, data, {"id": None, "findings": told}, complete=complete) | {
        "id": new_id(), "version": 1, "event": about.event, "note": about.note, "supersedes": None, "reason": None,
        "contested": False,
    }  # fmt: skip
    place = ledger.stamp(session, now=now)
    return _write(session, fields, action="recorded", by=by, owner=about.owner, floor=about.floor, place=place)


def correct(
    session: Session, entry: Entry, data: EntryBase, *, reason: str, by: str, now: datetime,
    floor: Visibility | None = None, complete: bool = False,
) -> Entry:  # fmt: skip
    """A new version of a fact, with the reason for it; the same where nothing changes.

    `floor` is given where those who may see its event are others now.

    Raises AlreadyWithdrawn, UnknownStates, UnfitForKind, UnknownEntries, Incomplete.
    """
    known = orjson.loads(entry.body)
    fields = _fields(session, data, known, complete=complete)
    same = all(known[name] == value for name, value in fields.items())
    if same and not entry.withdrawn and floor in (None, entry.floor):
        return entry
    return succeed(session, entry, fields, reason=reason, action="corrected", by=by, now=now, floor=floor)


def withdraw(session: Session, entry: Entry, *, reason: str, by: str, now: datetime) -> Entry:
    """Take a fact off the timeline; it stays readable with the reason. Raises AlreadyWithdrawn."""
    return succeed(session, entry, {}, reason=reason, action="withdrawn", by=by, now=now)


def cover(session: Session, event_id: str, *, floor: Visibility, reason: str, by: str, now: datetime) -> None:
    """Let the entries of an event and of its notes, withdrawn ones too, be seen by those who may see the event now."""
    found = select(Entry).where(Entry.event_id == event_id, Entry.to_seq == CURRENT, Entry.floor != floor)
    for entry in session.exec(found.order_by(Entry.id)).all():
        _next(session, entry, {}, reason=reason, action="covered", by=by, now=now, floor=floor)


def gain_source(
    session: Session, entry: Entry, source: Source, *, by: str, now: datetime, findings: tuple[Finding, ...] = ()
) -> Entry:
    """A new version that names one more source, and what was doubted there; the same where it has them already.

    Raises AlreadyWithdrawn.
    """
    known, added = orjson.loads(entry.body), source.model_dump(mode="json")
    doubted = {finding["code"] for finding in known["findings"]}
    fields = {
        "sources": known["sources"] + [added] * (added not in known["sources"]),
        "findings": known["findings"] + [one.model_dump(mode="json") for one in findings if one.code not in doubted],
    }
    if all(known[name] == value for name, value in fields.items()):
        return entry
    return succeed(session, entry, fields, reason="One more source.", action="sourced", by=by, now=now)


def get(session: Session, entry_id: str, *, seen_by: Principal, known_at: str | None = None) -> Entry:
    """The version of an entry that holds now, or held at an instant.

    Raises EntryNotFound, also for one that the caller may not see.
    """
    found = select(Entry).where(Entry.id == entry_id, held(Entry, session, known_at))
    entry = session.exec(found.where(visible(seen_by, visibility=Entry.visibility, owner=Entry.owner))).first()
    if entry is None:
        raise EntryNotFound("No entry has this id.")
    return entry


def current(session: Session, entry_id: str) -> Entry:
    """The current version of an entry that another record points at."""
    return session.exec(select(Entry).where(Entry.id == entry_id, Entry.to_seq == CURRENT)).one()


def versions(session: Session, entry: Entry, *, seen_by: Principal) -> list[bytes]:
    """The JSON of every version of an entry that somebody may see, oldest first, with what each changed of the last."""
    found = select(Entry.body).where(
        Entry.id == entry.id, visible(seen_by, visibility=Entry.visibility, owner=Entry.owner)
    )
    shown = [orjson.loads(body) for body in session.exec(found.order_by(col(Entry.version)))]
    pairs = zip([*shown[:1], *shown], shown, strict=False)
    return [orjson.dumps(after | {"changes": changes(before, after)}) for before, after in pairs]


def changes(before: Json, after: Json) -> list[Json]:
    """In what a version of an entry differs from another; what follows from that is left out."""
    told, became = ({name: state[name] for name in state.keys() - FOLLOWS} for state in (before, after))
    return differences.between(told, became)


def _fields(session: Session, data: EntryBase, known: Json, *, complete: bool) -> Json:
    """The members of an entry that its writer gives, and those that follow from them; `known` is the version before."""
    named = dating.named(data, known)
    kinds.check(data, named)
    _require_entries(session, data, besides=known["id"])
    when = dates.parse(data.date)
    fields = data.model_dump(mode="json") | {"states": states.require(data.states, at="/states"), "dates": named}
    absent = kinds.missing(fields)
    if complete:
        kinds.require(absent)
    return fields | {
        "earliest": when.earliest and when.earliest.isoformat(),
        "latest": when.latest and when.latest.isoformat(),
        "precision": when.precision,
        "certain": True,
        "missing": absent,
        "findings": doubts.renewed(known["findings"], data),
    }


def _require_entries(session: Session, data: EntryBase, *, besides: str | None) -> None:
    """Insist that the entries that this one names are on record, and others. Raises UnknownEntries."""
    named = [("/replaces", data.replaces)] * bool(data.replaces)
    named += [(f"/links/{number}/entry", link.entry) for number, link in enumerate(data.links)]
    if not named:
        return
    found = select(Entry.id).where(col(Entry.id).in_({one for _, one in named}), Entry.to_seq == CURRENT)
    others = {*session.exec(found)} - {besides}
    advice = "Use the id of another entry that is on record."
    if errors := [field(at, "unknown_entry", advice) for at, one in named if one not in others]:
        raise UnknownEntries("An entry that is named is not on record.", errors=errors)
    _insist_on_no_ring(session, data.replaces, besides=besides)


def _insist_on_no_ring(session: Session, replaces: str | None, *, besides: str | None) -> None:
    """Insist that an entry does not replace itself by way of others: of such plans none would be the first."""
    later = {besides}
    while replaces and replaces not in later:
        later.add(replaces)
        replaces = orjson.loads(current(session, replaces).body)["replaces"]
    if replaces:
        errors = [field("/replaces", "ring", "Name an entry that this one comes after.")]
        raise Invalid("The entry would replace itself.", errors=errors)


def succeed(
    session: Session, entry: Entry, fields: Json, *, reason: str, action: str, by: str, now: datetime,
    floor: Visibility | None = None,
) -> Entry:  # fmt: skip
    """The next version of an entry, in which these members are others. Raises AlreadyWithdrawn."""
    if entry.withdrawn:
        raise AlreadyWithdrawn("This entry was withdrawn.")
    return _next(session, entry, fields, reason=reason, action=action, by=by, now=now, floor=floor)


def _next(
    session: Session, entry: Entry, fields: Json, *, reason: str, action: str, by: str, now: datetime,
    floor: Visibility | None,
) -> Entry:  # fmt: skip
    place = ledger.stamp(session, now=now)
    fields = orjson.loads(entry.body) | fields
    fields |= {"version": entry.version + 1, "supersedes": entry.version, "reason": reason}
    floor = floor or Visibility(entry.floor)
    seen_by = _effective(fields, floor)
    if seen_by == entry.visibility:
        return _write(session, fields, action=action, by=by, owner=entry.owner, floor=floor, place=place)
    fields["contested"] = bool(keeping.differing(session, entry.id, seen_by))
    written = _write(session, fields, action=action, by=by, owner=entry.owner, floor=floor, place=place)
    keeping.follow(session, written, by=by, now=now)
    return written


def _effective(fields: Json, floor: str) -> Visibility:
    return Visibility(fields["visibility"]).stricter(Visibility(floor))


def _write(
    session: Session, fields: Json, *, action: str, by: str, owner: str | None, floor: Visibility, place: Stamp
) -> Entry:
    gone = place.at if action == "withdrawn" else fields.get("withdrawn_at")
    fields |= {"recorded_at": place.at, "recorded_by": by, "withdrawn_at": gone}
    thing = f"entry/{fields['id']}"
    change = ledger.append(
        session, place, by=by, action=action, thing=thing, version=fields["version"], body=fields,
        audience=_effective(fields, floor), owner=owner, aside={"floor": floor},
    )  # fmt: skip
    return projection.enter(session, change)
