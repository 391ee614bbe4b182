"""The program of docs/dashboard.md that follows the change feed, as it is printed there."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import make
from tests.callers import Caller
from tests.outlets.test_changes import follow

PAGE = Path(__file__).parents[2] / "docs" / "dashboard.md"


@pytest.fixture
def printed() -> Callable[..., Iterator[dict[str, Any]]]:
    """The function that readers are told to use."""
    (program,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(program, names)  # noqa: S102 (we wrote it)
    function: Callable[..., Iterator[dict[str, Any]]] = names["follow"]
    return function


@pytest.mark.N18
def test_the_printed_program_gets_every_change_and_goes_on_later(
    printed: Callable[..., Iterator[dict[str, Any]]], port: int, client: Caller, expert: Caller
) -> None:
    base = f"http://127.0.0.1:{port}"
    for number in range(3):
        make.entry(expert, title=f"Fact {number}")
    before = list(printed(base))
    total = int(client.read("/changes", after=before[-1]["seq"])["digest"], 16)
    make.entry(expert, title="One more")
    later = list(printed(base, before[-1]["seq"], total))

    assert before + later == follow(client)
    assert len(later) == 1
    with pytest.raises(RuntimeError, match="A change was missed"):
        list(printed(base, before[-1]["seq"], total + 1))
