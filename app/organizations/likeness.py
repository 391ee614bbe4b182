"""Registered organizations whose names are like a text: offered as "did you mean", never taken for the answer."""

from collections.abc import Sequence

import orjson
from pydantic import BaseModel, Field
from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlmodel import Session, col

from app.organizations import lineage, names
from app.organizations.lineage import NAMED, NOW
from app.organizations.models import OrganizationName, OrganizationVersion

SHORTEST = 7  # letters: any two acronyms are alike
LEAST = 75  # percent
LOOKED_AT, OFFERED = 30, 5


class Suggestion(BaseModel):
    """An organization that may be meant. `score` is how alike the texts are, from 0 to 1: no probability."""

    id: str
    name: str
    acronym: str | None
    score: float = Field(ge=0, le=1)


class Suggestions(BaseModel):
    """The likeliest first; none where nothing is like the text."""

    items: list[Suggestion]


def suggest(session: Session, text: str) -> list[Suggestion]:
    """Up to five organizations with a name, present or former, like this one, whatever the order of its words."""
    wanted = names.readings(text)[1]
    if len(wanted) < SHORTEST:
        return []
    found = select(col(OrganizationName.folded), col(OrganizationName.organization_id))
    known = session.execute(found.join(OrganizationVersion, NAMED).where(NOW)).all()
    scored = process.extract(
        wanted, [row.folded for row in known], scorer=fuzz.token_sort_ratio, score_cutoff=LEAST, limit=LOOKED_AT
    )
    return _best(session, [(known[place].organization_id, score / 100) for _, score, place in scored])


def _best(session: Session, scored: Sequence[tuple[str, float]]) -> list[Suggestion]:
    """The organizations that these names belong to now, each once, at its best name."""
    ends = lineage.survivors(session, [one for one, _ in scored], NOW)
    best: dict[str, float] = {}
    for one, score in scored:  # the best come first
        best.setdefault(ends[one], score)
    rows = session.scalars(select(OrganizationVersion).where(col(OrganizationVersion.id).in_(best), NOW))
    found = {row.id: orjson.loads(row.body) for row in rows}
    return [
        Suggestion(id=one, name=found[one]["name"], acronym=found[one]["acronym"], score=round(score, 2))
        for one, score in list(best.items())[:OFFERED]
    ]
