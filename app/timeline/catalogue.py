"""Entries as a list, in the order in which they were first recorded, and found by all that they name."""

from collections.abc import Collection, Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from app.access.service import Principal
from app.access.visibility import visible
from app.kit.clock import InstantText
from app.kit.paging import Slice, Window, only_text
from app.kit.shapes import Id, Sound, StateCode, WebAddress
from app.ledger.intervals import held
from app.states import service as states
from app.timeline.models import Entry, Kind, Mention, Placing
from app.timeline.projection import IDENTIFIER, SUBMISSION, URL, symbol


def _symbol(text: str) -> str:
    scheme, colon, value = text.partition(":")
    if not (scheme and colon and value.strip()):
        raise ValueError("Give the scheme and the symbol, for example un:S/AC.44/2004/(02)/1.")
    return symbol(scheme, value)


Symbol = Annotated[str, StringConstraints(max_length=1040), Sound, AfterValidator(_symbol)]


class EntriesQuestion(BaseModel):
    """The filters of the list of entries."""

    kind: Annotated[list[Kind], Field(description="Only entries of these kinds.")] = []
    state: Annotated[StateCode | None, Field(description="Only entries about this State.")] = None
    identifier: Annotated[
        Symbol | None, Field(description="Only documents with this symbol, such as un:S/AC.44/2004/(02)/1.")
    ] = None
    event: Annotated[Id | None, Field(description="Only entries that belong to this event.")] = None
    note: Annotated[Id | None, Field(description="Only the entry of this note.")] = None
    source: Annotated[WebAddress | None, Field(description="Only entries with this address among their sources.")] = (
        None
    )
    submission: Annotated[Id | None, Field(description="Only entries with this submission among their sources.")] = None
    known_at: Annotated[InstantText | None, Field(description="What this register said at this instant.")] = None
    include: Annotated[Literal["withdrawn"] | None, Field(description="Show withdrawn entries too.")] = None
    order: Annotated[Literal["asc", "desc"], Field(description="First recorded first, or last recorded first.")] = "asc"


def read(session: Session, question: EntriesQuestion, window: Window, *, seen_by: Principal) -> Slice:
    """One page of the entries that fit a question. Raises UnknownStates."""
    shown = visible(seen_by, visibility=Entry.visibility, owner=Entry.owner)
    wanted = and_(held(Entry, session, question.known_at), shown, *_filters(session, question))
    total = window.total
    if window.count:
        total = session.execute(select(func.count()).select_from(Entry).where(wanted)).scalar_one()
    key, ascending = col(Entry.id), question.order == "asc"
    query = select(key, col(Entry.body)).where(wanted).limit(window.limit + 1)
    if window.after is not None:
        last = only_text(window.after)
        query = query.where(key > last if ascending else key < last)
    rows = session.execute(query.order_by(key.asc() if ascending else key.desc())).all()
    page = rows[: window.limit]
    return Slice([row.body for row in page], [page[-1].id] if len(rows) > window.limit else None, total)


def expanded(session: Session, ids: Collection[str], seen_by: Principal) -> dict[str, str]:
    """The JSON of those of these entries that somebody may see, by id."""
    shown = visible(seen_by, visibility=Entry.visibility, owner=Entry.owner)
    found = select(col(Entry.id), col(Entry.body)).where(col(Entry.id).in_(ids), held(Entry, session, None), shown)
    return {row.id: row.body for row in session.execute(found)}


def _filters(session: Session, question: EntriesQuestion) -> Iterator[ColumnElement[bool]]:
    states.check([("/query/state", question.state)])
    if question.include != "withdrawn":
        yield ~col(Entry.withdrawn)
    if question.kind:
        yield col(Entry.kind).in_(question.kind)
    if question.event:
        yield col(Entry.event_id) == question.event
    if question.note:
        yield col(Entry.note_id) == question.note
    # A part that held at the same time as an entry's version is of that version: both were written by one change.
    if question.state:
        about = and_(col(Placing.state) == question.state, held(Placing, session, question.known_at))
        yield col(Entry.id).in_(select(col(Placing.entry_id)).where(about))
    for what, value in ((IDENTIFIER, question.identifier), (URL, question.source), (SUBMISSION, question.submission)):
        if value:
            named = and_(col(Mention.what) == what, col(Mention.value) == value)
            found = select(col(Mention.entry_id)).where(named, held(Mention, session, question.known_at))
            yield col(Entry.id).in_(found)
