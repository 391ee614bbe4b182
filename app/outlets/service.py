"""The ledger as others read it: what changed, in order, and who changed it."""

from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, and_, exists, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from app.access.models import Role
from app.access.service import Principal
from app.kit import differences
from app.kit.errors import NotFound
from app.kit.paging import Key, Slice, Window, bad_cursor
from app.ledger import feed
from app.ledger.models import FeedItem, Ledger, Payload
from app.outlets.followers import follower
from app.outlets.models import Changes, ChangesQuestion, LogQuestion
from app.timeline.steps import service as steps

SEALED = ("seq", "at", "by", "action", "thing", "version", "digest")
Json = dict[str, Any]


class ChangeNotFound(NotFound):
    """The ledger has no change of this number, or none that the caller may see."""

    title = "There is no such change"


def changes(session: Session, question: ChangesQuestion, *, address: str, seen_by: Principal) -> Changes:
    """The next changes that somebody may see, each once, in order, and the sum of all up to the last of them."""
    who = follower(seen_by)
    rows = feed.read(session, who, after=question.after, limit=question.limit + 1)
    shown = rows[: question.limit]
    last = shown[-1]["seq"] if shown else question.after
    more = f"{address}?after={last}&limit={question.limit}" if len(rows) > question.limit else None
    digest = feed.digest(session, who, upto=last)
    return Changes.model_validate({"items": shown, "next": more, "digest": digest})


def log(session: Session, question: LogQuestion, window: Window, *, seen_by: Principal) -> Slice:
    """One page of the rows of the ledger that somebody may see, with the records where they are asked for."""
    wanted = [_listed(seen_by), *_conditions(question)]
    total = window.total
    if window.count:
        total = session.scalars(select(func.count()).select_from(Ledger).where(*wanted)).one()
    last, newest = _last(window.after), question.order == "desc"
    if last is not None:
        wanted.append(col(Ledger.seq) < last if newest else col(Ledger.seq) > last)
    order = col(Ledger.seq).desc() if newest else col(Ledger.seq)
    found = _rows(seen_by, whole=question.include == "record").where(*wanted).order_by(order)
    rows = session.execute(found.limit(window.limit + 1)).all()
    shown = rows[: window.limit]
    after = [shown[-1].seq] if len(rows) > window.limit else None
    told = _told(session, [row._asdict() for row in shown], seen_by=seen_by)
    return Slice([orjson.dumps(_public(row)) for row in told], after, total)


def change(session: Session, seq: int, *, seen_by: Principal) -> Json:
    """One row of the ledger with the record before and after it. Raises ChangeNotFound."""
    found = _rows(seen_by, whole=True).where(col(Ledger.seq) == seq, _listed(seen_by))
    row = session.execute(found).first()
    if row is None:
        raise ChangeNotFound("The ledger has no change of this number.")
    return _public(*_told(session, [row._asdict()], seen_by=seen_by))


def _last(after: Key | None) -> int | None:
    if after is None:
        return None
    if len(after) != 1 or not isinstance(after[0], int):
        raise bad_cursor()
    return after[0]


def _conditions(question: LogQuestion) -> list[ColumnElement[bool]]:
    asked = [
        (question.by, col(Ledger.by) == question.by),
        (question.action, col(Ledger.action) == question.action),
        (question.from_, col(Ledger.at) >= (question.from_ or "")),
        (question.to, col(Ledger.at) <= (question.to or "")),
        (question.thing, _about(question.thing or "")),
    ]
    return [col(Ledger.seq) > question.after, *(condition for value, condition in asked if value)]


def _about(thing: str) -> ColumnElement[bool]:
    """One thing; or all of a kind, as a range of the index: `0` is the character after the slash."""
    if "/" in thing:
        return col(Ledger.thing) == thing
    return and_(col(Ledger.thing) > f"{thing}/", col(Ledger.thing) < f"{thing}0")


def _rows(principal: Principal, *, whole: bool) -> Select[Any]:
    """Rows of the ledger; with the records after and before each, where the principal may see them."""
    sealed = [getattr(Ledger, name) for name in SEALED]
    if not whole:
        return select(*sealed)
    after, before, previous = aliased(Payload), aliased(Payload), aliased(Ledger)
    now = col(Ledger.seq)
    earlier = select(func.max(col(previous.seq))).where(col(previous.thing) == col(Ledger.thing))
    then = earlier.where(col(previous.seq) < now).correlate(Ledger).scalar_subquery()
    found = select(*sealed, col(after.body).label("after"), col(before.body).label("before")).select_from(Ledger)
    found = found.outerjoin(after, and_(col(after.seq) == now, _readable(principal, now)))
    return found.outerjoin(before, and_(col(before.seq) == then, _readable(principal, then)))


def _listed(principal: Principal) -> ColumnElement[bool]:
    """Which rows somebody may know of: an administrator of all, without the records that others may not see."""
    if principal.role is Role.administrator:
        return true()
    return _readable(principal, col(Ledger.seq))


def _readable(principal: Principal, since: Any) -> ColumnElement[bool]:
    """Whether somebody may see a record as a change left it: nobody hid it from them then, or in a later version."""
    who = follower(principal)
    if who.told is None:
        return true()
    item = aliased(FeedItem)
    hidden: ColumnElement[bool] = col(item.shown_to).not_in(who.told if who.owner is None else who.own)
    if who.owner is not None:
        hidden = hidden | func.coalesce(col(item.owner) != who.owner, true())
    later = exists().where(col(item.thing) == col(Ledger.thing), col(item.seq) >= since, ~col(item.removal), hidden)
    return ~later.correlate_except(item)


def _told(session: Session, rows: list[Json], *, seen_by: Principal) -> list[Json]:
    """The rows with their records as somebody may see them: a step does not name an entry that is hidden from them."""
    for row in rows:
        row |= {name: orjson.loads(row[name]) if row.get(name) else None for name in ("before", "after")}
    told = [
        (row, name) for row in rows for name in ("before", "after") if row["thing"].startswith("step/") and row[name]
    ]
    seen = steps.as_seen(session, [row[name] for row, name in told], seen_by=seen_by) if told else []
    for (row, name), step in zip(told, seen, strict=True):
        row[name] = step
    return rows


def _public(row: Json) -> Json:
    """A row as it is sent: the records, and what is different, only where they were read."""
    before, after, first = row["before"], row["after"], row["version"] == 1
    told = differences.between(before or {}, after) if after and (first or before) else None
    return {name: row[name] for name in SEALED} | {"before": before, "after": after, "differences": told}
