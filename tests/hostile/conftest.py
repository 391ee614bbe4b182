"""The register that is attacked."""

import pytest
from fastapi.testclient import TestClient

from tests.hostile.targets import Ground


@pytest.fixture
def ground(http: TestClient, tokens: dict[str, str]) -> Ground:
    return Ground(http, tokens)
