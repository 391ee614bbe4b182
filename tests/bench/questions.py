"""What the contenders are asked."""

from collections.abc import Iterator
from itertools import count, cycle

import orjson

from app.states import registry
from tests.bench.load import get, post
from tests.bench.registers import workshop

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
        yield post(path, orjson.dumps(workshop(number)), token)
