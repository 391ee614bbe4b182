"""Whatever the API's description allows or forbids: schemathesis makes requests of it and judges each answer."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as dose
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.generation.case import Case
from schemathesis.python import asgi

from app.main import create_app
from app.settings import Settings

# All checks run. A request that fits the description may still be refused, by status and reason: that a State exists,
# that a day is in the calendar, and that an `If-Match` is current, no schema says.
CONFIG = {"checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "4xx"]}}}
ENDLESS = "/api/v1/changes/stream"


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    """What schemathesis starts for an application goes on until it is told to stop."""
    yield
    asgi.shutdown_lifespans()


def explore(home: Settings, token: str | None, examples: int) -> int:
    """Send every operation so many requests; answers how many operations there are. A failed check is raised."""
    config = SchemathesisConfig.from_dict(CONFIG)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(home), config=config)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    for operation in found:
        if operation.path == ENDLESS:
            continue

        @dose(
            max_examples=examples,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def call(case: Case[Any]) -> None:
            case.call_and_validate(headers=headers)

        call()
    return len(found)


@pytest.mark.parametrize("role", ["public", "expert"])
def test_every_answer_is_as_described(settings: Settings, tokens: dict[str, str], role: str) -> None:
    assert explore(settings, tokens[role] if role != "public" else None, 1) > 90


@pytest.mark.prove
@pytest.mark.parametrize("role", ["public", "organizer", "expert", "auditor"])
def test_every_answer_to_many_requests_is_as_described(
    settings: Settings, tokens: dict[str, str], role: str, proven: Callable[[str], None]
) -> None:
    operations = explore(settings, tokens[role] if role != "public" else None, 60)

    assert operations > 90
    proven(f"{operations} operations, up to 60 requests each for each of 4 roles, no failed check")
