"""Sources that disagree. Facts are invented."""

import pytest

from tests import make
from tests.callers import Caller
from tests.timeline.test_routes import correct, dates_of, withdraw

FIRST = {"url": "https://register.example/first", "place": "p. 1"}
SECOND = {"url": "https://register.example/second", "place": "para. 4"}


def workshop(expert: Caller, **members: object) -> make.Json:
    told = {"kind": "event", "date": "2014", "title": "Workshop", "sources": [FIRST]}
    return make.entry(expert, **told | members)


def differ(expert: Caller, entry: make.Json, value: object = "2015", **members: object) -> make.Json:
    body = {"member": "date", "value": value, "source": SECOND} | members
    made: make.Json = expert.make(f"/entries/{entry['id']}/claims", body)
    return made


def act(expert: Caller, claim: make.Json, verb: str, reason: str = "The second source saw it.") -> make.Json:
    address = f"/entries/{claim['entry']}/claims/{claim['id']}/{verb}"
    answer = expert.post(address, params={"reason": reason})
    assert answer.status_code == 200, answer.text
    done: make.Json = answer.json()
    return done


def claims(caller: Caller, entry: make.Json, **asked: str) -> list[tuple[object, ...]]:
    items = caller.read(f"/entries/{entry['id']}/claims", **asked)["items"]
    return [(one["value"], one["chosen"], one["reason"]) for one in items]


@pytest.mark.D10
@pytest.mark.N5
def test_two_sources_that_disagree_are_both_kept_and_one_is_chosen_by_somebody_for_a_reason(
    client: Caller, expert: Caller
) -> None:
    entry = workshop(expert)

    said = differ(expert, entry)
    contested = client.read(f"/entries/{entry['id']}")
    done = act(expert, said, "choice")

    assert (contested["date"], contested["contested"], contested["reason"]) == ("2014", True, "Sources differ: date.")
    now = client.read(f"/entries/{entry['id']}")
    assert (now["date"], now["contested"], now["reason"]) == ("2015", True, "The second source saw it.")
    assert now["sources"] == [make.source(**FIRST), make.source(**SECOND)]
    assert claims(client, entry) == [
        ("2014", False, "The second source saw it."),
        ("2015", True, "The second source saw it."),
    ]
    own, other = client.read(f"/entries/{entry['id']}/claims")["items"]
    assert (own["sources"], own["claimed_by"]) == ([make.source(**FIRST)], entry["recorded_by"])
    assert (own["claimed_at"], other["sources"]) == (entry["recorded_at"], [make.source(**SECOND)])
    assert other == done
    assert (done["chosen_by"], done["chosen_at"]) == (entry["recorded_by"], done["recorded_at"])
    assert dates_of(client.read("/states/TKM/timeline")) == ["2015"]


@pytest.mark.D10
def test_what_was_claimed_and_chosen_before_stays_readable(client: Caller, expert: Caller) -> None:
    entry = workshop(expert)
    said = differ(expert, entry)
    done = act(expert, said, "choice")
    own = client.read(f"/entries/{entry['id']}/claims")["items"][0]
    act(expert, own, "choice", "The second source meant another workshop.")

    before = make.just_before(said["recorded_at"])
    assert claims(client, entry, known_at=entry["recorded_at"]) == []
    assert claims(client, entry, known_at=said["recorded_at"]) == [("2014", True, None), ("2015", False, None)]
    assert client.read(f"/entries/{entry['id']}", known_at=before) == entry
    assert [chosen for _, chosen, _ in claims(client, entry, known_at=done["recorded_at"])] == [False, True]
    assert [chosen for _, chosen, _ in claims(client, entry)] == [True, False]
    assert [one["date"] for one in client.read(f"/entries/{entry['id']}/versions")["items"]] == [
        "2014",
        "2014",
        "2015",
        "2014",
    ]


def test_the_same_source_says_the_same_once_and_a_claim_that_agrees_contests_nothing(
    client: Caller, expert: Caller
) -> None:
    entry = workshop(expert)

    agrees = differ(expert, entry, "2014")
    again = differ(expert, entry, "2014")

    assert again == agrees
    assert claims(client, entry) == [("2014", False, None)]
    assert client.read(f"/entries/{entry['id']}") == entry


