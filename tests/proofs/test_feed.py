"""The change feed while many write: nothing is missed, and a mirror made from it is the register."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from random import Random
from threading import Event
from typing import Any

import pytest
import rfc8785
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests import make
from tests.callers import Caller

WRITERS = 8
Json = dict[str, Any]
SENT: Json = {"params": {"reason": "r"}, "headers": {"If-Match": "*"}}


class Follower:
    """Somebody who polls: what they were told, in the order in which they were told it."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.items: list[Json] = []
        self.digest = ""

    def poll(self, limit: int = 1000) -> int:
        """Ask once for what is new; answers how many changes came."""
        after = self.items[-1]["seq"] if self.items else 0
        page = self.caller.read(f"/changes?after={after}&limit={limit}")
        self.items += page["items"]
        self.digest = page["digest"]
        return len(page["items"])

    def catch_up(self) -> None:
        while self.poll():
            pass

    @property
    def sum(self) -> str:
        return f"{sum(int(sha256(rfc8785.dumps(one)).hexdigest(), 16) for one in self.items) % 2**256:064x}"


def write(caller: Caller, seed: int, times: int) -> Iterator[tuple[str, int]]:
    """Record, correct, hide, show and withdraw entries; yields the id and version of each change."""
    random, entries = Random(seed), list[Json]()  # noqa: S311 (repeatable, not secret)
    for number in range(times):
        if not entries or random.random() < 0.4:
            level = random.choice(["public", "public", "committee"])
            entries.append(make.entry(caller, title=f"Fact {seed}.{number}", visibility=level))
            yield entries[-1]["id"], 1
            continue
        entry = entries.pop(random.randrange(len(entries)))
        address = f"/entries/{entry['id']}"
        if random.random() < 0.2:
            gone = caller.post(f"{address}/withdrawal", **SENT).raise_for_status().json()
            yield gone["id"], gone["version"]
            continue
        change = {"title": f"Corrected {number}"} if random.random() < 0.5 else {"visibility": other(entry)}
        entries.append(caller.put(address, json=entry | change, **SENT).raise_for_status().json())
        yield entry["id"], entries[-1]["version"]


def other(entry: Json) -> str:
    return "public" if entry["visibility"] == "committee" else "committee"


def followed_while_written(
    settings: Settings, tokens: dict[str, str], callers: list[Caller], changes: int
) -> tuple[list[Follower], set[tuple[str, int]]]:
    """Writers in two applications over one database, and followers who poll all the while; what each of them has."""
    done = Event()
    followers = [Follower(caller) for caller in callers]

    def follow(follower: Follower) -> None:
        while not done.wait(0.02):
            follower.poll()
        follower.catch_up()

    with TestClient(create_app(settings)) as second:
        writers = [Caller(callers[0].http, tokens["expert"]), Caller(second, tokens["expert"])]

        def scribble(number: int) -> list[tuple[str, int]]:
            return list(write(writers[number % 2], number, changes // WRITERS))

        with ThreadPoolExecutor(WRITERS + len(followers)) as pool:
            following = [pool.submit(follow, one) for one in followers]
            try:
                made = {change for some in pool.map(scribble, range(WRITERS)) for change in some}
            finally:
                done.set()
            for one in following:
                one.result()
    return followers, made


def insist_on_all(followers: list[Follower], made: set[tuple[str, int]]) -> None:
    """The insider has every change once and in order; and everybody's sum is the server's."""
    insider = followers[0]
    numbers = [item["seq"] for item in insider.items]
    told = [(item["id"], item["version"]) for item in insider.items]
    assert numbers == list(range(1, numbers[-1] + 1))
    assert len(told) == len(set(told))
    assert made <= set(told)
    for follower in followers:
        follower.catch_up()
        assert [item["seq"] for item in follower.items] == sorted({item["seq"] for item in follower.items})
        assert follower.sum == follower.digest


def mirror(follower: Follower) -> dict[str, Json]:
    """The entries, as a dashboard keeps them that only follows the feed and reads what it is told of."""
    kept: dict[str, Json] = {}
    for item in follower.items:
        if item["thing"] == "entry":
            kept.pop(item["id"], None)
            if item["action"] != "removed":
                kept[item["id"]] = item
    return kept


def insist_on_mirror(follower: Follower) -> None:
    """Every entry that the follower keeps is there in the version that they know, and no other one is."""
    kept = mirror(follower)
    there = walk(follower.caller, "/states/TKM/timeline?include=withdrawn&limit=200")
    assert {entry["id"]: entry["version"] for entry in there} == {name: item["version"] for name, item in kept.items()}


def walk(caller: Caller, address: str) -> Iterator[Json]:
    page = caller.read(address)
    yield from page["items"]
    while page["next"]:
        page = caller.read(page["next"])
        yield from page["items"]


@pytest.mark.F12
@pytest.mark.N18
def test_no_change_is_missed_while_eight_write(
    settings: Settings, tokens: dict[str, str], auditor: Caller, expert: Caller, client: Caller
) -> None:
    followers, made = followed_while_written(settings, tokens, [auditor, expert, client], 96)

    insist_on_all(followers, made)
    for follower in followers:
        insist_on_mirror(follower)


@pytest.mark.prove
@pytest.mark.F12
@pytest.mark.N18
def test_no_change_of_five_thousand_is_missed_while_eight_write(
    settings: Settings,
    tokens: dict[str, str],
    auditor: Caller,
    expert: Caller,
    client: Caller,
    proven: Callable[[str], None],
) -> None:
    followers, made = followed_while_written(settings, tokens, [auditor, expert, client], 5200)

    insist_on_all(followers, made)
    for follower in followers:
        insist_on_mirror(follower)
    changes = len(followers[0].items)
    proven(f"{changes} changes by 8 writers, followed by 3: none missed, none twice, sums and mirrors right")
