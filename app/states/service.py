"""The rows of States follow the packaged reference data."""

from collections.abc import Iterable

from sqlmodel import Session

from app.kit.errors import Invalid, field
from app.states import registry
from app.states.models import State


class UnknownStates(Invalid):
    """A State's code is not in the list of States. Codes are ISO 3166-1 alpha-3, such as TKM."""

    slug, title = "unknown-state", "There is no such State"


def synchronize(session: Session) -> None:
    """Make the rows equal to the reference data of this release."""
    known = {state.iso3: state.member for state in registry.all_states()}
    for iso3, member in known.items():
        session.merge(State(iso3=iso3, member=member))


def require(codes: list[str], *, at: str) -> list[str]:
    """The codes, sorted and without repetition. Raises UnknownStates, naming the place of each unknown one."""
    check([(f"{at}/{number}", code) for number, code in enumerate(codes)])
    return sorted(set(codes))


def check(places: Iterable[tuple[str, str | None]]) -> None:
    """Insist that the codes at these places (JSON pointers) are those of States; null is none. Raises UnknownStates."""
    advice = "Use an ISO 3166-1 alpha-3 code of GET /api/v1/states."
    errors = [field(place, "unknown_state", advice) for place, code in places if code and not registry.is_known(code)]
    if errors:
        raise UnknownStates("A State's code is not in the list.", errors=errors)
