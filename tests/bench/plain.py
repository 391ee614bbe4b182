"""What a tutorial would do: plain SQLModel routes with ORM rows, a response model, and a session a request.

An event is written with the same facts about it as the product keeps, without proofs and versions: shapes that check
what is sent, rows with relationships, a token, a line of the log with the record as it was left, a row on the timeline,
the words of a search; in one transaction that is on disk before the answer leaves. It takes SQLite's lock when it
begins, as no tutorial does: otherwise it would tell half of these clients that the database is locked.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Field, Relationship, Session, SQLModel, col, select

from tests.bench.contenders import Plain, Shown, engine


class Venue(SQLModel):
    city: str
    country: str = Field(min_length=3, max_length=3)


class Subject(SQLModel):
    state: str = Field(min_length=3, max_length=3)


class Organizer(SQLModel):
    name: str
    role: str


class Participant(SQLModel):
    name: str
    kind: str
    role: str


class EventBase(SQLModel):
    title: str = Field(max_length=1000)
    type: str
    starts_on: date
    ends_on: date


class EventWritten(EventBase):
    states: list[str]
    venues: list[Venue]
    organizers: list[Organizer]
    participants: list[Participant]


class EventShown(EventBase):
    id: int
    recorded_at: datetime
    recorded_by: str
    subjects: list[Subject]
    venues: list[Venue]
    organizers: list[Organizer]
    participants: list[Participant]


class PlainEvent(EventBase, table=True):
    id: int | None = Field(default=None, primary_key=True)
    recorded_at: datetime
    recorded_by: str
    subjects: list["PlainSubject"] = Relationship()
    venues: list["PlainVenue"] = Relationship()
    organizers: list["PlainOrganizer"] = Relationship()
    participants: list["PlainParticipant"] = Relationship()


class OfEvent(SQLModel):
    id: int | None = Field(default=None, primary_key=True)
    event_id: int | None = Field(default=None, foreign_key="plainevent.id", index=True)


class PlainSubject(OfEvent, Subject, table=True):
    """A State that an event is about."""


class PlainVenue(OfEvent, Venue, table=True):
    pass


class PlainOrganizer(OfEvent, Organizer, table=True):
    pass


class PlainParticipant(OfEvent, Participant, table=True):
    pass


class PlainLog(OfEvent, table=True):
    at: datetime
    by: str
    action: str
    body: str


class PlainWords(OfEvent, table=True):
    words: str


class PlainToken(SQLModel, table=True):
    digest: str = Field(primary_key=True)
    person: str


TABLES = [
    SQLModel.metadata.tables[one.__name__.lower()]
    for one in (
        Plain, PlainEvent, PlainSubject, PlainVenue, PlainOrganizer, PlainParticipant, PlainLog, PlainWords, PlainToken,
    )
]  # fmt: skip


def admit(session: Session, token: str) -> None:
    """Let who has this token write."""
    session.merge(PlainToken(digest=_digest(token), person="bench"))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def reading() -> Iterator[Session]:
    with Session(engine()) as session:
        yield session


def writing() -> Iterator[Session]:
    with Session(engine().execution_options(writes=True)) as session:
        yield session


Db = Annotated[Session, Depends(writing)]


def holder(session: Db, sent: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> PlainToken:
    token = session.get(PlainToken, _digest(sent.credentials))
    if token is None:
        raise HTTPException(401)
    return token


def tutorial() -> FastAPI:
    app = FastAPI()
    app.get("/states/{state}/timeline", response_model=list[Shown])(read)
    app.post("/events", status_code=201, response_model=EventShown)(write)
    return app


def read(state: str, session: Annotated[Session, Depends(reading)]) -> Any:
    query = select(Plain).where(Plain.state == state).order_by(col(Plain.earliest), col(Plain.latest), col(Plain.id))
    return session.exec(query.limit(50)).all()


def write(data: EventWritten, session: Db, token: Annotated[PlainToken, Depends(holder)]) -> Any:
    event = _event(data, by=token.person, at=datetime.now(UTC))
    session.add(event)
    session.flush()  # for its number
    body = EventShown.model_validate(event, from_attributes=True).model_dump_json()
    session.add(PlainLog(event_id=event.id, at=event.recorded_at, by=token.person, action="recorded", body=body))
    session.add(PlainWords(event_id=event.id, words=f"{data.title} {data.venues[0].city}".lower()))
    session.add_all(_entry(event, state) for state in data.states)
    session.commit()
    session.refresh(event)
    return event


def _event(data: EventWritten, *, by: str, at: datetime) -> PlainEvent:
    return PlainEvent(
        **data.model_dump(include=set(EventBase.model_fields)), recorded_at=at, recorded_by=by,
        subjects=[PlainSubject(state=state) for state in data.states],
        venues=[PlainVenue(**one.model_dump()) for one in data.venues],
        organizers=[PlainOrganizer(**one.model_dump()) for one in data.organizers],
        participants=[PlainParticipant(**one.model_dump()) for one in data.participants],
    )  # fmt: skip


def _entry(event: PlainEvent, state: str) -> Plain:
    first, last = event.starts_on.isoformat(), event.ends_on.isoformat()
    return Plain(
        id=f"event-{event.id}", version=1, kind="event", date=first if first == last else f"{first}/{last}",
        earliest=first, latest=last, precision="day", certain=True, date_basis="held", status=None, title=event.title,
        states=[state], state=state, identifiers=[], sources=[], event=str(event.id), note=None, findings=[],
        contested=False, visibility="public", recorded_at=event.recorded_at.isoformat(),
        recorded_by=event.recorded_by, supersedes=None, withdrawn_at=None, reason=None,
    )  # fmt: skip
