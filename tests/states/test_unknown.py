"""A State that is not in the list, asked for: a slip of the pen is told, and is not an empty answer."""

import pytest

from tests import make
from tests.callers import Caller


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("/events?state=ZZZ", "/query/state"),
        ("/events?venue_country=ZZZ", "/query/venue_country"),
        ("/entries?state=ZZZ", "/query/state"),
        ("/steps?state=TKM&state=ZZZ", "/query/state/1"),
        ("/notes?state=ZZZ", "/query/state"),
        ("/figures/follow_through?state=ZZZ", "/query/state"),
    ],
)
def test_a_filter_by_an_unknown_state_is_refused(client: Caller, expert: Caller, path: str, pointer: str) -> None:
    make.event(expert)

    refused = client.get(path)

    assert (refused.status_code, [(one["pointer"], one["code"]) for one in refused.json()["errors"]]) == (
        422, [(pointer, "unknown_state")],
    )  # fmt: skip
    assert client.get(path.replace("ZZZ", "TKM")).status_code == 200
