"""What the contenders are asked."""

from collections.abc import Iterator
from itertools import count, cycle

import orjson

from app.states import registry
from tests.bench.load import get, post

STATE = "TKM"
TIMELINE = f"/api/v1/states/{STATE}/timeline"


def again(path: str, **headers: str) -> Iterator[bytes]:
    """The same question for ever."""
    return cycle([get(path, **headers)])


def anew(path: str, parameters: str = "") -> Iterator[bytes]:
    """A question about each State in turn (`{}`), of which no answer is in memory: no `Accept` comes twice."""
    states = cycle(state.iso3 for state in registry.all_states())
    for number, state in zip(count(), states, strict=False):
        yield get(path.format(state) + parameters, Accept=f"application/json, x/{number}")


def events(path: str, token: str) -> Iterator[bytes]:
    """New events of another State, each with three organizers and five participants; nothing about them is true."""
    for number in count():
        day = f"{2005 + number % 20}-{1 + number // 20 % 12:02}-{1 + number // 240 % 28:02}"
        body = {
            "title": f"Invented workshop {number} on border controls", "type": "workshop", "starts_on": day,
            "ends_on": day, "venues": [{"city": "Montevideo", "country": "URY"}], "states": ["URY"],
            "organizers": [{"name": f"Invented institute {part}", "role": "organizer"} for part in range(3)],
            "participants": [
                {"name": f"Invented body {part}", "kind": "ngo", "role": "attended"} for part in range(5)
            ],
        }  # fmt: skip
        yield post(path, orjson.dumps(body), token)
