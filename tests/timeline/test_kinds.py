"""What an entry of each kind tells. Facts are invented."""

from typing import Any

import pytest

from app.timeline import kinds
from app.timeline.models import DateBasis, Kind
from tests import make
from tests.callers import Caller
from tests.timeline.test_routes import correct, dates_of

SYMBOL = [{"scheme": "un", "value": "S/AC.44/2004/(02)/999"}]
SOURCE = [{"url": "https://register.example/1", "place": "p. 2"}]
# What a complete entry of each kind has beside title and States.
OWN: dict[str, dict[str, Any]] = {
    "national_report": {"date_basis": "received", "identifiers": SYMBOL},
    "additional_information": {"date_basis": "written", "identifiers": SYMBOL},
    "matrix": {"edition": "Approved matrix of 2015"},
    "nap": {"status": "adopted", "date_basis": "adopted"},
    "assistance_request": {"date_basis": "submitted", "addressee": "The Committee"},
    "event": {"date_basis": "held", "sources": SOURCE},
    "visit": {"date_basis": "held", "sources": SOURCE},
    "peer_review": {"date_basis": "held", "sources": SOURCE},
    "note": {"date_basis": "published"},
    "letter": {"author": "The Permanent Mission", "addressee": "The Chair"},
    "point_of_contact": {"addressee": "The Committee"},
    "legislation": {"date_basis": "in_force", "identifiers": [{"scheme": "gazette", "value": "2039/31"}]},
    "other": {},
}
NEEDED = [(kind, name) for kind, members in OWN.items() for name in members]


def told(kind: str) -> make.Json:
    return {"kind": kind, "date": "2015-03", "title": "Told", "states": ["TKM"]} | OWN[kind]


@pytest.mark.D2
@pytest.mark.parametrize("kind", Kind)
def test_an_entry_that_tells_all_of_its_kind_lacks_nothing(expert: Caller, kind: str) -> None:
    made = expert.make("/entries", told(kind), complete="true")

    assert (made["kind"], made["missing"], made["findings"]) == (kind, [], [])


@pytest.mark.D2
@pytest.mark.parametrize(("kind", "name"), NEEDED)
def test_each_kind_needs_members_of_its_own(client: Caller, expert: Caller, kind: str, name: str) -> None:
    body = {key: value for key, value in told(kind).items() if key != name}

    refused = expert.post("/entries?complete=true", json=body)

    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/incomplete")
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [(f"/{name}", "required")]
    assert client.read("/entries")["total"] == 0


@pytest.mark.D2
def test_the_kinds_are_listed_with_what_each_needs(client: Caller) -> None:
    listed = {kind["kind"]: kind for kind in client.read("/entry-kinds")["items"]}

    assert {kind: set(one["needs"]) for kind, one in listed.items()} == {kind: set(own) for kind, own in OWN.items()}
    assert listed["visit"]["date_bases"] == ["held"]
    assert set(listed["nap"]["statuses"]) == {"planned", "draft", "adopted", "submitted", "superseded", "cancelled"}
    assert set(kinds.FORMS) == set(Kind)


def test_what_is_not_known_yet_is_recorded_without_it_and_named(client: Caller, expert: Caller) -> None:
    made = make.entry(expert, kind="letter", date="2015-01-05", author="The Permanent Mission")

    assert made["missing"] == ["addressee"]
    assert correct(expert, made, addressee="The Chair")["missing"] == []
    address, sent = f"/entries/{made['id']}?reason=r&complete=true", {"If-Match": "*"}
    refused = expert.request("PATCH", address, json={"addressee": None}, headers=sent)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/incomplete")


@pytest.mark.D2
@pytest.mark.parametrize(
    ("wrong", "pointers"),
    [
        ({"kind": "letter", "status": "adopted"}, ["/status"]),
        ({"kind": "visit", "date_basis": "received"}, ["/date_basis"]),
        ({"kind": "national_report", "date_basis": "in_force"}, ["/date_basis"]),
        ({"kind": "national_report", "dates": {"held": "2004"}}, ["/dates/held"]),
        ({"kind": "event", "status": "superseded", "date_basis": "written"}, ["/status", "/date_basis"]),
    ],
)
def test_a_value_of_another_kind_is_refused(client: Caller, expert: Caller, wrong: make.Json, pointers: object) -> None:
    body = {"date": "2015", "title": "Told", "states": ["TKM"]} | wrong

    refused = expert.post("/entries", json=body)

    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/unfit-for-kind")
    assert [e["pointer"] for e in refused.json()["errors"]] == pointers
    assert client.read("/entries")["total"] == 0


@pytest.mark.D4
def test_five_dates_of_a_report_are_kept_apart_and_what_is_not_known_stays_null(client: Caller, expert: Caller) -> None:
    named = {"written": "2004-10", "received": "2004-10-28", "distributed": "2004-12-06", "published": "2005"}

    made = make.entry(expert, date="2004-10-28", date_basis="received", dates=named)

    assert made["dates"] == dict.fromkeys(DateBasis) | named
    assert (made["date"], made["earliest"]) == ("2004-10-28", "2004-10-28")
    assert made["recorded_at"] > "2026"
    assert client.read(f"/entries/{made['id']}") == made


