"""How good readings were in use: what the machine had read, beside what people made of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, case, select
from sqlmodel import Session, col, func

from app.access.service import Principal
from app.figures.models import Fates, FieldFates, FieldTotal, ReadingFiguresPublic, ReadingQuestion, Tenth
from app.inbox.compared import FIELDS
from app.inbox.judgements import NO_CLAIM
from app.inbox.models import Judgement, Submission
from app.inbox.service import seen
from app.kit.formats import csv
from app.ledger.intervals import held

COUNTS = ("kept", "changed", "removed", "added", "claimed")
COLUMNS = (
    "field", "language", "media_type", "readings", "read", "kept", "changed", "removed", "added", "precision", "recall",
    "with_claim", "claimed", "claimed_kept",
)  # fmt: skip
Rows = Sequence[Row[Any]]
Key = tuple[str | None, str]


def reading(session: Session, question: ReadingQuestion, *, today: date, seen_by: Principal) -> ReadingFiguresPublic:
    """The worth of the readings that were accepted by a day (today where none is given), as known at an instant."""
    day = question.as_of or today
    asked = _asked(session, question, day, seen_by)
    rows, notes = _counts(session, question, asked), _notes(session, asked)
    readings = sum(total for total, _ in notes.values())
    return ReadingFiguresPublic(
        as_of=day,
        known_at=question.known_at,
        readings=readings,
        untouched=sum(whole for _, whole in notes.values()),
        all=_fates(rows, readings),
        fields=[FieldTotal(field=name, **_fates(own, readings).model_dump()) for name, own in _by_field(rows)],
        items=list(_items(rows, notes)),
        calibration=list(_calibration(rows)),
    )


def _asked(session: Session, question: ReadingQuestion, day: date, seen_by: Principal) -> list[ColumnElement[bool]]:
    """Conditions on judgements, beside the field."""
    asked = [held(Judgement, session, question.known_at), seen(seen_by), col(Judgement.accepted_on) <= day]
    if question.from_:
        asked.append(col(Judgement.accepted_on) >= question.from_)
    if question.to:
        asked.append(col(Judgement.accepted_on) <= question.to)
    if question.language:
        asked.append(col(Judgement.language) == question.language)
    if question.media_type:
        asked.append(col(Judgement.media_type) == question.media_type)
    return asked


def _counts(session: Session, question: ReadingQuestion, asked: Sequence[ColumnElement[bool]]) -> Rows:
    by = [col(getattr(Judgement, name)) for name in ("field", "language", "media_type", "tenth")]
    sums = [func.sum(col(getattr(Judgement, name))).label(name) for name in COUNTS]
    own = [col(Judgement.field) == question.field] if question.field else []
    found = select(*by, *sums).join(Submission, col(Submission.id) == col(Judgement.submission_id))
    return session.execute(found.where(*asked, *own).group_by(*by)).all()


def _notes(session: Session, asked: Sequence[ColumnElement[bool]]) -> dict[Key, tuple[int, int]]:
    """The notes accepted, and those of them that nobody touched, by language and media type."""
    touched = func.sum(col(Judgement.changed) + col(Judgement.removed) + col(Judgement.added)).label("touched")
    of = (col(Judgement.submission_id), col(Judgement.language), col(Judgement.media_type))
    found = select(*of, touched).join(Submission, col(Submission.id) == of[0]).where(*asked).group_by(*of).subquery()
    whole = func.sum(case((found.c.touched == 0, 1), else_=0))
    by = (found.c.language, found.c.media_type)
    rows = session.execute(select(*by, func.count(), whole).group_by(*by))
    return {(language, media_type): (total, untouched) for language, media_type, total, untouched in rows}


def _by_field(rows: Rows) -> Iterable[tuple[str, Rows]]:
    for name in FIELDS:
        if own := [row for row in rows if row.field == name]:
            yield name, own


def _items(rows: Rows, notes: dict[Key, tuple[int, int]]) -> Iterable[FieldFates]:
    for name, own in _by_field(rows):
        for language, media_type in sorted(notes, key=lambda key: (key[0] or "", key[1])):
            of_key = [row for row in own if (row.language, row.media_type) == (language, media_type)]
            if of_key:
                fates = _fates(of_key, notes[language, media_type][0])
                yield FieldFates(field=name, language=language, media_type=media_type, **fates.model_dump())


def _fates(rows: Rows, readings: int) -> Fates:
    sums, claims = _sum(rows), _sum([row for row in rows if row.tenth != NO_CLAIM])
    read, with_claim = _read(sums), _read(claims)
    return Fates(
        readings=readings,
        read=read,
        **{name: sums[name] for name in ("kept", "changed", "removed", "added")},
        precision=_share(sums["kept"], read),
        recall=_share(sums["kept"], sums["kept"] + sums["changed"] + sums["added"]),
        with_claim=with_claim,
        claimed=_share(claims["claimed"], with_claim * 1000),
        claimed_kept=_share(claims["kept"], with_claim),
    )


def _sum(rows: Rows) -> Counter[str]:
    sums: Counter[str] = Counter()
    for row in rows:
        sums.update({name: int(getattr(row, name)) for name in COUNTS})
    return sums


def _read(sums: Counter[str]) -> int:
    return sums["kept"] + sums["changed"] + sums["removed"]


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _calibration(rows: Rows) -> Iterable[Tenth]:
    for tenth in range(9, -1, -1):
        sums = _sum([row for row in rows if row.tenth == tenth])
        if values := _read(sums):
            claimed, kept = round(sums["claimed"] / values / 1000, 4), round(sums["kept"] / values, 4)
            yield Tenth(at_least=tenth / 10, values=values, claimed=claimed, kept=kept)


def table(found: ReadingFiguresPublic) -> bytes:
    """The figures by field, language and media type as CSV."""
    return csv.write(COLUMNS, (one.model_dump() for one in found.items))
