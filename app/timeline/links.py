"""Typed links between entries, read from both ends, with the dates of both."""

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import and_
from sqlmodel import Session, col, select

from app.access.service import Principal
from app.access.visibility import visible
from app.kit import dates
from app.ledger.intervals import held
from app.timeline.answers import Linked, Links
from app.timeline.members import Relation
from app.timeline.models import Entry, Mention
from app.timeline.projection import LINK

# What `replaces` is from its two ends; it has a member of its own, since plans are counted by it.
REPLACES, REPLACED_BY = "replaces", "replaced_by"
Json = dict[str, Any]
Pair = tuple[str, str]  # relation, id of the other entry


def read(session: Session, entry: Entry, *, seen_by: Principal, known_at: str | None = None) -> Links:
    """The links of an entry to those entries that somebody may see, as they are or were at an instant."""
    own = orjson.loads(entry.body)
    named_by = and_(col(Mention.what) == LINK, col(Mention.value) == entry.id, held(Mention, session, known_at))
    pointing = select(Entry).where(Entry.id == Mention.entry_id, Entry.version == Mention.version, named_by)
    shown = visible(seen_by, visibility=Entry.visibility, owner=Entry.owner)
    others = [orjson.loads(one.body) for one in session.exec(pointing.where(shown))]
    pairs = [(rel, other["id"]) for other in others for rel, end in _inverse(other) if end == entry.id]
    named = list(_direct(own))
    found = select(Entry).where(col(Entry.id).in_({end for _, end in named}), held(Entry, session, known_at), shown)
    others += [orjson.loads(one.body) for one in session.exec(found)] if named else []
    known = {other["id"]: other for other in others}
    items = [_linked(rel, known[end]) for rel, end in [*named, *pairs] if end in known]
    return Links(entry=entry.id, date=own["date"], items=sorted(items, key=_place))


def _direct(entry: Json) -> Iterator[Pair]:
    """How an entry says that it stands to others."""
    if entry["replaces"]:
        yield REPLACES, entry["replaces"]
    yield from ((link["rel"], link["entry"]) for link in entry["links"])


def _inverse(entry: Json) -> Iterator[Pair]:
    """How others stand to an entry that names them."""
    for rel, end in _direct(entry):
        yield (REPLACED_BY if rel == REPLACES else Relation(rel).inverse), end


def _linked(rel: str, entry: Json) -> Linked:
    return Linked(
        rel=rel, entry=entry["id"], kind=entry["kind"], date=entry["date"], title=entry["title"],
        withdrawn=entry["withdrawn_at"] is not None,
    )  # fmt: skip


def _place(one: Linked) -> tuple[Any, ...]:
    when = dates.parse(one.date)
    return when.sort_day, when.last_day, one.entry, one.rel
