"""The change feed against its definition, written down as simply as it can be, for random histories."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from random import Random
from typing import Any

import pytest
import rfc8785
from sqlmodel import Session

from app.ledger import feed
from app.ledger import service as ledger
from app.ledger.feed import Follower

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEVELS = ("public", "committee", "restricted", "inbox")
PUBLIC, COMMITTEE = frozenset({"public"}), frozenset({"public", "committee"})
EVERY, KEPT = frozenset(LEVELS), frozenset(LEVELS) - {"inbox"}
FOLLOWERS = {
    "everybody": Follower(PUBLIC),
    "a reader of the committee's": Follower(COMMITTEE),
    "an expert": Follower(COMMITTEE | {"inbox"}),
    "an auditor": Follower(None),
    "an auditor without the inbox": Follower(KEPT),
    "an organizer": Follower(PUBLIC, "ours", EVERY),
    "an organizer without the inbox": Follower(PUBLIC, "ours", KEPT),
}
Change = tuple[int, str, int, str, str | None]
Json = dict[str, Any]


def history(session: Session, random: Random, length: int) -> list[Change]:
    """Random changes: number, thing, version, audience, owner."""
    made: list[Change] = []
    versions: dict[str, int] = {}
    for _ in range(length):
        thing = f"thing/{random.randrange(max(length // 4, 1))}"
        versions[thing] = versions.get(thing, 0) + 1
        owner = random.choice([None, "ours", "theirs"])
        audience = random.choice(LEVELS)
        place = ledger.stamp(session, now=NOON)
        ledger.append(
            session, place, by="somebody", action="changed", thing=thing, version=versions[thing], body={},
            audience=audience, owner=owner,
        )  # fmt: skip
        made.append((place.seq, thing, versions[thing], audience, owner))
    return made


def sees(follower: Follower, audience: str, owner: str | None) -> bool:
    own = follower.owner is not None and owner == follower.owner and audience in follower.own
    return own or follower.told is None or audience in follower.told


def expected(follower: Follower, changes: list[Change]) -> Iterator[Json]:
    """What somebody is told: the new state of what they may see, and a removal of what they no longer may."""
    seen: dict[str, bool] = {}
    for seq, thing, version, audience, owner in changes:
        before, seen[thing] = seen.get(thing, False), sees(follower, audience, owner)
        if before or seen[thing]:
            action = "changed" if seen[thing] else "removed"
            kind, _, name = thing.partition("/")
            at = "2026-11-24T12:00:00.000000Z"
            yield {"seq": seq, "at": at, "action": action, "thing": kind, "id": name, "version": version}


def sum_of(items: list[Json], start: int = 0) -> int:
    return (start + sum(int.from_bytes(sha256(rfc8785.dumps(item)).digest()) for item in items)) % 2**256


@pytest.mark.F12
@pytest.mark.N18
@pytest.mark.parametrize("seed", range(3))
def test_everybody_is_told_what_they_may_see_and_what_was_taken_from_them(session: Session, seed: int) -> None:
    random = Random(seed)  # noqa: S311 (repeatable, not secret)
    start = ledger.head(session).seq
    before = {name: int(feed.digest(session, one, upto=start), 16) for name, one in FOLLOWERS.items()}
    changes = history(session, random, 150)

    for name, follower in FOLLOWERS.items():
        told = list(expected(follower, changes))
        assert feed.read(session, follower, after=start, limit=1000) == told, name
        for upto in (start, *random.sample([change[0] for change in changes], 20), changes[-1][0]):
            read = [item for item in told if item["seq"] <= upto]
            assert int(feed.digest(session, follower, upto=upto), 16) == sum_of(read, before[name]), (name, upto)


def test_pages_of_any_size_hold_every_item_once(session: Session) -> None:
    start = ledger.head(session).seq
    changes = history(session, Random(4), 60)  # noqa: S311 (repeatable, not secret)
    follower = FOLLOWERS["an organizer"]

    for limit in (1, 2, 7):
        after, read = start, list[Json]()
        while page := feed.read(session, follower, after=after, limit=limit):
            read, after = read + page, page[-1]["seq"]
        assert read == list(expected(follower, changes))


def test_the_sum_begins_at_nothing(session: Session) -> None:
    assert {feed.digest(session, one, upto=0) for one in FOLLOWERS.values()} == {"0" * 64}
