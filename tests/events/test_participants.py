"""Who takes part, by name or by number, and from a table. All facts are invented."""

import pytest

from tests import make
from tests.callers import Caller
from tests.events.edits import amended

HEADER = "name,kind,state,organization,person,role,total,women,men,by_sector"
TEN = """name,kind,state,role,total,women,men
Turkmenistan,state,TKM,host,12,5,7
Uzbekistan,state,UZB,,3,,
Ruritania,state,XXX,,3,,
22 States,count,,,22,,
ASEAN States,group,,invited,,,
"""
FIVE_MORE = """The 1540 Committee,committee,,,2,1,1
An industry association,industry,,,,,
A count of nobody,count,,,,,
A university,academia,,,,,
Jane Doe,individual,,,,,
"""


def participants(**members: object) -> list[make.Json]:
    return [{"name": "22 States", "kind": "count", "total": 22} | members]


def imported(caller: Caller, event: make.Json, table: str | bytes, **asked: str) -> make.Json:
    content = table.encode() if isinstance(table, str) else table
    answer = caller.post(
        f"/events/{event['id']}/participants", content=content, headers={"Content-Type": "text/csv"}, params=asked
    )
    assert answer.status_code == 200, answer.text
    told: make.Json = answer.json()
    return told


def names(caller: Caller, event: make.Json) -> list[str]:
    return [one["name"] for one in caller.read(f"/events/{event['id']}")["participants"]]


@pytest.mark.B5
def test_numbers_stand_without_names_and_expand_nothing(client: Caller, expert: Caller) -> None:
    counted = participants(women=9, men=13, by_sector={"government": 20, "industry": 2})
    group = {"name": "ASEAN States", "kind": "group", "total": 10}

    event = make.event(expert, participants=[*counted, group])

    blank = ("state", "organization", "person", "women", "men")
    whole: make.Json = dict.fromkeys(blank) | {"role": "attended", "by_sector": {}}
    assert event["participants"] == [whole | counted[0], whole | group]
    assert event["findings"] == []
    assert client.read("/states/TKM/timeline")["items"][0]["states"] == ["TKM"]


@pytest.mark.B5
@pytest.mark.parametrize(
    ("numbers", "detail"),
    [
        ({"women": 10, "men": 13}, "The total is 22, but women and men come to 23."),
        ({"women": 23}, "The total is 22, but women and men come to 23."),
        ({"by_sector": {"media": 20, "other": 3}}, "The total is 22, but the sectors come to 23."),
    ],
)
def test_numbers_that_do_not_add_up_are_kept_as_printed_and_flagged(
    expert: Caller, numbers: make.Json, detail: str
) -> None:
    event = make.event(expert, participants=participants(**numbers))

    assert event["findings"] == [
        {"code": "count_mismatch", "at": "participants[0].total", "detail": detail, "suggestion": None}
    ]
    assert amended(expert, event, participants=participants(total=23, **numbers))["findings"] == []


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"kind": "state", "total": None}, "state", "required"),
        ({"kind": "count", "total": None}, "total", "required"),
        ({"kind": "group", "state": "TKM"}, "state", "invalid_value"),
        ({"kind": "count", "state": "TKM"}, "state", "invalid_value"),
        ({"kind": "ngo", "person": "00000000-0000-7000-8000-000000000000"}, "person", "invalid_value"),
        ({"kind": "individual", "person": "00000000-0000-7000-8000-000000000000"}, "person", "unknown_person"),
        ({"women": -1}, "women", "greater_than_equal"),
        ({"men": "5"}, "men", "int_type"),
        ({"by_sector": {"army": 1}}, "by_sector/army/[key]", "unknown_value"),
    ],
)
def test_each_kind_of_participant_says_what_it_needs(expert: Caller, wrong: make.Json, pointer: str, code: str) -> None:
    body = {"title": "M", "type": "workshop", "starts_on": "2018", "states": [], "participants": participants(**wrong)}

    answer = expert.post("/events", json=body)

    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json()["errors"]] == [(f"/participants/0/{pointer}", code)]


@pytest.mark.B6
def test_of_ten_rows_two_bad_ones_are_named_and_eight_go_in(client: Caller, expert: Caller) -> None:
    event = make.event(expert)

    rehearsed = imported(expert, event, TEN + FIVE_MORE, dry_run="true")
    before = client.read(f"/events/{event['id']}")
    told = imported(expert, event, TEN + FIVE_MORE)

    bad = [(one["line"], [(e["pointer"], e["code"]) for e in one["errors"]]) for one in told["refused"]]
    assert bad == [(4, [("/state", "unknown_state")]), (9, [("/total", "required")])]
    assert (told["added"], told["unchanged"], told["version"]) == (8, 0, 2)
    assert (rehearsed, before) == (told, event)
    assert names(client, event) == [
        "Turkmenistan", "Uzbekistan", "22 States", "ASEAN States", "The 1540 Committee", "An industry association",
        "A university", "Jane Doe",
    ]  # fmt: skip
    assert client.read("/states/UZB/timeline")["items"][0]["reason"] == "Participants imported from a table."


