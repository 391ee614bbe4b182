"""What an organization turned out to be, and what it is a part of, now or as known at an instant.

A merge only sets `merged_into`, and a part keeps the parent that it was given: these links are followed when somebody
asks. Each function answers with one query, whatever the number of organizations and of links between them.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session, col, func

from app.ledger.intervals import CURRENT
from app.organizations.models import OrganizationName, OrganizationVersion

NOW = col(OrganizationVersion.to_seq) == CURRENT
ID, PARENT, MERGED = OrganizationVersion.id, OrganizationVersion.parent_id, OrganizationVersion.merged_into
Held = ColumnElement[bool]
NAMED = and_(col(OrganizationName.organization_id) == ID, col(OrganizationName.version) == OrganizationVersion.version)


def survivors(session: Session, ids: Iterable[str], held: Held) -> dict[str, str]:
    """For each id that held, the organization that it is: itself, or the one at the end of its mergers."""
    own = col(ID).in_(list(ids))
    climb = select(col(ID).label("id"), col(MERGED).label("next")).where(own, held).cte("climb", recursive=True)
    climb = climb.union(select(col(ID), col(MERGED)).join(climb, col(ID) == climb.c.next).where(held))
    links = {row.id: row.next for row in session.execute(select(climb))}
    return {one: _end(links, one) for one in links}


def _end(links: Mapping[str, str | None], one: str) -> str:
    while following := links.get(one):
        one = following
    return one


def merged(session: Session, survivor: str, held: Held) -> list[str]:
    """Every id that is this organization: its own first, then those merged into it, at whatever distance."""
    found = select(col(ID).label("id")).where(col(ID) == survivor, held).cte("found", recursive=True)
    found = found.union(select(col(ID)).join(found, col(MERGED) == found.c.id).where(held))
    ids = set(session.scalars(select(found.c.id)))
    return [survivor, *sorted(ids - {survivor})]


def upward(session: Session, ids: Iterable[str], held: Held) -> dict[str, OrganizationVersion]:
    """These organizations and all that stands above them: what each turned out to be, or else is a part of."""
    over = func.coalesce(col(MERGED), col(PARENT)).label("next")
    climb = select(col(ID).label("id"), over).where(col(ID).in_(list(ids)), held).cte("climb", recursive=True)
    climb = climb.union(select(col(ID), over).join(climb, col(ID) == climb.c.next).where(held))
    rows = session.scalars(select(OrganizationVersion).where(col(ID).in_(select(climb.c.id)), held))
    return {row.id: row for row in rows}


def above(known: Mapping[str, OrganizationVersion], start: str | None) -> list[OrganizationVersion]:
    """What stands over a link, from `start` upward. A ring, which the service lets nobody make, is gone round once."""
    path: dict[str, OrganizationVersion] = {}
    while start is not None and start not in path and start in known:
        path[start] = known[start]
        start = known[start].merged_into or known[start].parent_id
    return list(path.values())
