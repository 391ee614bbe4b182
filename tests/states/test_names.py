"""Names of States over time, through the door. What is recorded of States here is invented."""

from typing import Any

import pytest

from tests import make
from tests.callers import Caller


@pytest.mark.D11
@pytest.mark.parametrize(
    ("iso3", "on", "lang", "name"),
    [
        ("MKD", "2015-01-01", "fr", "ex-République yougoslave de Macédoine"),
        ("MKD", "2019-02-14", "fr", "Macédoine du Nord"),
        ("SWZ", "2018-04-18", "es", "Swazilandia"),
        ("CZE", "2015-01-01", "zh", "捷克共和国"),
        ("CPV", "2013-10-23", "ar", "الرأس الأخضر"),
        ("TUR", "2022-05-31", "en", "Turkey"),
        ("TUR", "2022-06-01", "en", "Türkiye"),
        ("BOL", "2005-01-01", "ru", "Боливия"),
    ],
)  # fmt: skip
def test_a_state_is_called_by_its_name_of_the_day_in_six_languages(
    client: Caller, iso3: str, on: str, lang: str, name: str
) -> None:
    one = client.read(f"/states/{iso3}", as_of=on, lang=lang)
    listed = [state for state in client.read("/states", as_of=on, lang=lang)["items"] if state["iso3"] == iso3]

    assert one["name"] == name
    assert listed == [one]


@pytest.mark.N17
def test_each_former_name_tells_its_period_and_its_source(client: Caller) -> None:
    (former,) = client.read("/states/SWZ", lang="fr")["former_names"]

    assert former == {
        "name": "Swaziland", "since": None, "until": "2018-04-19",
        "source": "Announced by the King on 19 April 2018, with effect from that day (Legal Notice No. 80 of 2018).",
        "names": {
            "ar": "سوازيلند", "zh": "斯威士兰", "en": "Swaziland", "fr": "Swaziland", "ru": "Свазиленд",
            "es": "Swazilandia",
        },
    }  # fmt: skip


@pytest.mark.D11
@pytest.mark.parametrize(
    ("words", "found"),
    [("turkey", ["TUR"]), ("Türkiye", ["TUR"]), ("Свазиленд", ["SWZ"]), ("eswa", ["SWZ"]), ("Atlantis", [])],
)
def test_a_state_is_found_by_any_name_that_it_has_or_had(client: Caller, words: str, found: list[str]) -> None:
    answer = client.read("/states", q=words)

    assert [state["iso3"] for state in answer["items"]] == found
    assert answer["total"] == len(found)


@pytest.mark.parametrize(
    ("on", "member", "count"), [("2006-06-27", False, 191), ("2006-06-28", True, 192), ("2011-07-14", True, 193)]
)
def test_a_state_is_a_member_from_its_day_on(client: Caller, on: str, member: bool, count: int) -> None:
    state = client.read("/states/MNE", as_of=on)

    assert (state["member"], state["member_since"], state["member_source"]) == (member, "2006-06-28", "A/RES/60/264")
    assert sum(one["member"] for one in client.read("/states", as_of=on)["items"]) == count


def meeting(expert: Caller, starts_on: str) -> Any:
    return make.event(
        expert, title="Meeting on the plan", starts_on=starts_on, ends_on=None, states=["SWZ"],
        venues=[{"city": "Mbabane", "country": "SWZ"}],
    )  # fmt: skip


@pytest.mark.D11
@pytest.mark.N17
@pytest.mark.parametrize(
    ("starts_on", "used", "other"),
    [
        ("2015-03-03", "Swaziland", "Eswatini"),
        ("2015", "Swaziland", "Eswatini"),
        ("2020-03-03", "Eswatini", "Swaziland"),
    ],
)  # fmt: skip
def test_an_event_of_2015_prints_the_name_used_then(expert: Caller, starts_on: str, used: str, other: str) -> None:
    event = meeting(expert, starts_on)
    note = expert.make(f"/events/{event['id']}/notes", {"language": "en"})

    text, page = expert.get(f"/notes/{note['id']}.txt").text, expert.http.get(f"/events/{event['id']}").text

    assert (f"Mbabane, {used}" in text, other in text) == (True, False)
    assert (page.count(used), page.count(other)) == (2, 0)


@pytest.mark.D11
@pytest.mark.N17
def test_an_event_is_found_by_the_names_that_its_state_had_and_has(client: Caller, expert: Caller) -> None:
    then, now = meeting(expert, "2015-03-03"), meeting(expert, "2020-03-03")
    make.event(expert, title="Meeting on the plan of nobody else")

    for words in ("Swaziland", "eswatini plan", "Свазиленд"):
        assert [one["id"] for one in client.read("/events", q=words)["items"]] == [now["id"], then["id"]]
    assert client.read("/events", q="swaziland workshop")["total"] == 0
