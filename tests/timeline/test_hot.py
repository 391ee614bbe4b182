"""The timeline answered before routing: byte for byte what the route answers."""

from collections.abc import Iterator
from random import Random
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests import make
from tests.callers import API, Caller

OWN = {"x-request-id", "date"}
STATES = ["TKM", "URY", "AUT"]
DATES = ["2004", "2004-09-10", "2014-05", "2014-05/2015-06", "XXXX-11-08", "XXXX", "201X", "2014-05-31", "../2004"]
VISIBILITIES = ["public", "public", "public", "committee"]
Seen = tuple[int, bytes, list[tuple[str, str]]]


@pytest.fixture
def routed(settings: Settings) -> Iterator[TestClient]:
    """The same register, every answer by its route."""
    with TestClient(create_app(settings.model_copy(update={"front": False})), follow_redirects=False) as client:
        yield client


def seen(http: TestClient, path: str, **headers: str) -> Seen:
    """All of an answer but what is its own."""
    answer = http.get(path, headers=headers)
    return answer.status_code, answer.content, [one for one in answer.headers.multi_items() if one[0] not in OWN]


def write(expert: Caller, random: Random) -> str:
    """Record something, and now and then correct or withdraw it; answers the instant."""
    states = random.sample(STATES, random.randint(1, 2))
    entry = make.entry(expert, date=random.choice(DATES), states=states, visibility=random.choice(VISIBILITIES))
    change = random.random()
    path = f"/entries/{entry['id']}"
    tag = expert.get(path).headers["etag"]
    if change < 0.2:
        expert.post(f"{path}/withdrawal", params={"reason": "An error."}, headers={"If-Match": tag})
    elif change < 0.5:
        answer = expert.put(
            path, json=entry | {"date": random.choice(DATES)}, params={"reason": "An error."}, headers={"If-Match": tag}
        )
        assert answer.status_code == 200, answer.text
    return str(entry["recorded_at"])


def question(random: Random, instants: list[str]) -> str:
    asked: dict[str, str] = {}
    if random.random() < 0.7:
        asked["limit"] = random.choice(["1", "2", "3", "5", "50", "200"])
    if random.random() < 0.6:
        asked["order"] = random.choice(["asc", "desc"])
    if random.random() < 0.3:
        asked["total"] = random.choice(["true", "false"])
    if random.random() < 0.4:
        asked["known_at"] = random.choice([*instants, make.just_before(instants[0]), "2030-01-01T00:00:00+02:00"])
    return f"{API}/states/{random.choice(STATES)}/timeline?{urlencode(asked)}".rstrip("?")


@pytest.mark.parametrize("seed", [1540, 2004])
def test_every_page_is_that_of_the_route(
    http: TestClient, routed: TestClient, expert: Caller, statements: list[str], seed: int
) -> None:
    random, instants = Random(seed), []  # noqa: S311  (nothing secret)
    pages = 0
    for _ in range(4):
        instants += [write(expert, random) for _ in range(5)]
        statements.clear()
        for _ in range(8):
            path: str | None = question(random, instants)
            while path:
                given, expected = seen(http, path), seen(routed, path)
                assert given == expected, path
                path = http.get(path).json()["next"]
                pages += 1
    assert pages > 30
    assert statements == []  # nothing was left to the route


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_what_has_no_year_is_paged_as_by_the_route(
    http: TestClient, routed: TestClient, expert: Caller, order: str
) -> None:
    for number in range(5):
        make.entry(expert, date=f"XXXX-11-0{number + 1}")
        make.entry(expert, date=f"200{number}")
    path: str | None = f"{API}/states/TKM/timeline?limit=2&order={order}"
    dates = []
    while path:
        assert seen(http, path) == seen(routed, path)
        page = http.get(path).json()
        dates += [item["date"][:4] for item in page["items"]]
        path = page["next"]

    years = [f"200{number}" for number in range(5)]
    assert dates == [*(years if order == "asc" else reversed(years)), *["XXXX"] * 5]


@pytest.mark.parametrize("parameters", ["", "?order=desc&limit=2"])
@pytest.mark.parametrize("name", ["Origin", "If-None-Match", "Accept-Language"])
def test_what_a_header_changes_is_as_by_the_route(
    http: TestClient, routed: TestClient, expert: Caller, parameters: str, name: str
) -> None:
    for _ in range(3):
        make.entry(expert)
    path = f"{API}/states/TKM/timeline{parameters}"
    value = {"Origin": "https://a.example", "If-None-Match": routed.get(path).headers["etag"]}.get(name, "fr")

    assert seen(http, path, **{name: value}) == seen(routed, path, **{name: value})


@pytest.mark.parametrize(
    "path",
    [
        "/states/ZZZ/timeline", "/states/TKM/timeline/", "/states/tkm/timeline", "/states/TKM/timeline?limit=0",
        "/states/TKM/timeline?limit=201", "/states/TKM/timeline?limit=%D9%A1", "/states/TKM/timeline?limit=1&limit=2",
        "/states/TKM/timeline?cursor=x", "/states/TKM/timeline?cursor=W1sxXSxudWxsXQ", "/states/TKM/timeline?order=up",
        "/states/TKM/timeline?known_at=2018", "/states/TKM/timeline?kind=nap", "/states/TKM/timeline?as_of=2005-01-01",
        "/states/TKM/timeline?include=withdrawn", "/states/TKM/timeline?ordre=asc", "/states/TKM/timeline?limit=%2B5",
        "/states/TKM/timeline?total=0", "/states/TKM/timeline?fields=date", "/states/TKM/timeline?total=&limit=3",
    ],
)  # fmt: skip
def test_what_it_does_not_know_is_left_to_the_route(
    http: TestClient, routed: TestClient, expert: Caller, path: str
) -> None:
    make.entry(expert)
    make.entry(expert, date="2006", kind="nap", title="A plan")

    assert seen(http, API + path) == seen(routed, API + path)


def test_the_committee_gets_its_own_timeline_by_the_route(http: TestClient, expert: Caller, client: Caller) -> None:
    make.entry(expert, visibility="committee")
    path = f"{API}/states/TKM/timeline"

    assert [len(one.read(path)["items"]) for one in (client, expert, client)] == [0, 1, 0]
    assert http.get(path, headers={"Authorization": "Basic x"}).status_code == 401
