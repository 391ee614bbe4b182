"""Typed links between entries, symbols of documents, and lists of entries. Facts are invented."""

import pytest

from tests import make
from tests.callers import Caller
from tests.timeline.test_routes import correct, withdraw

NOBODY = "01920000-0000-7000-8000-000000000000"


def linked(caller: Caller, entry: make.Json, **asked: str) -> list[tuple[str, str, str]]:
    found = caller.read(f"/entries/{entry['id']}/links", **asked)
    assert (found["entry"], found["date"]) == (entry["id"], entry["date"])
    return [(one["rel"], one["title"], one["date"]) for one in found["items"]]


@pytest.mark.D12
def test_links_are_typed_and_read_both_ways_with_the_dates_of_both_ends(client: Caller, expert: Caller) -> None:
    event = make.entry(expert, kind="event", date="2018-01-22/2018-01-23", title="Meeting")
    plan = make.entry(
        expert, kind="nap", date="2018-06-11", title="Plan", links=[{"rel": "follows_from", "entry": event["id"]}]
    )
    report = make.entry(
        expert, date="2019", title="Report", links=[
            {"rel": "implements", "entry": plan["id"]}, {"rel": "follows_from", "entry": event["id"]},
        ],
    )  # fmt: skip

    assert linked(client, event) == [("led_to", "Plan", "2018-06-11"), ("led_to", "Report", "2019")]
    assert linked(client, plan) == [
        ("follows_from", "Meeting", "2018-01-22/2018-01-23"), ("implemented_by", "Report", "2019"),
    ]  # fmt: skip
    assert linked(client, report) == [
        ("follows_from", "Meeting", "2018-01-22/2018-01-23"), ("implements", "Plan", "2018-06-11"),
    ]  # fmt: skip
    assert report["links"][0] == {"rel": "implements", "entry": plan["id"]}


@pytest.mark.D12
def test_links_show_only_what_somebody_may_see_and_what_was_known(client: Caller, expert: Caller) -> None:
    plan = make.entry(expert, kind="nap", title="Plan")
    letter = make.entry(
        expert, kind="letter", title="Secret letter", visibility="committee",
        links=[{"rel": "transmits", "entry": plan["id"]}],
    )  # fmt: skip
    later = make.entry(expert, kind="nap", title="Revision", links=[{"rel": "revises", "entry": plan["id"]}])
    first = correct(expert, later, links=[{"rel": "follows_from", "entry": letter["id"]}])

    assert [rel for rel, *_ in linked(expert, plan)] == ["transmitted_by"]
    assert [rel for rel, *_ in linked(expert, first)] == ["follows_from"]
    assert linked(client, plan) == linked(client, first) == []
    assert [rel for rel, *_ in linked(client, plan, known_at=later["recorded_at"])] == ["revised_by"]
    assert client.get(f"/entries/{letter['id']}/links").status_code == 404


@pytest.mark.F19
def test_the_other_ends_of_links_come_along_where_they_are_asked_for(client: Caller, expert: Caller) -> None:
    plan = make.entry(expert, kind="nap", title="Plan")
    letter = make.entry(expert, kind="letter", title="Secret letter", visibility="committee")
    links = [{"rel": "transmits", "entry": plan["id"]}, {"rel": "replies_to", "entry": letter["id"]}]
    report = make.entry(expert, replaces=plan["id"], links=links)

    whole = client.read(f"/entries/{report['id']}", expand="links.entry,replaces")
    others = client.read(f"/entries/{report['id']}/links", expand="entry")["items"]

    assert whole == report | {"replaces": plan, "links": [links[0] | {"entry": plan}, links[1]]}
    assert [one["entry"] for one in others] == [plan, plan]


@pytest.mark.D7
def test_editions_of_a_plan_follow_each_other_with_the_time_they_are_valid(client: Caller, expert: Caller) -> None:
    first = make.entry(
        expert, kind="nap", date="2015/2017", date_basis="in_force", status="superseded", title="First plan",
        edition="1", valid="2015/2017",
    )  # fmt: skip
    second = make.entry(
        expert, kind="nap", date="2018-06-11", status="submitted", title="Second plan", edition="2",
        valid="2018/2022", replaces=first["id"],
    )  # fmt: skip
    withdraw(expert, make.entry(expert, kind="nap", title="Not a plan", replaces=second["id"]))

    shown = [(one["edition"], one["valid"], one["replaces"]) for one in client.read("/entries")["items"]]
    assert shown == [("1", "2015/2017", None), ("2", "2018/2022", first["id"])]
    assert linked(client, first) == [("replaced_by", "Second plan", "2018-06-11")]
    assert [rel for rel, *_ in linked(client, second)] == ["replaced_by", "replaces"]
    ends = client.read(f"/entries/{second['id']}/links")["items"]
    assert [one["withdrawn"] for one in ends] == [True, False]


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"replaces": NOBODY}, "/replaces", "unknown_entry"),
        ({"links": [{"rel": "revises", "entry": NOBODY}]}, "/links/0/entry", "unknown_entry"),
        ({"links": [{"rel": "rhymes", "entry": NOBODY}]}, "/links/0/rel", "unknown_value"),
        ({"valid": "2018-06-11"}, "/valid", "invalid_value"),
    ],
)
def test_a_link_leads_to_an_entry_that_is_on_record(
    client: Caller, expert: Caller, wrong: make.Json, pointer: str, code: str
) -> None:
    body = {"kind": "nap", "date": "2018", "title": "Plan", "states": ["TKM"]} | wrong

    refused = expert.post("/entries", json=body)

    assert refused.status_code == 422
    assert [(e["pointer"], e["code"]) for e in refused.json()["errors"]] == [(pointer, code)]
    assert client.read("/entries")["total"] == 0


