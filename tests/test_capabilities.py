"""Every capability that we claim is shown by a test, and the documentation says which."""

import pytest

from tests import capabilities


@pytest.mark.parametrize("capability", capabilities.CAPABILITIES)
def test_a_capability_is_shown_by_a_test(capability: str) -> None:
    assert capabilities.shown()[capability], f"No test carries the mark {capability}."


def test_the_table_of_capabilities_is_the_one_that_the_marks_make() -> None:
    assert capabilities.PAGE.read_text() == capabilities.page(), "Run python -m tests.capabilities."