def test_an_entry_is_contested_until_the_claims_agree(client: Caller, expert: Caller) -> None:
    entry = workshop(expert)
    said = differ(expert, entry)
    differ(expert, entry, "2015", source=FIRST)

    gone = act(expert, said, "withdrawal", "Misread.")

    assert client.read(f"/entries/{entry['id']}")["contested"] is True
    third = client.read(f"/entries/{entry['id']}/claims")["items"][2]
    act(expert, third, "withdrawal", "Misread too.")
    now = client.read(f"/entries/{entry['id']}")
    assert (now["contested"], now["reason"]) == (False, "Sources differ no more.")
    assert (gone["withdrawn_at"], gone["reason"]) == (gone["recorded_at"], "Misread.")
    for claim, verb in ((gone, "choice"), (gone, "withdrawal")):
        answer = expert.post(f"/entries/{entry['id']}/claims/{claim['id']}/{verb}?reason=r")
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/claim-settled")


def test_a_correction_overrules_a_choice(client: Caller, expert: Caller) -> None:
    entry = workshop(expert)
    act(expert, differ(expert, entry), "choice")

    correct(expert, client.read(f"/entries/{entry['id']}"), date="2016")

    assert [chosen for _, chosen, _ in claims(client, entry)] == [False, False]
    assert client.read(f"/entries/{entry['id']}")["contested"] is True


@pytest.mark.parametrize(
    ("member", "value", "kept"),
    [
        ("title", "Seminar", "Seminar"),
        ("states", ["UZB", "KGZ"], ["KGZ", "UZB"]),
        ("status", "planned", "planned"),
        ("date", "2014-05/2014-06", "2014-05/2014-06"),
    ],
)
def test_sources_may_differ_about_every_member_that_they_tell(
    client: Caller, expert: Caller, member: str, value: object, kept: object
) -> None:
    entry = workshop(expert, date_basis="held")

    said = differ(expert, entry, value, member=member)
    act(expert, said, "choice")

    assert client.read(f"/entries/{entry['id']}")[member] == said["value"] == kept
    assert [chosen for _, chosen, _ in claims(client, entry)] == [False, True]
    assert client.read("/states/KGZ/timeline")["total"] == (1 if member == "states" else 0)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"value": "22/01/2015"}, "/value"),
        ({"member": "visibility"}, "/member"),
        ({"member": "status", "value": "finished"}, "/value"),
        ({"member": "title", "value": None}, "/value"),
        ({"member": "states", "value": ["TKM", "ZZZ"]}, "/value/1"),
        ({"source": {"url": "nowhere"}}, "/source/url"),
        ({"source": None}, "/source"),
    ],
)
def test_a_claim_is_one_that_an_entry_could_make(
    client: Caller, expert: Caller, wrong: make.Json, pointer: str
) -> None:
    entry = workshop(expert)
    body = {"member": "date", "value": "2015", "source": SECOND} | wrong

    answer = expert.post(f"/entries/{entry['id']}/claims", json=body)

    assert (answer.status_code, [e["pointer"] for e in answer.json()["errors"]]) == (422, [pointer])
    assert (claims(client, entry), client.read(f"/entries/{entry['id']}")) == ([], entry)


def test_a_value_that_does_not_fit_the_kind_is_refused_when_it_is_chosen(client: Caller, expert: Caller) -> None:
    entry = workshop(expert)
    said = differ(expert, entry, "superseded", member="status")

    answer = expert.post(f"/entries/{entry['id']}/claims/{said['id']}/choice?reason=r")

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unfit-for-kind")
    assert claims(client, entry) == [(None, True, None), ("superseded", False, None)]


def test_what_a_committee_source_says_shows_nowhere_to_others(client: Caller, expert: Caller) -> None:
    entry = workshop(expert)
    said = differ(expert, entry, "1999", visibility="committee")

    assert client.read(f"/entries/{entry['id']}") == entry
    assert claims(client, entry) == []
    assert client.get(f"/entries/{entry['id']}/claims/{said['id']}").status_code == 404
    assert expert.read(f"/entries/{entry['id']}/claims/{said['id']}") == said
    assert claims(expert, entry) == [("2014", True, None), ("1999", False, None)]
    assert "1999" not in client.get(f"/entries/{entry['id']}/versions").text
    followed = [one for one in client.read("/changes")["items"] if one["thing"] in {"entry", "claim"}]
    assert [one["id"] for one in followed] == [entry["id"]]


def test_what_all_may_see_is_contested_for_all_though_the_committee_knows_more(client: Caller, expert: Caller) -> None:
    entry = workshop(expert)
    act(expert, differ(expert, entry, "1999", visibility="committee"), "choice")

    differ(expert, entry, "2015")

    assert claims(client, entry) == [("1999", True, None), ("2015", False, None)]
    now = client.read(f"/entries/{entry['id']}")
    assert (now["date"], now["contested"], now["sources"]) == ("1999", True, [make.source(**FIRST)])


