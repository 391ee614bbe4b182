"""Where and at what hours events are held, and which of them follow one another. All facts are invented."""

import pytest

from tests import make
from tests.callers import Caller
from tests.events.edits import amend, amended, withdrawn

SUVA = {"city": "Suva", "country": "FJI", "latitude": -18.14, "longitude": 178.44}
APIA = {"city": "Apia", "country": "WSM", "latitude": -13.83, "longitude": -171.77}
VIENNA = {"place": "Hofburg", "city": "Vienna", "country": "AUT", "latitude": 48.2, "longitude": 16.37}


@pytest.mark.A2
def test_days_stay_days_and_times_have_their_zone(client: Caller, expert: Caller) -> None:
    plain = make.event(expert)
    timed = make.event(
        expert, timezone="Asia/Ashgabat",
        times=[{"on": "2018-01-22", "starts": "14:00", "ends": "16:30"}, {"on": "2018-01-23", "starts": "09:00"}],
    )  # fmt: skip

    assert (plain["starts_on"], plain["ends_on"], plain["times"], plain["timezone"]) == (
        "2018-01-22", "2018-01-23", [], None,
    )  # fmt: skip
    assert client.read(f"/events/{timed['id']}")["times"] == [
        {"on": "2018-01-22", "starts": "14:00", "ends": "16:30"},
        {"on": "2018-01-23", "starts": "09:00", "ends": None},
    ]


@pytest.mark.A2
@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"timezone": "Mars/Olympus"}, "/timezone"),
        ({"timezone": "../etc/passwd"}, "/timezone"),
        ({"times": [{"on": "2018-01-22", "starts": "14:00"}]}, "/times"),
        ({"timezone": "UTC", "times": [{"on": "2018-01-24", "starts": "14:00"}]}, "/times"),
        ({"timezone": "UTC", "times": [{"on": "2018-01-22", "starts": "24:00"}]}, "/times/0/starts"),
        ({"timezone": "UTC", "times": [{"on": "2018-01-22", "starts": "14:00", "ends": "14:00"}]}, "/times/0/ends"),
    ],
)
def test_times_that_cannot_be_are_refused(expert: Caller, wrong: make.Json, pointer: str) -> None:
    body = {"title": "M", "type": "workshop", "starts_on": "2018-01-22", "ends_on": "2018-01-23", "states": ["TKM"]}

    answer = expert.post("/events", json=body | wrong)

    assert (answer.status_code, [one["pointer"] for one in answer.json()["errors"]]) == (422, [pointer])


@pytest.mark.A3
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"venue_country": "AUT"}, ["Two places"]),
        ({"venue_country": "FJI"}, ["Two places", "Suva"]),
        ({"city": "vienna"}, ["Two places"]),
        ({"city": "Vien"}, []),
        ({"city": "Vienna", "venue_country": "FJI"}, []),
        ({"bbox": "10,45,20,50"}, ["Two places"]),
        ({"bbox": "170,-30,-170,0"}, ["Two places", "Suva", "Apia"]),
        ({"bbox": "170,-30,180,0"}, ["Two places", "Suva"]),
        ({"bbox": "-180,-90,180,90"}, ["Two places", "Suva", "Apia"]),
        ({"bbox": "10,45,20,50", "venue_country": "FJI"}, []),
    ],
)
def test_events_are_found_by_their_places(
    client: Caller, expert: Caller, asked: dict[str, str], found: list[str]
) -> None:
    make.event(expert, title="Apia", starts_on="2015", ends_on=None, venues=[APIA])
    make.event(expert, title="Suva", starts_on="2016", ends_on=None, venues=[SUVA])
    make.event(expert, title="Two places", starts_on="2017", ends_on=None, venues=[VIENNA, SUVA])
    make.event(expert, title="Somewhere", starts_on="2018", ends_on=None, venues=[{"city": "Mary"}])

    assert [one["title"] for one in client.read("/events", **asked)["items"]] == found


@pytest.mark.A3
@pytest.mark.parametrize(
    "bbox", ["", "1,2,3", "a,b,c,d", "0,10,0,5", "0,0,181,1", "nan,0,1,1", "1e1,0,20,1", "1_0,0,20,1"]
)
def test_a_box_that_is_none_is_refused(client: Caller, bbox: str) -> None:
    answer = client.get("/events", params={"bbox": bbox})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/bbox")


@pytest.mark.A3
@pytest.mark.parametrize(
    ("venue", "pointer"),
    [
        ({"latitude": 1.0}, "/venues/0"),
        ({"latitude": True, "longitude": 1}, "/venues/0/latitude"),
        ({"latitude": 91, "longitude": 0}, "/venues/0/latitude"),
        ({"latitude": 0, "longitude": -180.1}, "/venues/0/longitude"),
    ],
)
def test_a_place_that_lies_nowhere_is_refused(expert: Caller, venue: make.Json, pointer: str) -> None:
    answer = expert.post(
        "/events", json={"title": "M", "type": "other", "starts_on": "2018", "states": [], "venues": [venue]}
    )

    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


@pytest.mark.A4
def test_events_are_found_by_how_they_are_held(client: Caller, expert: Caller) -> None:
    for mode in ("in_person", "virtual", "hybrid"):
        make.event(expert, mode=mode)

    found = [[one["mode"] for one in client.read("/events", mode=mode)["items"]] for mode in ("virtual", "hybrid")]

    assert found == [["virtual"], ["hybrid"]]
    assert client.get("/events?mode=telepathy").status_code == 422


