"""Events and their types, made from the ledger alone: each version, and the links that lists are filtered by."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col

from app.access.ending import end
from app.events.attachment_models import Attachment
from app.events.links import EventOrganizer, EventPerson, EventState, EventVenue
from app.events.models import Event, TypeOfEvent
from app.events.participants import ON_TIMELINE, ParticipantKind
from app.kit import dates
from app.kit.folding import fold
from app.kit.rows import made, put
from app.ledger.intervals import CURRENT
from app.ledger.service import Change

# In the order in which they can be emptied.
TABLES: tuple[type[SQLModel], ...] = (
    EventPerson, EventVenue, EventOrganizer, EventState, Event, Attachment, TypeOfEvent,
)  # fmt: skip
Json = dict[str, Any]


def apply(session: Session, change: Change) -> SQLModel:
    """Write down what a change of one of KINDS makes; answers the row that holds after it."""
    return MADE_OF[change.kind](session, change)


def enter(session: Session, change: Change) -> Event:
    """The version of an event that a change makes, with its links."""
    end(session, change, Event)
    row = _row(change, change.fields)
    put(session, Event, row)
    for table, links in _links(change.fields).items():
        if links:
            values = [link | {"event_id": change.id, "version": change.version} for link in links]
            put(session, table, values)
    return made(Event, row)


def name_type(session: Session, change: Change) -> TypeOfEvent:
    """A type as a change leaves it."""
    fields = change.fields
    row: Json = {"type": change.id, "version": change.version, "body": change.body}
    row |= {name: fields[name] for name in ("entry_kind", "active")}
    session.execute(delete(TypeOfEvent).where(col(TypeOfEvent.type) == change.id))
    put(session, TypeOfEvent, row)
    return made(TypeOfEvent, row)


def attach(session: Session, change: Change) -> Attachment:
    """The version of an attachment that a change makes."""
    end(session, change, Attachment)
    fields = change.fields
    row: Json = {
        "id": change.id, "version": change.version, "from_seq": change.seq, "to_seq": CURRENT,
        "withdrawn": fields["withdrawn_at"] is not None, "visibility": change.audience, "owner": change.owner,
        "event_id": fields["event"], "sha256": fields["file"]["sha256"], "body": change.body,
    }  # fmt: skip
    put(session, Attachment, row)
    return made(Attachment, row)


def concerned(fields: Mapping[str, Any]) -> list[str]:
    """The States on whose timeline an event stands: its subjects, and those that take part."""
    present = {
        one["state"]
        for one in fields["participants"]
        if one["kind"] == ParticipantKind.state and one["role"] in ON_TIMELINE
    }
    return sorted({*fields["states"], *present})


def _row(change: Change, fields: Json) -> Json:
    when = dates.parse(fields["date"])
    places = [text for venue in fields["venues"] for text in (venue["place"], venue["city"]) if text]
    words = [fields["title"], *filter(None, [fields["series"]]), *places]
    return {
        "id": change.id, "version": change.version, "from_seq": change.seq, "to_seq": CURRENT,
        "withdrawn": fields["withdrawn_at"] is not None, "visibility": change.audience, "owner": change.owner,
        "entry_id": fields["entry"], "follows": fields["follows"],
        "series": fold(fields["series"]) if fields["series"] else None, "sought": fold(" ".join(words)),
        "type": fields["type"], "mode": fields["mode"], "status": fields["status"],
        "sort_on": when.sort_day, "earliest_on": when.first_day, "latest_on": when.last_day, "body": change.body,
    }  # fmt: skip


def _links(fields: Json) -> dict[type[SQLModel], list[Json]]:
    organizers = sorted({one["organization"] for one in fields["organizers"] if one["organization"]})
    people = sorted({one["person"] for one in fields["participants"] if one["person"]})
    return {
        EventState: [{"state": state, "subject": state in fields["states"]} for state in concerned(fields)],
        EventOrganizer: [{"organization_id": one} for one in organizers],
        EventVenue: [_venue(number, venue) for number, venue in enumerate(fields["venues"])],
        EventPerson: [{"person_id": one} for one in people],
    }


def _venue(number: int, venue: Json) -> Json:
    lies = {name: venue[name] for name in ("country", "latitude", "longitude")}
    return lies | {"number": number, "city": fold(venue["city"]) if venue["city"] else None}


MADE_OF: Mapping[str, Callable[[Session, Change], SQLModel]] = {
    "event": enter,
    "event_type": name_type,
    "attachment": attach,
}
KINDS = frozenset(MADE_OF)
