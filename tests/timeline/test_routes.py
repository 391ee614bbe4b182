"""Timelines and entries over HTTP."""

from tests import make
from tests.callers import Caller


def test_a_state_has_its_whole_history_in_order_with_imprecise_dates_kept(client: Caller, expert: Caller) -> None:
    for date in ("2018-01-22/2018-01-23", "2014", "XXXX-11-08", "2004-09-10", "2014-05"):
        make.entry(expert, date=date)
    make.entry(expert, states=["KGZ"])

    timeline = client.read("/states/TKM/timeline")

    assert [entry["date"] for entry in timeline["items"]] == [
        "2004-09-10", "2014", "2014-05", "2018-01-22/2018-01-23", "XXXX-11-08",
    ]  # fmt: skip
    assert (timeline["total"], timeline["next"]) == (5, None)


def test_an_entry_shows_what_was_sent_and_what_follows_from_it(client: Caller, expert: Caller) -> None:
    made = make.entry(expert, date="2014", kind="event", title="Workshop")

    seen = client.read(f"/entries/{made['id']}")

    assert seen == made
    assert seen | {"id": "", "recorded_at": "", "recorded_by": ""} == {
        "id": "", "version": 1, "kind": "event", "date": "2014", "earliest": "2014-01-01", "latest": "2014-12-31",
        "precision": "year", "certain": True, "date_basis": None, "status": None, "title": "Workshop",
        "states": ["TKM"], "identifiers": [], "sources": [], "event": None, "note": None, "findings": [],
        "contested": False, "visibility": "public", "recorded_at": "", "recorded_by": "", "supersedes": None,
        "withdrawn_at": None, "reason": None,
    }  # fmt: skip
