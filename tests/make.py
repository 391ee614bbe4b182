"""Makers of records: every member has a good default, a test names only what it is about. Facts are invented."""

from typing import Any

from tests.callers import Caller

Json = dict[str, Any]


def entry(expert: Caller, **members: Any) -> Json:
    """A dated fact."""
    body = {"kind": "national_report", "date": "2004-09-10", "title": "First national report", "states": ["TKM"]}
    made: Json = expert.make("/entries", body | members)
    return made


def event(expert: Caller, **members: Any) -> Json:
    """An event in Ashgabat."""
    body = {
        "title": "Meeting on the national action plan", "type": "nap_final_review",
        "starts_on": "2018-01-22", "ends_on": "2018-01-23",
        "venues": [{"city": "Ashgabat", "country": "TKM"}], "states": ["TKM"],
    }  # fmt: skip
    made: Json = expert.make("/events", body | members, allow_duplicate=True)
    return made


def organization(expert: Caller, **members: Any) -> Json:
    """An organization that is not on the starting list."""
    made: Json = expert.make("/organizations", {"name": "Institute for Invented Studies", "kind": "ngo"} | members)
    return made
