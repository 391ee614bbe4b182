"""Visitors of the pages, one a role."""

import pytest
from fastapi.testclient import TestClient

from tests.web.visitor import Visitor


@pytest.fixture
def visitor(http: TestClient) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(http)


@pytest.fixture
def expert_visitor(http: TestClient, tokens: dict[str, str]) -> Visitor:
    return Visitor(http, tokens["expert"])


@pytest.fixture
def organizer_visitor(http: TestClient, tokens: dict[str, str]) -> Visitor:
    """An organizer of UNRCPD."""
    return Visitor(http, tokens["organizer"])


@pytest.fixture
def rival_visitor(http: TestClient, tokens: dict[str, str]) -> Visitor:
    """An organizer of the OSCE."""
    return Visitor(http, tokens["rival"])