def test_an_entry_is_not_linked_to_itself(expert: Caller) -> None:
    entry = make.entry(expert)

    refused = expert.request(
        "PATCH", f"/entries/{entry['id']}?reason=r", json={"replaces": entry["id"]}, headers={"If-Match": "*"}
    )

    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/unknown-entry")


@pytest.mark.D7
def test_plans_never_replace_each_other_in_a_ring(client: Caller, expert: Caller) -> None:
    first = make.entry(expert, kind="nap", status="submitted", title="First plan")
    second = make.entry(expert, kind="nap", status="submitted", date="2018", title="Second", replaces=first["id"])
    third = make.entry(expert, kind="nap", status="submitted", date="2022", title="Third", replaces=second["id"])
    path = f"/entries/{first['id']}"

    for later in (second, third):
        refused = expert.request("PATCH", f"{path}?reason=r", json={"replaces": later["id"]}, headers={"If-Match": "*"})
        assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [("/replaces", "ring")]

    assert client.read(path) == first
    assert correct(expert, third, replaces=first["id"])["replaces"] == first["id"]


SYMBOLS = [
    {"scheme": "un", "value": "S/AC.44/2004/(02)/999"},
    {"scheme": "un", "value": "S/2004/999"},
    {"scheme": "note", "value": "No. 0054/2020"},
]


@pytest.mark.parametrize("asked", ["un:S/AC.44/2004/(02)/999", "un:s/2004/999", "note:no.0054/2020"])
def test_a_document_is_found_under_each_of_its_symbols_which_stay_as_printed(
    client: Caller, expert: Caller, asked: str
) -> None:
    entry = make.entry(expert, identifiers=SYMBOLS)
    make.entry(expert, identifiers=[{"scheme": "other", "value": "S/2004/999"}])

    assert client.read("/entries", identifier=asked)["items"] == [entry]
    assert (entry["identifiers"], entry["findings"]) == (SYMBOLS, [])


@pytest.mark.parametrize(
    ("scheme", "value", "doubted"),
    [
        ("un", "S/AC.44/2007/5", []),
        ("un", "S/AC.44/2004/(02)/12/Add.1", []),
        ("un", "S/RES/1540 (2004)", []),
        ("un", "A/C.1/59/L.1", []),
        ("un", "S/AC.44/7", ["identifier_form"]),
        ("un", "note No. 5", ["identifier_form"]),
        ("un", "S/RES/2663 (2002)", ["resolution_year_mismatch"]),
        ("gazette", "note No. 5", []),
    ],
)
def test_a_symbol_that_looks_wrong_is_flagged_and_kept(
    expert: Caller, scheme: str, value: str, doubted: list[str]
) -> None:
    made = make.entry(expert, identifiers=[{"scheme": scheme, "value": value}])

    assert [finding["code"] for finding in made["findings"]] == doubted
    assert made["identifiers"] == [{"scheme": scheme, "value": value}]


def test_a_resolution_with_the_year_of_another_is_flagged_until_it_is_corrected(expert: Caller) -> None:
    made = make.entry(expert, title="Call under resolution 2663 (2002)")

    assert [(one["at"], one["suggestion"]) for one in made["findings"]] == [("title", "2663 (2022)")]
    assert correct(expert, made, title="Call under resolution 2663 (2022)")["findings"] == []


def test_entries_are_listed_by_what_they_are_and_name(client: Caller, expert: Caller) -> None:
    event = make.event(expert, title="Meeting", sources=[{"url": "https://register.example/1"}])
    report = make.entry(expert, title="Report", states=["KGZ"], sources=[{"url": "https://register.example/2"}])
    gone = withdraw(expert, make.entry(expert, title="Gone", kind="letter"))
    make.entry(expert, title="Hidden", visibility="committee", sources=[{"url": "https://register.example/2"}])

    def titles(**asked: str) -> list[str]:
        page = client.read("/entries", **asked)
        assert page["total"] == len(page["items"])
        return [entry["title"] for entry in page["items"]]

    assert titles() == ["Meeting", "Report"]
    assert titles(order="desc") == ["Report", "Meeting"]
    assert (
        titles(kind="national_report")
        == titles(state="KGZ")
        == titles(source="https://register.example/2")
        == ["Report"]
    )
    assert titles(event=event["id"]) == ["Meeting"]
    assert titles(note=event["id"]) == titles(submission=event["id"]) == []
    assert titles(include="withdrawn") == ["Meeting", "Report", "Gone"]
    assert titles(kind="letter", known_at=report["recorded_at"]) == []
    assert titles(known_at=gone["recorded_at"], include="withdrawn", kind="letter") == ["Gone"]


def test_the_list_of_entries_has_pages(client: Caller, expert: Caller) -> None:
    made = [make.entry(expert, title=f"Fact {number}")["title"] for number in range(5)]

    page = client.read("/entries", limit=2)
    seen = page["items"]
    while page["next"]:
        make.entry(expert, title="Later", visibility="committee")
        page = client.read(page["next"])
        seen += page["items"]

    assert [entry["title"] for entry in seen] == made
    assert client.get("/entries?cursor=W1sxXSwxXQ").json()["errors"][0]["code"] == "bad_cursor"


@pytest.mark.parametrize("asked", ["S/2004/999", "un:", ":x"])
def test_a_symbol_is_asked_for_with_its_scheme(client: Caller, asked: str) -> None:
    assert client.get("/entries", params={"identifier": asked}).json()["errors"][0]["pointer"] == "/query/identifier"
