"""Rows by prepared statements, past the application: on both engines as SQLAlchemy itself writes and reads them."""

from datetime import date

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from app.kit import rows
from app.states.models import State
from app.timeline.models import Assertion

STATES = rows.table(State)
MEMBERS = rows.Statement(select(STATES.c.iso3).where(STATES.c.iso3 >= bindparam("least")).order_by(STATES.c.iso3))
SAID = {"state": "URY", "reported": True, "source": "a test", "seq": 2**40}


def said(number: int) -> dict[str, object]:
    return SAID | {"asserted": f"200{number}", "latest_on": date(2000 + number, 12, 31)}


@pytest.mark.parametrize("many", [1, 3])
def test_rows_that_are_put_are_read_back_as_they_were(session: Session, many: int) -> None:
    given = [said(number) for number in range(many)]

    rows.put(session, Assertion, given[0] if many == 1 else given)

    found = session.scalars(select(Assertion).order_by(col(Assertion.asserted))).all()
    assert [one.model_dump() for one in found] == given
    assert [rows.made(Assertion, one).model_dump() for one in given] == given


def test_a_statement_answers_every_row_by_the_names_of_its_columns(session: Session) -> None:
    assert MEMBERS.ask(session, least="ZMB") == [{"iso3": "ZMB"}, {"iso3": "ZWE"}]
    assert MEMBERS.ask(session, least="ZZZ") == []


def test_what_the_database_refuses_is_told_as_by_sqlalchemy(session: Session) -> None:
    rows.put(session, Assertion, said(1))

    with pytest.raises(IntegrityError), session.begin_nested():
        rows.put(session, Assertion, said(1))
    with pytest.raises(IntegrityError), session.begin_nested():
        rows.put(session, Assertion, {"state": "URY", "asserted": "2002"})
    assert len(session.scalars(select(Assertion)).all()) == 1
