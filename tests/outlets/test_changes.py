"""The change feed: what each class of caller learns of what happened, and the sum that proves it whole."""

from hashlib import sha256
from typing import Any

import pytest
import rfc8785

from tests import make
from tests.callers import Caller

Json = dict[str, Any]
MEMBERS = {"seq", "at", "action", "thing", "id", "version"}


def follow(caller: Caller, after: int = 0, limit: int = 1000) -> list[Json]:
    """All changes, page by page."""
    pages, address = [], f"/changes?after={after}&limit={limit}"
    while address:
        pages.append(caller.read(address))
        address = pages[-1]["next"]
    return [item for page in pages for item in page["items"]]


def told(caller: Caller, after: int = 0) -> list[list[Any]]:
    return [[item["action"], item["thing"], item["id"], item["version"]] for item in follow(caller, after)]


def sum_of(items: list[Json]) -> str:
    """What docs/dashboard.md tells a follower to compute."""
    return f"{sum(int(sha256(rfc8785.dumps(item)).hexdigest(), 16) for item in items) % 2**256:064x}"


def here(caller: Caller) -> int:
    """The number of the last change that somebody was told."""
    last: int = follow(caller)[-1]["seq"]
    return last


@pytest.mark.F12
def test_every_change_comes_once_and_in_order(client: Caller, expert: Caller) -> None:
    start = here(client)
    entry = make.entry(expert)
    event = make.event(expert)

    items = follow(client, start)

    assert [set(item) for item in items] == [MEMBERS] * 3
    assert [[item["action"], item["thing"], item["version"]] for item in items] == [
        ["recorded", "entry", 1], ["recorded", "entry", 1], ["recorded", "event", 1],
    ]  # fmt: skip
    assert [items[0]["id"], items[2]["id"]] == [entry["id"], event["id"]]
    assert [item["seq"] for item in items] == [start + 1, start + 2, start + 3]


def test_a_correction_and_a_withdrawal_are_changes_of_the_same_thing(client: Caller, expert: Caller) -> None:
    start, entry = here(client), make.entry(expert)
    address, sent = f"/entries/{entry['id']}", {"params": {"reason": "r"}, "headers": {"If-Match": "*"}}
    expert.put(address, json=entry | {"title": "Second report"}, **sent).raise_for_status()
    expert.post(f"{address}/withdrawal", **sent).raise_for_status()

    assert told(client, start) == [
        ["recorded", "entry", entry["id"], 1], ["corrected", "entry", entry["id"], 2],
        ["withdrawn", "entry", entry["id"], 3],
    ]  # fmt: skip


@pytest.mark.F12
def test_what_is_hidden_is_told_as_removed_to_those_from_whom_it_is_hidden(
    client: Caller, expert: Caller, auditor: Caller, organizer: Caller
) -> None:
    start, entry = here(client), make.entry(expert)
    address, sent = f"/entries/{entry['id']}", {"params": {"reason": "r"}, "headers": {"If-Match": "*"}}
    hidden = expert.put(address, json=entry | {"visibility": "committee"}, **sent).raise_for_status().json()
    expert.put(address, json=hidden | {"visibility": "public"}, **sent).raise_for_status()
    name = entry["id"]

    for outsider in (client, organizer):
        assert told(outsider, start) == [
            ["recorded", "entry", name, 1], ["removed", "entry", name, 2], ["corrected", "entry", name, 3],
        ]  # fmt: skip
    for insider in (expert, auditor):
        assert told(insider, start) == [
            ["recorded", "entry", name, 1], ["corrected", "entry", name, 2], ["corrected", "entry", name, 3],
        ]  # fmt: skip


def test_what_others_may_not_see_is_told_to_nobody_else(
    client: Caller, reader: Caller, expert: Caller, organizer: Caller, rival: Caller, auditor: Caller
) -> None:
    start = here(client)
    secret = make.entry(expert, visibility="committee")
    sent = make.submission(organizer)
    own = ["received", "submission", sent["id"], 1]
    entry = ["recorded", "entry", secret["id"], 1]

    found = [told(caller, start) for caller in (client, reader, rival, organizer, expert, auditor)]

    assert found == [[], [], [], [own], [entry, own], [entry, own]]


@pytest.mark.N18
def test_the_sum_of_what_each_caller_was_told_is_the_digest(
    client: Caller, reader: Caller, expert: Caller, organizer: Caller, rival: Caller, auditor: Caller
) -> None:
    entry = make.entry(expert)
    make.entry(expert, visibility="committee")
    make.submission(organizer)
    sent = {"params": {"reason": "r"}, "headers": {"If-Match": "*"}}
    expert.put(f"/entries/{entry['id']}", json=entry | {"visibility": "committee"}, **sent).raise_for_status()

    for caller in (client, reader, expert, organizer, rival, auditor):
        page = caller.read("/changes?limit=1000")
        assert page["next"] is None
        assert page["digest"] == sum_of(page["items"])


@pytest.mark.N18
def test_a_page_that_was_lost_is_told_by_the_digest(client: Caller, expert: Caller) -> None:
    for number in range(6):
        make.entry(expert, title=f"Fact {number}")
    pages, address = [], "/changes?limit=3"
    while address:
        pages.append(client.read(address))
        address = pages[-1]["next"]
    whole = [item for page in pages for item in page["items"]]

    assert len(pages) > 3
    assert sum_of(whole) == pages[-1]["digest"]
    for number, page in enumerate(pages):
        read = [item for part in pages[: number + 1] for item in part["items"]]
        assert sum_of(read) == page["digest"]
        without = [item for other in pages if other is not page for item in other["items"]]
        assert sum_of(without) != pages[-1]["digest"]


def test_a_follower_who_has_everything_is_told_so_at_no_cost(client: Caller, expert: Caller) -> None:
    make.entry(expert)
    last = here(client)
    before = client.read(f"/changes?after={last - 1}")
    first = client.get(f"/changes?after={last}")
    again = client.get(f"/changes?after={last}", headers={"If-None-Match": first.headers["etag"]})

    assert first.json() == {"items": [], "next": None, "digest": before["digest"]}
    assert (again.status_code, again.content) == (304, b"")


def test_a_hidden_change_does_not_show_in_what_everybody_is_told(client: Caller, expert: Caller) -> None:
    last = here(client)
    before = client.get(f"/changes?after={last}")
    make.entry(expert, visibility="committee")

    after = client.get(f"/changes?after={last}")

    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])


@pytest.mark.parametrize(
    ("name", "value"), [("after", "-1"), ("after", "x"), ("limit", "0"), ("limit", "1001"), ("after", str(2**63))]
)
def test_a_place_that_cannot_be_is_refused(client: Caller, name: str, value: str) -> None:
    answer = client.get(f"/changes?{name}={value}")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/query/{name}")
