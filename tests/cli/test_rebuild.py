"""`outreach rebuild`: what the ledger makes of the tables, told and made."""

from sqlalchemy import text

from app.kit.db import Database
from tests import make
from tests.callers import Caller
from tests.cli.conftest import Outreach


def test_a_register_that_is_as_it_must_be_is_told_so(outreach: Outreach, expert: Caller) -> None:
    make.event(expert)

    checked, made = outreach("rebuild", "--check"), outreach("rebuild")

    assert (checked.code, checked.out, checked.err) == (0, "Every table is as it should be.\n", "")
    assert (made.code, made.out) == (0, "Every table is as it should be; all are made again.\n")


def test_a_difference_is_named_and_goes_once_the_tables_are_made_again(
    outreach: Outreach, expert: Caller, database: Database
) -> None:
    event = make.event(expert)
    with database.session(writes=True) as session:
        session.execute(text("UPDATE event SET sought = 'another'"))

    checked, made, again = outreach("rebuild", "--check"), outreach("rebuild"), outreach("rebuild", "--check")

    difference = f"event: not what the ledger makes of it, first at id {event['id']}, version 1."
    assert (checked.code, checked.lines) == (1, [difference, "Tables that are different: 1."])
    assert (made.code, made.lines[0]) == (0, difference)
    assert (again.code, again.err) == (0, "")
