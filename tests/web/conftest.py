"""Visitors of the pages, one a role."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests import make
from tests.callers import Caller
from tests.web.visitor import Visitor


@pytest.fixture
def note(expert: Caller) -> dict[str, Any]:
    """A draft with two sentences in its Background."""
    make.entry(expert, date="2004-09-10")
    made: dict[str, Any] = expert.make(f"/events/{make.event(expert)['id']}/notes", {"language": "en"})
    return made


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