@pytest.mark.B6
def test_a_number_below_zero_is_refused_as_what_it_is(expert: Caller) -> None:
    told = imported(expert, make.event(expert), "name,kind,total\nAn institute,ngo,-3\nAnother,ngo,few\n")

    assert [(one["line"], [(e["pointer"], e["code"]) for e in one["errors"]]) for one in told["refused"]] == [
        (2, [("/total", "greater_than_equal")]), (3, [("/total", "int_type")]),
    ]  # fmt: skip


@pytest.mark.B6
def test_a_row_with_too_many_or_too_few_cells_keeps_no_other_row_out(client: Caller, expert: Caller) -> None:
    event = make.event(expert)

    told = imported(expert, event, "name,kind\nAn institute,ngo\nInstitute, the other,ngo\nShort\nA third,ngo\n")

    assert [(one["line"], [(e["pointer"], e["code"]) for e in one["errors"]]) for one in told["refused"]] == [
        (3, [("", "bad_row")]), (4, [("", "bad_row")]),
    ]  # fmt: skip
    assert names(client, event) == ["An institute", "A third"]


@pytest.mark.B6
def test_a_table_that_is_sent_again_adds_nobody(client: Caller, expert: Caller) -> None:
    event = make.event(expert)
    imported(expert, event, TEN)

    told = imported(expert, event, client.get(f"/events/{event['id']}/participants.csv").content)

    assert (told["added"], told["unchanged"], told["refused"], told["version"]) == (0, 4, [], 2)


@pytest.mark.B6
def test_spreadsheets_of_all_lands_are_read(client: Caller, expert: Caller) -> None:
    event = make.event(expert)
    lines = [
        "\ufeffname;kind;state;by_sector",
        '"=HYPERLINK(""x"")";ngo;;media=1 other=2',
        ";;;",
        "Côte d’Ivoire;state;CIV;",
    ]
    table = "\r\n".join(lines)

    file = {"file": ("who.csv", table.encode(), "text/csv")}
    answer = expert.post(f"/events/{event['id']}/participants", files=file)

    assert (answer.status_code, answer.json()["added"]) == (200, 2)
    sent = client.get(f"/events/{event['id']}/participants.csv")
    assert sent.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert sent.text.splitlines() == [
        HEADER,
        '"\'=HYPERLINK(""x"")",ngo,,,,attended,,,,media=1; other=2',
        "Côte d’Ivoire,state,CIV,,,attended,,,,",
    ]
    again = make.event(expert)
    imported(expert, again, sent.content)
    assert names(client, again) == ['=HYPERLINK("x")', "Côte d’Ivoire"]


@pytest.mark.B6
@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"name,kind\n\xff,ngo\n", "text/csv", 422),
        (b"name,total\nA,1\n", "text/csv", 422),
        (b"name,kind,nmae\nA,ngo,b\n", "text/csv", 422),
        (b"name,kind,kind\nA,ngo,ngo\n", "text/csv", 422),
        (b'name,kind\n"A,ngo\n', "text/csv", 422),
        (b"", "text/csv", 422),
        (b"name,kind\nA,ngo\n", "application/json", 415),
        (b"x", "multipart/form-data; boundary=y", 400),
    ],
)
def test_what_is_no_table_is_refused_whole(
    client: Caller, expert: Caller, content: bytes, kind: str, status: int
) -> None:
    event = make.event(expert)

    answer = expert.post(f"/events/{event['id']}/participants", content=content, headers={"Content-Type": kind})

    assert answer.status_code == status
    assert client.read(f"/events/{event['id']}") == event


def test_an_event_names_at_most_five_hundred_participants(client: Caller, expert: Caller) -> None:
    event = make.event(expert)
    rows = "".join(f"Firm {number},industry\n" for number in range(501))

    answer = expert.post(
        f"/events/{event['id']}/participants", content=f"name,kind\n{rows}", headers={"Content-Type": "text/csv"}
    )

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/too-many-participants")
    assert names(client, event) == []


@pytest.mark.B3
def test_one_person_takes_part_in_many_events_and_needs_no_account(client: Caller, expert: Caller) -> None:
    person = expert.make("/people", {"name": "Jane Doe"})["id"]
    taking_part = [{"name": "A national expert", "kind": "individual", "person": person}]
    ids = [
        make.event(expert, starts_on=year, ends_on=None, participants=taking_part)["id"] for year in ("2016", "2017")
    ]
    make.event(expert)

    found = client.read("/events", person=person, order="asc")["items"]

    assert [one["id"] for one in found] == ids
    assert "Jane Doe" not in client.get("/events", params={"person": person}).text
