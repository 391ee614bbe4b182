"""How a version of a record ends when the next one is made: the same in every table of versions."""

from functools import lru_cache

from sqlalchemy import Update, bindparam, case, or_, update
from sqlmodel import Session, SQLModel

from app.access.models import Visibility
from app.kit import rows
from app.ledger.intervals import CURRENT
from app.ledger.service import Change


def end(session: Session, change: Change, model: type[SQLModel], *, key: str = "id") -> None:
    """End the version that held, and let no earlier one be seen by more people than the one that follows.

    `key` is the column of the table that names the record. A first version ends none.
    """
    if change.version > 1:
        ending = _ending(model, key, Visibility(change.audience))
        session.execute(ending, {"ended": change.id, "at": change.seq})


@lru_cache
def _ending(model: type[SQLModel], key: str, allowed: Visibility) -> Update:
    columns = rows.table(model).c
    wider = [one for one in Visibility if one.stricter(allowed) != one]
    ends, narrows = columns.to_seq == CURRENT, columns.visibility.in_(wider)
    return (
        update(rows.table(model))
        .where(columns[key] == bindparam("ended"), or_(ends, narrows))
        .values(
            to_seq=case((ends, bindparam("at")), else_=columns.to_seq),
            visibility=case((narrows, allowed.value), else_=columns.visibility),
        )
    )
