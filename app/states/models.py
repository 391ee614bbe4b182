"""States as rows: what other tables point at. Names and groups are in the packaged reference data."""

from sqlmodel import Field

from app.kit.db import Table


class State(Table, table=True):
    """A State of the reference data; `member` is whether it is a Member State of the United Nations."""

    iso3: str = Field(primary_key=True)
    member: bool
