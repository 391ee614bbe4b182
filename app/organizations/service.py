"""The registry of organizations: found under any of their names, never guessed."""

import re
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlmodel import Session, col, func

from app.kit.errors import Conflict, Invalid, NotFound, field
from app.kit.folding import fold
from app.kit.ids import new_id
from app.kit.paging import Key, Slice, Window, bad_cursor
from app.ledger import service as ledger
from app.organizations import registry
from app.organizations.models import Organization, OrganizationBase, OrganizationCreate, OrganizationName

UNKNOWN = "Use an id of GET /api/v1/organizations, or null."
BRACKETS = re.compile(r"\s*\([^()]{1,80}\)\s*$")


class OrganizationNotFound(NotFound):
    """No organization has this id."""

    title = "There is no such organization"


class NameTaken(Conflict):
    """Another organization has this name, acronym or alias already: use that one, or choose another name."""

    slug, title = "name-taken", "The name is taken"


def create(
    session: Session, data: OrganizationCreate, *, by: str, now: datetime, key: str | None = None
) -> Organization:
    """Register an organization. Raises NameTaken (with the id of the other), Invalid for an unknown parent."""
    if taken := _namesake(session, data):
        raise NameTaken("An organization of this name, acronym or alias is registered.", organization=taken.id)
    if data.parent and session.get(Organization, data.parent) is None:
        raise Invalid("The parent is not registered.", errors=[field("/parent", "unknown_organization", UNKNOWN)])
    place = ledger.stamp(session, now=now)
    fields = data.model_dump(mode="json") | {"id": new_id(), "version": 1, "recorded_at": place.at, "recorded_by": by}
    thing = f"organization/{fields['id']}"
    body = ledger.append(
        session,
        place,
        by=by,
        action="recorded",
        thing=thing,
        version=1,
        body=fields,
        audience="public",
        aside={"key": key},
    ).body
    organization = Organization(
        id=fields["id"], version=1, seq=place.seq, key=key, name=data.name, sort_name=fold(data.name),
        parent_id=data.parent, body=body,
    )  # fmt: skip
    session.add(organization)
    session.flush()  # its names point at it
    session.add_all(OrganizationName(folded=name, organization_id=organization.id) for name in _folded(data))
    return organization


def get(session: Session, organization_id: str) -> Organization:
    """The organization with this id. Raises OrganizationNotFound."""
    organization = session.get(Organization, organization_id)
    if organization is None:
        raise OrganizationNotFound("No organization has this id.")
    return organization


def find(session: Session, text: str) -> Organization | None:
    """The one organization with exactly this name, acronym or alias (an acronym in brackets aside), else None."""
    for name in dict.fromkeys((fold(text), fold(BRACKETS.sub("", text)))):
        found = session.scalars(
            select(Organization)
            .join(OrganizationName, col(OrganizationName.organization_id) == Organization.id)
            .where(col(OrganizationName.folded) == name)
            .limit(2)
        ).all()
        if len(found) == 1:
            return found[0]
    known = registry.find(text)  # knows misprints of the starting list too
    return session.scalars(select(Organization).where(col(Organization.key) == known.key)).first() if known else None


def require(session: Session, ids: list[str | None], *, at: str) -> None:
    """Insist that every id given is registered. Raises Invalid, naming the place of each that is not."""
    known = set(session.scalars(select(col(Organization.id)).where(col(Organization.id).in_([i for i in ids if i]))))
    errors = [
        field(f"{at}/{number}/organization", "unknown_organization", UNKNOWN)
        for number, one in enumerate(ids)
        if one and one not in known
    ]
    if errors:
        raise Invalid("An organization is not registered.", errors=errors)


def search(session: Session, q: str | None, window: Window) -> Slice:
    """One page of organizations by name; `q` is part of any name, acronym or alias."""
    wanted: list[ColumnElement[bool]] = [col(Organization.id).in_(_named_like(q))] if q else []
    total = window.total
    if window.count:
        total = session.scalars(select(func.count()).select_from(Organization).where(*wanted)).one()
    if window.after is not None:
        wanted.append(_after(window.after))
    rows = session.scalars(
        select(Organization)
        .where(*wanted)
        .order_by(col(Organization.sort_name), col(Organization.id))
        .limit(window.limit + 1)
    ).all()
    shown = rows[: window.limit]
    after = [shown[-1].sort_name, shown[-1].id] if len(rows) > window.limit else None
    return Slice([row.body for row in shown], after, total)


def synchronize(session: Session, *, now: datetime, by: str) -> None:
    """Register the organizations of the starting list that are not registered yet."""
    there = {row.key: row.id for row in session.execute(select(col(Organization.key), col(Organization.id)))}
    for known in registry.all_known():
        if known.key not in there:
            data = OrganizationCreate(
                name=known.name, acronym=known.acronym, kind=known.kind, names=dict(known.names),
                aliases=list(known.aliases), parent=there[known.parent] if known.parent else None,
            )  # fmt: skip
            try:
                there[known.key] = create(session, data, by=by, now=now, key=known.key).id
            except NameTaken as taken:  # somebody registered it before the list had it
                there[known.key] = taken.more["organization"]


def _namesake(session: Session, data: OrganizationBase) -> Organization | None:
    """An organization that is found under any name of the new one: then neither would be found under it."""
    named = select(col(OrganizationName.organization_id)).where(col(OrganizationName.folded).in_(_folded(data)))
    other = select(Organization).where(col(Organization.id).in_(named)).order_by(col(Organization.id)).limit(1)
    return find(session, data.name) or session.scalars(other).first()


def _folded(data: OrganizationBase) -> set[str]:
    names = [data.name, *data.aliases, *data.names.values(), *([data.acronym] if data.acronym else [])]
    return {fold(name) for name in names}


def _named_like(q: str) -> Select[str]:
    return select(col(OrganizationName.organization_id)).where(
        col(OrganizationName.folded).contains(fold(q), autoescape=True)
    )


def _after(key: Key) -> ColumnElement[bool]:
    if len(key) != 2 or not all(isinstance(part, str) for part in key):
        raise bad_cursor()
    return tuple_(col(Organization.sort_name), col(Organization.id)) > tuple_(*key)
