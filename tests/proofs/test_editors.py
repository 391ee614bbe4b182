"""Eight editors of one record at once, in two applications over one database: one wins, and seven are told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests import make
from tests.callers import Caller


def outcomes(expert: Caller, second: Caller, rounds: int) -> set[tuple[int, ...]]:
    """The sorted statuses of each round of eight edits that are based on the same state."""
    entry, seen = make.entry(expert), set()
    for number in range(rounds):
        tag = expert.get(f"/entries/{entry['id']}").headers["etag"]

        def edit(editor: int, tag: str = tag, number: int = number) -> int:
            caller = second if editor % 2 else expert
            body = entry | {"title": f"Round {number}, editor {editor}"}
            headers = {"If-Match": tag}
            return caller.put(
                f"/entries/{entry['id']}", json=writable(body), params={"reason": "r"}, headers=headers
            ).status_code

        with ThreadPoolExecutor(8) as pool:
            seen.add(tuple(sorted(pool.map(edit, range(8)))))
    return seen


def writable(entry: make.Json) -> make.Json:
    return {name: entry[name] for name in ("kind", "date", "title", "states")}


def race(settings: Settings, tokens: dict[str, str], expert: Caller, rounds: int) -> set[tuple[int, ...]]:
    with TestClient(create_app(settings)) as http:
        return outcomes(expert, Caller(http, tokens["expert"]), rounds)


def test_one_edit_of_eight_wins(settings: Settings, tokens: dict[str, str], expert: Caller) -> None:
    assert race(settings, tokens, expert, 2) == {(200, *[412] * 7)}


@pytest.mark.prove
def test_one_edit_of_eight_wins_a_hundred_times(
    settings: Settings, tokens: dict[str, str], expert: Caller, proven: Callable[[str], None]
) -> None:
    assert race(settings, tokens, expert, 100) == {(200, *[412] * 7)}
    proven("100 rounds, each one 200 and seven 412")