@pytest.mark.D4
@pytest.mark.parametrize("basis", ["written", "received", "distributed", "submitted", "published"])
def test_each_date_has_a_window_and_an_order_of_its_own(client: Caller, expert: Caller, basis: str) -> None:
    make.entry(expert, date="2001", dates={basis: "2012-05-04"}, title="Later")
    make.entry(expert, date="2020", dates={basis: "2012"}, title="Earlier")
    make.entry(
        expert, date="2012-05-04", title="Not known", dates={"published" if basis == "written" else "written": "2012"}
    )
    window = {"date_basis": basis, "from": "2012-05-01", "to": "2012-05-31"}

    def titles(**asked: str) -> list[str]:
        return [entry["title"] for entry in client.read("/states/TKM/timeline", **asked)["items"]]

    assert titles(date_basis=basis) == ["Earlier", "Later"]
    assert titles(date_basis=basis, order="desc") == ["Later", "Earlier"]
    assert titles(**window) == ["Earlier", "Later"]
    assert titles(**window, overlap="must") == ["Later"]
    assert titles(**window | {"from": "2013-01-01", "to": "2019-12-31"}) == []
    assert titles(date_basis=basis, as_of="2012-03-01") == ["Earlier"]
    assert titles() == ["Later", "Not known", "Earlier"]


@pytest.mark.D4
def test_the_main_date_and_the_one_of_its_meaning_agree(expert: Caller) -> None:
    made = make.entry(expert, date="2004-10-28", date_basis="received")
    refused = expert.post("/entries", json={
        "kind": "letter", "date": "2015", "date_basis": "written", "dates": {"written": "2016"}, "title": "x",
        "states": ["TKM"],
    })  # fmt: skip

    assert made["dates"] == dict.fromkeys(DateBasis) | {"received": "2004-10-28"}
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [("/dates/written", "contradiction")]


def test_a_corrected_date_is_corrected_under_its_meaning_too(expert: Caller) -> None:
    made = make.entry(expert, date="2004-10-28", date_basis="received", dates={"written": "2004-10"})

    later = correct(expert, made, date="2004-10-29")
    other = correct(expert, later, date_basis="distributed")

    assert later["dates"] == dict.fromkeys(DateBasis) | {"written": "2004-10", "received": "2004-10-29"}
    assert other["dates"] == dict.fromkeys(DateBasis) | {"written": "2004-10", "distributed": "2004-10-29"}


def test_dates_by_meaning_follow_corrections_and_what_was_known(client: Caller, expert: Caller) -> None:
    made = make.entry(expert, date="2004", dates={"received": "2005"}, states=["TKM", "KGZ"])
    correct(expert, made, dates={"received": "2006"}, states=["TKM"])

    def received(state: str, **asked: str) -> list[str]:
        found = client.read(f"/states/{state}/timeline", date_basis="received", **asked)["items"]
        return [entry["dates"]["received"] for entry in found]

    assert (received("TKM"), received("KGZ")) == (["2006"], [])
    then = {"known_at": made["recorded_at"]}
    assert (received("TKM", **then), received("KGZ", **then)) == (["2005"], ["2005"])


def test_groups_and_counts_are_kept_as_printed_and_never_become_states(client: Caller, expert: Caller) -> None:
    made = make.entry(expert, kind="other", states=[], groups=["ASEAN States"], count="22 States")

    assert (made["states"], made["groups"], made["count"]) == ([], ["ASEAN States"], "22 States")
    assert client.read("/entries")["items"] == [made]
    assert client.read("/states/THA/timeline")["total"] == 0


@pytest.mark.D9
def test_a_fact_names_its_source_document_its_revision_and_the_passage(client: Caller, expert: Caller) -> None:
    note = "01920000-0000-7000-8000-000000000000"
    source = {"note": note, "revision": 2, "span": [120, 188], "place": "background[2]"}

    made = make.entry(expert, sources=[source])

    assert made["sources"] == [make.source(**source)]
    for wrong, pointer in (
        ({"span": [9, 9]}, "/sources/0/span"),
        ({"revision": 1, "url": "https://register.example/1"}, "/sources/0/revision"),
    ):
        body = {"kind": "other", "date": "2004", "title": "x", "states": ["TKM"], "sources": [wrong]}
        refused = expert.post("/entries", json=body)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


def test_dates_filter_shows_imprecise_dates_as_they_are(client: Caller, expert: Caller) -> None:
    make.entry(expert, date="2014", dates={"written": "2014"})

    assert dates_of(client.read("/states/TKM/timeline", date_basis="written", **{"from": "2014-06-01"})) == ["2014"]