@pytest.mark.A7
def test_several_organizers_keep_their_roles_and_are_found_under_every_id_they_have(
    client: Caller, expert: Caller
) -> None:
    osce, unrcpd = (client.read("/organizations", q=name)["items"][0]["id"] for name in ("OSCE", "UNRCPD"))
    organizers = [
        {"name": "OSCE", "organization": osce, "role": "organizer"},
        {"name": "UNODA/UNRCPD", "organization": unrcpd, "role": "cooperation"},
        {"name": "The Ministry", "organization": None, "role": "host"},
    ]

    event = make.event(expert, organizers=organizers)

    assert event["organizers"] == organizers
    assert [client.read("/events", organizer=one)["total"] for one in (osce, unrcpd)] == [1, 1]


@pytest.mark.A8
def test_an_event_in_vienna_about_a_state_is_found_under_that_state(client: Caller, expert: Caller) -> None:
    event = make.event(expert, states=["UZB"], venues=[VIENNA])

    found = {state: client.read("/events", state=state)["items"] for state in ("UZB", "AUT")}

    assert found == {"UZB": [event], "AUT": []}
    assert [client.read(f"/states/{state}/timeline")["total"] for state in ("UZB", "AUT")] == [1, 0]


@pytest.fixture
def series(expert: Caller) -> dict[str, make.Json]:
    """2014 < 2017 < 2018, and a branch of 2017: the committee's own 2019, followed by a public 2020."""
    made: dict[str, make.Json] = {}
    for year, follows, visibility in (
        ("2014", None, "public"), ("2017", "2014", "public"), ("2018", "2017", "public"),
        ("2019", "2017", "committee"), ("2020", "2019", "public"),
    ):  # fmt: skip
        before = made[follows]["id"] if follows else None
        made[year] = make.event(expert, starts_on=year, ends_on=None, follows=before, visibility=visibility)
    make.event(expert, title="Another series", starts_on="2021", ends_on=None)
    return made


@pytest.mark.A6
def test_a_chain_tells_the_whole_series_from_any_of_its_events(
    client: Caller, expert: Caller, series: dict[str, make.Json]
) -> None:
    def chain(caller: Caller, year: str) -> list[str]:
        return [one["starts_on"] for one in caller.read(f"/events/{series[year]['id']}/chain")["items"]]

    assert [chain(expert, year) for year in series] == [["2014", "2017", "2018", "2019", "2020"]] * 5
    assert [chain(client, year) for year in ("2014", "2018", "2020")] == [
        ["2014", "2017", "2018"], ["2014", "2017", "2018"], ["2020"],
    ]  # fmt: skip
    assert client.get(f"/events/{series['2019']['id']}/chain").status_code == 404
    assert client.read(f"/events/{series['2018']['id']}/chain")["items"][1] == series["2017"]


@pytest.mark.A6
def test_a_chain_is_read_as_it_was_known_and_without_what_was_withdrawn(
    client: Caller, expert: Caller, series: dict[str, make.Json]
) -> None:
    then = series["2020"]["recorded_at"]
    amended(expert, series["2018"], follows=None)
    withdrawn(expert, f"/events/{series['2014']['id']}")

    def chain(**asked: str) -> list[str]:
        return [one["starts_on"] for one in client.read(f"/events/{series['2017']['id']}/chain", **asked)["items"]]

    assert (chain(), chain(known_at=then)) == (["2017"], ["2014", "2017", "2018"])


@pytest.mark.A6
def test_events_never_form_a_ring(client: Caller, expert: Caller, series: dict[str, make.Json]) -> None:
    for year in ("2014", "2018"):
        answer = amend(expert, series["2014"], follows=series[year]["id"])

        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "ring")
    assert client.read(f"/events/{series['2014']['id']}") == series["2014"]


def test_an_event_that_follows_a_withdrawn_one_can_be_changed(expert: Caller, series: dict[str, make.Json]) -> None:
    withdrawn(expert, f"/events/{series['2014']['id']}")

    assert amended(expert, series["2017"], title="Renamed")["follows"] == series["2014"]["id"]
    refused = amend(expert, series["2018"], follows=series["2014"]["id"])
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "unknown_event")


@pytest.mark.parametrize("length", [1, 5])
def test_a_chain_costs_the_same_statements_however_long(
    client: Caller, series: dict[str, make.Json], statements: list[str], length: int
) -> None:
    statements.clear()

    found = client.read(f"/events/{series['2020' if length == 1 else '2014']['id']}/chain")["items"]

    # The one that finds the event; that of the chain begins with WITH.
    assert (len(found), len(statements)) == (1 if length == 1 else 3, 1)


@pytest.mark.F19
def test_an_event_stands_in_the_place_of_its_id_for_those_who_may_see_it(
    client: Caller, expert: Caller, series: dict[str, make.Json]
) -> None:
    def followed(caller: Caller, year: str) -> object:
        return caller.read(f"/events/{series[year]['id']}", expand="follows", fields="follows")["follows"]

    assert followed(client, "2018") == series["2017"]
    assert (followed(client, "2020"), followed(expert, "2020")) == (series["2019"]["id"], series["2019"])
    entry = client.read("/states/TKM/timeline", expand="event", limit=1)["items"][0]
    assert entry["event"] == series["2014"]
