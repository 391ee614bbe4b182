"""Organizations as they are shown: lists, the names that held on a day, and what each is a part of."""

from collections.abc import Collection, Sequence
from typing import Annotated, Literal

import orjson
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, case, false, literal, or_, select, tuple_
from sqlmodel import Session, col, func

from app.access.service import Principal
from app.kit.clock import InstantText
from app.kit.folding import fold
from app.kit.languages import Language
from app.kit.paging import Key, Slice, Window, bad_cursor
from app.kit.shapes import Day, Id, Words
from app.ledger.intervals import held
from app.organizations import lineage, names
from app.organizations.kinds import Kind
from app.organizations.lineage import NAMED, Held
from app.organizations.models import OrganizationName, OrganizationVersion


class Look(BaseModel):
    """In which language and on which day an organization is called by its name, and as known when."""

    lang: Annotated[Language | None, Field(description="Language of `called`.")] = None
    on: Annotated[Day | None, Field(description="The day on which `called` was the name.")] = None
    known_at: Annotated[InstantText | None, Field(description="What this register said at this instant.")] = None
    include: Annotated[
        Literal["merged"] | None, Field(description="Show what was merged into another organization too, as it was.")
    ] = None


class OrganizationQuestion(Look):
    """The filters of a list of organizations."""

    q: Annotated[Words | None, Field(description="Part of a name, former name, acronym or alias.")] = None
    kind: Annotated[list[Kind], Field(description="Only organizations of these kinds.")] = []
    parent: Annotated[Id | None, Field(description="Only parts of this organization, as it is known now.")] = None


BY_NAME = (col(OrganizationVersion.sort_name), col(OrganizationVersion.id))


def search(session: Session, question: OrganizationQuestion, window: Window) -> Slice:
    """One page of organizations: those called exactly as asked come first, then all by name."""
    then = held(OrganizationVersion, session, question.known_at)
    wanted = [then, *_filters(session, question, then)]
    total = window.total
    if window.count:
        total = session.scalars(select(func.count()).select_from(OrganizationVersion).where(*wanted)).one()
    rank = case((_exactly(session, question, then), 0), else_=1)
    if window.after is not None:
        wanted.append(tuple_(rank, *BY_NAME) > tuple_(*map(literal, _values(window.after))))
    found = select(OrganizationVersion, rank.label("rank")).where(*wanted)
    rows = session.execute(found.order_by(rank, *BY_NAME).limit(window.limit + 1)).all()
    page = [row.OrganizationVersion for row in rows[: window.limit]]
    after = [rows[len(page) - 1].rank, page[-1].sort_name, page[-1].id] if len(rows) > window.limit else None
    return Slice(show(session, page, question), after, total)


def show(session: Session, rows: Sequence[OrganizationVersion], look: Look) -> list[bytes]:
    """The JSON of organizations as a caller wants to see them."""
    links = [row.parent_id for row in rows if row.parent_id]
    known = lineage.upward(session, links, held(OrganizationVersion, session, look.known_at)) if links else {}
    return [_shown(row, lineage.above(known, row.parent_id), look) for row in rows]


def expanded(session: Session, ids: Collection[str], _seen_by: Principal) -> dict[str, bytes]:
    """The JSON of these organizations, by the id that a record gave: of one that was merged, its survivor's."""
    ends = lineage.survivors(session, ids, lineage.NOW)
    found = select(OrganizationVersion).where(col(OrganizationVersion.id).in_(set(ends.values())), lineage.NOW)
    rows = session.scalars(found).all()
    bodies = dict(zip([row.id for row in rows], show(session, rows, Look()), strict=True))
    return {one: bodies[end] for one, end in ends.items()}


def _shown(row: OrganizationVersion, over: Sequence[OrganizationVersion], look: Look) -> bytes:
    fields = orjson.loads(row.body)
    fields["called"] = names.called(fields, look.lang, look.on)
    fields["parents"] = [{"id": one.id, "name": one.name} for one in over if one.merged_into is None]
    return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)


def _filters(session: Session, question: OrganizationQuestion, then: Held) -> list[Held]:
    conditions: list[Held] = []
    if question.include != "merged":
        conditions.append(col(OrganizationVersion.merged_into).is_(None))
    if question.q:
        like = col(OrganizationName.folded).contains(fold(question.q), autoescape=True)
        conditions.append(_or_survivors(session, like, then))
    if question.kind:
        conditions.append(col(OrganizationVersion.kind).in_(question.kind))
    if question.parent:
        whole = lineage.survivors(session, [question.parent], then).get(question.parent, question.parent)
        conditions.append(col(OrganizationVersion.parent_id).in_(lineage.merged(session, whole, then)))
    return conditions


def _exactly(session: Session, question: OrganizationQuestion, then: Held) -> Held:
    exact = col(OrganizationName.folded) == fold(question.q) if question.q else None
    return false() if exact is None else _or_survivors(session, exact, then)


def _or_survivors(session: Session, name: ColumnElement[bool], then: Held) -> Held:
    """A condition: has a name like this, or is what an organization with such a name turned out to be."""
    named = select(col(OrganizationVersion.id)).join(OrganizationName, NAMED).where(name, then).correlate(None)
    gone = session.scalars(named.where(col(OrganizationVersion.merged_into).is_not(None))).all()
    ends = set(lineage.survivors(session, gone, then).values())
    return or_(col(OrganizationVersion.id).in_(named), col(OrganizationVersion.id).in_(ends))


def _values(after: Key) -> tuple[int, str, str]:
    match after:
        case [0 | 1 as rank, str() as name, str() as organization_id] if not isinstance(rank, bool):
            return rank, name, organization_id
    raise bad_cursor()
