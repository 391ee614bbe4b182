"""What makes a page of a State's timeline cheap however long it is: its texts side by side, and their number."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, Integer, Text
from sqlmodel import Field

from app.kit.db import Table

# The type of which SQLite makes the number of the row itself.
PLACE = BigInteger().with_variant(Integer, "sqlite")


class Shelved(Table, table=True):
    """The text of an entry as the timeline of one State sends it, beside those of about the same day.

    SQLite keeps rows in the order of a whole number, so that the texts of a page lie side by side; see `shelf`.
    """

    place: int = Field(primary_key=True, sa_type=PLACE, sa_column_kwargs={"autoincrement": False})
    body: str = Field(sa_type=Text)


def shelf(state: str, day: dt.date, seq: int) -> int:
    """The place of a text: by State (15 bits), then by month (17), then by the number of its change (31)."""
    first, second, third = (ord(letter) - ord("A") for letter in state)
    return (((first * 26 + second) * 26 + third << 17 | day.year * 12 + day.month - 1) << 31) + seq


class Tally(Table, table=True):
    """How many entries are on a State's timeline now; `owner` is empty where nobody's."""

    __table_args__ = (CheckConstraint("entries > 0", "some"),)

    state: str = Field(primary_key=True, foreign_key="state.iso3")
    kind: str = Field(primary_key=True)
    visibility: str = Field(primary_key=True)
    owner: str = Field(primary_key=True)
    entries: int
