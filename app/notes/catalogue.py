"""Lists of notes: filtered, newest first, page by page; and whether what they cite has changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col, func

from app.access.service import Principal
from app.access.visibility import visible
from app.events import catalogue as events
from app.kit import differences
from app.kit.paging import Slice, Window, only_text
from app.ledger.intervals import held
from app.notes import keeping
from app.notes.models import Note, NoteQuestion, NoteStatus
from app.states import service as states
from app.timeline.models import Entry

Json = dict[str, Any]
# Members that are other in every version, and tell nothing of what was changed.
OTHERWISE = frozenset({"version", "recorded_at", "recorded_by", "stale", "under_way"})


def shown(seen_by: Principal) -> ColumnElement[bool]:
    """A condition: notes that somebody may see."""
    return visible(seen_by, visibility=Note.visibility, owner=Note.owner)


def search(session: Session, question: NoteQuestion, window: Window, *, seen_by: Principal) -> Slice:
    """One page of the notes that somebody may see, the newest first. Raises UnknownStates."""
    wanted = [held(Note, session, question.known_at), shown(seen_by), *_filters(session, question)]
    total = window.total
    if window.count:
        total = session.scalars(select(func.count()).select_from(Note).where(*wanted)).one()
    if window.after is not None:
        wanted.append(col(Note.id) < only_text(window.after))
    rows = session.scalars(select(Note).where(*wanted).order_by(col(Note.id).desc()).limit(window.limit + 1)).all()
    page = rows[: window.limit]
    after = [page[-1].id] if len(rows) > window.limit else None
    return Slice(bodies(session, page, seen_by=seen_by, known_at=question.known_at), after, total)


def bodies(session: Session, notes: Sequence[Note], *, seen_by: Principal, known_at: str | None = None) -> list[bytes]:
    """The notes as they are sent: the stored text, `stale` where what they cite, or are editions of, has changed since.

    As known at an instant, a note is stale where the entry had changed by then.

    Entries that the caller may not see are neither named nor make a note stale: a hidden change stays hidden.
    """
    said = [keeping.known(note) for note in notes]
    entries = {one["id"] for note in said for item in items(note) for one in item["entries"]}
    now = cited(session, entries, seen_by=seen_by, known_at=known_at)
    beside = _under_way(session, said, seen_by=seen_by, known_at=known_at)
    tied = sources(session, said, seen_by=seen_by, known_at=known_at)
    return [_as_seen(_tied(note, tied), now, beside.get(note["id"])) for note in said]


def expanded(session: Session, ids: Collection[str], seen_by: Principal) -> dict[str, bytes]:
    """The JSON of those of these notes that somebody may see, by id."""
    found = select(Note).where(col(Note.id).in_(ids), held(Note, session, None), shown(seen_by))
    notes = session.scalars(found).all()
    return dict(zip([note.id for note in notes], bodies(session, notes, seen_by=seen_by), strict=True))


def versions(session: Session, note: Note, *, seen_by: Principal) -> list[bytes]:
    """Every version of a note that somebody may see, oldest first, with what each changed of the one before."""
    found = session.scalars(select(Note).where(col(Note.id) == note.id, shown(seen_by)).order_by(col(Note.version)))
    states = [orjson.loads(body) for body in bodies(session, found.all(), seen_by=seen_by)]
    pairs = zip([*states[:1], *states], states, strict=False)
    return [orjson.dumps(after | {"changes": _changes(before, after)}) for before, after in pairs]


def _changes(before: Json, after: Json) -> list[Json]:
    told, became = ({name: state[name] for name in state.keys() - OTHERWISE} for state in (before, after))
    return differences.between(told, became)


def _as_seen(note: Json, now: Mapping[str, int], beside: Json | None) -> bytes:
    stale = note["stale"]
    for item in items(note):
        item["entries"] = [one for one in item["entries"] if one["id"] in now]
        stale = stale or any(now[one["id"]] != one["version"] for one in item["entries"])
    return orjson.dumps(note | {"stale": stale, "under_way": beside})


def _tied(note: Json, tied: Mapping[str, int]) -> Json:
    """A note that is an edition says so to those who may see of which, and is stale once that has a later revision."""
    tie = note["edition_of"]
    if tie is None or tie["note"] not in tied:
        return note | {"edition_of": None, "stale": False}
    return note | {"stale": tie["revision"] < tied[tie["note"]]}


def sources(
    session: Session, notes: Sequence[Json], *, seen_by: Principal, known_at: str | None = None
) -> Mapping[str, int]:
    """The revisions of those notes of which others are editions, by their ids."""
    ids = {note["edition_of"]["note"] for note in notes if note["edition_of"]}
    found = select(Note).where(col(Note.id).in_(ids), held(Note, session, known_at), shown(seen_by))
    return {one.id: one.revision for one in (session.scalars(found) if ids else ())}


def _under_way(
    session: Session, notes: Sequence[Json], *, seen_by: Principal, known_at: str | None
) -> Mapping[str, Json]:
    """The next revisions of published notes that somebody may see, by the note that they are of."""
    published = [note["id"] for note in notes if note["status"] == NoteStatus.published]
    open_ones = (held(Note, session, known_at), shown(seen_by), ~col(Note.withdrawn))
    found = select(Note).where(col(Note.revises).in_(published), *open_ones)
    return {
        one.revises: {"id": one.id, "revision": one.revision, "status": one.status}
        for one in (session.scalars(found) if published else ())
        if one.revises
    }


def cited(
    session: Session, entries: Iterable[str], *, seen_by: Principal, known_at: str | None = None
) -> dict[str, int]:
    """The version of each of these entries that somebody may see, as it is or was at an instant, by its id."""
    shown = visible(seen_by, visibility=Entry.visibility, owner=Entry.owner)
    found = select(col(Entry.id), col(Entry.version)).where(
        col(Entry.id).in_(entries), held(Entry, session, known_at), shown
    )
    return {row.id: row.version for row in session.execute(found)}


def items(note: Json) -> Iterable[Json]:
    """The items of all sections of a note, in order."""
    return (item for section in note["sections"] for item in section["items"])


def _filters(session: Session, question: NoteQuestion) -> list[ColumnElement[bool]]:
    states.check([("/query/state", question.state)])
    conditions: list[ColumnElement[bool]] = []
    if question.include is None and NoteStatus.withdrawn not in question.status:
        conditions.append(~col(Note.withdrawn))
    if question.as_of:
        conditions.append(col(Note.published_on) <= question.as_of)
    if question.event:
        conditions.append(col(Note.event_id) == question.event)
    if question.language:
        conditions.append(col(Note.language) == question.language)
    if question.status:
        conditions.append(col(Note.status).in_(question.status))
    if question.state:
        about = events.about(session, question.state, known_at=question.known_at)
        conditions.append(col(Note.event_id).in_(about))
    return conditions