def test_claims_of_an_entry_that_is_hidden_later_are_hidden_with_it(client: Caller, expert: Caller) -> None:
    entry = workshop(expert)
    said = differ(expert, entry)
    correct(expert, expert.read(f"/entries/{entry['id']}"), visibility="committee")

    assert client.get(f"/entries/{entry['id']}/claims").status_code == 404
    assert client.get(f"/entries/{entry['id']}/claims", params={"known_at": said["recorded_at"]}).status_code == 404
    assert client.get(f"/entries/{entry['id']}/claims/{said['id']}").status_code == 404
    assert len(claims(expert, entry)) == 2


def test_nothing_is_claimed_of_an_entry_that_was_withdrawn(expert: Caller) -> None:
    entry = workshop(expert)
    withdraw(expert, entry)

    answer = expert.post(f"/entries/{entry['id']}/claims", json={"member": "date", "value": "2015", "source": SECOND})

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/already-withdrawn")


def test_a_claim_goes_with_its_entry_when_that_is_hidden_and_shown(client: Caller, expert: Caller) -> None:
    entry = make.entry(expert, date="2014")
    source = {"text": "A book"}
    open_, kept = (
        expert.make(f"/entries/{entry['id']}/claims", {"member": "date", "value": value, "source": source} | more)
        for value, more in (("2015", {}), ("2016", {"visibility": "committee"}))
    )

    for level in ("committee", "public"):
        sent = {"params": {"reason": "r"}, "headers": {"If-Match": "*"}}
        expert.request("PATCH", f"/entries/{entry['id']}", json={"visibility": level}, **sent).raise_for_status()

    def told(caller: Caller, claim: make.Json) -> list[str]:
        return [one["action"] for one in caller.read("/changes", limit=1000)["items"] if one["id"] == claim["id"]]

    assert told(client, open_) == ["claimed", "removed", "covered"]
    assert told(client, kept) == []
    assert (told(expert, open_), told(expert, kept)) == (["claimed", "covered", "covered"], ["claimed"])


def test_an_entry_that_is_shown_tells_nothing_of_what_the_committee_alone_knows(client: Caller, expert: Caller) -> None:
    entry = make.entry(expert, date="2014", visibility="committee")
    secret = {"member": "date", "value": "2016", "source": {"text": "A letter"}, "visibility": "committee"}
    expert.make(f"/entries/{entry['id']}/claims", secret)
    hidden = expert.read(f"/entries/{entry['id']}")["contested"]

    for level, contested in (("public", False), ("committee", True)):
        sent = {"params": {"reason": "r"}, "headers": {"If-Match": "*"}}
        told = expert.request("PATCH", f"/entries/{entry['id']}", json={"visibility": level}, **sent).json()
        assert told["contested"] is contested

    assert hidden is True
    assert client.get(f"/entries/{entry['id']}").status_code == 404


@pytest.mark.D10
def test_when_the_chosen_claim_is_withdrawn_the_entry_says_what_was_chosen_before(
    client: Caller, expert: Caller
) -> None:
    entry = workshop(expert)
    second = differ(expert, entry, "2015")
    third = differ(expert, entry, "2016", source={"text": "A book"})
    differ(expert, entry, "2017", source={"text": "Nobody chose this"})
    act(expert, second, "choice")
    act(expert, third, "choice")

    seen = []
    for claim in (third, second):
        act(expert, claim, "withdrawal", f"{claim['value']} was misread.")
        now = client.read(f"/entries/{entry['id']}")
        seen.append((now["date"], now["reason"], [one[0] for one in claims(client, entry) if one[1]]))

    assert seen == [("2015", "2016 was misread.", ["2015"]), ("2014", "2015 was misread.", ["2014"])]


def test_a_chosen_claim_that_a_correction_overruled_is_withdrawn_and_the_correction_stays(
    client: Caller, expert: Caller
) -> None:
    entry = workshop(expert)
    chosen = act(expert, differ(expert, entry), "choice")
    correct(expert, client.read(f"/entries/{entry['id']}"), date="2018")

    act(expert, chosen, "withdrawal")

    now = client.read(f"/entries/{entry['id']}")
    assert (now["date"], now["reason"]) == ("2018", "Sources differ no more.")
