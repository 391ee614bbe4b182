"""What organizations are; apart from the tables, so that reading a note loads no database."""

from enum import StrEnum


class Kind(StrEnum):
    """What an organization is."""

    un = "un"
    igo = "igo"
    regional = "regional"
    ngo = "ngo"
    academia = "academia"
    industry = "industry"
    government = "government"
    committee = "committee"
