"""States as rows."""

import pytest
from sqlmodel import Session, select

from app.states import registry, service
from app.states.models import State


def test_the_rows_are_those_of_the_reference_data(session: Session) -> None:
    rows = {state.iso3: state.member for state in session.exec(select(State))}

    assert rows == {state.iso3: state.member for state in registry.all_states()}
    assert (len(rows), sum(rows.values())) == (195, 193)


def test_codes_are_sorted_and_single() -> None:
    assert service.require(["TKM", "KGZ", "TKM"], at="/states") == ["KGZ", "TKM"]


def test_every_unknown_code_is_named() -> None:
    with pytest.raises(service.UnknownStates) as refused:
        service.require(["TKM", "ZZZ", "USA", "XXX"], at="/states")

    assert [error["pointer"] for error in refused.value.errors] == ["/states/1", "/states/3"]
